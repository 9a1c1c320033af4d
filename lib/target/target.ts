import type { Plan, PlanTarget } from '../plan';
import { PlanOnTarget } from './plan-on-target';

/** What a platform can match and what it restricts: data, no rendering. */
export interface TargetFacts {
  readonly name: string;
  readonly title: string;
  /** Platform of its native destinations, and of the permissions that it can create. */
  readonly platform: 'aws' | 'gcp';
  readonly matchesHostnames: boolean;
  /** What it does to port 25, or `undefined`. */
  readonly port25?: { readonly what: string; readonly source: string };
}

/** A platform that a plan can be put on. */
export class Target implements PlanTarget<PlanOnTarget> {
  /**
   * EC2 security groups: addresses, prefix lists and other groups; no host names.
   * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
   */
  public static readonly AWS_SECURITY_GROUP = new Target({
    name: 'aws-security-group',
    title: 'AWS security group',
    platform: 'aws',
    matchesHostnames: false,
    port25: {
      what: 'EC2 blocks or throttles port 25 to outside addresses until AWS lifts it for the account',
      source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-resource-limits.html#port-25-throttle',
    },
  });

  private constructor(public readonly facts: TargetFacts) {}

  public get name(): string {
    return this.facts.name;
  }

  /** @throws AccessError `UnenforceableHostname`, `NativeElsewhere` */
  public apply(plan: Plan): PlanOnTarget {
    return new PlanOnTarget(plan, this.facts);
  }
}
