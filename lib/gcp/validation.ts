import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetworkFirewallPolicyRule } from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
import { DefaultTokenResolver, StringConcat, Tokenization, type TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import { firewallProblems, isExpression, policyRuleProblems, type Attributes } from './checks';

/** What only the finished app shows: rules as Terraform will read them, overrides included, and names that clash. */

type Rule = ComputeFirewall | ComputeNetworkFirewallPolicyRule;

/** Every problem of the rules of one delegate, in words. */
export function validateRules(rules: readonly Rule[], root: IConstruct): string[] {
  const own = rules.flatMap((rule) => {
    const attributes = attributesOf(rule);
    const problems = isFirewall(rule) ? firewallProblems(attributes) : policyRuleProblems(attributes);
    return problems.map((problem) => `${rule.node.path}: ${problem}`);
  });
  return [...own, ...clashes(rules, root)];
}

function isFirewall(rule: Rule): rule is ComputeFirewall {
  return rule.terraformResourceType === ComputeFirewall.tfResourceType;
}

function attributesOf(rule: TerraformResource): Attributes {
  const { resource } = Tokenization.resolve(rule.toTerraform(), {
    scope: rule,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  }) as { resource: Record<string, Record<string, Attributes>> };
  return Object.values(Object.values(resource)[0]!)[0]!;
}

/** Names are unique in a project, priorities in a policy; over all delegates of the app. */
function clashes(rules: readonly Rule[], root: IConstruct): string[] {
  const everywhere = root.node.findAll().filter(isRule);
  const seen = new Map<string, Rule>();
  const problems: string[] = [];
  for (const rule of everywhere) {
    const identity = identityOf(rule);
    const other = identity === undefined ? undefined : seen.get(identity);
    if (other !== undefined && (rules.includes(rule) || rules.includes(other))) {
      const what = isFirewall(rule) ? 'name' : 'priority';
      problems.push(
        `${other.node.path} and ${rule.node.path} have the same ${what} (${identity!.split('|').pop()}); give one of the delegates another \`prefix\``,
      );
    }
    if (identity !== undefined) {
      seen.set(identity, rule);
    }
  }
  return problems;
}

function isRule(node: IConstruct): node is Rule {
  const type = (node as Partial<TerraformResource>).terraformResourceType;
  return type === ComputeFirewall.tfResourceType || type === ComputeNetworkFirewallPolicyRule.tfResourceType;
}

/** What must be unique, as it was written; an expression is known to Terraform only. */
function identityOf(rule: Rule): string | undefined {
  const project = rule.projectInput ?? '';
  if (isFirewall(rule)) {
    return isExpression(rule.nameInput) ? undefined : `firewall|${project}|${rule.nameInput}`;
  }
  return `policy|${project}|${rule.firewallPolicyInput}|${rule.priorityInput}`;
}
