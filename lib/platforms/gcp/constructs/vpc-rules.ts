import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import type { Construct } from 'constructs';
import type { Port } from '../../../network';
import type { AllowRule } from '../firewall-rules';
import { GCP_LIMITS } from '../limits';
import { ruleName } from '../names';
import { DENY_DESCRIPTION, describe, EVERYTHING } from '../rule-text';

/** Which machines a rule holds for. */
interface Targets {
  readonly targetServiceAccounts?: string[];
  readonly targetTags?: string[];
}

export interface VpcRuleContext {
  readonly network: string;
  readonly project?: string;
  readonly prefix: string;
  readonly priority: number;
  readonly targets: Targets;
}

/** The lowest precedence but for the implied rules, which sit at 65535. */
export const DENY_PRIORITY = GCP_LIMITS.vpcPriority.value - 1;
const LOGGING = { metadata: 'INCLUDE_ALL_METADATA' };

/** Lets out what one rule says. */
export function createAllow(scope: Construct, rule: AllowRule, context: VpcRuleContext): ComputeFirewall {
  const name = ruleName(context.prefix, rule.connection, `${context.prefix}|${rule.identity}`);
  return new ComputeFirewall(scope, name, {
    ...common(context),
    name,
    description: describe(rule),
    priority: context.priority,
    destinationRanges: [...rule.destinations],
    allow: byProtocol(rule.ports),
  });
}

/** Without these two, Google Cloud lets everything out. */
export function createDenyAll(scope: Construct, context: VpcRuleContext): ComputeFirewall[] {
  return EVERYTHING.map(([family, range]) => {
    const name = `${context.prefix}-deny-${family}`;
    return new ComputeFirewall(scope, name, {
      ...common(context),
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

function common({ network, project, targets }: VpcRuleContext): {
  network: string;
  project?: string;
  direction: string;
  logConfig: { metadata: string };
} & Targets {
  return {
    network,
    ...(project === undefined ? {} : { project }),
    direction: 'EGRESS',
    logConfig: LOGGING,
    ...targets,
  };
}
