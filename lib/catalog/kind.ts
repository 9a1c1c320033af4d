/** What is known of a kind of finding before any is found. */

export type Severity = 'warning' | 'notice';

/** Where a kind can arise: in every plan, on every target, or in the constructs of one platform. */
export type Stage = 'plan' | 'target' | 'construct';

/** Which construct reports it. */
export type About = 'network' | 'permissions';

export interface Kind {
  readonly stage: Stage;
  /** Of the constructs that report it. */
  readonly platform?: string;
  /** Names of the targets on which it can be expected; an acknowledgement of it is not "unused" on others. */
  readonly on?: readonly string[];
  readonly about: About;
  readonly severity: Severity;
  /** When it is only a notice, where it is a warning otherwise. */
  readonly noticeWhen?: string;
  readonly means: string;
  /** What to do, or why nothing is to be done. */
  readonly todo: string;
}
