import type { IConstruct } from 'constructs';
import { AccessError, isTokenText, oneOf, show, unknownProp } from '../../../base';
import { DELEGATE_PLAN_PROPS, type DelegatePlanProps } from '../../../plan';
import { checkQuota, refuse, type LayerProps } from '../../../platform';
import type { ReviewProps } from '../../../review';
import type { DenyChoice, LoggingChoice } from '../rule-text';
import { checkAll, checkName, isExpression } from './checks';
import type { ClusterRanges } from './cluster';
import { checkDelegateName } from './delegate-names';
import { checkPolicyChoice, type FirewallPolicyChoice } from './firewall-policy';
import { networkUrl } from './network-url';
import { checkShared, checkTargets, listOf } from './targets';
import { nameOrNothing } from './token-names';
import { DENY_PRIORITY } from './vpc-rules';

/** Network, targets and names of the rules. */

export type { ClusterRanges, DenyChoice, LoggingChoice };

/** Quotas of the firewall rules; they count those of others too, which no app knows. */
export interface FirewallQuotas {
  /** VPC firewall rules of the project; more make the finding `ManyFirewallRules`. @default 100 */
  readonly rulesPerProject?: number;
  /** Rules of one firewall policy; more make the finding `ManyPolicyRules`. @default - not counted against any */
  readonly rulesPerPolicy?: number;
  /** Host names in the rules of one firewall policy; more make the finding `ManyPolicyRules`. @default - not counted against any */
  readonly namesPerPolicy?: number;
}

export interface DelegateEgressProps extends DelegatePlanProps, LayerProps, ReviewProps {
  /**
   * Name of this delegate, 1 to 20 lower-case letters, digits and hyphens: the names of its resources begin with it, and
   * it tells the delegate from others of the project. Another name makes new resources.
   */
  readonly name: string;
  /** Name, id or self link of the VPC network, or an expression. */
  readonly network: string;
  /** Project of the rules. @default - the provider's */
  readonly project?: string;
  /**
   * Emails of the service accounts of the delegate's machines; at most 10. A pod's own service account is on no machine:
   * set that of its node pool, and `cluster`.
   *
   * @default - none; then `targetTags` or `targetSecureTags`
   */
  readonly targetServiceAccounts?: readonly string[];
  /** Network tags of the delegate's machines; not in a firewall policy. @default - none */
  readonly targetTags?: readonly string[];
  /** Secure tags (`tagValues/…`) of the delegate's machines; only in a firewall policy. @default - none */
  readonly targetSecureTags?: readonly string[];
  /**
   * Confirms that other machines run under the targeted account and lose all other egress as well; needed for the default
   * service accounts of a project. Makes the finding `SharedAccount`.
   *
   * @default false
   */
  readonly sharedAccount?: boolean;
  /**
   * `none`: VPC firewall rules, which match addresses. `new`: a new network firewall policy on the network, which
   * matches host names. `{ name }`: rules in an existing policy. The `policy` of another delegate's egress: rules in that
   * one.
   *
   * @default 'none'
   */
  readonly firewallPolicy?: FirewallPolicyChoice;
  /** Address blocks of the GKE cluster whose nodes are targeted; makes rules for its own traffic. @default - no nodes of a cluster */
  readonly cluster?: ClusterRanges;
  /**
   * `on`: all other egress of the targeted machines is denied. `observe`: it is allowed and logged, so that a running
   * delegate can be adopted without an outage; nothing is closed, which the finding `NothingClosed` says.
   *
   * @default 'on'
   */
  readonly deny?: DenyChoice;
  /**
   * `all`: every rule logs the connections that it matches, with metadata; what the rules deny shows what is missing in
   * the list, and what they allow shows which entries are in use. `no metadata`: without it, which costs less to keep; not in a
   * firewall policy. `off`: no logs.
   *
   * @default 'all'
   */
  readonly logging?: LoggingChoice;
  /** Priority of the VPC rules that allow, 0 to 65533; lower numbers come first. @default 1000 */
  readonly priority?: number;
  /** Quotas of the project and of the policy. @default - 100 VPC firewall rules in a project */
  readonly quotas?: FirewallQuotas;
}

/** Every prop, so that another one is refused. */
export const EGRESS_PROPS: Readonly<Record<keyof DelegateEgressProps, true>> = {
  ...DELEGATE_PLAN_PROPS,
  review: true,
  behind: true,
  name: true,
  network: true,
  project: true,
  targetServiceAccounts: true,
  targetTags: true,
  targetSecureTags: true,
  sharedAccount: true,
  firewallPolicy: true,
  cluster: true,
  deny: true,
  logging: true,
  priority: true,
  quotas: true,
};

/** Priority of the last rule that allows, before the rules that deny. */
const LOWEST_ALLOW = DENY_PRIORITY - 1;

/** All problems of the props of a `DelegateEgress`, at once. @throws AccessError */
export function parseEgressProps(props: DelegateEgressProps, scope: IConstruct): void {
  const { network, project, targetServiceAccounts, targetTags, targetSecureTags } = props;
  const policy = props.firewallPolicy === undefined ? 'none' : props.firewallPolicy;
  checkAll([
    () => checkDelegateName(props.name),
    () => checkPolicyChoice(policy, scope, props),
    () => checkPriorityHere(policy, props.priority),
    () => checkChoice('deny', props.deny, ['on', 'observe']),
    () => checkLogging(props),
    () => checkSameProject(props),
    () => checkName('network', network, 'network'),
    () => (project === undefined ? undefined : checkName('project', project, 'project')),
    () => checkPriority(props.priority),
    () => checkTargets(props, policy !== 'none'),
    () => checkShared(props, scope),
    ...(['network', 'project'] as const).map((prop) => () => refuseLazy(scope, props[prop], prop)),
    ...namesIn('serviceAccount', 'targetServiceAccounts', targetServiceAccounts),
    ...namesIn('resource', 'targetTags', targetTags),
    ...namesIn('secureTag', 'targetSecureTags', targetSecureTags),
    () =>
      policy === 'new' && isText(network) && isText(project ?? '') ? networkUrl(scope, network, project) : undefined,
    ...quotaChecks(props.quotas),
  ]);
}

/** Checks every name of a list; `checkTargets` reports a value that is not a list. */
function namesIn(kind: 'serviceAccount' | 'resource' | 'secureTag', prop: string, values: unknown): (() => void)[] {
  return listOf(values).map((value, i) => () => checkName(kind, value, `${prop}[${i}]`));
}

const QUOTAS = ['rulesPerProject', 'rulesPerPolicy', 'namesPerPolicy'];

function quotaChecks(quotas: unknown): (() => void)[] {
  if (quotas === undefined) {
    return [];
  }
  if (typeof quotas !== 'object' || quotas === null) {
    const message = `\`quotas\` must be an object with ${QUOTAS.join(', ')}, got ${show(quotas)}`;
    return [() => refuse({ when: true, code: 'InvalidQuota', message })];
  }
  return Object.entries(quotas)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => () => {
      if (!QUOTAS.includes(key)) {
        throw new AccessError([unknownProp('`quotas` has no', key, QUOTAS, `quotas.${key}`)]);
      }
      checkQuota(`quotas.${key}`, value);
    });
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** A string or nothing; the check of the prop itself reports other values. */
function isLiteral(value: unknown): value is string {
  return typeof value === 'string' && !isExpression(value);
}

function checkPriorityHere(policy: unknown, priority: unknown): void {
  refuse({
    when: policy !== 'none' && priority !== undefined,
    code: 'InvalidPriority',
    message:
      '`priority` has no effect in a firewall policy, where each rule has a priority of its own; leave it out, and set `firewallPolicy: { name, priorities }` for those of an existing policy',
  });
}

function checkChoice(prop: string, value: unknown, allowed: readonly string[]): void {
  refuse({
    when: value !== undefined && !allowed.includes(value as string),
    code: 'InvalidChoice',
    message: `\`${prop}\` must be ${oneOf(allowed)}, got ${show(value)}`,
  });
}

function checkLogging({ logging, deny, firewallPolicy = 'none' }: DelegateEgressProps): void {
  checkChoice('logging', logging, ['all', 'no metadata', 'off']);
  refuse(
    {
      when: logging === 'no metadata' && firewallPolicy !== 'none',
      code: 'InvalidChoice',
      message:
        '`logging` must be `all` or `off` in a firewall policy, whose logs always have their metadata, got "no metadata"',
    },
    {
      when: logging === 'off' && deny === 'observe',
      code: 'InvalidChoice',
      message:
        "`logging: 'off'` and `deny: 'observe'` contradict each other: to observe is to log; leave out one of them",
    },
  );
}

/** Checks the project of the rules: that of their network, which under Shared VPC is not the delegate's. */
function checkSameProject({ network, project }: DelegateEgressProps): void {
  const owner = isLiteral(network) ? /(?:^|\/)projects\/([^/]+)\//.exec(network)?.[1] : undefined;
  refuse({
    when: owner !== undefined && !owner.includes('$') && isLiteral(project) && owner !== project,
    code: 'InvalidProject',
    message: `the rules of a network are in its own project, \`${owner}\`, got ${show(project)}; set \`project: '${owner}'\` (\`networkProject\` on \`DelegateAccess\`, under Shared VPC)`,
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

/** A `Lazy` has no value while the rules are made, and the provider needs to know whether it is a name or a path. */
function refuseLazy(scope: IConstruct, value: unknown, prop: string): void {
  refuse({
    when: typeof value === 'string' && isTokenText(value) && nameOrNothing(scope, value) === '',
    code: 'LazyValue',
    message: `\`${prop}\` is a \`Lazy\`, which has no value yet when the rules are made; set the value, or a reference to a resource`,
  });
}
