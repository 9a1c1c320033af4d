import { dirname } from 'node:path';
import type { Imports } from './imports';

export interface Suite {
  readonly file: string;
  /** Folders that the suite shares with what changed: `test/review/x` and `lib/review/y` share one. */
  readonly shared: number;
  /** Imports between the suite and what changed; 0 for a suite that changed itself. */
  readonly distance: number;
  /** Files of the project that it loads: few means that it is about little else. */
  readonly loads: number;
}

/** The suites that load something of what changed: those of its room first, then the nearest, then the most specific. */
export function nearest(suites: readonly string[], changed: readonly string[], imports: Imports): Suite[] {
  return suites
    .map((file) => ({ file, shared: shared(file, changed), ...reach(file, new Set(changed), imports) }))
    .filter(({ distance }) => distance < Infinity)
    .sort((a, b) => b.shared - a.shared || a.distance - b.distance || a.loads - b.loads || (a.file < b.file ? -1 : 1));
}

/** Of suites in order: all that changed, all that share a folder or import it themselves, and one of each other folder. */
export function choose(suites: readonly Suite[], most: number): string[] {
  const folders = new Set<string>();
  const chosen = suites.filter(
    ({ file, shared: own, distance }) =>
      own > 0 || distance <= 1 || (!folders.has(dirname(file)) && folders.add(dirname(file))),
  );
  const itself = suites.filter(({ distance }) => distance === 0);
  return [...new Set([...itself, ...chosen.slice(0, most)])].map(({ file }) => file);
}

function shared(suite: string, changed: readonly string[]): number {
  const own = foldersOf(suite);
  const counts = changed.map((file) => {
    const other = foldersOf(file);
    const end = own.findIndex((folder, i) => folder !== other[i]);
    return end === -1 ? own.length : end;
  });
  return Math.max(0, ...counts);
}

/** Folders of a file below the one at the root, such as `lib` or `test`. */
const foldersOf = (file: string): string[] => file.split('/').slice(1, -1);

/** Walks from a suite to all that it loads, one import further each round. */
function reach(suite: string, changed: ReadonlySet<string>, imports: Imports): Pick<Suite, 'distance' | 'loads'> {
  const seen = new Set([suite]);
  let distance = Infinity;
  for (let round = 0, front = [suite]; front.length > 0; round++) {
    if (distance === Infinity && front.some((one) => changed.has(one))) {
      distance = round;
    }
    front = front.flatMap((one) => imports.get(one) ?? []).filter((one) => !seen.has(one) && seen.add(one));
  }
  return { distance, loads: seen.size };
}
