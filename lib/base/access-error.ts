import { hideOwnFrames } from './own-frames';
import { hasControlCharacters, visible } from './show';

/** One problem, with its fix. */
export interface Problem {
  /** Stable PascalCase code; part of the public API. */
  readonly code: string;
  /** The problem, the value, the allowed values, the fix; lower case, no final period. */
  readonly message: string;
  /** Path of the value inside the arguments, such as `buckets[0].name`, where there is one. */
  readonly at?: string;
  /** Name of the connection that it is about, where only the list shows it. */
  readonly connection?: string;
}

/** Problems in the text of an error; the rest is counted. */
const MAX_LISTED = 100;
/** Characters of one message; a list of what is wrong may be longer. */
const MAX_MESSAGE = 2000;
/** Running calls of `collect`: an error thrown inside one never reaches the caller. */
let collecting = 0;

/**
 * The one error of this library: every problem found at once, each with a stable code.
 *
 * `code` is the code of the first problem; `problems` holds all of them, however many, in the order in which they were
 * found. The text lists the first 100 and counts the rest. A message has at most 2,000 characters and no control
 * character; the stack begins with the caller's line.
 *
 * @example
 * ```ts
 * try {
 *   Plan.fromFile('connections.yaml');
 * } catch (error) {
 *   if (!(error instanceof AccessError)) throw error;
 *   error.problems.forEach(({ code, message }) => console.error(`${code}: ${message}`));
 * }
 * ```
 */
export class AccessError extends Error {
  public static of(code: string, message: string): AccessError {
    return new AccessError([{ code, message }]);
  }

  public readonly code: string;
  /** Not enumerable, so that nothing prints them beside the text that holds them already. */
  declare public readonly problems: readonly Problem[];

  public constructor(problems: readonly Problem[]) {
    const kept = problems.map(readable);
    // No stack of V8's own: most errors become problems of another one, and a stack takes longer than all the rest.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(describe(kept));
    Error.stackTraceLimit = limit;
    Object.defineProperties(this, { name: hidden('AccessError'), problems: hidden(kept) });
    this.code = kept[0]?.code ?? 'Unknown';
    if (collecting === 0) {
      hideOwnFrames(this);
    }
  }
}

function hidden(value: unknown): PropertyDescriptor {
  return { value, writable: true, configurable: true, enumerable: false };
}

function readable(problem: Problem): Problem {
  const { message } = problem;
  const short = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE - 3)}...` : message;
  return short !== message || hasControlCharacters(short) ? { ...problem, message: visible(short) } : problem;
}

/** Throws one `AccessError` with all problems; does nothing when there are none. */
export function throwIfAny(problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new AccessError(problems);
  }
}

/**
 * The value of `parse`, or `undefined` with its problems (prefixed by where they are) added to `problems`; `at` is the
 * path of the value, for problems that do not know a longer one.
 */
export function collect<T>(problems: Problem[], where: string, parse: () => T, at?: string): T | undefined {
  collecting += 1;
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof AccessError)) {
      throw error;
    }
    // One by one: there may be more than a call takes arguments.
    for (const problem of error.problems) {
      const place = problem.at === undefined && at !== undefined ? { at } : {};
      problems.push({ ...problem, message: where + problem.message, ...place });
    }
    return undefined;
  } finally {
    collecting -= 1;
  }
}

/** A line for each problem, and one that counts those beyond the first 100. */
export function problemLines(problems: readonly Problem[]): string[] {
  const lines = problems.slice(0, MAX_LISTED).map(({ code, message }) => `${message} (${code})`);
  return problems.length > MAX_LISTED ? [...lines, `and ${problems.length - MAX_LISTED} more`] : lines;
}

function describe(problems: readonly Problem[]): string {
  const lines = problemLines(problems);
  return problems.length === 1
    ? lines.join('')
    : [`${problems.length} problems:`, ...lines.map((line) => `- ${line}`)].join('\n');
}
