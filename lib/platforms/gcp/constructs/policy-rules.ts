import {
  ComputeNetworkFirewallPolicyRule,
  type ComputeNetworkFirewallPolicyRuleConfig,
} from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
import type { Construct } from 'constructs';
import type { LastRule, NamedRule } from '../rule-set';
import { DENY_DESCRIPTION, describe, OBSERVE_DESCRIPTION, type DenyChoice } from '../rule-text';
import { byProtocol } from './vpc-rules';

/** Common settings of the rules of one delegate. */
export interface PolicyRuleContext extends Pick<
  ComputeNetworkFirewallPolicyRuleConfig,
  'firewallPolicy' | 'project' | 'targetServiceAccounts' | 'targetSecureTags' | 'enableLogging'
> {
  readonly priorities: ReadonlyMap<string, number>;
}

const EGRESS = { direction: 'EGRESS' };

/** Creates an allow rule. */
export function createPolicyAllow(
  scope: Construct,
  rule: NamedRule,
  { priorities, ...common }: PolicyRuleContext,
): ComputeNetworkFirewallPolicyRule {
  const { name } = rule;
  const destinations = [...rule.destinations];
  return new ComputeNetworkFirewallPolicyRule(scope, name, {
    ...common,
    ...EGRESS,
    ruleName: name,
    description: describe(rule),
    action: 'allow',
    priority: priorities.get(name)!,
    match: {
      ...(rule.family === 'names' ? { destFqdns: destinations } : { destIpRanges: destinations }),
      layer4Configs: byProtocol(rule.ports).map(({ protocol, ports }) => ({ ipProtocol: protocol, ports })),
    },
  });
}

/**
 * Creates the rules that end the list, inside the policy, since VPC rules would be evaluated before it: they deny, or
 * observe. Terraform writes them after every allow rule.
 */
export function createPolicyLast(
  scope: Construct,
  rules: readonly LastRule[],
  { priorities, ...common }: PolicyRuleContext,
  deny: DenyChoice,
  allows: readonly ComputeNetworkFirewallPolicyRule[],
): ComputeNetworkFirewallPolicyRule[] {
  return rules.map(
    ({ name, range }) =>
      new ComputeNetworkFirewallPolicyRule(scope, name, {
        ...common,
        ...EGRESS,
        ruleName: name,
        description: deny === 'on' ? DENY_DESCRIPTION : OBSERVE_DESCRIPTION,
        action: deny === 'on' ? 'deny' : 'allow',
        priority: priorities.get(name)!,
        match: { destIpRanges: [range], layer4Configs: [{ ipProtocol: 'all' }] },
        dependsOn: [...allows],
      }),
  );
}
