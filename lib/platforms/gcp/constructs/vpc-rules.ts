import { ComputeFirewall, type ComputeFirewallConfig } from '@cdktf/provider-google/lib/compute-firewall';
import type { Construct } from 'constructs';
import type { Port } from '../../../network';
import { GCP_LIMITS } from '../limits';
import type { LastRule, NamedRule } from '../rule-set';
import { DENY_DESCRIPTION, describe, OBSERVE_DESCRIPTION, type DenyChoice, type LoggingChoice } from '../rule-text';

/** Common settings of the rules of one delegate. */
export interface VpcRuleContext extends Omit<ComputeFirewallConfig, 'name'> {
  readonly logging: LoggingChoice;
  readonly priority: number;
}

/** The lowest precedence but for the implied rules, which sit at 65535. */
export const DENY_PRIORITY = GCP_LIMITS.vpcPriority.value - 1;
const EGRESS = { direction: 'EGRESS' };
/** Without it nothing is logged. */
const LOGS = {
  'all': { logConfig: { metadata: 'INCLUDE_ALL_METADATA' } },
  'no metadata': { logConfig: { metadata: 'EXCLUDE_ALL_METADATA' } },
  'off': {},
} as const satisfies Record<LoggingChoice, object>;

/** Creates an allow rule. */
export function createAllow(
  scope: Construct,
  rule: NamedRule,
  { logging, ...common }: VpcRuleContext,
): ComputeFirewall {
  return new ComputeFirewall(scope, rule.name, {
    ...common,
    ...EGRESS,
    ...LOGS[logging],
    name: rule.name,
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
  rules: readonly LastRule[],
  { logging, ...common }: VpcRuleContext,
  deny: DenyChoice,
  allows: readonly ComputeFirewall[],
): ComputeFirewall[] {
  return rules.map(
    ({ name, range }) =>
      new ComputeFirewall(scope, name, {
        ...common,
        ...EGRESS,
        ...LOGS[logging],
        name,
        description: deny === 'on' ? DENY_DESCRIPTION : OBSERVE_DESCRIPTION,
        priority: DENY_PRIORITY,
        destinationRanges: [range],
        [deny === 'on' ? 'deny' : 'allow']: [{ protocol: 'all' }],
        dependsOn: [...allows],
      }),
  );
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
