import type { FileDocument } from './document';
import { firstProblems, more } from './first-problems';
import { AccessError, inYaml, nearMiss, show, unknownProp, type Problem } from '../../base';
import { IDS } from '../request-by-id';

/** Top level of a file: a list of connections, or an object; and what its keys were meant to be. */

/** Keys of a file that is an object. */
const FILE_KEYS = ['connections', 'profile', 'reach', 'harness', 'acknowledged', 'published', 'probes'] as const;

export type FileKey = (typeof FILE_KEYS)[number];

export interface TopLevel {
  /** Spelling of each known key, misspelt ones included. */
  readonly written: ReadonlyMap<string, string>;
  /** Keys that are connections, each of which should be an entry of a list. */
  readonly connections: readonly string[];
}

const NOTHING: TopLevel = { written: new Map(), connections: [] };
/** Props that hold no secret. */
const SHOWN_PROPS = ['name', 'to', 'machines', 'ports', 'unenforceable'];
const MAX_LINE = 100;
const ID = /^[a-z0-9-]+$/;

/** @param other what is wrong with a known key that is none of `known` @throws AccessError `InvalidFile` */
export function readTopLevel(
  document: FileDocument,
  problems: Problem[],
  known: readonly string[] = FILE_KEYS,
  other?: (key: string) => Problem,
): TopLevel {
  const { value } = document;
  if (Array.isArray(value)) {
    return NOTHING;
  }
  if (typeof value !== 'object' || value === null) {
    const hint = IDS.includes(String(value)) ? `; write \`- ${String(value)}\`` : '';
    const message = `the file must be a list of connections, or an object with \`connections\`, got ${show(value)}${hint}`;
    throw new AccessError([document.problemAt([], { code: 'InvalidFile', message })]);
  }
  const top = sortKeys(value as Readonly<Record<string, unknown>>);
  const wrong = Object.keys(value).filter((key) => !known.includes(key));
  const problemOf = (key: string): Problem =>
    (FILE_KEYS as readonly string[]).includes(key)
      ? (other?.(key) ?? unknownKey(key))
      : top.connections.includes(key)
        ? notAnEntry(key, (value as Readonly<Record<string, unknown>>)[key])
        : unknownKey(key);
  problems.push(
    ...firstProblems(
      wrong,
      (key) => document.problemAt([key], problemOf(key)),
      (count, key) => document.problemAt([key], more(count, 'keys that a file does not have')),
    ),
  );
  return top;
}

function sortKeys(value: Readonly<Record<string, unknown>>): TopLevel {
  const written = new Map<string, string>();
  const connections: string[] = [];
  for (const key of Object.keys(value)) {
    const meant = (FILE_KEYS as readonly string[]).includes(key) || IDS.includes(key) ? key : nearMiss(key, FILE_KEYS);
    if (meant !== undefined && !IDS.includes(meant) && (meant === key || !Object.hasOwn(value, meant))) {
      written.set(meant, key);
    } else if (isConnection(key, value)) {
      connections.push(key);
    }
  }
  return { written, connections };
}

/** The props of a connection, or nothing, under its id or nearly its id. */
function isConnection(key: string, value: Readonly<Record<string, unknown>>): boolean {
  const props = value[key];
  const mayBe = props === null || (typeof props === 'object' && !Array.isArray(props));
  return mayBe && !Object.hasOwn(value, 'connections') && (IDS.includes(key) || nearMiss(key, IDS) !== undefined);
}

function unknownKey(key: string): Problem {
  return unknownProp('a file has no', key, FILE_KEYS, key);
}

function notAnEntry(id: string, props: unknown): Problem {
  const message = `each connection must be an entry of a list, got the key ${show(id)}; ${asEntry(id, props)}`;
  return { code: 'UnknownProp', message };
}

/** A key with its props, written as an entry of a list. */
export function asEntry(id: string, props: unknown): string {
  const line = lineOf(id, props);
  const isId = ID.test(id);
  return line === undefined
    ? `write ${isId ? `\`- ${id}:\`` : '`-` before it'}, with its props indented below`
    : `write \`${line}\``;
}

/** The entry in one line, where it is short and holds no secret. */
function lineOf(id: string, props: unknown): string | undefined {
  const entries = Object.entries(props ?? {});
  if (entries.length === 0) {
    return ID.test(id) ? `- ${id}` : undefined;
  }
  const texts = entries.map(([name, value]) => (SHOWN_PROPS.includes(name) ? `${name}: ${flow(value)}` : '?'));
  const line = `- ${id}: { ${texts.join(', ')} }`;
  return line.includes('?') || !ID.test(id) || line.length > MAX_LINE || line.includes('@') ? undefined : line;
}

function flow(value: unknown): string {
  const isPlain = typeof value === 'string' || typeof value === 'number';
  return Array.isArray(value) ? `[${value.map(flow).join(', ')}]` : isPlain ? inYaml(value) : '?';
}
