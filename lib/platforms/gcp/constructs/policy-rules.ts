import {
  ComputeNetworkFirewallPolicyRule,
  type ComputeNetworkFirewallPolicyRuleConfig,
} from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
import type { Construct } from 'constructs';
import type { AllowRule } from '../firewall-rules';
import { allowPriority, denyPriority, ruleName } from '../names';
import { DENY_DESCRIPTION, describe, EVERYTHING, OBSERVE_DESCRIPTION, type DenyChoice } from '../rule-text';
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

/**
 * Creates the rules that end the list, inside the policy, since VPC rules would be evaluated before it: they deny, or
 * observe. Terraform writes them after every allow rule.
 */
export function createPolicyLast(
  scope: Construct,
  { prefix, ...common }: PolicyRuleContext,
  deny: DenyChoice,
  allows: readonly ComputeNetworkFirewallPolicyRule[],
): ComputeNetworkFirewallPolicyRule[] {
  return EVERYTHING.map(([family, range]) => {
    const name = `${prefix}-${deny === 'on' ? 'deny' : 'observe'}-${family}`;
    return new ComputeNetworkFirewallPolicyRule(scope, name, {
      ...common,
      ...EGRESS,
      ruleName: name,
      description: deny === 'on' ? DENY_DESCRIPTION : OBSERVE_DESCRIPTION,
      action: deny === 'on' ? 'deny' : 'allow',
      priority: denyPriority(name),
      match: { destIpRanges: [range], layer4Configs: [{ ipProtocol: 'all' }] },
      dependsOn: [...allows],
    });
  });
}
