import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetworkFirewallPolicy } from '@cdktf/provider-google/lib/compute-network-firewall-policy';
import { ComputeNetworkFirewallPolicyAssociation } from '@cdktf/provider-google/lib/compute-network-firewall-policy-association';
import { ComputeNetworkFirewallPolicyRule } from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
import { Construct } from 'constructs';
import { AccessError, show } from '../base';
import { finding, planOf, type DelegatePlanProps, type Finding, type Plan } from '../plan';
import { checkQuota, GCP_LIMITS, Target, type PlanOnTarget } from '../target';
import {
  checkAll,
  checkName,
  checkNetwork,
  checkProject,
  checkSecureTag,
  checkServiceAccount,
  isExpression,
} from './checks';
import { allowRules } from './firewall-rules';
import { prefixOf } from './names';
import { createPolicyAllow, createPolicyDenyAll, type PolicyRuleContext } from './policy-rules';
import { annotate } from './report';
import { validateRules } from './validation';
import { createAllow, createDenyAll, type VpcRuleContext } from './vpc-rules';

/** Where the rules go. */
export type FirewallPolicyChoice = 'none' | 'new' | { readonly name: string };

export interface DelegateEgressProps extends DelegatePlanProps {
  /** Name or self link of the VPC network, or an expression. */
  readonly network: string;
  /** Project of the rules. @default - the provider's */
  readonly project?: string;
  /**
   * Emails of the service accounts of the delegate's machines; at most 10. A pod's own service account is on no machine:
   * give its node pool's.
   *
   * @default - none; then `targetTags` or `targetSecureTags`
   */
  readonly targetServiceAccounts?: readonly string[];
  /** Network tags of the delegate's machines; not in a firewall policy. @default - none */
  readonly targetTags?: readonly string[];
  /** Secure tags (`tagValues/…`) of the delegate's machines; only in a firewall policy. @default - none */
  readonly targetSecureTags?: readonly string[];
  /**
   * `none`: VPC firewall rules, which match addresses. `new`: a network firewall policy of our own on the network, which
   * matches host names. `{ name }`: rules in a policy of yours.
   *
   * @default 'none'
   */
  readonly firewallPolicy?: FirewallPolicyChoice;
  /** Begins the name of every rule; at most 24 characters, unique in the project. @default - from the path of the construct */
  readonly prefix?: string;
  /** Priority of the VPC rules that let out, 0 to 65533; lower numbers come first. @default 1000 */
  readonly priority?: number;
  /** Firewall rules that the project may have; more than these make the finding `ManyFirewallRules`. @default 100 */
  readonly rulesPerProject?: number;
}

const DEFAULT_PRIORITY = 1000;
const LOWEST_ALLOW = 65533;
const MAX_PREFIX = 24;

/**
 * The way out of a Harness Delegate on Google Cloud: firewall rules for the plan, and two that deny everything else.
 *
 * Google Cloud lets everything out unless a rule denies it, so the machines that the rules target lose every other way
 * out. Not for pods: firewall rules match the interfaces of machines.
 */
export class DelegateEgress extends Construct {
  public readonly plan: Plan;
  /** The plan as VPC rules, or a firewall policy, can carry it out. */
  public readonly onTarget: PlanOnTarget;
  public readonly prefix: string;
  /** Every rule that was made, the two that deny included. */
  public readonly rules: readonly (ComputeFirewall | ComputeNetworkFirewallPolicyRule)[];
  /** Findings about ports and destinations, with what was acknowledged. */
  public readonly findings: readonly Finding[];

  /** @throws AccessError with every problem of the props, and those of the plan */
  public constructor(scope: Construct, id: string, props: DelegateEgressProps) {
    super(scope, id);
    this.plan = planOf(props);
    this.prefix = props.prefix ?? prefixOf(this.node.path);
    checkProps(props, this.prefix);
    const policy = props.firewallPolicy ?? 'none';
    this.onTarget = this.plan.on(policy === 'none' ? Target.GCP_VPC_RULES : Target.GCP_FIREWALL_POLICY);
    this.rules = policy === 'none' ? this.createVpcRules(props) : this.createPolicyRules(props, policy);
    this.findings = this.onTarget.findingsAbout(
      'network',
      [deniesEverythingElse(this.plan), ...manyRules(this.rules.length, props.rulesPerProject)],
      ['plan', 'target', 'gcp'],
    );
    annotate(this, this.findings);
    this.node.addValidation({ validate: () => validateRules(this, this.rules) });
  }

  private createVpcRules(props: DelegateEgressProps): ComputeFirewall[] {
    const context: VpcRuleContext = {
      network: props.network,
      project: props.project,
      prefix: this.prefix,
      priority: props.priority ?? DEFAULT_PRIORITY,
      targets: {
        ...(props.targetServiceAccounts === undefined
          ? {}
          : { targetServiceAccounts: [...props.targetServiceAccounts] }),
        ...(props.targetTags === undefined ? {} : { targetTags: [...props.targetTags] }),
      },
    };
    const allow = allowRules(this.onTarget.flows, GCP_LIMITS).map((rule) => createAllow(this, rule, context));
    return [...allow, ...createDenyAll(this, context)];
  }

  private createPolicyRules(
    props: DelegateEgressProps,
    policy: 'new' | { readonly name: string },
  ): ComputeNetworkFirewallPolicyRule[] {
    const context: PolicyRuleContext = {
      policy: policy === 'new' ? this.createPolicy(props) : policy.name,
      project: props.project,
      prefix: this.prefix,
      targets: {
        ...(props.targetServiceAccounts === undefined
          ? {}
          : { targetServiceAccounts: [...props.targetServiceAccounts] }),
        ...(props.targetSecureTags === undefined
          ? {}
          : { targetSecureTags: props.targetSecureTags.map((name) => ({ name })) }),
      },
    };
    const allow = allowRules(this.onTarget.flows, GCP_LIMITS).map((rule) => createPolicyAllow(this, rule, context));
    return [...allow, ...createPolicyDenyAll(this, context)];
  }

  private createPolicy({ network, project }: DelegateEgressProps): string {
    const where = project === undefined ? {} : { project };
    const policy = new ComputeNetworkFirewallPolicy(this, 'Policy', {
      ...where,
      name: this.prefix,
      description: 'Egress of a Harness Delegate',
    });
    const isName = !isExpression(network) && !network.includes('/');
    new ComputeNetworkFirewallPolicyAssociation(this, 'Association', {
      ...where,
      name: this.prefix,
      firewallPolicy: policy.name,
      attachmentTarget: isName ? `projects/${project}/global/networks/${network}` : network,
    });
    return policy.name;
  }
}

function checkProps(props: DelegateEgressProps, prefix: string): void {
  const policy = props.firewallPolicy ?? 'none';
  checkAll([
    () => checkPolicyChoice(policy, props.priority),
    () => checkSameProject(props),
    () => checkNetwork(props.network, 'network'),
    () => (props.project === undefined ? undefined : checkProject(props.project, 'project')),
    () => checkPrefix(prefix),
    () => checkPriority(props.priority),
    () => checkTargets(props, policy !== 'none'),
    ...listOf(props.targetServiceAccounts).map(
      (email, i) => () => checkServiceAccount(email, `targetServiceAccounts[${i}]`),
    ),
    ...listOf(props.targetTags).map((tag, i) => () => checkName(tag, `targetTags[${i}]`)),
    ...listOf(props.targetSecureTags).map((tag, i) => () => checkSecureTag(tag, `targetSecureTags[${i}]`)),
    () => (typeof policy === 'object' && policy !== null ? checkName(policy.name, 'firewallPolicy.name') : undefined),
    () => checkNewPolicy(props),
    () => (props.rulesPerProject === undefined ? undefined : checkQuota('rulesPerProject', props.rulesPerProject)),
  ]);
}

/** What is no list is reported by `checkTargets`. */
function listOf(value: readonly string[] | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

function checkPolicyChoice(policy: unknown, priority: unknown): void {
  const isNamed =
    typeof policy === 'object' && policy !== null && typeof (policy as { name?: unknown }).name === 'string';
  if (policy !== 'none' && policy !== 'new' && !isNamed) {
    throw AccessError.of(
      'InvalidChoice',
      `\`firewallPolicy\` must be \`none\`, \`new\` or \`{ name }\`, got ${show(policy)}`,
    );
  }
  if (policy !== 'none' && priority !== undefined) {
    throw AccessError.of(
      'InvalidPriority',
      'in a firewall policy each rule has a priority of its own, made from what it is; leave out `priority`',
    );
  }
}

/** Rules live in the project of their network, which under Shared VPC is another one than the delegate's. */
function checkSameProject({ network, project }: DelegateEgressProps): void {
  const owner = isExpression(network) ? undefined : /(?:^|\/)projects\/([^/]+)\//.exec(network)?.[1];
  if (owner !== undefined && project !== undefined && !isExpression(project) && owner !== project) {
    throw AccessError.of(
      'InvalidProject',
      `the rules of a network are in its own project, \`${owner}\`, got \`${project}\`; under Shared VPC give \`networkProject: '${owner}'\``,
    );
  }
}

function checkPrefix(prefix: string): void {
  checkName(prefix, 'prefix');
  if (prefix.length > MAX_PREFIX) {
    throw AccessError.of(
      'InvalidResourceName',
      `\`prefix\` must have at most ${MAX_PREFIX} characters, since rule names have at most 63, got ${prefix.length}`,
    );
  }
}

function checkPriority(priority: unknown): void {
  if (
    priority !== undefined &&
    (!Number.isInteger(priority) || (priority as number) < 0 || (priority as number) > LOWEST_ALLOW)
  ) {
    throw AccessError.of(
      'InvalidPriority',
      `\`priority\` must be an integer between 0 and ${LOWEST_ALLOW}, before the rules that deny, got ${String(priority)}`,
    );
  }
}

/** Rules without a target hold for every machine of the network, which would lose every other way out. */
function checkTargets(
  { targetServiceAccounts, targetTags, targetSecureTags }: DelegateEgressProps,
  isPolicy: boolean,
): void {
  const given = Object.entries({ targetServiceAccounts, targetTags, targetSecureTags }).filter(
    ([, value]) => value !== undefined,
  );
  const strange = given.find(([, value]) => !Array.isArray(value));
  if (strange !== undefined) {
    throw AccessError.of('InvalidTargets', `\`${strange[0]}\` must be a list, got ${show(strange[1])}`);
  }
  if (given.length !== 1 || given[0]![1]!.length === 0) {
    throw AccessError.of(
      'InvalidTargets',
      `give exactly one of \`targetServiceAccounts\`, \`targetTags\` and \`targetSecureTags\`, not empty, or every machine of the network would lose its way out; got ${given.length === 0 ? 'none' : given.map(([name]) => name).join(', ')}`,
    );
  }
  const [name] = given[0]!;
  if (isPolicy && name === 'targetTags') {
    throw AccessError.of(
      'InvalidTargets',
      'a firewall policy knows no network tags; give `targetServiceAccounts` or `targetSecureTags`',
    );
  }
  if (!isPolicy && name === 'targetSecureTags') {
    throw AccessError.of(
      'InvalidTargets',
      'VPC firewall rules know no secure tags; give `targetServiceAccounts` or `targetTags`',
    );
  }
  const max = name === 'targetServiceAccounts' ? GCP_LIMITS.serviceAccounts : GCP_LIMITS.secureTags;
  if (given[0]![1]!.length > max) {
    throw AccessError.of('InvalidTargets', `\`${name}\` takes at most ${max} entries, got ${given[0]![1]!.length}`);
  }
}

function checkNewPolicy({ firewallPolicy, network, project }: DelegateEgressProps): void {
  if (firewallPolicy === 'new' && project === undefined && !isExpression(network) && !network.includes('/')) {
    throw AccessError.of(
      'MissingProject',
      'a policy of our own is attached to the network by its full name, so give `project`, or the self link of the network',
    );
  }
}

/** Counts the rules of this delegate alone; those of others in the project are not known here. */
function manyRules(count: number, quota: number = GCP_LIMITS.rulesPerProject): Finding[] {
  return count <= quota
    ? []
    : [
        finding('ManyFirewallRules', 'warning', 'egress', {
          what: `${count} firewall rules are more than the ${quota} that the project may have`,
          why: 'the quota FIREWALLS holds for all rules of a project, and projects with 100 have been seen',
          fix: 'look up the quota and give it as `rulesPerProject`, ask Google to raise it, or lead connections through a proxy with `reach`',
        }),
      ];
}

function deniesEverythingElse(plan: Plan): Finding {
  const open = [...new Set(plan.flows.map(({ port }) => port.text))].join(', ');
  return finding('DeniesEverythingElse', 'notice', 'egress', {
    what: `the targeted machines lose every way out but the rules here (${open}); what stays is the metadata server, with its DNS and its time`,
    why: 'Google Cloud lets everything out unless a rule denies it, so two rules deny the rest',
    fix: 'add a `Connection.custom` for what else they need, such as package mirrors, or use `reach`',
    source: {
      ref: 'https://cloud.google.com/firewall/docs/firewalls#alwaysallowed',
      date: '2026-11-24',
      dateIs: 'recorded',
    },
  });
}
