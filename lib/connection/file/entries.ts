import { FileDocument, type FilePath, type FilePlace } from './document';
import { firstProblems, MAX_PROBLEMS, more } from './first-problems';
import { AccessError, collect, firstOf, show, throwIfAny, unknownProp, type Problem } from '../../base';

/** The connections of a file: a plain list, or the `connections` of an object. */

/** Something that was made from an entry, and where the entry stands. */
export interface FileEntry<T> {
  readonly value: T;
  readonly place: FilePlace;
}

/** Keys of a file that is an object. */
export const FILE_KEYS = ['connections', 'profile', 'reach', 'harness', 'acknowledged'] as const;

/** Makes something from an id and its props. @throws AccessError with paths inside the props */
export type Make<T> = (id: string, props: object | undefined) => T;

/** Every entry; every problem of every entry is added to `problems`, with its line and column. */
export function readEntries<T>(document: FileDocument, make: Make<T>, problems: Problem[]): FileEntry<T>[] {
  const isList = Array.isArray(document.value);
  const path: FilePath = isList ? [] : ['connections'];
  const list = isList ? document.value : (document.value as Readonly<Record<string, unknown>>).connections;
  if (!Array.isArray(list) || list.length === 0) {
    const got = Array.isArray(list) ? 'an empty list' : show(list);
    const message = `\`connections\` must be a list with at least one connection, got ${got}`;
    problems.push(document.problemAt(path, { code: 'EmptyList', message }));
    return [];
  }
  const entries: FileEntry<T>[] = [];
  for (const [i, entry] of (list as unknown[]).entries()) {
    if (problems.length >= MAX_PROBLEMS) {
      problems.push(document.problemAt([...path, i], unread(list.length - i)));
      break;
    }
    const found: Problem[] = [];
    const value = collect(found, '', () => readEntry(entry, make));
    if (found.length === 0) {
      entries.push({ value: value as T, place: document.placeOf([...path, i]) });
    }
    const placed = (problem: Problem): Problem =>
      document.problemAt([...path, i, ...idOf(entry), ...stepsOf(problem.at)], problem);
    problems.push(
      ...firstProblems(found, placed, (count, { at }) => placed({ ...more(count, 'problems of this entry'), at })),
    );
  }
  return entries;
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

/** `buckets[0].name` as steps. */
export function stepsOf(at: string | undefined): string[] {
  return at === undefined ? [] : at.split(/[.[\]]+/).filter((step) => step !== '');
}

/** A key that no file has. */
export function unknownKey(key: string): Problem {
  return unknownProp('a file has no', key, FILE_KEYS, key);
}

/** A list, or an object with `connections` and known keys. @throws AccessError `InvalidFile`, `UnknownProp` */
export function checkTopLevel(
  document: FileDocument,
  known: readonly string[],
  unknown: (key: string) => Problem,
): void {
  const { value } = document;
  if (Array.isArray(value)) {
    return;
  }
  if (typeof value !== 'object' || value === null) {
    const message = `the file must be a list of connections, or an object with \`connections\`, got ${show(value)}`;
    throw new AccessError([document.problemAt([], { code: 'InvalidFile', message })]);
  }
  throwIfAny(
    firstProblems(
      Object.keys(value).filter((key) => !known.includes(key)),
      (key) => document.problemAt([key], unknown(key)),
      (count, key) => document.problemAt([key], more(count, 'keys that a file does not have')),
    ),
  );
}

/** The connections of a file that says nothing else. @throws AccessError with every problem, with line and column */
export function readConnections<T>(path: string, make: Make<T>): T[] {
  const document = FileDocument.read(path);
  checkTopLevel(document, ['connections'], (key) =>
    (FILE_KEYS as readonly string[]).includes(key)
      ? {
          code: 'OptionsInFile',
          message: `\`${key}\` is for a plan and would be lost here; read the file with \`Plan.fromFile\``,
        }
      : unknownKey(key),
  );
  const problems: Problem[] = [];
  const entries = readEntries(document, make, problems);
  throwIfAny(problems);
  return entries.map(({ value }) => value);
}
