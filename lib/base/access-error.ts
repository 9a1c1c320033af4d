/** One thing that is wrong, in words that a person can act on. */
export interface Problem {
  /** Stable PascalCase code; part of the public API. */
  readonly code: string;
  /** What, got, allowed, fix; lower case, no final period. */
  readonly message: string;
  /** Path of the value inside the arguments, such as `buckets[0].name`, where there is one. */
  readonly at?: string;
  /** Name of the connection that it is about, where only the list shows it. */
  readonly connection?: string;
}

/**
 * The one error of this library: every problem found at once, each with a stable code.
 *
 * `code` is the code of the first problem; `problems` holds all of them in the order in which they were found.
 */
export class AccessError extends Error {
  public static of(code: string, message: string): AccessError {
    return new AccessError([{ code, message }]);
  }

  public readonly code: string;
  public readonly problems: readonly Problem[];

  public constructor(problems: readonly Problem[]) {
    super(describe(problems));
    this.name = 'AccessError';
    this.problems = problems;
    this.code = problems[0]?.code ?? 'Unknown';
  }
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
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof AccessError)) {
      throw error;
    }
    problems.push(
      ...error.problems.map((problem) => ({
        ...problem,
        message: where + problem.message,
        ...(problem.at === undefined && at !== undefined ? { at } : {}),
      })),
    );
    return undefined;
  }
}

function describe(problems: readonly Problem[]): string {
  if (problems.length === 1) {
    return `${problems[0]!.message} (${problems[0]!.code})`;
  }
  return [`${problems.length} problems:`, ...problems.map(({ code, message }) => `- ${message} (${code})`)].join('\n');
}
