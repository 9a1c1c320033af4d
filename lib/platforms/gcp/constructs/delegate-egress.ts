import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetworkFirewallPolicy } from '@cdktf/provider-google/lib/compute-network-firewall-policy';
import { ComputeNetworkFirewallPolicyAssociation } from '@cdktf/provider-google/lib/compute-network-firewall-policy-association';
import { ComputeNetworkFirewallPolicyRule } from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
import type { Construct } from 'constructs';
import { AccessError, throwIfAny, type Problem } from '../../../base';
import { DelegateConstruct } from '../../../constructs/delegate-construct';
import { planOf, type Finding, type FindingLog, type Plan } from '../../../plan';
import { onLayers, type OnLayers, type PlanOnTarget } from '../../../platform';
import { reviewOf, type ReviewDocument, type ReviewWhere } from '../../../review';
import { gcpGrants } from '../grants';
import { DEFAULT_BAND, prioritiesOf } from '../priorities';
import { RuleSet } from '../rule-set';
import { FIREWALL_POLICY, VPC_RULES } from '../targets';
import { withCluster } from './cluster';
import { claimName } from './delegate-names';
import { egressFindings } from './egress-findings';
import { EGRESS_PROPS, parseEgressProps, type DelegateEgressProps } from './egress-props';
import { DelegateFirewallPolicy } from './firewall-policy';
import { networkUrl } from './network-url';
import { createPolicyAllow, createPolicyLast } from './policy-rules';
import { TOOLKIT } from './toolkit';
import { trafficOf, unplannedRules } from './unplanned';
import { validateRules, type Rule } from './validation';
import { createAllow, createLast } from './vpc-rules';
import { egressWhere } from './where';

const DEFAULT_PRIORITY = 1000;

/**
 * Egress of a Harness Delegate on Google Cloud: firewall rules for the plan, and two that deny everything else.
 *
 * Google Cloud allows all egress that no rule denies, so the targeted machines lose all other egress. Not for pods:
 * firewall rules match the interfaces of machines.
 *
 * @example
 * ```ts
 * new DelegateEgress(this, 'egress', {
 *   name: 'delegate',
 *   project: 'acme-prod',
 *   network: 'prod',
 *   targetTags: ['delegate'],
 *   connections: [Connection.jenkins({ to: ['10.0.3.7/32'] })],
 * });
 * ```
 */
export class DelegateEgress extends DelegateConstruct {
  public readonly plan: Plan;
  /** The plan as VPC rules, or a firewall policy, enforce it. */
  public readonly onTarget: PlanOnTarget;
  /** Name of the delegate, with which the names of the rules begin. */
  public readonly name: string;
  /** Every created rule, the two that deny included. */
  public readonly rules: readonly (ComputeFirewall | ComputeNetworkFirewallPolicyRule)[];
  private readonly handle?: DelegateFirewallPolicy;
  /** The rules as they were made, by what decides their traffic. */
  private readonly planned = new Map<Rule, string>();
  private log: FindingLog;
  private readonly layers: OnLayers;
  private readonly set: RuleSet;
  /** @internal */
  public readonly where: ReviewWhere;
  private readonly priorities?: ReadonlyMap<string, number>;

  /** @throws AccessError with every problem of the props, and those of the plan */
  public constructor(scope: Construct, id: string, props: DelegateEgressProps) {
    super(scope, id, TOOLKIT);
    const plan = planOf(props, EGRESS_PROPS);
    parseEgressProps(props, this);
    this.plan = withCluster(plan, props.cluster);
    this.name = props.name;
    const { firewallPolicy = 'none', deny = 'on' } = props;
    const facts = firewallPolicy === 'none' ? VPC_RULES : FIREWALL_POLICY;
    this.layers = onLayers(this.plan, facts, { grants: gcpGrants }, props);
    this.onTarget = this.layers.onTarget;
    this.set = new RuleSet(this.onTarget.flows, this.name, deny);
    if (firewallPolicy === 'none') {
      this.rules = this.createVpcRules(props);
    } else {
      this.priorities = this.givePriorities(props);
      this.handle = this.policyOf(props);
      this.rules = this.createPolicyRules(props, this.priorities);
    }
    this.log = this.layers.whole.log.with(egressFindings(this.plan, this.set, props));
    this.announce(this.findings);
    this.rules.forEach((rule) => this.planned.set(rule, trafficOf(rule)));
    this.node.addValidation({ validate: () => this.compareWithApp() });
    this.where = egressWhere(this, props);
    // Last, so that a construct that was refused has no name.
    claimName(this, 'egress', props.name, props.project);
    this.keepReview(props);
  }

  /**
   * The policy that an egress of this app created and that holds the rules: another delegate's rules are added to it with
   * `firewallPolicy: egress.policy`.
   *
   * @throws AccessError `NoPolicy` for VPC firewall rules, and for a policy that was there already
   */
  public get policy(): DelegateFirewallPolicy {
    if (this.handle === undefined) {
      throw AccessError.of(
        'NoPolicy',
        `${this.node.path} created no firewall policy; set \`firewallPolicy: 'new'\` on it, or on both \`{ name }\` of the one that is there already`,
      );
    }
    return this.handle;
  }

  /** Findings about ports and destinations, with their acknowledgements; after synth, those of the finished app too. */
  public get findings(): readonly Finding[] {
    const { platform } = this.onTarget.facts;
    return this.log.judged({
      stages: ['plan', 'target', 'construct'],
      targets: this.layers.targets,
      platform,
      about: 'network',
    });
  }

  /** The review as plain data; after synth with the findings of the finished app. */
  public toReview(): ReviewDocument {
    return this.reviewIn(this.findings, this.where);
  }

  /** @internal The review of the whole delegate: its findings, and where it is. */
  public reviewIn(findings: readonly Finding[], where: ReviewWhere): ReviewDocument {
    return reviewOf(this.layers.whole, { findings, where, written: this.set.written(this.priorities) });
  }

  /** Problems of the finished app; what it opens beyond the plan is a finding. */
  private compareWithApp(): string[] {
    const problems = validateRules(this, this.rules);
    const known = new Set(this.findings.map(({ key }) => key));
    this.log = this.log.with(problems.length > 0 ? [] : unplannedRules(this, this.planned));
    this.announce(this.findings.filter(({ key }) => !known.has(key)));
    return problems;
  }

  private createVpcRules(props: DelegateEgressProps): ComputeFirewall[] {
    const { network, project, targetServiceAccounts, targetTags, logging = 'all' } = props;
    const priority = props.priority ?? DEFAULT_PRIORITY;
    const targets = { targetServiceAccounts: targetServiceAccounts?.slice(), targetTags: targetTags?.slice() };
    const context = { network, project, priority, logging, ...targets };
    const allows = this.set.allows.map((rule) => createAllow(this, rule, context));
    return [...allows, ...createLast(this, this.set.last, context, this.set.deny, allows)];
  }

  private givePriorities({ firewallPolicy }: DelegateEgressProps): ReadonlyMap<string, number> {
    const isNamed = typeof firewallPolicy === 'object' && !(firewallPolicy instanceof DelegateFirewallPolicy);
    const band = (isNamed ? firewallPolicy.priorities : undefined) ?? DEFAULT_BAND;
    const names = [this.set.allows, this.set.last].map((rules) => rules.map(({ name }) => name));
    const problems: Problem[] = [];
    const priorities = prioritiesOf({ allow: names[0]!, last: names[1]! }, band, problems);
    throwIfAny(problems);
    return priorities;
  }

  private policyOf({ firewallPolicy, project, network }: DelegateEgressProps): DelegateFirewallPolicy | undefined {
    if (firewallPolicy === 'new') {
      const description = 'Egress of a Harness Delegate';
      return new DelegateFirewallPolicy(
        new ComputeNetworkFirewallPolicy(this, 'Policy', { project, name: this.name, description }),
        network,
      );
    }
    return firewallPolicy instanceof DelegateFirewallPolicy ? firewallPolicy : undefined;
  }

  private createPolicyRules(
    props: DelegateEgressProps,
    priorities: ReadonlyMap<string, number>,
  ): ComputeNetworkFirewallPolicyRule[] {
    const { project, targetServiceAccounts, targetSecureTags, logging = 'all', firewallPolicy } = props;
    const context = {
      firewallPolicy: this.handle?.name ?? (firewallPolicy as { readonly name: string }).name,
      project,
      targetServiceAccounts: targetServiceAccounts?.slice(),
      targetSecureTags: targetSecureTags?.map((name) => ({ name })),
      enableLogging: logging !== 'off',
      priorities,
    };
    const allows = this.set.allows.map((rule) => createPolicyAllow(this, rule, context));
    const rules = [...allows, ...createPolicyLast(this, this.set.last, context, this.set.deny, allows)];
    if (firewallPolicy === 'new') {
      this.associate(props, rules);
    }
    return rules;
  }

  /** Attaches a new policy to the network, once all of its rules are written. */
  private associate(
    { network, project }: DelegateEgressProps,
    rules: readonly ComputeNetworkFirewallPolicyRule[],
  ): void {
    new ComputeNetworkFirewallPolicyAssociation(this, 'Association', {
      project,
      name: this.name,
      firewallPolicy: this.handle!.name,
      attachmentTarget: networkUrl(this, network, project),
      dependsOn: [...rules],
    });
  }
}
