import { parseRange, type Range } from './addresses';
import { Firewall, type OracleRule } from './firewall';

/** What the firewall rules and the policy rules of a Terraform JSON let out, from the JSON alone. */

type Json = Record<string, unknown>;
export type TerraformResources = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export interface Resolution {
  /** Values of Terraform variables. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Addresses of host names, as the VPC resolves them. */
  readonly names?: Readonly<Record<string, readonly string[]>>;
}

interface Ranked extends OracleRule {
  readonly level: number;
  readonly priority: number;
}

/** VPC rules first, then the policy; in each the lower priority first, and a denial before an allowance. Then all is allowed. */
export function googleEgress(resources: TerraformResources, resolution: Resolution = {}): Firewall {
  const classic = Object.values(resources.google_compute_firewall ?? {}).filter(isEgress);
  const policy = Object.values(resources.google_compute_network_firewall_policy_rule ?? {}).filter(isEgress);
  const rules = [
    ...classic.flatMap((rule) => classicRules(rule, resolution)),
    ...policy.flatMap((rule) => policyRules(rule, resolution)),
  ];
  return new Firewall(
    rules.sort((a, b) => a.level - b.level || a.priority - b.priority || Number(a.allows) - Number(b.allows)),
    true,
  );
}

function isEgress({ direction, disabled }: Json): boolean {
  return direction === 'EGRESS' && disabled !== true;
}

function classicRules(rule: Json, resolution: Resolution): Ranked[] {
  const layers = (rule.allow ?? rule.deny) as Json[];
  const ranges = ((rule.destination_ranges ?? ['0.0.0.0/0', '::/0']) as string[]).map((block) =>
    parseRange(valueOf(block, resolution)),
  );
  return layers.map(({ protocol, ports }) => ({
    level: 1,
    priority: (rule.priority ?? 1000) as number,
    allows: rule.allow !== undefined,
    protocol: protocol as string,
    ports: portsOf(ports),
    ranges,
  }));
}

function policyRules({ action, priority, match }: Json, resolution: Resolution): Ranked[] {
  const { dest_ip_ranges: blocks, dest_fqdns: names, layer4_configs: layers } = match as Json;
  const ranges = [
    ...((blocks ?? []) as string[]).map((block) => parseRange(valueOf(block, resolution))),
    ...((names ?? []) as string[]).flatMap((name) => rangesOf(name, resolution)),
  ];
  return (layers as Json[]).map(({ ip_protocol: protocol, ports }) => ({
    level: 2,
    priority: priority as number,
    allows: action === 'allow',
    protocol: protocol as string,
    ports: portsOf(ports),
    ranges,
  }));
}

/** Google Cloud ignores names that do not resolve. */
function rangesOf(name: string, { names = {} }: Resolution): Range[] {
  return (names[name] ?? []).map(parseRange);
}

function valueOf(text: string, { variables = {} }: Resolution): string {
  const name = /^\$\{var\.([^}]+)\}$/.exec(text)?.[1];
  return name === undefined ? text : variables[name]!;
}

function portsOf(ports: unknown): [number, number][] {
  return ((ports ?? []) as string[]).map((port) => {
    const [from, to] = port.split('-').map(Number) as [number, number | undefined];
    return [from, to ?? from];
  });
}
