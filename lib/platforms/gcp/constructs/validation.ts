import type { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import type { ComputeNetworkFirewallPolicyAssociation } from '@cdktf/provider-google/lib/compute-network-firewall-policy-association';
import type { ComputeNetworkFirewallPolicyRule } from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
import type { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import { firewallProblems, isExpression, policyRuleProblems, type Attributes } from './checks';
import { nameOrNothing } from './token-names';

/** Validation of the finished app: rules as Terraform will read them, overrides included, and clashes. */

/** Types as literals, so that a module of the provider is loaded only on use. */
const FIREWALL = 'google_compute_firewall';
const NAME = 'set another `name` on one of the delegates';

export type Rule = ComputeFirewall | ComputeNetworkFirewallPolicyRule;

/** The arguments of a firewall rule that are checked, and where the bindings keep them. */
const INPUTS = {
  name: 'nameInput',
  direction: 'directionInput',
  priority: 'priorityInput',
  allow: 'allowInput',
  deny: 'denyInput',
  destination_ranges: 'destinationRangesInput',
  source_ranges: 'sourceRangesInput',
  source_tags: 'sourceTagsInput',
  source_service_accounts: 'sourceServiceAccountsInput',
  target_tags: 'targetTagsInput',
  target_service_accounts: 'targetServiceAccountsInput',
  enable_logging: 'enableLoggingInput',
} as const satisfies Readonly<Record<string, keyof ComputeFirewall>>;

/** Fields of a resource that may clash with another one. */
type Inputs = Omit<ComputeFirewall, keyof TerraformResource> &
  Pick<ComputeNetworkFirewallPolicyRule, 'firewallPolicyInput'> &
  Pick<ComputeNetworkFirewallPolicyAssociation, 'attachmentTargetInput'> &
  Pick<ServiceAccount, 'accountIdInput'>;

/** A unique name in a project, and the fix for a duplicate. */
interface Unique {
  readonly key: string;
  readonly what: string;
}

/** A policy by what a reference to it says: each use of one has a token of its own. */
function policyOf(rule: Inputs): string {
  const policy = rule.firewallPolicyInput ?? '';
  return isExpression(policy) ? nameOrNothing(rule as unknown as IConstruct, policy) || policy : policy;
}

/** Unique names of each type of resource; those that only Terraform knows are left out. */
const UNIQUES: Readonly<Record<string, (inputs: Inputs) => Unique[]>> = {
  [FIREWALL]: (rule) => [...named('firewall', 'name', rule.nameInput, NAME), ...denials(rule)],
  google_compute_network_firewall_policy: ({ nameInput }) => named('policy', 'name', nameInput, NAME),
  google_compute_network_firewall_policy_rule: (rule) => [
    {
      key: `priority ${policyOf(rule)} ${rule.priorityInput}`,
      what: `priority (${rule.priorityInput}) in one policy; pin one of them with \`firewallPolicy: { name, priorities: { from, to, pins } }\``,
    },
    ...policyDenials(rule),
  ],
  google_compute_network_firewall_policy_association: ({ attachmentTargetInput }) => [
    {
      key: `association ${attachmentTargetInput}`,
      what: 'network, and a network takes one firewall policy; set `firewallPolicy` of the second to `egress.policy` of the first',
    },
  ],
  google_service_account: ({ accountIdInput }) =>
    named('account', 'account id', accountIdInput, 'set another `accountId` on one of the delegates'),
};

/** Problems of the rules of one delegate, as messages. */
export function validateRules(delegate: IConstruct, rules: readonly Rule[]): string[] {
  const own = rules.flatMap((rule) => {
    const attributes = attributesOf(rule);
    const problems = isFirewall(rule) ? firewallProblems(attributes) : policyRuleProblems(attributes);
    return problems.map((problem) => `${rule.node.path}: ${problem}`);
  });
  return [...own, ...clashes(delegate)];
}

function isFirewall(rule: Rule): rule is ComputeFirewall {
  return rule.terraformResourceType === FIREWALL;
}

/**
 * Tokens stay as they are: they pass every check. A firewall rule without overrides is read without rendering,
 * which for all of them would be the most expensive part of a synth.
 */
export function attributesOf(rule: Rule): Attributes {
  const { rawOverrides } = rule as unknown as { readonly rawOverrides: object };
  if (isFirewall(rule) && Object.keys(rawOverrides).length === 0) {
    return Object.fromEntries(Object.entries(INPUTS).map(([argument, input]) => [argument, rule[input]]));
  }
  const { resource } = rule.toTerraform() as { resource: Record<string, Record<string, Attributes>> };
  return Object.values(Object.values(resource)[0]!)[0]!;
}

/** Names of this delegate that another one of the app, or the user's own code, uses too. */
function clashes(delegate: IConstruct): string[] {
  const seen = new Map<string, { readonly node: IConstruct; readonly project: string | undefined }[]>();
  const problems: string[] = [];
  for (const node of delegate.node.root.node.findAll()) {
    const inputs = node as unknown as Inputs;
    for (const { key, what } of UNIQUES[(node as TerraformResource).terraformResourceType]?.(inputs) ?? []) {
      const project = inputs.projectInput;
      const before = seen.get(key) ?? [];
      const other = before.find((entry) => sameProject(entry.project, project))?.node;
      if (other !== undefined && [node, other].some((one) => one.node.scopes.includes(delegate))) {
        problems.push(`${other.node.path} and ${node.node.path} have the same ${what}`);
      }
      seen.set(key, [...before, { node, project }]);
    }
  }
  return problems;
}

/** Key of a name in its project; `undefined` is the project of the provider, which may be any. */
function sameProject(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function named(kind: string, label: string, name: string | undefined, fix: string): Unique[] {
  return isExpression(name) ? [] : [{ key: `${kind} ${name}`, what: `${label} (${name}); ${fix}` }];
}

/** Two sets of rules of one policy that deny everything else to the same machines: one of them makes the other dead. */
function policyDenials(rule: Inputs): Unique[] {
  const { actionInput, matchInput, targetServiceAccountsInput, targetSecureTagsInput } =
    rule as unknown as PolicyInputs;
  const ranges = (matchInput?.destIpRanges ?? []).join();
  if (actionInput !== 'deny' || (ranges !== '0.0.0.0/0' && ranges !== '::/0')) {
    return [];
  }
  const tags = Array.isArray(targetSecureTagsInput) ? targetSecureTagsInput.map(({ name }) => name) : [];
  const targets = [...(targetServiceAccountsInput ?? []), ...tags].sort().join();
  return [{ key: `deny ${policyOf(rule)} ${ranges} ${targets}`, what: whatTwice(ranges) }];
}

interface PolicyInputs {
  readonly actionInput?: string;
  readonly matchInput?: { readonly destIpRanges?: readonly string[] };
  readonly targetServiceAccountsInput?: readonly string[];
  readonly targetSecureTagsInput?: readonly { readonly name: string }[];
}

function whatTwice(ranges: string): string {
  return `machines to which they deny everything else (${ranges}); put both lists into one delegate, or target different machines`;
}

/** Two sets of rules that deny everything else to the same machines of one network. */
function denials(rule: Inputs): Unique[] {
  const ranges = (rule.destinationRangesInput ?? []).join();
  if (rule.denyInput === undefined || (ranges !== '0.0.0.0/0' && ranges !== '::/0')) {
    return [];
  }
  const targets = [...(rule.targetServiceAccountsInput ?? []), ...(rule.targetTagsInput ?? [])].sort().join();
  return [
    {
      key: `deny ${rule.networkInput} ${ranges} ${targets}`,
      what: whatTwice(ranges),
    },
  ];
}
