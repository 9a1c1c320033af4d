/** What the process ends with; part of the public interface. */
export const EXIT = {
  /** Done, and nothing to complain of. */
  fine: 0,
  /** Done, and there is something that a person should look at: something opens, or an audit found something. */
  found: 1,
  /** The input or the arguments are wrong. */
  badInput: 2,
  /** A defect of this program. */
  defect: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command has to say. */
export interface Outcome {
  readonly text: string;
  readonly exit: ExitCode;
  /** Where the text goes; to standard output by default. */
  readonly out?: string;
}

/** What a command that found something, or not, has to say. */
export function outcome(text: string, isFound = false, out?: string): Outcome {
  return { text, exit: isFound ? EXIT.found : EXIT.fine, ...(out === undefined ? {} : { out }) };
}
