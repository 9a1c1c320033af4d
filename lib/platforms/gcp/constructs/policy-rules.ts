import {
  ComputeNetworkFirewallPolicyRule,
  type ComputeNetworkFirewallPolicyRuleConfig,
} from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
import type { Construct } from 'constructs';
import type { AllowRule } from '../firewall-rules';
import { allowPriority, denyPriority, ruleName } from '../names';
import { DENY_DESCRIPTION, describe, EVERYTHING } from '../rule-text';
import { byProtocol } from './vpc-rules';

/** Common settings of the rules of one delegate. */
export interface PolicyRuleContext extends Pick<
  ComputeNetworkFirewallPolicyRuleConfig,
  'firewallPolicy' | 'project' | 'targetServiceAccounts' | 'targetSecureTags'
> {
  readonly prefix: string;
}

const EGRESS = { direction: 'EGRESS', enableLogging: true };

/** Creates an allow rule; its priority is a hash of its content, independent of other rules. */
export function createPolicyAllow(
  scope: Construct,
  rule: AllowRule,
  { prefix, ...common }: PolicyRuleContext,
): ComputeNetworkFirewallPolicyRule {
  const identity = `${prefix}|${rule.identity}`;
  const name = ruleName(prefix, rule.connection, identity);
  const destinations = [...rule.destinations];
  return new ComputeNetworkFirewallPolicyRule(scope, name, {
    ...common,
    ...EGRESS,
    ruleName: name,
    description: describe(rule),
    action: 'allow',
    priority: allowPriority(identity),
    match: {
      ...(rule.family === 'names' ? { destFqdns: destinations } : { destIpRanges: destinations }),
      layer4Configs: byProtocol(rule.ports).map(({ protocol, ports }) => ({ ipProtocol: protocol, ports })),
    },
  });
}

/** Creates the rules that deny, inside the policy and after every allow rule: VPC rules would be evaluated before it. */
export function createPolicyDenyAll(
  scope: Construct,
  { prefix, ...common }: PolicyRuleContext,
): ComputeNetworkFirewallPolicyRule[] {
  return EVERYTHING.map(([family, range]) => {
    const name = `${prefix}-deny-${family}`;
    return new ComputeNetworkFirewallPolicyRule(scope, name, {
      ...common,
      ...EGRESS,
      ruleName: name,
      description: DENY_DESCRIPTION,
      action: 'deny',
      priority: denyPriority(name),
      match: { destIpRanges: [range], layer4Configs: [{ ipProtocol: 'all' }] },
    });
  });
}
