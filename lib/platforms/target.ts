import { AccessError, didYouMean, oneOf, show } from '../base';
import { Plan, type PlanLayer, type PlanTarget } from '../plan';
import { checkLayers, PlanOnLayers, PlanOnTarget, type Platform, type TargetFacts } from '../platform';
import { DNS_FIREWALL, NETWORK_FIREWALL, NETWORK_FIREWALL_RESOLVED, SECURITY_GROUP } from './aws/targets';
import { FIREWALL_POLICY, VPC_RULES } from './gcp/targets';
import { PLATFORMS } from './index';
import { CILIUM, EKS_APPLICATION, GKE_FQDN, NETWORK_POLICY } from './kubernetes/targets';
import { EXPLICIT_PROXY } from './proxy/targets';

/** Targets by their facts, each once. */
const made = new Map<TargetFacts, Target>();

/** A target of plans: the kind of rules that enforce them. */
export class Target implements PlanTarget<PlanOnTarget>, PlanLayer<PlanOnLayers> {
  /** EC2 security groups: addresses, prefix lists and other groups; no host names. */
  public static readonly AWS_SECURITY_GROUP = new Target(SECURITY_GROUP);

  /**
   * A rule group of AWS Network Firewall: addresses, ports, and the names that clients of TLS and HTTP claim, with wildcards of
   * one label.
   */
  public static readonly AWS_NETWORK_FIREWALL = new Target(NETWORK_FIREWALL);

  /** The same with validation of resolved addresses: a name without a wildcard is tied to its addresses, on any protocol. */
  public static readonly AWS_NETWORK_FIREWALL_RESOLVED = new Target(NETWORK_FIREWALL_RESOLVED);

  /** A rule group of Route 53 Resolver DNS Firewall: which names can be resolved; no addresses and no ports. */
  public static readonly AWS_DNS_FIREWALL = new Target(DNS_FIREWALL);

  /** The HTTP proxy of `reach`: the names and ports behind it, with wildcards of one label. */
  public static readonly PROXY = new Target(EXPLICIT_PROXY);

  /** VPC firewall rules of Google Cloud: addresses; no host names. */
  public static readonly GCP_VPC_RULES = new Target(VPC_RULES);

  /** A network firewall policy of Google Cloud: addresses, and host names without wildcards (FQDN objects). */
  public static readonly GCP_FIREWALL_POLICY = new Target(FIREWALL_POLICY);

  /** NetworkPolicy of Kubernetes: addresses and pods; no host names. */
  public static readonly KUBERNETES_NETWORK_POLICY = new Target(NETWORK_POLICY);

  /** CiliumNetworkPolicy: addresses, pods, and host names with wildcards of one label. */
  public static readonly CILIUM_NETWORK_POLICY = new Target(CILIUM);

  /** FQDNNetworkPolicy of GKE for host names with wildcards of one label, and a NetworkPolicy for addresses and pods. */
  public static readonly GKE_FQDN_NETWORK_POLICY = new Target(GKE_FQDN);

  /** ApplicationNetworkPolicy of EKS: addresses, pods, and host names with `*.` at the beginning, at any depth. */
  public static readonly EKS_APPLICATION_NETWORK_POLICY = new Target(EKS_APPLICATION);

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

  /**
   * @param behind further layers that the same traffic passes
   * @throws AccessError `InvalidPlan`, `LayersApart`, `DuplicateLayer`, `UnenforceableHostname`, `NativeElsewhere`
   */
  public applyBefore(plan: Plan, behind: readonly PlanLayer<PlanOnLayers>[]): PlanOnLayers {
    const path = [this, ...(behind as readonly Target[])].map(({ facts }) => facts);
    checkLayers(path);
    if (!(plan instanceof Plan)) {
      throw AccessError.of('InvalidPlan', `\`plan\` must be a plan of \`Plan.of\`, got ${show(plan)}`);
    }
    return new PlanOnLayers(path.map((facts) => new PlanOnTarget(plan, facts, platformOf(facts), path)));
  }
}

function platformOf({ platform }: TargetFacts): Platform {
  return PLATFORMS.find(({ id }) => id === platform)!;
}
