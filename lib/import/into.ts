import { AccessError, show } from '../base';
import { refKey } from './connector';
import type { ImportedConnection, ImportedConnectors } from './imported';
import { linesOf, refOfLine } from './list-text';
import { FileDocument } from '../connection/file';

/** An import against a list that is there: what is new, gone and different, and the list with the new spliced in. */

/** Differences of an import and a list. */
export interface Drift {
  /** Connections that the list does not have. */
  readonly added: readonly ImportedConnection[];
  /** Connectors of the list that Harness does not have any more, or that need nothing now. */
  readonly gone: readonly string[];
  /** Entries whose connector says something else now. */
  readonly changed: readonly { readonly ref: string; readonly line: number; readonly props: readonly string[] }[];
  /** The list with what is new, and marks at what is gone; lines that were there stay as they are. */
  readonly text: string;
}

interface Written {
  readonly id: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Of its dash, counted from 0. */
  readonly line: number;
  readonly refs: readonly string[];
}

const GONE = '# gone from Harness: ';

/** @param name of the file, in errors @throws AccessError `NotABlockList`, and those of the file */
export function importDrift(imported: ImportedConnectors, text: string, name: string): Drift {
  const lines = text.split('\n');
  const list = writtenIn(text, lines, name);
  const anywhere = new Set(lines.flatMap((line) => refOfLine(line) ?? []));
  const read = [...imported.connections.flatMap(({ connectors }) => connectors), ...imported.skipped, ...imported.left];
  const scopes = new Set(read.map(({ scope }) => scope));
  const needed = new Set(imported.connections.flatMap(({ connectors }) => connectors.map(refKey)));
  const inserts = new Map<number, string[]>();
  const insert = (line: number, more: readonly string[]): void =>
    void inserts.set(line, [...(inserts.get(line) ?? []), ...more]);

  const added: ImportedConnection[] = [];
  const changed: { ref: string; line: number; props: readonly string[] }[] = [];
  for (const connection of imported.connections) {
    const refs = connection.connectors.map(refKey);
    const own =
      list.find((entry) => entry.refs.some((ref) => refs.includes(ref)) && entry.id === connection.id) ??
      list.find((entry) => entry.refs.some((ref) => refs.includes(ref)) && isAlone(imported, refs)) ??
      list.find((entry) => entry.refs.length === 0 && isSame(entry, connection));
    if (own !== undefined) {
      const unknown = refs.filter((ref) => !own.refs.includes(ref));
      insert(
        own.line,
        linesOf(connection).filter((line) => unknown.includes(refOfLine(line) ?? '')),
      );
      const props = differences(own, connection);
      if (props.length > 0) {
        changed.push({ ref: refs[0]!, line: own.line + 1, props });
      }
    } else if (!refs.some((ref) => anywhere.has(ref))) {
      added.push(connection);
    }
  }
  const gone = list.flatMap((entry) =>
    entry.refs
      .filter((ref) => scopes.has(ref.slice(0, ref.lastIndexOf(':'))) && !needed.has(ref))
      .map((ref) => ({ ref, entry })),
  );
  for (const { ref, entry } of gone) {
    const mark = `${GONE}${ref}`;
    if (!commentsAbove(lines, entry.line).includes(mark)) {
      insert(entry.line, [mark]);
    }
  }
  const names = new Set(list.map(({ id, props }) => (typeof props.name === 'string' ? props.name : id)));
  insert(endOf(list, lines), added.map((one) => withFreeName(one, names)).flatMap(linesOf));
  return { added, gone: gone.map(({ ref }) => ref), changed, text: spliced(lines, inserts, indentOf(lines, list[0]!)) };
}

/** The connection with a name that the list does not have. */
function withFreeName(connection: ImportedConnection, names: Set<string>): ImportedConnection {
  let name = connection.name;
  for (let count = 2; names.has(name); count += 1) {
    name = `${connection.name.slice(0, 36)}-${count}`;
  }
  names.add(name);
  return name === connection.name ? connection : { ...connection, name, props: { ...connection.props, name } };
}

/** True when the connectors become one connection only, so that an entry of another row is that one, changed. */
function isAlone({ connections }: ImportedConnectors, refs: readonly string[]): boolean {
  return connections.filter(({ connectors }) => connectors.some((ref) => refs.includes(refKey(ref)))).length === 1;
}

function writtenIn(text: string, lines: readonly string[], name: string): Written[] {
  const document = FileDocument.parse(text, name);
  const value = document.value as { readonly connections?: unknown } | readonly unknown[];
  const isList = Array.isArray(value);
  const list: unknown = isList ? value : (value as { readonly connections?: unknown }).connections;
  const refuse = (): AccessError =>
    AccessError.of(
      'NotABlockList',
      `${show(name)} must have a list with an entry on each line, such as \`- datadog\`, to add lines to it; write it so, or import to a new file`,
    );
  if (!Array.isArray(list) || list.length === 0) {
    throw refuse();
  }
  return list.map((entry: unknown, i) => {
    const line = document.placeOf([...(isList ? [] : ['connections']), i]).line - 1;
    if (!/^\s*- /.test(lines[line] ?? '')) {
      throw refuse();
    }
    const [id = '', props] = typeof entry === 'string' ? [entry] : (Object.entries((entry ?? {}) as object)[0] ?? []);
    return {
      id,
      props: (props ?? {}) as Written['props'],
      line,
      refs: commentsAbove(lines, line).flatMap((comment) => refOfLine(comment) ?? []),
    };
  });
}

/** Comments right above a line. */
function commentsAbove(lines: readonly string[], line: number): string[] {
  const found: string[] = [];
  for (let at = line - 1; at >= 0 && /^\s*#/.test(lines[at]!); at -= 1) {
    found.push(lines[at]!.trim());
  }
  return found.reverse();
}

function isSame(entry: Written, connection: ImportedConnection): boolean {
  return (
    entry.id === connection.id &&
    differences(entry, connection).length === 0 &&
    differences({ props: connection.props }, { props: entry.props }).length === 0
  );
}

/** Props of the import that the entry has otherwise; it may have more. */
function differences(
  entry: Pick<Written, 'props'> & Partial<Pick<Written, 'id'>>,
  to: Pick<ImportedConnection, 'props'> & Partial<Pick<ImportedConnection, 'id'>>,
): string[] {
  if (entry.id !== undefined && to.id !== undefined && entry.id !== to.id) {
    return ['id'];
  }
  return Object.entries(to.props)
    .filter(([prop, value]) => prop !== 'name' && textOf(entry.props[prop]) !== textOf(value))
    .map(([prop]) => prop);
}

/** Equal for lists with the same entries, in whatever order. */
function textOf(value: unknown): string {
  return Array.isArray(value)
    ? JSON.stringify(value.map((one) => JSON.stringify(one)).sort())
    : (JSON.stringify(value) ?? '');
}

function indentOf(lines: readonly string[], { line }: Written): string {
  return /^\s*/.exec(lines[line]!)![0];
}

/** Line behind the last one of the list. */
function endOf(list: readonly Written[], lines: readonly string[]): number {
  const last = list[list.length - 1]!;
  const indent = indentOf(lines, last).length;
  let end = last.line;
  for (let at = last.line + 1; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (line.trim() === '' || /^\s*#/.test(line)) {
      continue;
    }
    if (/^\s*/.exec(line)![0].length <= indent) {
      break;
    }
    end = at;
  }
  return end + 1;
}

/** The lines with others between them; each line that was there keeps its bytes. */
function spliced(lines: readonly string[], inserts: ReadonlyMap<number, readonly string[]>, indent: string): string {
  const end = lines.some((line) => line.endsWith('\r')) ? '\r' : '';
  const out = lines.flatMap((line, at) => [...(inserts.get(at) ?? []).map((more) => `${indent}${more}${end}`), line]);
  const behind = (inserts.get(lines.length) ?? []).map((more) => `${indent}${more}${end}`);
  return [...out, ...behind].join('\n');
}
