/** Exit codes; part of the public interface. */
export const EXIT = {
  /** Done, nothing to report. */
  fine: 0,
  /** Done, with something to review: something opens, or an audit found something. */
  found: 1,
  /** The input or the arguments are wrong. */
  badInput: 2,
  /** A defect of this program. */
  defect: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Result of a command. */
export interface Outcome {
  readonly text: string;
  readonly exit: ExitCode;
  /** Path for the text; standard output by default. */
  readonly out?: string;
}

/** Result of a command that found something or nothing. */
export function outcome(text: string, isFound = false, out?: string): Outcome {
  return { text, exit: isFound ? EXIT.found : EXIT.fine, ...(out === undefined ? {} : { out }) };
}
