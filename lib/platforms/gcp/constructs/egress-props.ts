import { Token } from 'cdktf';
import { AccessError, show } from '../../../base';
import type { DelegatePlanProps } from '../../../plan';
import { checkQuota } from '../../../platform';
import type { ReviewProps } from '../../../review';
import { GCP_LIMITS } from '../limits';
import { MAX_PREFIX } from '../names';
import {
  checkAll,
  checkName,
  checkNetwork,
  checkProject,
  checkSecureTag,
  checkServiceAccount,
  isExpression,
} from './checks';
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

/** What is no text at all is reported by the check of the prop itself. */
function isLiteral(value: unknown): value is string {
  return typeof value === 'string' && !isExpression(value);
}

/** What is no list is reported by `checkTargets`; a hole in one is an entry. */
function listOf(value: readonly string[] | undefined): readonly string[] {
  return Array.isArray(value) ? Array.from(value as readonly string[]) : [];
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
  const owner = isLiteral(network) ? /(?:^|\/)projects\/([^/]+)\//.exec(network)?.[1] : undefined;
  if (owner !== undefined && isLiteral(project) && owner !== project) {
    throw AccessError.of(
      'InvalidProject',
      `the rules of a network are in its own project, \`${owner}\`, got ${show(project)}; under Shared VPC give \`networkProject: '${owner}'\``,
    );
  }
}

function checkPrefix(prefix: string): void {
  if (Token.isUnresolved(prefix)) {
    throw AccessError.of(
      'InvalidResourceName',
      `\`prefix\` must be literal, since the ids of the rules begin with it, got a deploy-time token: ${show(prefix)}`,
    );
  }
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
      `\`priority\` must be an integer between 0 and ${LOWEST_ALLOW}, before the rules that deny, got ${show(priority)}`,
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
  const max = name === 'targetServiceAccounts' ? GCP_LIMITS.serviceAccounts.value : GCP_LIMITS.secureTags.value;
  if (given[0]![1]!.length > max) {
    throw AccessError.of('InvalidTargets', `\`${name}\` takes at most ${max} entries, got ${given[0]![1]!.length}`);
  }
}

function checkNewPolicy({ firewallPolicy, network, project }: DelegateEgressProps): void {
  if (firewallPolicy === 'new' && project === undefined && isLiteral(network) && !network.includes('/')) {
    throw AccessError.of(
      'MissingProject',
      'a policy of our own is attached to the network by its full name, so give `project`, or the self link of the network',
    );
  }
}
