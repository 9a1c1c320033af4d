import type * as Yaml from 'yaml';
import { looksLikeToken } from '../../base';

/** A parsed file, walked once: what the parser finds by comparing each with each, and what only this library refuses. */

/** Something wrong at an offset of the text. */
export interface Mistake {
  readonly code: string;
  readonly message: string;
  readonly at: number;
}

export interface Scan {
  /** The pairs of each map, by the key as it is in the plain value. */
  readonly pairs: ReadonlyMap<unknown, ReadonlyMap<string, Yaml.Pair>>;
  /** Keys that their map has already, and too many anchors and aliases. */
  readonly mistakes: readonly Mistake[];
  /** Texts that hold a value known only at deployment, or an expression of a template. */
  readonly deployTime: readonly Yaml.Scalar[];
}

/** The parser looks through all of them for each; a list of connections has a handful. */
const MAX_NAMED = 1000;
const REPEATED = 'not valid YAML: Map keys must be unique';

const LOST = "not valid YAML: Unresolved alias; quote a text that begins with `*`, such as `'*.example.com'`";
/** A number with a leading zero: 443 in YAML 1.2, and 291 in YAML 1.1, where it is octal. */
const LEADING_ZERO = /^[-+]?0\d+$/;
const ODD_KEY = 'not valid YAML: a key must be a text, not a list, a map or an alias';
const EXPRESSION = /[$%#]\{/;
const MARKERS = /\$?\{\{|\{%|<%/;

/** The mark with which an expression of a template begins: of Helm, Jinja, ERB, GitHub Actions. */
export function templateMark(text: string): { readonly mark: string; readonly at: number } | undefined {
  const found = MARKERS.exec(text);
  return found === null ? undefined : { mark: found[0], at: found.index };
}

function isExpression(text: string): boolean {
  return EXPRESSION.test(text) || templateMark(text) !== undefined;
}

/** Without recursion, so that it does not matter how deep the file is. */
export function scan(root: unknown, yaml: typeof Yaml): Scan {
  const found: Found = { pairs: new Map(), mistakes: [], deployTime: [] };
  const anchors = new Map<string, number>();
  const aliases: Yaml.Alias[] = [];
  let named = 0;
  for (const waiting = [root]; waiting.length > 0;) {
    const node = waiting.pop();
    look(node, waiting, found, yaml);
    if (yaml.isAlias(node)) {
      aliases.push(node);
    } else if (yaml.isNode(node) && node.anchor !== undefined) {
      anchors.set(node.anchor, Math.min(offsetOf(node) ?? 0, anchors.get(node.anchor) ?? Infinity));
    }
    if (yaml.isAlias(node) || (yaml.isNode(node) && node.anchor !== undefined)) {
      named += 1;
      if (named === MAX_NAMED + 1) {
        const message = `the file has more than ${MAX_NAMED} anchors and aliases, and a list of connections has not`;
        found.mistakes.push({ code: 'InvalidFile', message, at: offsetOf(node) ?? 0 });
      }
    }
  }
  const lost = aliases.filter((alias) => (anchors.get(alias.source) ?? Infinity) >= offsetOf(alias)!);
  found.mistakes.push(...lost.map((alias) => ({ code: 'InvalidYaml', message: LOST, at: offsetOf(alias)! })));
  return found;
}

function look(node: unknown, waiting: unknown[], found: Found, { isMap, isSeq, isScalar }: typeof Yaml): void {
  if (isScalar(node)) {
    const { source = '' } = node as Yaml.Scalar.Parsed;
    if (node.type === 'PLAIN' && LEADING_ZERO.test(source)) {
      const number = source.replace(/^([-+]?)0+(?=\d)/, '$1');
      const message = `not valid YAML: ${source} is another number in YAML 1.1, where a leading zero means octal; write ${number}`;
      found.mistakes.push({ code: 'InvalidYaml', message, at: offsetOf(node) ?? 0 });
    }
    if (typeof node.value === 'string' && (looksLikeToken(node.value) || isExpression(node.value))) {
      found.deployTime.push(node);
    }
  } else if (isSeq(node)) {
    node.items.forEach((item) => waiting.push(item));
  } else if (isMap(node)) {
    node.items.forEach(({ key, value }) => waiting.push(key, value));
    found.pairs.set(node, pairsOf(node, found.mistakes, isScalar));
  }
}

/** The first pair with each key. */
function pairsOf(
  { items }: Yaml.YAMLMap,
  mistakes: Mistake[],
  isScalar: (typeof Yaml)['isScalar'],
): Map<string, Yaml.Pair> {
  const pairs = new Map<string, Yaml.Pair>();
  for (const pair of items) {
    if (pair.key !== null && !isScalar(pair.key)) {
      // The parser would write a warning of Node for each.
      mistakes.push({ code: 'InvalidYaml', message: ODD_KEY, at: offsetOf(pair.key) ?? 0 });
    } else {
      const key = String(pair.key?.value ?? '');
      if (pairs.has(key)) {
        mistakes.push({ code: 'InvalidYaml', message: REPEATED, at: offsetOf(pair.key) ?? 0 });
      } else {
        pairs.set(key, pair);
      }
    }
  }
  return pairs;
}

/** Beginning of a node. */
export function offsetOf(node: unknown): number | undefined {
  return (node as { readonly range?: readonly number[] } | null | undefined)?.range?.[0];
}

interface Found extends Scan {
  readonly pairs: Map<unknown, Map<string, Yaml.Pair>>;
  readonly mistakes: Mistake[];
  readonly deployTime: Yaml.Scalar[];
}
