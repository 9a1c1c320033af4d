import type { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import type { ComputeNetworkFirewallPolicy } from '@cdktf/provider-google/lib/compute-network-firewall-policy';
import type { ComputeNetworkFirewallPolicyAssociation } from '@cdktf/provider-google/lib/compute-network-firewall-policy-association';
import type { ComputeNetworkFirewallPolicyRule } from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
import type { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import { firewallProblems, isExpression, policyRuleProblems, type Attributes } from './checks';

/** What only the finished app shows: rules as Terraform will read them, overrides included, and things that clash. */

/** Written out, so that a module of the provider is loaded only when something of it is made. */
const FIREWALL = 'google_compute_firewall';
const POLICY_RULE = 'google_compute_network_firewall_policy_rule';
const POLICY = 'google_compute_network_firewall_policy';
const ASSOCIATION = 'google_compute_network_firewall_policy_association';
const ACCOUNT = 'google_service_account';

type Rule = ComputeFirewall | ComputeNetworkFirewallPolicyRule;

/** Something that may exist once only, and what to do when it exists twice. */
interface Unique {
  readonly key: string;
  /** `undefined` stands for the project of the provider, which may be any. */
  readonly project: string | undefined;
  readonly what: string;
}

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
    return {
      name: rule.nameInput,
      direction: rule.directionInput,
      priority: rule.priorityInput,
      allow: rule.allowInput,
      deny: rule.denyInput,
      destination_ranges: rule.destinationRangesInput,
      source_ranges: rule.sourceRangesInput,
      source_tags: rule.sourceTagsInput,
      source_service_accounts: rule.sourceServiceAccountsInput,
      target_tags: rule.targetTagsInput,
      target_service_accounts: rule.targetServiceAccountsInput,
      enable_logging: rule.enableLoggingInput,
    };
  }
  const { resource } = rule.toTerraform() as { resource: Record<string, Record<string, Attributes>> };
  return Object.values(Object.values(resource)[0]!)[0]!;
}

/** Things of this delegate that another one of the app, or the user's own code, has as well. */
function clashes(delegate: IConstruct): string[] {
  const seen = new Map<string, { readonly node: IConstruct; readonly unique: Unique }[]>();
  const problems: string[] = [];
  for (const node of delegate.node.root.node.findAll()) {
    for (const unique of uniquesOf(node as TerraformResource)) {
      const before = seen.get(unique.key) ?? [];
      const other = before.find((entry) => sameProject(entry.unique, unique));
      if (other !== undefined && [node, other.node].some((one) => one.node.scopes.includes(delegate))) {
        problems.push(`${other.node.node.path} and ${node.node.path} have the same ${unique.what}`);
      }
      seen.set(unique.key, [...before, { node, unique }]);
    }
  }
  return problems;
}

function sameProject(a: Unique, b: Unique): boolean {
  return a.project === undefined || b.project === undefined || a.project === b.project;
}

const PREFIX = 'give one of the delegates another `prefix`';

/** What must exist once, of one resource; what only Terraform knows is left out. */
function uniquesOf(node: TerraformResource): Unique[] {
  switch (node.terraformResourceType) {
    case FIREWALL:
      return [...named(node as ComputeFirewall, 'firewall', PREFIX), ...denials(node as ComputeFirewall)];
    case POLICY_RULE:
      return priorities(node as ComputeNetworkFirewallPolicyRule);
    case POLICY:
      return named(node as ComputeNetworkFirewallPolicy, 'policy', PREFIX);
    case ASSOCIATION:
      return associations(node as ComputeNetworkFirewallPolicyAssociation);
    case ACCOUNT:
      return accounts(node as ServiceAccount);
    default:
      return [];
  }
}

function named(
  { nameInput, projectInput }: ComputeFirewall | ComputeNetworkFirewallPolicy,
  kind: string,
  fix: string,
): Unique[] {
  return isExpression(nameInput)
    ? []
    : [{ key: `${kind} ${nameInput}`, project: projectInput, what: `name (${nameInput}); ${fix}` }];
}

/** Two sets of rules that deny everything to the same machines of one network: one of the delegates has no need of its own. */
function denials({
  denyInput,
  networkInput,
  projectInput,
  destinationRangesInput,
  targetServiceAccountsInput,
  targetTagsInput,
}: ComputeFirewall): Unique[] {
  const ranges = (destinationRangesInput ?? []).join();
  if (denyInput === undefined || (ranges !== '0.0.0.0/0' && ranges !== '::/0')) {
    return [];
  }
  const targets = [...(targetServiceAccountsInput ?? []), ...(targetTagsInput ?? [])].sort().join();
  return [
    {
      key: `deny ${networkInput} ${ranges} ${targets}`,
      project: projectInput,
      what: `machines to which they deny everything else (${ranges}); put both lists into one delegate, or target different machines`,
    },
  ];
}

function priorities({ firewallPolicyInput, projectInput, priorityInput }: ComputeNetworkFirewallPolicyRule): Unique[] {
  return [
    {
      key: `priority ${firewallPolicyInput} ${priorityInput}`,
      project: projectInput,
      what: `priority (${priorityInput}); ${PREFIX}`,
    },
  ];
}

function associations({ attachmentTargetInput, projectInput }: ComputeNetworkFirewallPolicyAssociation): Unique[] {
  return [
    {
      key: `association ${attachmentTargetInput}`,
      project: projectInput,
      what: 'network, and a network takes one firewall policy; give the second delegate `firewallPolicy: { name }` of the first',
    },
  ];
}

function accounts({ accountIdInput, projectInput }: ServiceAccount): Unique[] {
  return isExpression(accountIdInput)
    ? []
    : [
        {
          key: `account ${accountIdInput}`,
          project: projectInput,
          what: `account id (${accountIdInput}); give one of the delegates another \`accountId\``,
        },
      ];
}
