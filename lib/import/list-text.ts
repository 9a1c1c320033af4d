import { hash } from '../base';
import { refKey, type ConnectorRef } from './connector';
import type { ImportedConnection, ImportedConnectors } from './imported';

/** Imported connections as lines of a YAML list, each with the connectors that it comes from. */

const HEAD =
  '# Connections of Harness, written by `harness-delegate-access import`; lines `harness:` say where each is from, and what it said then.';

/** Begins the comment that says which connector an entry comes from. */
const MARK = '# harness: ';
const REF = /^\s*# harness: (\S+:[^\s()]+) \(/;

/** True for the line of an entry. */
export function isEntryLine(line: string): boolean {
  return /^\s*- /.test(line);
}

/** Eight letters for props, without the name and whatever the order of a list is. */
export function propsKey(props: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(props)
    .filter(([prop]) => prop !== 'name')
    .map(([prop, value]) => `${prop} ${orderless(value)}`)
    .sort();
  return hash(texts.join('\n')).toString(16).padStart(8, '0').slice(-8);
}

function orderless(value: unknown): string {
  return Array.isArray(value)
    ? JSON.stringify(value.map((one) => JSON.stringify(one)).sort())
    : (JSON.stringify(value) ?? '');
}

/** The connector of a comment, as `<scope>:<identifier>`; `undefined` for other lines. */
export function refOfLine(line: string): string | undefined {
  return REF.exec(line)?.[1];
}

/** The list as YAML; `undefined` when no connection is whole. */
export function importedList(imported: ImportedConnectors): string | undefined {
  const { connections } = imported;
  return connections.every(({ missing }) => missing !== undefined)
    ? undefined
    : `${[HEAD, ...connections.flatMap(linesOf)].join('\n')}\n`;
}

/** Line of each connection in the list, counted from 1: that of its entry, whole or not. */
export function linesInList({ connections }: ImportedConnectors): number[] {
  let line = 1;
  return connections.map((connection) => (line += linesOf(connection).length));
}

/** Comments and entry of a connection; an entry that is not whole is a comment. */
export function linesOf(connection: ImportedConnection): string[] {
  const { connectors, notes, missing } = connection;
  const entry = entryLine(connection);
  return [
    ...connectors.map((ref) => `${MARK}${refKey(ref)} (${escaped(ref.type)}) ${propsKey(connection.props)}`),
    ...notes.map((note) => `#   ${escaped(note)}`),
    ...(missing === undefined ? [entry] : [`#   incomplete, needs ${escaped(missing)}`, `# ${entry}`]),
  ];
}

/** On one line, without a blank that `harness:` lines end at. */
function escaped(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ').replace(/ +/g, ' ');
}

function entryLine({ id, props }: ImportedConnection): string {
  return Object.keys(props).length === 0 ? `- ${id}` : `- ${id}: ${flow(props)}`;
}

/** A value in YAML's flow style, texts in quotes where they need them. */
function flow(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(flow).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, entry]) => `${key}: ${flow(entry)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' ? quoted(value) : String(value);
}

const WORDS = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

function quoted(text: string): string {
  const isPlain = /^[A-Za-z][\w./-]*$/.test(text) && !WORDS.test(text);
  return isPlain || /^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/.test(text) ? text : JSON.stringify(text);
}

/** A connector in a report. */
export function refText({ scope, identifier, type, from }: ConnectorRef): string {
  return `${scope}:${identifier} (${type === '' ? 'no type' : type}, ${from})`;
}
