import { Construct } from 'constructs';
import { isOpenWarning, PLAN_OPTIONS, type DelegatePlanProps, type Finding, type Plan } from '../plan';
import {
  removeOlderReviews,
  reviewName,
  toSummary,
  toTable,
  writeReview,
  type ReviewDocument,
  type ReviewProps,
  type SummaryOptions,
  type TableOptions,
} from '../review';

/** Means of a CDK to report with. */
export interface Toolkit {
  /** Shows a warning where the CDK shows those of a construct. */
  annotate(scope: Construct, finding: Finding): void;
  /** Writes something at synth, into the output folder of the app. */
  atSynth(scope: Construct, write: (folder: string) => void): void;
}

/** Base of every construct of this library: a plan, findings, a table, and a review that a security team can sign. */
export abstract class DelegateConstruct extends Construct {
  public abstract readonly plan: Plan;

  protected constructor(
    scope: Construct,
    id: string,
    private readonly toolkit: Toolkit,
  ) {
    super(scope, id);
  }

  /** Findings of this construct, acknowledged ones included; by key. */
  public abstract get findings(): readonly Finding[];

  /** The review as plain data; after synth with the findings of the finished app. */
  public abstract toReview(): ReviewDocument;

  /** The review in one block for a terminal: a line for each connection, counts, and the open warnings. */
  public summary(options: SummaryOptions = {}): string {
    return toSummary(this.toReview(), options);
  }

  /** The review as a table for a terminal or a log, summary and open warnings first. */
  public table(options: TableOptions = {}): string {
    return toTable(this.toReview(), options);
  }

  /** Writes the review into a folder, for an app that does not synthesize; returns the paths of the files. */
  public writeReview(folder: string): string[] {
    const review = this.toReview();
    return writeReview(folder, reviewName(this.node.path, review.where), review);
  }

  /** Reports every unacknowledged warning as an annotation. */
  protected announce(findings: readonly Finding[]): void {
    findings.filter(isOpenWarning).forEach((finding) => this.toolkit.annotate(this, finding));
  }

  /** Writes the review at synth, unless `review` is false. */
  protected keepReview({ review }: ReviewProps): void {
    if (review !== false) {
      this.toolkit.atSynth(this, (folder) => {
        this.writeReview(folder);
        removeOlderReviews(folder, this.node.path, reviewName(this.node.path, this.toReview().where));
      });
    }
  }
}

/** The same props for a part of a construct, which gets the plan of the whole and leaves the review to it. */
export function propsOfPart<P extends DelegatePlanProps & ReviewProps>(
  props: P,
  plan: Plan,
  known: Readonly<Record<keyof P, true>>,
): P {
  const own = Object.entries(props).filter(([key]) => Object.hasOwn(known, key));
  const list = ['connections', ...PLAN_OPTIONS].map((option) => [option, undefined]);
  return { ...Object.fromEntries(own), ...Object.fromEntries(list), plan, review: false } as P;
}
