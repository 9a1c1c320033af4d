import { GCP_LIMITS } from './limits';
import { compareTexts, groupBy } from '../../base';
import {
  aggregate,
  compareDestinations,
  comparePorts,
  type Destination,
  type Enforcement,
  type Port,
} from '../../network';
import type { TargetFlow } from '../../platform';

/** Firewall rules of one connection, in Google Cloud's shape. Knows nothing of resources. */

/** `names` are host names, which have no family. */
type RuleFamily = 'ipv4' | 'ipv6' | 'names';

export interface AllowRule {
  readonly connection: string;
  readonly family: RuleFamily;
  readonly ports: readonly Port[];
  readonly enforcement: Enforcement;
  /** CIDRs (aggregated, never wider), deploy-time values, or host names. */
  readonly destinations: readonly string[];
  /** Keys of the flows behind it: `jenkins:443`. */
  readonly reasons: readonly string[];
  /** Identity of the rule: connection, family, enforcement, ports, and its part of a list that is too long for one rule. */
  readonly identity: string;
}

interface Group {
  readonly ports: Port[];
  readonly destinations: readonly Destination[];
  readonly reasons: Set<string>;
}

/**
 * One rule for each connection, family, enforcement and set of ports. Ports share a rule only when they lead to the same
 * destinations: grouping more would widen. Lists longer than the limit are split into several rules, never cut short.
 */
export function allowRules(flows: readonly TargetFlow[]): AllowRule[] {
  const byClass = groupBy(flows, ({ flow, destination, enforcement }) =>
    [flow.decision.connection, familyOf(destination), enforcement].join(' '),
  );
  return [...byClass.values()].flatMap(rulesOf).sort((a, b) => compareTexts(a.identity, b.identity));
}

function rulesOf(entries: readonly TargetFlow[]): AllowRule[] {
  const { flow, destination, enforcement } = entries[0]!;
  const { connection } = flow.decision;
  const family = familyOf(destination);
  const limit = family === 'names' ? GCP_LIMITS.names.value : GCP_LIMITS.ranges.value;
  return portGroups(entries).flatMap(({ ports, destinations, reasons }) => {
    const texts = textsOf(destinations);
    const parts = Array.from({ length: Math.ceil(texts.length / limit) }, (_, i) =>
      texts.slice(i * limit, (i + 1) * limit),
    );
    return parts.map((part, i) => ({
      connection,
      family,
      ports,
      enforcement,
      destinations: part,
      reasons: [...reasons].sort(),
      identity: [
        connection,
        family,
        enforcement,
        ports.map(({ key }) => key).join(','),
        ...(i === 0 ? [] : [`part ${i + 1}`]),
      ].join('|'),
    }));
  });
}

/** Ports of a connection that lead to the same destinations. */
function portGroups(entries: readonly TargetFlow[]): Group[] {
  const groups = new Map<string, Group>();
  for (const same of groupBy(entries, ({ flow }) => flow.port.key).values()) {
    const destinations = unique(same.map(({ destination }) => destination));
    const key = destinations.map((destination) => destination.key).join(' ');
    const group = groups.get(key) ?? { ports: [], destinations, reasons: new Set<string>() };
    group.ports.push(same[0]!.flow.port);
    same.forEach(({ flow }) => group.reasons.add(flow.key));
    groups.set(key, group);
  }
  groups.forEach(({ ports }) => ports.sort(comparePorts));
  return [...groups.values()];
}

function textsOf(destinations: readonly Destination[]): string[] {
  const blocks = destinations.flatMap(({ cidr }) => (cidr === undefined ? [] : [cidr]));
  const others = destinations.filter(({ cidr }) => cidr === undefined);
  return [
    ...aggregate(blocks).map(({ text }) => text),
    ...others.map(({ hostname, value, text }) => hostname ?? value ?? text),
  ];
}

function familyOf({ kind, family }: Destination): RuleFamily {
  return kind === 'hostname' ? 'names' : family!;
}

function unique(destinations: readonly Destination[]): Destination[] {
  return [...new Map(destinations.map((destination) => [destination.key, destination])).values()].sort(
    compareDestinations,
  );
}
