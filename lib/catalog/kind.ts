/** Facts of a kind of finding. */

export type Severity = 'warning' | 'notice';

/** Origin of a kind: every plan, a target, or the constructs of one platform. */
export type Stage = 'plan' | 'target' | 'construct';

/** The construct that reports it. */
export type About = 'network' | 'permissions';

export interface Kind {
  readonly stage: Stage;
  /** Of the constructs that report it. */
  readonly platform?: string;
  /** Names of the targets on which it can be expected; an acknowledgement of it is not "unused" on others. */
  readonly on?: readonly string[];
  readonly about: About;
  readonly severity: Severity;
  /** Condition under which it is a notice instead of a warning. */
  readonly noticeWhen?: string;
  readonly means: string;
  /** The fix, or `nothing to do`. */
  readonly todo: string;
}
