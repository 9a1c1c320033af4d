import { ComputeFirewall, type ComputeFirewallConfig } from '@cdktf/provider-google/lib/compute-firewall';
import type { Construct } from 'constructs';
import type { Port } from '../../../network';
import type { AllowRule } from '../firewall-rules';
import { GCP_LIMITS } from '../limits';
import { ruleName } from '../names';
import { DENY_DESCRIPTION, describe, EVERYTHING, OBSERVE_DESCRIPTION, type DenyChoice } from '../rule-text';

/** Common settings of the rules of one delegate. */
export interface VpcRuleContext extends Omit<ComputeFirewallConfig, 'name'> {
  readonly prefix: string;
  readonly priority: number;
}

/** The lowest precedence but for the implied rules, which sit at 65535. */
export const DENY_PRIORITY = GCP_LIMITS.vpcPriority.value - 1;
const EGRESS = { direction: 'EGRESS', logConfig: { metadata: 'INCLUDE_ALL_METADATA' } };

/** Creates an allow rule. */
export function createAllow(scope: Construct, rule: AllowRule, { prefix, ...common }: VpcRuleContext): ComputeFirewall {
  const name = ruleName(prefix, rule.connection, `${prefix}|${rule.identity}`);
  return new ComputeFirewall(scope, name, {
    ...common,
    ...EGRESS,
    name,
    description: describe(rule),
    destinationRanges: [...rule.destinations],
    allow: byProtocol(rule.ports),
  });
}

/**
 * Creates the two rules that end the list: they deny, without which Google Cloud allows all egress, or observe. Terraform
 * writes them after every allow rule, so that a delegate which applies them stays connected.
 */
export function createLast(
  scope: Construct,
  { prefix, ...common }: VpcRuleContext,
  deny: DenyChoice,
  allows: readonly ComputeFirewall[],
): ComputeFirewall[] {
  return EVERYTHING.map(([family, range]) => {
    const name = `${prefix}-${deny === 'on' ? 'deny' : 'observe'}-${family}`;
    return new ComputeFirewall(scope, name, {
      ...common,
      ...EGRESS,
      name,
      description: deny === 'on' ? DENY_DESCRIPTION : OBSERVE_DESCRIPTION,
      priority: DENY_PRIORITY,
      destinationRanges: [range],
      [deny === 'on' ? 'deny' : 'allow']: [{ protocol: 'all' }],
      dependsOn: [...allows],
    });
  });
}

/** Ports by protocol, as an `allow` block wants them. */
export function byProtocol(ports: readonly Port[]): { protocol: string; ports: string[] }[] {
  return (['tcp', 'udp'] as const)
    .map((protocol) => ({
      protocol,
      ports: ports
        .filter((port) => port.protocol === protocol)
        .map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)),
    }))
    .filter((block) => block.ports.length > 0);
}
