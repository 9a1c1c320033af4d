import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetworkFirewallPolicy } from '@cdktf/provider-google/lib/compute-network-firewall-policy';
import { ComputeNetworkFirewallPolicyAssociation } from '@cdktf/provider-google/lib/compute-network-firewall-policy-association';
import { ComputeNetworkFirewallPolicyRule } from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
import type { Construct } from 'constructs';
import { DelegateConstruct } from '../../../constructs/delegate-construct';
import { finding, planOf, recorded, type Finding, type Plan } from '../../../plan';
import { PlanOnTarget } from '../../../platform';
import { reviewOf, type ReviewDocument, type ReviewWhere } from '../../../review';
import { allowRules } from '../firewall-rules';
import { gcpGrants } from '../grants';
import { GCP_LIMITS } from '../limits';
import { prefixOf } from '../names';
import { FIREWALL_POLICY, VPC_RULES } from '../targets';
import { isExpression } from './checks';
import { parseEgressProps, type DelegateEgressProps, type FirewallPolicyChoice } from './egress-props';
import { createPolicyAllow, createPolicyLast } from './policy-rules';
import { TOOLKIT } from './toolkit';
import { validateRules } from './validation';
import { createAllow, createLast } from './vpc-rules';
import { whereOf } from './where';

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
  public readonly prefix: string;
  /** Every created rule, the two that deny included. */
  public readonly rules: readonly (ComputeFirewall | ComputeNetworkFirewallPolicyRule)[];
  /** Findings about ports and destinations, with their acknowledgements. */
  public readonly findings: readonly Finding[];
  private readonly where: ReviewWhere;

  /** @throws AccessError with every problem of the props, and those of the plan */
  public constructor(scope: Construct, id: string, props: DelegateEgressProps) {
    super(scope, id, TOOLKIT);
    this.plan = planOf(props);
    this.prefix = props.prefix ?? prefixOf(this.node.path);
    parseEgressProps(props, this.prefix);
    const policy = props.firewallPolicy ?? 'none';
    this.onTarget = new PlanOnTarget(this.plan, policy === 'none' ? VPC_RULES : FIREWALL_POLICY, { grants: gcpGrants });
    this.rules = this.createRules(props, policy);
    const { name: target, platform } = this.onTarget.facts;
    this.findings = this.onTarget.log
      .with([
        props.deny === 'observe' ? nothingClosed() : deniesEverythingElse(this.plan),
        ...manyRules(this.rules.length, props.rulesPerProject),
      ])
      .judged({ stages: ['plan', 'target', 'construct'], target, platform, about: 'network' });
    this.announce(this.findings);
    this.node.addValidation({ validate: () => validateRules(this, this.rules) });
    this.where = whereOf(this, props);
    this.keepReview(props);
  }

  /** The review as plain data; after synth with the findings of the finished app. */
  public toReview(): ReviewDocument {
    return reviewOf(this.onTarget, { findings: this.findings, where: this.where });
  }

  private createRules(props: DelegateEgressProps, policy: FirewallPolicyChoice): DelegateEgress['rules'] {
    const { network, project, targetServiceAccounts, targetTags, targetSecureTags, deny = 'on' } = props;
    const common = { prefix: this.prefix, project, targetServiceAccounts: targetServiceAccounts?.slice() };
    const allow = allowRules(this.onTarget.flows);
    if (policy === 'none') {
      const priority = props.priority ?? DEFAULT_PRIORITY;
      const context = { ...common, network, priority, targetTags: targetTags?.slice() };
      const allows = allow.map((rule) => createAllow(this, rule, context));
      return [...allows, ...createLast(this, context, deny, allows)];
    }
    const created = policy === 'new' ? this.createPolicy(props) : undefined;
    const firewallPolicy = created?.name ?? (policy as { readonly name: string }).name;
    const context = { ...common, firewallPolicy, targetSecureTags: targetSecureTags?.map((name) => ({ name })) };
    const allows = allow.map((rule) => createPolicyAllow(this, rule, context));
    const rules = [...allows, ...createPolicyLast(this, context, deny, allows)];
    if (created !== undefined) {
      this.associate(props, created, rules);
    }
    return rules;
  }

  private createPolicy({ project }: DelegateEgressProps): ComputeNetworkFirewallPolicy {
    return new ComputeNetworkFirewallPolicy(this, 'Policy', {
      project,
      name: this.prefix,
      description: 'Egress of a Harness Delegate',
    });
  }

  /** Attaches a new policy to the network, once all of its rules are written. */
  private associate(
    { network, project }: DelegateEgressProps,
    policy: ComputeNetworkFirewallPolicy,
    rules: readonly ComputeNetworkFirewallPolicyRule[],
  ): void {
    const isName = !isExpression(network) && !network.includes('/');
    new ComputeNetworkFirewallPolicyAssociation(this, 'Association', {
      project,
      name: this.prefix,
      firewallPolicy: policy.name,
      attachmentTarget: isName ? `projects/${project}/global/networks/${network}` : network,
      dependsOn: [...rules],
    });
  }
}

/** Counts the rules of this delegate alone; those of others in the project are not known here. */
function manyRules(count: number, quota: number = GCP_LIMITS.rulesPerProject.value): Finding[] {
  return count <= quota
    ? []
    : [
        finding('ManyFirewallRules', 'egress', {
          what: `${count} firewall rules exceed the quota of the project, ${quota}`,
          why: 'the quota FIREWALLS counts all rules of a project, and some projects have 100',
          fix: 'set `rulesPerProject` to the quota, ask Google to raise it, or set `reach` to a proxy',
        }),
      ];
}

function nothingClosed(): Finding {
  return finding('NothingClosed', 'egress', {
    what: 'nothing is closed: two rules allow and log all other egress of the targeted machines',
    why: "`deny: 'observe'` is set",
    fix: "read the logs of the two rules, add what is missing to the list, and set `deny: 'on'`",
  });
}

function deniesEverythingElse(plan: Plan): Finding {
  const open = [...new Set(plan.flows.map(({ port }) => port.text))].join(', ');
  return finding('DeniesEverythingElse', 'egress', {
    what: `the targeted machines lose all egress but these rules (${open}) and the metadata server, with its DNS and its time`,
    why: 'Google Cloud allows all egress that no rule denies, so two rules deny the rest',
    fix: 'add a `Connection.custom` for what else they need, such as package mirrors, or use `reach`',
    source: recorded('https://cloud.google.com/firewall/docs/firewalls#alwaysallowed'),
  });
}
