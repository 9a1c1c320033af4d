import type * as Yaml from 'yaml';
import { show } from '../../base';

/** A node of YAML as a plain value: short forms of CloudFormation as maps, aliases as the value of their anchor. */

/** Values that aliases add, all together. */
const MAX_ADDED = 1_000_000;

export interface Reading {
  /** `line:column` of an offset. */
  readonly at: (offset: number) => string;
  readonly refuse: (message: string, offset: number) => never;
  readonly notes: string[];
  readonly yaml: typeof Yaml;
}

/** A value, and how many it is when it is written out. */
interface Sized {
  readonly value: unknown;
  readonly size: number;
}

export function plainOf(root: unknown, reading: Reading): unknown {
  return new Plain(reading).of(root).value;
}

class Plain {
  private readonly anchors = new Map<string, Sized | undefined>();
  private added = 0;

  public constructor(private readonly reading: Reading) {}

  public of(node: unknown): Sized {
    const { isAlias, isNode } = this.reading.yaml;
    if (isAlias(node)) {
      return this.ofAlias(node);
    }
    if (!isNode(node)) {
      return { value: null, size: 1 };
    }
    const { anchor, tag } = node as Yaml.Scalar;
    if (anchor !== undefined) {
      this.anchors.set(anchor, undefined);
    }
    const sized = withTag(this.content(node), tag);
    if (anchor !== undefined) {
      this.anchors.set(anchor, sized);
    }
    return sized;
  }

  private content(node: Yaml.Node): Sized {
    const { isMap, isSeq, isScalar } = this.reading.yaml;
    if (isMap(node)) {
      return this.ofMap(node);
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.of(item));
      return { value: items.map(({ value }) => value), size: items.reduce((sum, { size }) => sum + size, 1) };
    }
    return { value: isScalar(node) ? node.value : null, size: 1 };
  }

  /** The last of several equal keys wins. */
  private ofMap(map: Yaml.YAMLMap): Sized {
    const { at, notes } = this.reading;
    const fields: Record<string, unknown> = {};
    let size = 1;
    for (const pair of map.items) {
      const key = this.keyOf(pair.key);
      const inner = this.of(pair.value);
      if (Object.hasOwn(fields, key)) {
        notes.push(`the key ${show(key)} at ${at(offsetOf(pair.key))} is a duplicate: the last one counts`);
      }
      if (key === '__proto__') {
        Object.defineProperty(fields, key, { value: inner.value, enumerable: true, configurable: true });
      } else {
        fields[key] = inner.value;
      }
      size += inner.size;
    }
    return { value: fields, size };
  }

  private keyOf(key: unknown): string {
    const { value } = this.of(key);
    if (typeof value === 'object' && value !== null) {
      return this.reading.refuse('a key must be a text, not a list, a map or a short form', offsetOf(key));
    }
    return String(value ?? '');
  }

  private ofAlias(alias: Yaml.Alias): Sized {
    const found = this.anchors.get(alias.source);
    if (found === undefined) {
      const what = this.anchors.has(alias.source) ? 'is part of itself' : 'has no anchor before it';
      return this.reading.refuse(`the alias ${show(alias.source)} ${what}`, offsetOf(alias));
    }
    this.added += found.size;
    if (this.added > MAX_ADDED) {
      this.reading.refuse(`aliases add more than ${MAX_ADDED} values`, offsetOf(alias));
    }
    return found;
  }
}

/** `!Ref x` is `{ Ref: x }`, `!Sub x` is `{ Fn::Sub: x }`; tags of YAML itself are resolved by the parser. */
function withTag(sized: Sized, tag: string | undefined): Sized {
  const name = tag === undefined ? null : /^!(?!!)(.+)$/.exec(tag);
  if (name === null) {
    return sized;
  }
  const key = name[1] === 'Ref' || name[1] === 'Condition' ? name[1] : `Fn::${name[1]}`;
  return { value: { [key]: sized.value }, size: sized.size + 1 };
}

function offsetOf(node: unknown): number {
  return (node as { readonly range?: readonly number[] } | null | undefined)?.range?.[0] ?? 0;
}
