import { Token } from 'cdktf';
import { AccessError, collect, isExpressionText, show, throwIfAny, type Problem } from '../../../base';
import { Cidr, parseHostname } from '../../../network';
import { GCP_LIMITS } from '../limits';
import { RESOURCE_NAME } from '../names';

/**
 * Checks at synth of values that the provider would refuse at plan time, or the API at apply time. Literals only: a Terraform
 * expression passes as it is. Limits: GoogleCloudPlatform/magic-modules:mmv1/products/compute/Firewall.yaml@d57784406a
 * and NetworkFirewallPolicyRule.yaml@d57784406a.
 */

/** Names as Google Cloud takes them. */
const NAMES = {
  /** https://cloud.google.com/resource-manager/docs/creating-managing-projects; a domain-scoped project has a prefix. */
  project: {
    code: 'InvalidProject',
    pattern: /^([a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    what: 'a project id of 6 to 30 lower-case letters, digits and hyphens',
  },
  accountId: {
    code: 'InvalidAccountId',
    pattern: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    what: 'an account id of 6 to 30 lower-case letters, digits and hyphens',
  },
  /** Of a project, of Google's own, and the default ones. */
  serviceAccount: {
    code: 'InvalidServiceAccount',
    pattern: /^[a-z0-9][a-z0-9.-]*@([a-z0-9-]+\.)+gserviceaccount\.com$/,
    what: 'the email of a service account, such as delegate@acme-prod.iam.gserviceaccount.com',
  },
  network: {
    code: 'InvalidNetwork',
    pattern:
      /^((https:\/\/(www|compute)\.googleapis\.com\/compute\/v1\/)?projects\/[^/]+\/global\/networks\/)?[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
    what: 'the name or the self link of a network',
  },
  resource: {
    code: 'InvalidResourceName',
    pattern: RESOURCE_NAME,
    what: '1 to 63 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen',
  },
  secureTag: {
    code: 'InvalidSecureTag',
    pattern: /^tagValues\/\d+$/,
    what: 'a secure tag such as tagValues/123456789',
  },
  kubernetes: {
    code: 'InvalidKubernetesName',
    pattern: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    what: 'a Kubernetes name of lower-case letters, digits and hyphens',
  },
  member: {
    code: 'InvalidMember',
    pattern: /^(serviceAccount|user|group|domain|principal|principalSet):.+$/,
    what: 'a member such as serviceAccount:delegate@acme-prod.iam.gserviceaccount.com',
  },
} as const;
const WITH_PORTS = ['tcp', 'udp', 'sctp'];
const PORTS = /^(\d{1,5})(?:-(\d{1,5}))?$/;

/** True for a value that Terraform computes: a token of the CDK, or one whole expression written by hand, never a text around one. */
export function isExpression(value: unknown): boolean {
  if (typeof value !== 'string') {
    return Token.isUnresolved(value);
  }
  return isExpressionText(value) || (Token.isUnresolved(value) && !value.includes('%{'));
}

/** @throws AccessError when a value is neither a name of its kind nor an expression */
export function checkName(kind: keyof typeof NAMES, value: unknown, prop: string): void {
  const { code, pattern, what } = NAMES[kind];
  if (!isExpression(value) && (typeof value !== 'string' || !pattern.test(value))) {
    throw AccessError.of(code, `\`${prop}\` must be ${what}, got ${show(value)}`);
  }
}

/** Runs all checks and throws once, with every problem. */
export function checkAll(checks: readonly (() => void)[]): void {
  const problems: Problem[] = [];
  checks.forEach((check) => collect(problems, '', check));
  throwIfAny(problems);
}

/** A firewall rule as Terraform will read it, in the names of the provider's arguments. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Problems of a `google_compute_firewall`. */
export function firewallProblems(rule: Attributes): string[] {
  const list = (name: string): unknown[] => listOf(rule[name]);
  const [allow, deny] = [list('allow'), list('deny')];
  return [
    ...problemsOf(() => checkName('resource', rule.name, 'name')),
    ...integer(rule.priority, 0, GCP_LIMITS.vpcPriority.value),
    ...(allow.length > 0 === deny.length > 0 ? ['a rule must allow or deny, exactly one of them'] : []),
    ...(has(rule, 'target_tags', 'source_tags') && has(rule, 'target_service_accounts', 'source_service_accounts')
      ? ['a rule cannot have tags and service accounts']
      : []),
    ...tooMany('target_service_accounts', list('target_service_accounts'), GCP_LIMITS.serviceAccounts.value),
    ...(rule.direction === 'EGRESS' && has(rule, 'source_ranges', 'source_tags', 'source_service_accounts')
      ? ['an egress rule has no source']
      : []),
    ...ranges('destination_ranges', list('destination_ranges')),
    ...[...allow, ...deny].flatMap((block) => protocolProblems(block as Attributes, 'protocol')),
    ...(rule.enable_logging === undefined ? [] : ['`enable_logging` is deprecated; use `log_config`']),
  ];
}

/** Problems of a `google_compute_network_firewall_policy_rule`. */
export function policyRuleProblems(rule: Attributes): string[] {
  const match = (listOf(rule.match)[0] ?? {}) as Attributes;
  const names = listOf(match.dest_fqdns);
  return [
    ...integer(rule.priority, 0, GCP_LIMITS.policyPriority.value),
    ...(['allow', 'deny', 'goto_next', 'apply_security_profile_group'].includes(rule.action as string) ||
    isExpression(rule.action)
      ? []
      : [`\`action\` must be allow or deny, got ${show(rule.action)}`]),
    ...tooMany('target_service_accounts', listOf(rule.target_service_accounts), GCP_LIMITS.serviceAccounts.value),
    ...(has(rule, 'target_service_accounts') && has(rule, 'target_secure_tags')
      ? ['a rule cannot have secure tags and service accounts']
      : []),
    ...ranges('dest_ip_ranges', listOf(match.dest_ip_ranges)),
    ...tooMany('dest_fqdns', names, GCP_LIMITS.names.value),
    ...names.flatMap((name) => (isExpression(name) ? [] : problemsOf(() => checkFqdn(name)))),
    ...listOf(match.layer4_configs).flatMap((block) => protocolProblems(block as Attributes, 'ip_protocol')),
  ];
}

function checkFqdn(name: unknown): void {
  if (parseHostname(name).includes('*')) {
    throw AccessError.of('InvalidHostname', `\`dest_fqdns\` takes no wildcard, got ${show(name)}`);
  }
}

/** One rule holds IPv4 or IPv6 blocks, without host bits. */
function ranges(name: string, values: readonly unknown[]): string[] {
  const literal = values.filter((value) => !isExpression(value));
  const problems = literal.flatMap((value) => problemsOf(() => Cidr.parse(value)));
  const families = new Set(problems.length === 0 ? literal.map((value) => Cidr.parse(value).family) : []);
  return [
    ...problems.map((problem) => `\`${name}\`: ${problem}`),
    ...(families.size > 1 ? [`\`${name}\` must be all IPv4 or all IPv6`] : []),
    ...tooMany(name, values, GCP_LIMITS.ranges.value),
  ];
}

function protocolProblems(block: Attributes, key: string): string[] {
  const protocol = block[key];
  const ports = listOf(block.ports);
  const isNamed = typeof protocol === 'string' && WITH_PORTS.includes(protocol.toLowerCase());
  return [
    ...(ports.length > 0 && !isNamed && !isExpression(protocol)
      ? [`ports go with tcp, udp or sctp only, got ${show(protocol)}`]
      : []),
    ...ports.flatMap((port) =>
      isExpression(port) || isPortRange(port) ? [] : [`a port must be 1 to 65535 or a range, got ${show(port)}`],
    ),
  ];
}

function isPortRange(value: unknown): boolean {
  const match = PORTS.exec(String(value));
  const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  return match !== null && from >= 1 && from <= to && to <= 65535;
}

function integer(value: unknown, min: number, max: number): string[] {
  const isFine =
    value === undefined ||
    isExpression(value) ||
    (Number.isInteger(value) && (value as number) >= min && (value as number) <= max);
  return isFine ? [] : [`\`priority\` must be an integer between ${min} and ${max}, got ${show(value)}`];
}

function tooMany(name: string, values: readonly unknown[], max: number): string[] {
  return values.length <= max ? [] : [`\`${name}\` takes at most ${max} entries, got ${values.length}`];
}

function has(rule: Attributes, ...names: string[]): boolean {
  return names.some((name) => listOf(rule[name]).length > 0);
}

function listOf(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

function problemsOf(check: () => unknown): string[] {
  const problems: Problem[] = [];
  collect(problems, '', check);
  return problems.map(({ message }) => message);
}
