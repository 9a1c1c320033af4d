import type { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import type { ComputeNetworkFirewallPolicyAssociation } from '@cdktf/provider-google/lib/compute-network-firewall-policy-association';
import type { ComputeNetworkFirewallPolicyRule } from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
import type { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import { firewallProblems, isExpression, policyRuleProblems, type Attributes } from './checks';

/** What only the finished app shows: rules as Terraform will read them, overrides included, and things that clash. */

/** Written out, so that a module of the provider is loaded only when something of it is made. */
const FIREWALL = 'google_compute_firewall';
const PREFIX = 'give one of the delegates another `prefix`';

type Rule = ComputeFirewall | ComputeNetworkFirewallPolicyRule;

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

/** What is read of a resource that may clash with another one. */
type Inputs = Omit<ComputeFirewall, keyof TerraformResource> &
  Pick<ComputeNetworkFirewallPolicyRule, 'firewallPolicyInput'> &
  Pick<ComputeNetworkFirewallPolicyAssociation, 'attachmentTargetInput'> &
  Pick<ServiceAccount, 'accountIdInput'>;

/** Something that may exist once only in a project, and what to do when it exists twice. */
interface Unique {
  readonly key: string;
  readonly what: string;
}

/** What must exist once, of each type of resource; what only Terraform knows is left out. */
const UNIQUES: Readonly<Record<string, (inputs: Inputs) => Unique[]>> = {
  [FIREWALL]: (rule) => [...named('firewall', 'name', rule.nameInput, PREFIX), ...denials(rule)],
  google_compute_network_firewall_policy: ({ nameInput }) => named('policy', 'name', nameInput, PREFIX),
  google_compute_network_firewall_policy_rule: ({ firewallPolicyInput, priorityInput }) => [
    { key: `priority ${firewallPolicyInput} ${priorityInput}`, what: `priority (${priorityInput}); ${PREFIX}` },
  ],
  google_compute_network_firewall_policy_association: ({ attachmentTargetInput }) => [
    {
      key: `association ${attachmentTargetInput}`,
      what: 'network, and a network takes one firewall policy; give the second delegate `firewallPolicy: { name }` of the first',
    },
  ],
  google_service_account: ({ accountIdInput }) =>
    named('account', 'account id', accountIdInput, 'give one of the delegates another `accountId`'),
};

/** Every problem of the rules of one delegate, in words. */
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
 * Tokens stay as they are: they pass every check. A firewall rule that nobody overrode is read without rendering it,
 * which for all of them would be the dearest part of a synth.
 */
function attributesOf(rule: Rule): Attributes {
  const { rawOverrides } = rule as unknown as { readonly rawOverrides: object };
  if (isFirewall(rule) && Object.keys(rawOverrides).length === 0) {
    return Object.fromEntries(Object.entries(INPUTS).map(([argument, input]) => [argument, rule[input]]));
  }
  const { resource } = rule.toTerraform() as { resource: Record<string, Record<string, Attributes>> };
  return Object.values(Object.values(resource)[0]!)[0]!;
}

/** Things of this delegate that another one of the app, or the user's own code, has as well. */
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

/** `undefined` stands for the project of the provider, which may be any. */
function sameProject(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function named(kind: string, label: string, name: string | undefined, fix: string): Unique[] {
  return isExpression(name) ? [] : [{ key: `${kind} ${name}`, what: `${label} (${name}); ${fix}` }];
}

/** Two sets of rules that deny everything to the same machines of one network: one of the delegates has no need of its own. */
function denials(rule: Inputs): Unique[] {
  const ranges = (rule.destinationRangesInput ?? []).join();
  if (rule.denyInput === undefined || (ranges !== '0.0.0.0/0' && ranges !== '::/0')) {
    return [];
  }
  const targets = [...(rule.targetServiceAccountsInput ?? []), ...(rule.targetTagsInput ?? [])].sort().join();
  return [
    {
      key: `deny ${rule.networkInput} ${ranges} ${targets}`,
      what: `machines to which they deny everything else (${ranges}); put both lists into one delegate, or target different machines`,
    },
  ];
}
