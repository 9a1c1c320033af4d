import type * as Yaml from 'yaml';
import { AccessError, show } from '../base';

/** More values than these in a template are aliases that multiply. */
const MAX_VALUES = 5_000_000;

/** A YAML document as plain values: tags as functions of CloudFormation, aliases as what they name. */
export class YamlValues {
  public readonly notes: string[] = [];
  /** Values of the anchors so far, and how many values they hold; `undefined` inside the anchor itself. */
  private readonly known = new Map<string, { readonly value: unknown; readonly size: number } | undefined>();
  private size = 0;

  public constructor(
    private readonly document: Yaml.Document.Parsed,
    private readonly lines: Yaml.LineCounter,
    private readonly yaml: typeof Yaml,
  ) {}

  /** @throws AccessError `InvalidTemplate` with line and column */
  public read(): unknown {
    return this.valueOf(this.document.contents);
  }

  private valueOf(node: unknown): unknown {
    const { isAlias, isNode } = this.yaml;
    if (!isNode(node)) {
      return node ?? null;
    }
    if (isAlias(node)) {
      return this.ofAlias(node);
    }
    if (node.anchor !== undefined) {
      this.known.set(node.anchor, undefined);
    }
    const before = this.size;
    this.count(1, node);
    const value = tagged(node, this.plainOf(node));
    if (node.anchor !== undefined) {
      this.known.set(node.anchor, { value, size: this.size - before });
    }
    return value;
  }

  /** The parser would look through the whole document for each. */
  private ofAlias(alias: Yaml.Alias): unknown {
    const known = this.known.get(alias.source);
    if (known === undefined) {
      const isInside = this.known.has(alias.source);
      const what = isInside
        ? `the alias ${show(alias.source)} is part of itself`
        : `no anchor is called ${show(alias.source)}`;
      return this.refuse(alias, what);
    }
    this.count(known.size, alias);
    return known.value;
  }

  private plainOf(node: Yaml.Node): unknown {
    const { isMap, isScalar, isSeq } = this.yaml;
    if (isScalar(node)) {
      return node.value;
    }
    if (isSeq(node)) {
      return node.items.map((item) => this.valueOf(item));
    }
    return isMap(node) ? this.mapOf(node) : this.refuse(node, 'a value of this kind is not read');
  }

  /** The last of equal keys counts, as CloudFormation takes them. */
  private mapOf({ items }: Yaml.YAMLMap): Readonly<Record<string, unknown>> {
    const entries = new Map<string, unknown>();
    for (const { key, value } of items) {
      const name = this.keyOf(key);
      if (entries.has(name)) {
        this.notes.push(`${this.placeOf(key)}: the key ${show(name)} is a duplicate; the last one counts`);
      }
      entries.set(name, this.valueOf(value));
    }
    return Object.fromEntries(entries);
  }

  private keyOf(key: unknown): string {
    const value = this.valueOf(key);
    return typeof value === 'object' && value !== null
      ? this.refuse(key, 'a key must be a text, not a list, a map or a function')
      : String(value);
  }

  private count(size: number, node: unknown): void {
    this.size += size;
    if (this.size > MAX_VALUES) {
      this.refuse(node, `aliases make more than ${MAX_VALUES} values`);
    }
  }

  private placeOf(node: unknown): string {
    const range = this.yaml.isNode(node) ? node.range : undefined;
    const { line, col } = this.lines.linePos(range?.[0] ?? 0);
    return `${line}:${col}`;
  }

  private refuse(node: unknown, what: string): never {
    throw AccessError.of('InvalidTemplate', `${this.placeOf(node)}: ${what}`);
  }
}

/** `!Ref x` is `{ Ref: x }`, `!GetAtt a.b` is `{ 'Fn::GetAtt': 'a.b' }`; tags of YAML itself are read by its parser. */
function tagged({ tag }: Yaml.Node, value: unknown): unknown {
  const name = typeof tag === 'string' && /^![A-Za-z]/.test(tag) ? tag.slice(1) : undefined;
  if (name === undefined) {
    return value;
  }
  return { [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: value };
}
