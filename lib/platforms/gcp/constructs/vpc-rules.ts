import { ComputeFirewall, type ComputeFirewallConfig } from '@cdktf/provider-google/lib/compute-firewall';
import type { Construct } from 'constructs';
import type { Port } from '../../../network';
import type { AllowRule } from '../firewall-rules';
import { GCP_LIMITS } from '../limits';
import { ruleName } from '../names';
import { DENY_DESCRIPTION, describe, EVERYTHING } from '../rule-text';

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

/** Creates the two rules that deny; without them Google Cloud allows all egress. */
export function createDenyAll(scope: Construct, { prefix, ...common }: VpcRuleContext): ComputeFirewall[] {
  return EVERYTHING.map(([family, range]) => {
    const name = `${prefix}-deny-${family}`;
    return new ComputeFirewall(scope, name, {
      ...common,
      ...EGRESS,
      name,
      description: DENY_DESCRIPTION,
      priority: DENY_PRIORITY,
      destinationRanges: [range],
      deny: [{ protocol: 'all' }],
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
