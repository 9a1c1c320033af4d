import type { Finding, Plan } from '../../../plan';
import { reviewOf, type ReviewDocument } from '../../../review';
import type { CiSet } from '../ci-pods';
import { judged } from '../judged';

/** Access of the pods of CI steps: their plan, findings and review. Their objects are among those of the delegate. */
export class CiPodsAccess {
  public readonly plan: Plan;
  readonly #set: CiSet;

  /** @internal */
  public constructor(set: CiSet) {
    this.#set = set;
    this.plan = set.plan;
  }

  /** Findings, with the acknowledgements of their own list; by key. */
  public get findings(): readonly Finding[] {
    return judged(this.#set);
  }

  /** Namespace and name of their policies. @internal */
  public get path(): string {
    const { namespace, name } = this.#set.subject;
    return `${namespace}/${name}`;
  }

  /** The review as plain data. */
  public toReview(): ReviewDocument {
    const { namespace, name, selector } = this.#set.subject;
    const [account] = Object.values(selector.matchLabels ?? {});
    const targets = `pods of CI steps${account === undefined ? '' : ` with accountID=${account}`}`;
    return reviewOf(this.#set.layers.whole, { findings: this.findings, where: { name, namespace, targets } });
  }
}
