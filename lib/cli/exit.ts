/** Exit codes; part of the public interface. */
export const EXIT = {
  /** Done, nothing to report. */
  fine: 0,
  /** Something opens or is granted, is in excess, with `--fail-on-warnings` a warning is open, or a connection is not as planned. */
  found: 1,
  /** The input or the arguments are wrong. */
  badInput: 2,
  /** A defect of this program. */
  defect: 3,
  /** It cannot tell, and nothing is worse. */
  cannotTell: 4,
  /** Something is missing, and nothing is worse. */
  missing: 5,
} as const;

/** The table of exit codes, for every help text. */
export const EXIT_CODES = `Exit codes:
  0  nothing to report: nothing opens or is granted (diff), exactly the required traffic is open (audit)
  1  something opens or is granted (diff), is in excess (audit), a warning is open (review --fail-on-warnings), Harness and
     the list differ (import --check), or a connection is not as planned (preflight)
  2  wrong input or arguments
  3  a defect of this program
  4  cannot tell, and nothing is worse (diff, audit, preflight)
  5  required traffic is missing, and nothing is worse (audit)
--exit-zero turns 1, 4 and 5 into 0.`;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Text and exit code of a command. */
export interface Outcome {
  readonly text: string;
  readonly exit: ExitCode;
  /** Path for the text; standard output by default. */
  readonly out?: string;
  /** Text for standard error. */
  readonly err?: string;
}

/** Result of a command. */
export function outcome(text: string, exit: ExitCode = EXIT.fine, out?: string): Outcome {
  return { text, exit, ...(out === undefined ? {} : { out }) };
}

/** The code, or 0 with `--exit-zero`, which leaves wrong input and defects as they are. */
export function exitOf(code: ExitCode, { exitZero }: { readonly exitZero?: boolean }): ExitCode {
  return exitZero === true ? EXIT.fine : code;
}
