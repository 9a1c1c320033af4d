import { Token } from 'cdktf';
import { show } from '../../../base';
import type { DelegatePlanProps } from '../../../plan';
import { checkQuota, refuse } from '../../../platform';
import type { ReviewProps } from '../../../review';
import { GCP_LIMITS } from '../limits';
import { MAX_PREFIX } from '../names';
import type { DenyChoice } from '../rule-text';
import { checkAll, checkName, isExpression } from './checks';
import { DENY_PRIORITY } from './vpc-rules';

/** Network, targets and names of the rules. */
export type FirewallPolicyChoice = 'none' | 'new' | { readonly name: string };

export type { DenyChoice };

export interface DelegateEgressProps extends DelegatePlanProps, ReviewProps {
  /** Name or self link of the VPC network, or an expression. */
  readonly network: string;
  /** Project of the rules. @default - the provider's */
  readonly project?: string;
  /**
   * Emails of the service accounts of the delegate's machines; at most 10. A pod's own service account is on no machine:
   * set that of its node pool.
   *
   * @default - none; then `targetTags` or `targetSecureTags`
   */
  readonly targetServiceAccounts?: readonly string[];
  /** Network tags of the delegate's machines; not in a firewall policy. @default - none */
  readonly targetTags?: readonly string[];
  /** Secure tags (`tagValues/…`) of the delegate's machines; only in a firewall policy. @default - none */
  readonly targetSecureTags?: readonly string[];
  /**
   * `none`: VPC firewall rules, which match addresses. `new`: a new network firewall policy on the network, which
   * matches host names. `{ name }`: rules in an existing policy.
   *
   * @default 'none'
   */
  readonly firewallPolicy?: FirewallPolicyChoice;
  /**
   * `on`: all other egress of the targeted machines is denied. `observe`: it is allowed and logged, so that a running
   * delegate can be adopted without an outage; nothing is closed, which the finding `NothingClosed` says.
   *
   * @default 'on'
   */
  readonly deny?: DenyChoice;
  /** Begins the name of every rule; at most 24 characters, unique in the project. @default - from the path of the construct */
  readonly prefix?: string;
  /** Priority of the VPC rules that allow, 0 to 65533; lower numbers come first. @default 1000 */
  readonly priority?: number;
  /** Quota of firewall rules of the project; more make the finding `ManyFirewallRules`. @default 100 */
  readonly rulesPerProject?: number;
}

/** Priority of the last rule that allows, before the rules that deny. */
const LOWEST_ALLOW = DENY_PRIORITY - 1;

/** All problems of the props of a `DelegateEgress`, at once. @throws AccessError */
export function parseEgressProps(props: DelegateEgressProps, prefix: string): void {
  const { network, project, rulesPerProject, targetServiceAccounts, targetTags, targetSecureTags } = props;
  const policy = props.firewallPolicy ?? 'none';
  checkAll([
    () => checkPolicyChoice(policy, props.priority),
    () => checkDeny(props.deny),
    () => checkSameProject(props),
    () => checkName('network', network, 'network'),
    () => (project === undefined ? undefined : checkName('project', project, 'project')),
    () => checkPrefix(prefix),
    () => checkPriority(props.priority),
    () => checkTargets(props, policy !== 'none'),
    ...namesIn('serviceAccount', 'targetServiceAccounts', targetServiceAccounts),
    ...namesIn('resource', 'targetTags', targetTags),
    ...namesIn('secureTag', 'targetSecureTags', targetSecureTags),
    () =>
      typeof policy === 'object' && policy !== null
        ? checkName('resource', policy.name, 'firewallPolicy.name')
        : undefined,
    () => checkNewPolicy(props),
    () => (rulesPerProject === undefined ? undefined : checkQuota('rulesPerProject', rulesPerProject)),
  ]);
}

/** Checks every name of a list; `checkTargets` reports a value that is not a list. */
function namesIn(kind: 'serviceAccount' | 'resource' | 'secureTag', prop: string, values: unknown): (() => void)[] {
  return listOf(values).map((value, i) => () => checkName(kind, value, `${prop}[${i}]`));
}

/** A string or nothing; the check of the prop itself reports other values. */
function isLiteral(value: unknown): value is string {
  return typeof value === 'string' && !isExpression(value);
}

/** A hole in a list is an entry. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? Array.from(value as readonly unknown[]) : [];
}

function checkPolicyChoice(policy: unknown, priority: unknown): void {
  const isNamed =
    typeof policy === 'object' && policy !== null && typeof (policy as { name?: unknown }).name === 'string';
  refuse(
    {
      when: policy !== 'none' && policy !== 'new' && !isNamed,
      code: 'InvalidChoice',
      message: `\`firewallPolicy\` must be \`none\`, \`new\` or \`{ name }\`, got ${show(policy)}`,
    },
    {
      when: policy !== 'none' && priority !== undefined,
      code: 'InvalidPriority',
      message:
        '`priority` has no effect in a firewall policy, where each rule has a priority from its content; leave it out',
    },
  );
}

function checkDeny(deny: unknown): void {
  refuse({
    when: deny !== undefined && deny !== 'on' && deny !== 'observe',
    code: 'InvalidChoice',
    message: `\`deny\` must be \`on\` or \`observe\`, got ${show(deny)}`,
  });
}

/** Checks the project of the rules: that of their network, which under Shared VPC is not the delegate's. */
function checkSameProject({ network, project }: DelegateEgressProps): void {
  const owner = isLiteral(network) ? /(?:^|\/)projects\/([^/]+)\//.exec(network)?.[1] : undefined;
  refuse({
    when: owner !== undefined && isLiteral(project) && owner !== project,
    code: 'InvalidProject',
    message: `the rules of a network are in its own project, \`${owner}\`, got ${show(project)}; under Shared VPC set \`networkProject: '${owner}'\``,
  });
}

function checkPrefix(prefix: string): void {
  refuse({
    when: Token.isUnresolved(prefix),
    code: 'InvalidResourceName',
    message: `\`prefix\` must be literal, since the ids of the rules begin with it, got a deploy-time token: ${show(prefix)}`,
  });
  checkName('resource', prefix, 'prefix');
  refuse({
    when: prefix.length > MAX_PREFIX,
    code: 'InvalidResourceName',
    message: `\`prefix\` must have at most ${MAX_PREFIX} characters, since rule names have at most 63, got ${prefix.length}`,
  });
}

function checkPriority(priority: unknown): void {
  const isFine = Number.isInteger(priority) && (priority as number) >= 0 && (priority as number) <= LOWEST_ALLOW;
  refuse({
    when: priority !== undefined && !isFine,
    code: 'InvalidPriority',
    message: `\`priority\` must be an integer between 0 and ${LOWEST_ALLOW}, before the rules that deny, got ${show(priority)}`,
  });
}

/** Refuses rules without a target: they apply to every machine of the network, which would lose all other egress. */
function checkTargets(
  { targetServiceAccounts, targetTags, targetSecureTags }: DelegateEgressProps,
  isPolicy: boolean,
): void {
  const all = Object.entries({ targetServiceAccounts, targetTags, targetSecureTags });
  const given = all.filter(([, value]) => value !== undefined);
  const [invalid, value] = given.find(([, targets]) => !Array.isArray(targets)) ?? [];
  const [name, targets] = given[0] ?? [];
  const count = listOf(targets).length;
  const max = name === 'targetServiceAccounts' ? GCP_LIMITS.serviceAccounts.value : GCP_LIMITS.secureTags.value;
  const got = given.length === 0 ? 'none' : given.map(([prop]) => prop).join(', ');
  refuse(
    {
      when: invalid !== undefined,
      code: 'InvalidTargets',
      message: `\`${invalid}\` must be a list, got ${show(value)}`,
    },
    {
      when: given.length !== 1 || count === 0,
      code: 'InvalidTargets',
      message: `set exactly one of \`targetServiceAccounts\`, \`targetTags\` and \`targetSecureTags\`, not empty, or every machine of the network would lose all other egress; got ${got}`,
    },
    {
      when: isPolicy && name === 'targetTags',
      code: 'InvalidTargets',
      message: 'a firewall policy has no network tags; set `targetServiceAccounts` or `targetSecureTags`',
    },
    {
      when: !isPolicy && name === 'targetSecureTags',
      code: 'InvalidTargets',
      message: 'VPC firewall rules have no secure tags; set `targetServiceAccounts` or `targetTags`',
    },
    { when: count > max, code: 'InvalidTargets', message: `\`${name}\` takes at most ${max} entries, got ${count}` },
  );
}

function checkNewPolicy({ firewallPolicy, network, project }: DelegateEgressProps): void {
  refuse({
    when: firewallPolicy === 'new' && project === undefined && isLiteral(network) && !network.includes('/'),
    code: 'MissingProject',
    message: 'a new policy is attached to the network by its full name: set `project`, or the self link of the network',
  });
}
