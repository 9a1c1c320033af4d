import { AccessError, collect, throwIfAny, type Problem } from '../base';
import { Connection } from '../connection';
import { HarnessPlatform } from './harness-platform';
import { parseAcknowledged, type PlanOptions } from './options';
import { Profile } from './profile';
import type { HarnessPlatformProps, Reach } from './props';
import { parseReach } from './reach';
import {
  checkTopLevel,
  FILE_KEYS,
  FileDocument,
  readEntries,
  stepsOf,
  unknownKey,
  type FilePlace,
} from '../connection/file';

/** A file as the arguments of a plan, and where each connection stands in it. */
export interface PlanFile {
  readonly document: FileDocument;
  readonly connections: readonly Connection[];
  readonly options: PlanOptions;
  readonly places: ReadonlyMap<string, FilePlace>;
}

/** @throws AccessError with every problem of the file, with line and column */
export function readPlanFile(path: string): PlanFile {
  const document = FileDocument.read(path);
  checkTopLevel(document, FILE_KEYS, unknownKey);
  const problems: Problem[] = [];
  const entries = readEntries(document, (id, props) => Connection.parse(id, props), problems);
  const options = Array.isArray(document.value) ? {} : readOptions(document, problems);
  throwIfAny(problems);
  return {
    document,
    connections: entries.map(({ value }) => value),
    options,
    places: new Map(entries.map(({ value, place }) => [value.name, place])),
  };
}

/** Problems of a plan, at the connection that each is about. */
export function withPlaces<T>({ document, places }: PlanFile, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof AccessError)) {
      throw error;
    }
    throw new AccessError(
      error.problems.map((problem) => {
        const place = places.get(problem.connection ?? '');
        return place === undefined ? problem : { ...problem, ...document.placed(problem, place) };
      }),
    );
  }
}

function readOptions(document: FileDocument, problems: Problem[]): PlanOptions {
  const { profile, reach, harness, acknowledged } = document.value as Readonly<Record<string, unknown>>;
  const read = <T>(key: string, value: unknown, parse: (value: unknown) => T): { readonly [name: string]: T } => {
    if (value === undefined || value === null) {
      return {};
    }
    const found: Problem[] = [];
    const parsed = collect(found, '', () => parse(value), key);
    found.forEach((problem) => problems.push(document.problemAt(stepsOf(problem.at), problem)));
    return parsed === undefined ? {} : { [key]: parsed };
  };
  return {
    ...read('profile', profile, (value) => Profile.of(value)),
    ...read('reach', reach, (value) => (parseReach(value), value as Reach)),
    ...read('harness', harness, (value) => HarnessPlatform.of(value as HarnessPlatformProps)),
    ...read('acknowledged', acknowledged, parseAcknowledged),
  };
}
