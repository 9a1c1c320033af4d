import { AccessError, didYouMean, oneOf, show } from '../base';
import { Plan, type PlanTarget } from '../plan';
import { PlanOnTarget, type Platform, type TargetFacts } from '../platform';
import { SECURITY_GROUP } from './aws/targets';
import { FIREWALL_POLICY, VPC_RULES } from './gcp/targets';
import { PLATFORMS } from './index';

/** Targets by their facts, each once. */
const made = new Map<TargetFacts, Target>();

/** A target of plans: the kind of rules that enforce them. */
export class Target implements PlanTarget<PlanOnTarget> {
  /** EC2 security groups: addresses, prefix lists and other groups; no host names. */
  public static readonly AWS_SECURITY_GROUP = new Target(SECURITY_GROUP);

  /** VPC firewall rules of Google Cloud: addresses; no host names. */
  public static readonly GCP_VPC_RULES = new Target(VPC_RULES);

  /** A network firewall policy of Google Cloud: addresses, and host names without wildcards (FQDN objects). */
  public static readonly GCP_FIREWALL_POLICY = new Target(FIREWALL_POLICY);

  /** Every target of every platform. */
  public static all(): readonly Target[] {
    return PLATFORMS.flatMap(({ targets }) => targets.map((facts) => made.get(facts) ?? new Target(facts)));
  }

  /**
   * The target with this name.
   *
   * @throws AccessError `UnknownTarget`
   *
   * @example
   * ```ts
   * const onTarget = Plan.fromFile('connections.yaml').on(Target.of('gcp-vpc-rules'));
   * ```
   */
  public static of(name: unknown): Target {
    const all = Target.all();
    const target = all.find((candidate) => candidate.name === name);
    if (target === undefined) {
      const names = all.map((candidate) => candidate.name);
      const hint = typeof name === 'string' ? didYouMean(name, names) : '';
      throw AccessError.of('UnknownTarget', `\`target\` must be ${oneOf(names)}, got ${show(name)}${hint}`);
    }
    return target;
  }

  private constructor(public readonly facts: TargetFacts) {
    made.set(facts, this);
  }

  public get name(): string {
    return this.facts.name;
  }

  /** @throws AccessError `InvalidPlan`, `UnenforceableHostname`, `NativeElsewhere` */
  public apply(plan: Plan): PlanOnTarget {
    if (!(plan instanceof Plan)) {
      throw AccessError.of('InvalidPlan', `\`plan\` must be a plan of \`Plan.of\`, got ${show(plan)}`);
    }
    return new PlanOnTarget(plan, this.facts, platformOf(this.facts));
  }
}

function platformOf({ platform }: TargetFacts): Platform {
  return PLATFORMS.find(({ id }) => id === platform)!;
}
