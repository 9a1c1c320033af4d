import { AccessError, didYouMean, oneOf, show } from '../base';
import { Plan, type FindingKind, type PlanTarget } from '../plan';
import { PlanOnTarget } from './plan-on-target';

/** Something that holds for every plan on a target. */
export interface TargetRemark {
  readonly finding: FindingKind;
  /** Holds only when the plan matches a host name. */
  readonly onNames: boolean;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly source: string;
}

/** What a platform can match and what it restricts: data, no rendering. */
export interface TargetFacts {
  readonly name: string;
  readonly title: string;
  /** Platform of its native destinations, and of the permissions that it can create. */
  readonly platform: 'aws' | 'gcp';
  /** Whether it matches host names; `exact` ones have no wildcard. */
  readonly hostnames: 'none' | 'exact';
  /** What a reviewer must know of every plan on it. */
  readonly remarks: readonly TargetRemark[];
  /** What it does to port 25, or `undefined`. */
  readonly port25?: { readonly what: string; readonly source: string };
}

const GOOGLE_PORT_25 = {
  what: 'Google Cloud blocks port 25 to outside addresses, whatever the rule says',
  source: 'https://cloud.google.com/compute/docs/tutorials/sending-mail',
};

const FQDN_SOURCE = 'https://docs.cloud.google.com/firewall/docs/fqdn-objects-overview';

const VPC_RULE_REMARKS: readonly TargetRemark[] = [
  {
    finding: 'OtherRulesFirst',
    onNames: false,
    what: 'an egress rule of the network that allows more, with a priority before 65534, or a firewall policy of the organization or its folders, comes before the rules that deny',
    why: 'this app knows only its own rules',
    fix: 'look for such rules on the network, and for hierarchical policies, before you rely on these',
    source: 'https://docs.cloud.google.com/firewall/docs/firewalls',
  },
];

const FIREWALL_POLICY_REMARKS: readonly TargetRemark[] = [
  {
    finding: 'UnresolvedNamesIgnored',
    onNames: true,
    what: 'Google Cloud resolves the host names itself, uses the first 32 addresses of each family, and ignores names that do not resolve',
    why: 'that is how FQDN objects work',
    fix: 'let the delegate use the resolver of its VPC, and check names that few people use',
    source: FQDN_SOURCE,
  },
  {
    finding: 'ClassicRulesFirst',
    onNames: false,
    what: 'VPC firewall rules of the network are evaluated before this policy, unless its enforcement order says otherwise',
    why: 'the default order is AFTER_CLASSIC_FIREWALL: a VPC rule that lets everything out makes this policy useless',
    fix: 'set `network_firewall_policy_enforcement_order = "BEFORE_CLASSIC_FIREWALL"` on the network, or remove such rules',
    source:
      'https://docs.cloud.google.com/ruby/docs/reference/google-cloud-compute-v1/latest/Google-Cloud-Compute-V1-Network-NetworkFirewallPolicyEnforcementOrder',
  },
  {
    finding: 'BilledByNgfwStandard',
    onNames: true,
    what: 'rules with host names belong to Cloud NGFW Standard and are billed by the traffic to the internet that they evaluate',
    why: 'FQDN objects are not part of the free tier',
    fix: 'take VPC firewall rules where ports are enough',
    source: 'https://cloud.google.com/firewall/pricing',
  },
];

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
    hostnames: 'none',
    remarks: [],
    port25: {
      what: 'EC2 blocks or throttles port 25 to outside addresses until AWS lifts it for the account',
      source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-resource-limits.html#port-25-throttle',
    },
  });

  /**
   * VPC firewall rules of Google Cloud: addresses; no host names.
   * https://docs.cloud.google.com/firewall/docs/firewalls
   */
  public static readonly GCP_VPC_RULES = new Target({
    name: 'gcp-vpc-rules',
    title: 'Google Cloud VPC firewall',
    platform: 'gcp',
    hostnames: 'none',
    remarks: VPC_RULE_REMARKS,
    port25: GOOGLE_PORT_25,
  });

  /**
   * A network firewall policy of Google Cloud: addresses, and host names without wildcards (FQDN objects).
   * https://docs.cloud.google.com/firewall/docs/fqdn-objects-overview
   */
  public static readonly GCP_FIREWALL_POLICY = new Target({
    name: 'gcp-firewall-policy',
    title: 'Google Cloud network firewall policy',
    platform: 'gcp',
    hostnames: 'exact',
    remarks: FIREWALL_POLICY_REMARKS,
    port25: GOOGLE_PORT_25,
  });

  /** The target with this name. @throws AccessError `UnknownTarget` */
  public static of(name: unknown): Target {
    const all = [Target.AWS_SECURITY_GROUP, Target.GCP_VPC_RULES, Target.GCP_FIREWALL_POLICY];
    const target = all.find((candidate) => candidate.name === name);
    if (target === undefined) {
      const names = all.map((candidate) => candidate.name);
      const hint = typeof name === 'string' ? didYouMean(name, names) : '';
      throw AccessError.of('UnknownTarget', `\`target\` must be ${oneOf(names)}, got ${show(name)}${hint}`);
    }
    return target;
  }

  private constructor(public readonly facts: TargetFacts) {}

  public get name(): string {
    return this.facts.name;
  }

  /** @throws AccessError `InvalidPlan`, `UnenforceableHostname`, `NativeElsewhere` */
  public apply(plan: Plan): PlanOnTarget {
    if (!(plan instanceof Plan)) {
      throw AccessError.of('InvalidPlan', `a target takes a plan that \`Plan.of\` made, got ${show(plan)}`);
    }
    return new PlanOnTarget(plan, this.facts);
  }
}
