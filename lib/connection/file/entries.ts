import { FileDocument, type FilePath, type FilePlace } from './document';
import { firstProblems, MAX_PROBLEMS, more } from './first-problems';
import { asEntry, readTopLevel, type TopLevel } from './top-level';
import { AccessError, collect, firstOf, show, throwIfAny, type Problem } from '../../base';

/** The connections of a file: a plain list, or the `connections` of an object. */

/** Value of an entry, when nothing is wrong with it, and its place. */
export interface FileEntry<T> {
  readonly value?: T;
  /** As it is written. */
  readonly entry: unknown;
  readonly place: FilePlace;
}

/** Makes something from an id and its props. @throws AccessError with paths inside the props */
export type Make<T> = (id: string, props: object | undefined) => T;

/** One entry of the file as it is written. */
interface Written {
  readonly path: FilePath;
  readonly entry: unknown;
}

/** Every entry; every problem of every entry is added to `problems`, with its line and column. */
export function readEntries<T>(
  document: FileDocument,
  make: Make<T>,
  problems: Problem[],
  top: TopLevel,
): FileEntry<T>[] {
  const known = problems.length;
  const list = writtenIn(document, top, problems);
  const entries: FileEntry<T>[] = [];
  for (const [i, { path, entry }] of list.entries()) {
    if (problems.length - known >= MAX_PROBLEMS) {
      problems.push(document.problemAt(path, unread(list.length - i)));
      break;
    }
    const found: Problem[] = [];
    const value = collect(found, '', () => readEntry(entry, make));
    entries.push({ value: found.length === 0 ? value : undefined, entry, place: document.placeOf(path, true) });
    const placed = (problem: Problem): Problem =>
      document.problemAt(
        [...path, ...(path[path.length - 1] === idOf(entry)[0] ? [] : idOf(entry)), ...stepsOf(problem.at)],
        problem,
      );
    problems.push(
      ...firstProblems(found, placed, (count, { at }) => placed({ ...more(count, 'problems of this entry'), at })),
    );
  }
  return entries;
}

/** The entries of the list, or the connections that stand where the list should be. */
function writtenIn(document: FileDocument, { written, connections }: TopLevel, problems: Problem[]): Written[] {
  const value = document.value as Readonly<Record<string, unknown>>;
  if (connections.length > 0) {
    return connections.map((id) => ({ path: [id], entry: { [id]: value[id] } }));
  }
  const key = written.get('connections') ?? 'connections';
  const path: FilePath = Array.isArray(value) ? [] : [key];
  const list: unknown = Array.isArray(value) ? value : value[key];
  if (Array.isArray(list) && list.length > 0) {
    return list.map((entry: unknown, i) => ({ path: [...path, i], entry }));
  }
  // An unknown key may be the list.
  if (list !== undefined || problems.length === 0) {
    const got = Array.isArray(list) ? 'an empty list' : show(list);
    const ids = idsOf(list);
    const hint = ids.length === 0 ? '' : `; ${asEntry(ids[0]!, (list as Readonly<Record<string, unknown>>)[ids[0]!])}`;
    const message = `\`connections\` must be a list with at least one connection, got ${got}${hint}`;
    problems.push(document.problemAt(path, { code: 'EmptyList', message }));
    return ids.map((id) => ({ path: [...path, id], entry: { [id]: (list as Readonly<Record<string, unknown>>)[id] } }));
  }
  return [];
}

function unread(count: number): Problem {
  return { code: 'TooManyProblems', message: `${count} more entries were not read: mend the ones before them first` };
}

/** An id, or one id with its props. */
function readEntry<T>(entry: unknown, make: Make<T>): T {
  if (typeof entry === 'string') {
    return make(entry, undefined);
  }
  const [id, ...others] = idsOf(entry);
  if (id === undefined || others.length > 0) {
    const got = others.length > 0 ? `the keys ${keysOf(idsOf(entry))}; are the props indented?` : show(entry);
    throw AccessError.of(
      'InvalidEntry',
      `an entry must be an id, or one id with its props such as \`- jenkins: { to: [10.0.3.7/32] }\`, got ${got}`,
    );
  }
  return make(id, ((entry as Readonly<Record<string, object | null>>)[id] ?? undefined) as object | undefined);
}

/** Enough to see what happened. */
const SHOWN = 10;

function keysOf(ids: readonly string[]): string {
  return firstOf(ids.map(show), SHOWN);
}

function idsOf(entry: unknown): string[] {
  return typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? Object.keys(entry) : [];
}

function idOf(entry: unknown): string[] {
  const ids = idsOf(entry);
  return ids.length === 1 ? ids : [];
}

/** Name of an entry: its `name`, or its id. */
export function nameOfEntry(entry: unknown): string | undefined {
  if (typeof entry === 'string') {
    return entry;
  }
  const [id] = idOf(entry);
  const props =
    id === undefined ? undefined : (entry as Readonly<Record<string, { readonly name?: unknown } | null>>)[id];
  const name = props?.name ?? id;
  return typeof name === 'string' ? name : undefined;
}

/** `buckets[0].name` as steps. */
export function stepsOf(at: string | undefined): string[] {
  return at === undefined ? [] : at.split(/[.[\]]+/).filter((step) => step !== '');
}

/** The connections of a file that says nothing else. @throws AccessError with every problem, with line and column */
export function readConnections<T>(path: string, make: Make<T>): T[] {
  const document = FileDocument.read(path);
  const problems: Problem[] = [];
  const top = readTopLevel(document, problems, ['connections'], (key) => ({
    code: 'OptionsInFile',
    message: `\`${key}\` is for a plan and would be lost here; read the file with \`Plan.fromFile\``,
  }));
  const entries = readEntries(document, make, problems, top);
  throwIfAny(problems);
  return entries.map(({ value }) => value!);
}
