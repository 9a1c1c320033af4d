import { AccessError, groupBy, show } from '../base';
import { refKey } from './connector';
import type { ImportedConnection, ImportedConnectors } from './imported';
import { isEntryLine, linesOf, propsKey, refOfLine } from './list-text';
import { spliced, type Inserts } from './splice';
import { FileDocument } from '../connection/file';

/** An import against a list that is there: what is new, gone and different, and the list with the new spliced in. */

/** Differences of an import and a list. */
export interface Drift {
  /** Connections that the list does not have. */
  readonly added: readonly ImportedConnection[];
  /** Entries whose connector is not there any more, or not for this delegate. */
  readonly gone: readonly GoneEntry[];
  /** Entries whose connector says something else now. */
  readonly changed: readonly { readonly ref: string; readonly line: number; readonly props: readonly string[] }[];
  /** The list with what is new, and marks at what is gone; lines that were there stay as they are. */
  readonly text: string;
}

/** An entry without a connector. */
export interface GoneEntry {
  readonly ref: string;
  readonly line: number;
  readonly why: 'gone from Harness' | 'needs nothing now' | 'not for these tags';
}

interface Written {
  readonly id: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Of its dash, counted from 0. */
  readonly line: number;
  /** Comments right above it. */
  readonly comments: readonly string[];
  readonly refs: readonly string[];
}

const MARK = /^\s*# (?:gone from Harness|needs nothing now|not for these tags): (\S+)$/;

/** @param name of the file, in errors @throws AccessError `NotABlockList`, and those of the file */
export function importDrift(imported: ImportedConnectors, text: string, name: string): Drift {
  const lines = text.split(/\r?\n/);
  const list = writtenIn(text, lines, name);
  const matched = matchOf(list, imported.connections);
  const commented = commentedIn(lines);
  const added = imported.connections.filter(
    (connection) =>
      !matched.has(connection) &&
      !(
        connection.missing !== undefined &&
        connection.connectors.some((ref) => commented.has(`${refKey(ref)} ${connection.id}`))
      ),
  );
  const changed = [...matched].flatMap(([connection, own]) => {
    const props = isAsImported(own, connection) ? [] : differences(own, connection);
    return props.length === 0 ? [] : [{ ref: refKey(connection.connectors[0]!), line: own.line + 1, props }];
  });
  const gone = goneOf(list, new Set(matched.values()), imported);
  const inserts: Inserts = new Map();
  const insert = (line: number, more: readonly string[]): void =>
    void inserts.set(line, [...(inserts.get(line) ?? []), ...more]);
  for (const [connection, own] of matched) {
    const known = new Set(own.refs);
    insert(
      own.line,
      linesOf(connection).filter((line) => {
        const ref = refOfLine(line);
        return ref !== undefined && !known.has(ref);
      }),
    );
  }
  for (const { ref, line, why } of gone) {
    insert(line - 1, [`# ${why}: ${ref}`]);
  }
  const names = new Set(list.map(({ id, props }) => (typeof props.name === 'string' ? props.name : id)));
  insert(endOf(list, lines), added.map((one) => withFreeName(one, names)).flatMap(linesOf));
  const result = spliced(text, inserts, indentOf(lines, list[0]!), (line) => MARK.test(line));
  checkResult(result, name, list.length + added.filter(({ missing }) => missing === undefined).length);
  return { added, gone, changed, text: result };
}

/** Entries of the import, by the connections that they are: exact ones first, then the nearest with a connector in common. */
function matchOf(
  list: readonly Written[],
  connections: readonly ImportedConnection[],
): ReadonlyMap<ImportedConnection, Written> {
  const byRef = new Map<string, Written[]>();
  list.forEach((entry) => entry.refs.forEach((ref) => byRef.set(ref, [...(byRef.get(ref) ?? []), entry])));
  const handmade = groupBy(
    list.filter(({ refs }) => refs.length === 0),
    ({ id, props }) => `${id} ${propsKey(props)}`,
  );
  const matched = new Map<ImportedConnection, Written>();
  const taken = new Set<Written>();
  const take = (connection: ImportedConnection, entry: Written | undefined): void => {
    if (entry !== undefined) {
      matched.set(connection, entry);
      taken.add(entry);
    }
  };
  const free = (connection: ImportedConnection): Written[] =>
    [...new Set(connection.connectors.flatMap((ref) => byRef.get(refKey(ref)) ?? []))].filter(
      (entry) => !taken.has(entry),
    );
  const whole = connections.filter(({ missing }) => missing === undefined);
  const rest = (): ImportedConnection[] => whole.filter((connection) => !matched.has(connection));
  for (const connection of whole) {
    take(
      connection,
      free(connection).find((entry) => entry.id === connection.id && differences(entry, connection).length === 0),
    );
  }
  for (const connection of rest()) {
    const [nearest] = free(connection)
      .filter(({ id }) => id === connection.id)
      .sort((a, b) => differences(a, connection).length - differences(b, connection).length);
    take(connection, nearest);
  }
  for (const connection of rest()) {
    const key = `${connection.id} ${propsKey(connection.props)}`;
    take(
      connection,
      handmade.get(key)?.find((entry) => !taken.has(entry)),
    );
  }
  // A connector of another type now: no other connection is of it.
  const uses = new Map<string, number>();
  whole.forEach(({ connectors }) =>
    new Set(connectors.map(refKey)).forEach((ref) => uses.set(ref, (uses.get(ref) ?? 0) + 1)),
  );
  for (const connection of rest()) {
    if (connection.connectors.every((ref) => uses.get(refKey(ref)) === 1)) {
      take(connection, free(connection)[0]);
    }
  }
  return matched;
}

function goneOf(list: readonly Written[], kept: ReadonlySet<Written>, imported: ImportedConnectors): GoneEntry[] {
  const read = [...imported.connections.flatMap(({ connectors }) => connectors), ...imported.skipped, ...imported.left];
  const scopes = new Set(read.map((ref) => scopeOfRef(refKey(ref))));
  const unknown = new Set([
    ...imported.left.map(refKey),
    ...imported.connections.flatMap(({ missing, connectors }) => (missing === undefined ? [] : connectors.map(refKey))),
  ]);
  const skipped = new Map(imported.skipped.map((one) => [refKey(one), one.isOfOtherTags === true]));
  const needed = new Set(imported.connections.flatMap(({ connectors }) => connectors.map(refKey)));
  return list.flatMap((entry) => {
    const isKept = kept.has(entry);
    return entry.refs
      .filter((ref) => scopes.has(scopeOfRef(ref)) && !unknown.has(ref) && (!isKept || !needed.has(ref)))
      .map((ref): GoneEntry => {
        const isOfOtherTags = skipped.get(ref);
        const why =
          isOfOtherTags === undefined
            ? needed.has(ref)
              ? 'needs nothing now'
              : 'gone from Harness'
            : isOfOtherTags
              ? 'not for these tags'
              : 'needs nothing now';
        return { ref, line: entry.line + 1, why };
      });
  });
}

function scopeOfRef(ref: string): string {
  return ref.slice(0, ref.lastIndexOf(':'));
}

/** True when Harness says what it said when the entry was imported, whatever the user made of it since. */
function isAsImported({ comments }: Written, connection: ImportedConnection): boolean {
  const key = propsKey(connection.props);
  return comments.some((line) => refOfLine(line) !== undefined && line.trimEnd().endsWith(` ${key}`));
}

/** Connectors of entries that are comments, each with the row. */
function commentedIn(lines: readonly string[]): Set<string> {
  const found = new Set<string>();
  lines.forEach((line, at) => {
    const id = /^\s*# - ([a-z0-9-]+)/.exec(line)?.[1];
    if (id !== undefined) {
      commentsAbove(lines, at).forEach((comment) => found.add(`${refOfLine(comment) ?? ''} ${id}`));
    }
  });
  return found;
}

/** The connection with a name that the list does not have. */
function withFreeName(connection: ImportedConnection, names: Set<string>): ImportedConnection {
  let name = connection.name;
  for (let count = 2; names.has(name); count += 1) {
    name = `${connection.name.slice(0, 39 - `${count}`.length)}-${count}`;
  }
  names.add(name);
  return name === connection.name ? connection : { ...connection, name, props: { ...connection.props, name } };
}

function writtenIn(text: string, lines: readonly string[], name: string): Written[] {
  const list = entriesOf(text, name);
  return list.entries.map((entry: unknown, i) => {
    const line = list.document.placeOf([...list.path, i]).line - 1;
    if (!isEntryLine(lines[line] ?? '')) {
      throw refusal(name);
    }
    const [id = '', props] = typeof entry === 'string' ? [entry] : (Object.entries((entry ?? {}) as object)[0] ?? []);
    const comments = commentsAbove(lines, line);
    return {
      id,
      props: (typeof props === 'object' && props !== null ? props : {}) as Written['props'],
      line,
      comments,
      refs: comments.flatMap((comment) => refOfLine(comment) ?? []),
    };
  });
}

interface Entries {
  readonly document: FileDocument;
  readonly path: readonly string[];
  readonly entries: readonly unknown[];
}

/** @throws AccessError `NotABlockList` */
function entriesOf(text: string, name: string): Entries {
  const document = FileDocument.parse(text, name);
  const value = document.value as { readonly connections?: unknown } | readonly unknown[];
  const isList = Array.isArray(value);
  const list: unknown = isList ? value : (value as { readonly connections?: unknown }).connections;
  if (!Array.isArray(list) || list.length === 0) {
    throw refusal(name);
  }
  return { document, path: isList ? [] : ['connections'], entries: list as unknown[] };
}

function refusal(name: string): AccessError {
  return AccessError.of(
    'NotABlockList',
    `${show(name)} must have a list with an entry on each line, such as \`- datadog\`, to add lines to it; write it so, or import to a new file`,
  );
}

/** A list that was made has every entry. @throws AccessError `NotABlockList` */
function checkResult(text: string, name: string, count: number): void {
  if (entriesOf(text, name).entries.length !== count) {
    throw refusal(name);
  }
}

/** Comments right above a line, without those of an entry that is a comment itself. */
function commentsAbove(lines: readonly string[], line: number): string[] {
  const found: string[] = [];
  for (let at = line - 1; at >= 0 && /^\s*#/.test(lines[at]!) && !/^\s*# - /.test(lines[at]!); at -= 1) {
    found.push(lines[at]!.trim());
  }
  return found.reverse();
}

/** Props of the import that the entry has otherwise; it may have more, and fill what the import leaves empty. */
function differences(entry: Pick<Written, 'id' | 'props'>, to: Pick<ImportedConnection, 'id' | 'props'>): string[] {
  if (entry.id !== to.id) {
    return ['id'];
  }
  return Object.entries(to.props)
    .filter(([prop, value]) => prop !== 'name' && !(Array.isArray(value) && value.length === 0))
    .filter(([prop, value]) => propsKey({ prop: entry.props[prop] }) !== propsKey({ prop: value }))
    .map(([prop]) => prop);
}

function indentOf(lines: readonly string[], { line }: Written): string {
  return /^\s*/.exec(lines[line]!)![0];
}

/** Line behind the last one of the list: what is indented more than its dash belongs to the last entry. */
function endOf(list: readonly Written[], lines: readonly string[]): number {
  const last = list[list.length - 1]!;
  const indent = indentOf(lines, last).length;
  let end = last.line;
  for (let at = last.line + 1; at < lines.length; at += 1) {
    const line = lines[at]!;
    const isDeeper = /^\s*/.exec(line)![0].length > indent;
    if (line.trim() === '' || (/^\s*#/.test(line) && !isDeeper)) {
      continue;
    }
    if (!isDeeper) {
      break;
    }
    end = at;
  }
  return end + 1;
}
