import { Token } from 'cdktf';
import { show } from '../../../base';
import type { DelegatePlanProps } from '../../../plan';
import { checkQuota, refuse } from '../../../platform';
import type { ReviewProps } from '../../../review';
import { GCP_LIMITS } from '../limits';
import { MAX_PREFIX } from '../names';
import { checkAll, checkName, isExpression } from './checks';
import { DENY_PRIORITY } from './vpc-rules';

/** Where the rules go. */
export type FirewallPolicyChoice = 'none' | 'new' | { readonly name: string };

export interface DelegateEgressProps extends DelegatePlanProps, ReviewProps {
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

/** The rules that let out come before the rules that deny. */
const LOWEST_ALLOW = DENY_PRIORITY - 1;

/** Everything that is wrong with the props of a `DelegateEgress`, at once. @throws AccessError */
export function parseEgressProps(props: DelegateEgressProps, prefix: string): void {
  const { network, project, rulesPerProject, targetServiceAccounts, targetTags, targetSecureTags } = props;
  const policy = props.firewallPolicy ?? 'none';
  checkAll([
    () => checkPolicyChoice(policy, props.priority),
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

/** A name of its kind in every place of a list; what is no list is reported by `checkTargets`. */
function namesIn(kind: 'serviceAccount' | 'resource' | 'secureTag', prop: string, values: unknown): (() => void)[] {
  return listOf(values).map((value, i) => () => checkName(kind, value, `${prop}[${i}]`));
}

/** What is no text at all is reported by the check of the prop itself. */
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
      message: 'in a firewall policy each rule has a priority of its own, made from what it is; leave out `priority`',
    },
  );
}

/** Rules live in the project of their network, which under Shared VPC is another one than the delegate's. */
function checkSameProject({ network, project }: DelegateEgressProps): void {
  const owner = isLiteral(network) ? /(?:^|\/)projects\/([^/]+)\//.exec(network)?.[1] : undefined;
  refuse({
    when: owner !== undefined && isLiteral(project) && owner !== project,
    code: 'InvalidProject',
    message: `the rules of a network are in its own project, \`${owner}\`, got ${show(project)}; under Shared VPC give \`networkProject: '${owner}'\``,
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

/** Rules without a target hold for every machine of the network, which would lose every other way out. */
function checkTargets(
  { targetServiceAccounts, targetTags, targetSecureTags }: DelegateEgressProps,
  isPolicy: boolean,
): void {
  const all = Object.entries({ targetServiceAccounts, targetTags, targetSecureTags });
  const given = all.filter(([, value]) => value !== undefined);
  const [strange, value] = given.find(([, targets]) => !Array.isArray(targets)) ?? [];
  const [name, targets] = given[0] ?? [];
  const count = listOf(targets).length;
  const max = name === 'targetServiceAccounts' ? GCP_LIMITS.serviceAccounts.value : GCP_LIMITS.secureTags.value;
  const got = given.length === 0 ? 'none' : given.map(([prop]) => prop).join(', ');
  refuse(
    {
      when: strange !== undefined,
      code: 'InvalidTargets',
      message: `\`${strange}\` must be a list, got ${show(value)}`,
    },
    {
      when: given.length !== 1 || count === 0,
      code: 'InvalidTargets',
      message: `give exactly one of \`targetServiceAccounts\`, \`targetTags\` and \`targetSecureTags\`, not empty, or every machine of the network would lose its way out; got ${got}`,
    },
    {
      when: isPolicy && name === 'targetTags',
      code: 'InvalidTargets',
      message: 'a firewall policy knows no network tags; give `targetServiceAccounts` or `targetSecureTags`',
    },
    {
      when: !isPolicy && name === 'targetSecureTags',
      code: 'InvalidTargets',
      message: 'VPC firewall rules know no secure tags; give `targetServiceAccounts` or `targetTags`',
    },
    { when: count > max, code: 'InvalidTargets', message: `\`${name}\` takes at most ${max} entries, got ${count}` },
  );
}

function checkNewPolicy({ firewallPolicy, network, project }: DelegateEgressProps): void {
  refuse({
    when: firewallPolicy === 'new' && project === undefined && isLiteral(network) && !network.includes('/'),
    code: 'MissingProject',
    message:
      'a policy of our own is attached to the network by its full name, so give `project`, or the self link of the network',
  });
}
