import { ComputeNetworkFirewallPolicyRule } from '@cdktf/provider-google/lib/compute-network-firewall-policy-rule';
import type { Construct } from 'constructs';
import type { AllowRule } from '../firewall-rules';
import { allowPriority, denyPriority, ruleName } from '../names';
import { DENY_DESCRIPTION, describe, EVERYTHING } from '../rule-text';
import { byProtocol } from './vpc-rules';

interface PolicyTargets {
  readonly targetServiceAccounts?: string[];
  readonly targetSecureTags?: { name: string }[];
}

export interface PolicyRuleContext {
  /** Name of the policy, or an expression. */
  readonly policy: string;
  readonly project?: string;
  readonly prefix: string;
  readonly targets: PolicyTargets;
}

/** Lets out what one rule says; its priority is a hash of what it is, and stays when others come and go. */
export function createPolicyAllow(
  scope: Construct,
  rule: AllowRule,
  context: PolicyRuleContext,
): ComputeNetworkFirewallPolicyRule {
  const identity = `${context.prefix}|${rule.identity}`;
  const name = ruleName(context.prefix, rule.connection, identity);
  const destinations = [...rule.destinations];
  return new ComputeNetworkFirewallPolicyRule(scope, name, {
    ...common(context),
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

/** Inside the policy, after every allow rule: VPC rules would be evaluated before it. */
export function createPolicyDenyAll(scope: Construct, context: PolicyRuleContext): ComputeNetworkFirewallPolicyRule[] {
  return EVERYTHING.map(([family, range]) => {
    const name = `${context.prefix}-deny-${family}`;
    return new ComputeNetworkFirewallPolicyRule(scope, name, {
      ...common(context),
      ruleName: name,
      description: DENY_DESCRIPTION,
      action: 'deny',
      priority: denyPriority(name),
      match: { destIpRanges: [range], layer4Configs: [{ ipProtocol: 'all' }] },
    });
  });
}

function common({ policy, project, targets }: PolicyRuleContext): {
  firewallPolicy: string;
  project?: string;
  direction: string;
  enableLogging: boolean;
} & PolicyTargets {
  return {
    firewallPolicy: policy,
    ...(project === undefined ? {} : { project }),
    direction: 'EGRESS',
    enableLogging: true,
    ...targets,
  };
}
