import type { Problem } from '../../base';

/** Most problems of a file: more are not fixed at once, and a place and a near miss for each of many thousands takes minutes. */
export const MAX_PROBLEMS = 100;

/** The problems of the first of these, and one problem that counts the rest, in the words of `rest`. */
export function firstProblems<T>(
  found: readonly T[],
  problemOf: (one: T) => Problem,
  rest: (count: number, first: T) => Problem,
): Problem[] {
  const problems = found.slice(0, MAX_PROBLEMS).map(problemOf);
  return found.length > MAX_PROBLEMS
    ? [...problems, rest(found.length - MAX_PROBLEMS, found[MAX_PROBLEMS]!)]
    : problems;
}

/** Says how many problems of a kind were counted only. */
export function more(count: number, what: string): Problem {
  return { code: 'TooManyProblems', message: `${count} more ${what} from here on, counted only: mend the first ones` };
}
