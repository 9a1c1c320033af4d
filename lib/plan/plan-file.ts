import { AccessError, bool, collect, visible, type Problem } from '../base';
import { Connection } from '../connection';
import type { Finding, FindingPlace } from './finding';
import { subject } from './finding-log';
import { HarnessPlatform } from './harness-platform';
import { parseAcknowledged, type PlanOptions } from './options';
import { duplicates } from './problems';
import { Profile } from './profile';
import type { Acknowledgement, HarnessPlatformProps, Reach } from './props';
import { parsePublished } from './published';
import { parseReach } from './reach';
import {
  FileDocument,
  nameOfEntry,
  readEntries,
  readTopLevel,
  stepsOf,
  type FileEntry,
  type FileKey,
  type FilePlace,
  type TopLevel,
} from '../connection/file';

/** A file as the arguments of a plan, with the line of each connection. */
export interface PlanFile {
  readonly document: FileDocument;
  /** Those that nothing is wrong with. */
  readonly connections: readonly Connection[];
  readonly options: PlanOptions;
  /** The entries of each name, in their order. */
  readonly places: ReadonlyMap<string, readonly FilePlace[]>;
  readonly placeOf: (finding: Finding) => FindingPlace | undefined;
  /** Everything that is wrong with the file by itself, with line and column. */
  readonly problems: readonly Problem[];
  /** False when a plan of the connections would miss options of the file. */
  readonly canPlan: boolean;
}

/** @param overridden options that the file does not decide @throws AccessError when nothing of the file can be read */
export function readPlanFile(path: string, overridden: readonly string[] = []): PlanFile {
  const document = FileDocument.read(path);
  const problems: Problem[] = [];
  const top = readTopLevel(document, problems);
  const entries = readEntries(document, (id, props) => Connection.parse(id, props), problems, top);
  const known = problems.length;
  const options = Array.isArray(document.value) ? {} : readOptions(document, top, problems);
  const places = placesOf(entries);
  return {
    document,
    connections: entries.flatMap(({ value }) => value ?? []),
    options,
    places,
    placeOf: placesOfFindings(document, places, options.acknowledged ?? [], overridden),
    problems,
    canPlan: problems.length === known && entries.some(({ value }) => value !== undefined),
  };
}

/**
 * Result of `make` for the file; its problems at the connection that each is about, behind those of the file itself, so
 * that all are said at once.
 */
export function withPlaces<T>(file: PlanFile, make: () => T): T {
  const found: Problem[] = [];
  const made = file.problems.length === 0 || file.canPlan ? collect(found, '', make) : undefined;
  const isWhole = file.problems.length === 0;
  const own = isWhole ? found : [...found.filter(({ code }) => code !== 'DuplicateName'), ...duplicateNames(file)];
  if (own.length > 0 || !isWhole) {
    throw new AccessError([...file.problems, ...atTheirConnections(own, file)]);
  }
  return made as T;
}

/** Two connections with one name, of which one may have problems. */
function duplicateNames({ places }: PlanFile): Problem[] {
  return duplicates([...places].flatMap(([name, { length }]) => Array<string>(length).fill(name)));
}

/** The nth problem of a kind with a name that several connections have is about the nth of them. */
function atTheirConnections(problems: readonly Problem[], { document, places }: PlanFile): Problem[] {
  const counts = new Map<string, number>();
  return problems.map((problem) => {
    const own = places.get(problem.connection ?? '');
    if (own === undefined) {
      return problem;
    }
    const key = `${problem.code} ${problem.connection}`;
    const count = problem.code === 'DuplicateName' ? own.length : (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return { ...problem, ...document.placed(problem, own[Math.min(count, own.length) - 1]) };
  });
}

function placesOf(entries: readonly FileEntry<Connection>[]): Map<string, FilePlace[]> {
  const places = new Map<string, FilePlace[]>();
  for (const { value, entry, place } of entries) {
    const name = value?.name ?? nameOfEntry(entry);
    if (name !== undefined) {
      places.set(name, [...(places.get(name) ?? []), place]);
    }
  }
  return places;
}

/** A finding stands at its connection, at the kind of `reach`, or at the acknowledgement that it is about. */
function placesOfFindings(
  document: FileDocument,
  places: PlanFile['places'],
  accepted: readonly Acknowledgement[],
  overridden: readonly string[],
): PlanFile['placeOf'] {
  const subjects = overridden.includes('acknowledged') ? [] : accepted.map(subject);
  const file = visible(document.path);
  return ({ connection, port }) => {
    const index = port === undefined ? -1 : subjects.indexOf(port);
    const place =
      index >= 0
        ? document.placeOf(['acknowledged', index])
        : (places.get(connection)?.[0] ?? optionPlace(document, connection.split('.'), overridden));
    return place === undefined ? undefined : { file, ...place };
  };
}

/** Of `reach.saas`, `harness` and what else is an option of the file. */
function optionPlace(
  document: FileDocument,
  path: readonly string[],
  overridden: readonly string[],
): FilePlace | undefined {
  let value: unknown = document.value;
  for (const step of path) {
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Values)[step] : undefined;
  }
  return value === undefined || overridden.includes(path[0]!) ? undefined : document.placeOf(path, true);
}

type Values = Readonly<Record<string, unknown>>;

function readOptions(document: FileDocument, { written }: TopLevel, problems: Problem[]): PlanOptions {
  const values = document.value as Values;
  const read = <T>(key: FileKey, parse: (value: unknown) => T): { readonly [name: string]: T } => {
    const own = written.get(key) ?? key;
    const value = values[own];
    if (value === undefined || value === null) {
      return {};
    }
    const found: Problem[] = [];
    const parsed = collect(found, '', () => parse(value), key);
    found.forEach((problem) => problems.push(document.problemAt([own, ...stepsOf(problem.at).slice(1)], problem)));
    return parsed === undefined ? {} : { [key]: parsed };
  };
  return {
    ...read('profile', (value) => Profile.of(value)),
    ...read('reach', (value) => (parseReach(value), value as Reach)),
    ...read('harness', (value) => HarnessPlatform.of(value as HarnessPlatformProps)),
    ...read('acknowledged', parseAcknowledged),
    ...read('published', parsePublished),
    ...read('probes', (value) => bool.parse(value, 'probes')),
  };
}
