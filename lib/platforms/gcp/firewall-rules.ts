import { GCP_LIMITS } from './limits';
import { compareTexts, groupBy } from '../../base';
import {
  aggregate,
  compareDestinations,
  comparePorts,
  type Cidr,
  type Destination,
  type Enforcement,
  type Port,
} from '../../network';
import { distribute, type TargetFlow } from '../../platform';

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
  /**
   * Identity of the rule: connection, family, enforcement and what it leads to; its ports only beside another rule of the
   * same, and its part of a list that is too long for one rule.
   */
  readonly identity: string;
  /** The traffic that it carries. */
  readonly flows: readonly TargetFlow[];
}

interface Group {
  readonly ports: Port[];
  readonly destinations: readonly Destination[];
  readonly flows: TargetFlow[];
}

/** A destination as a rule writes it, and its name, which tells it from others whatever a token's text is. */
interface Written {
  readonly text: string;
  readonly key: string;
  readonly cidr?: Cidr;
}

/**
 * One rule for each connection, family, enforcement and kind of destination. Ports share a rule only when they lead to
 * the same destinations: grouping more would widen. Lists longer than the limit are split into several rules, never cut
 * short; the rule of a destination follows from its own content, so that one more moves no other.
 */
export function allowRules(flows: readonly TargetFlow[]): AllowRule[] {
  const byClass = groupBy(flows, ({ flow, destination, enforcement }) =>
    [flow.decision.connection, familyOf(destination), enforcement, flow.decision.leadsTo].join('|'),
  );
  return [...byClass].flatMap(rulesOf).sort((a, b) => compareTexts(a.identity, b.identity));
}

function rulesOf([identity, entries]: readonly [string, readonly TargetFlow[]]): AllowRule[] {
  const { flow, destination, enforcement } = entries[0]!;
  const { connection } = flow.decision;
  const family = familyOf(destination);
  const groups = portGroups(entries);
  return groups.flatMap(({ ports, destinations, flows }) => {
    const own = groups.length === 1 ? identity : `${identity}|${ports.map(({ key }) => key).join(',')}`;
    return partsOf(destinations, family).map(({ number, part, isWhole }) => {
      const carried = isWhole ? flows : flowsIn(part, flows);
      return {
        connection,
        family,
        ports,
        enforcement,
        destinations: part.map(({ text }) => text),
        reasons: [...new Set(carried.map((entry) => entry.flow.key))].sort(),
        identity: number === 1 ? own : `${own}|part ${number}`,
        flows: carried,
      };
    });
  });
}

interface Part {
  readonly number: number;
  readonly part: readonly Written[];
  readonly isWhole: boolean;
}

/** The destinations of each rule, in the fewest rules that hold them, each by the hash of what it is. */
function partsOf(destinations: readonly Destination[], family: RuleFamily): Part[] {
  const limit = (family === 'names' ? GCP_LIMITS.names : GCP_LIMITS.ranges).value;
  const all = writtenOf(destinations);
  if (all.length <= limit) {
    return [{ number: 1, part: all, isWhole: true }];
  }
  const least = Math.ceil(all.length / limit);
  const fits = (bin: readonly Written[]): boolean => bin.length <= limit;
  const parts = distribute(all, ({ key }) => key, fits, { least, most: 2 * least + 8 });
  return parts!.map((part, i) => ({ number: i + 1, part, isWhole: false })).filter(({ part }) => part.length > 0);
}

/** The traffic to these destinations; a block is in the one that it was joined into. */
function flowsIn(part: readonly Written[], flows: readonly TargetFlow[]): TargetFlow[] {
  const keys = new Set(part.map(({ key }) => key));
  const isIn = ({ key, cidr }: Destination): boolean =>
    keys.has(key) || (cidr !== undefined && part.some((written) => written.cidr?.contains(cidr) === true));
  return flows.filter(({ destination }) => isIn(destination));
}

/** Ports of a connection that lead to the same destinations. */
function portGroups(entries: readonly TargetFlow[]): Group[] {
  const groups = new Map<string, Group>();
  for (const same of groupBy(entries, ({ flow }) => flow.port.key).values()) {
    const destinations = unique(same.map(({ destination }) => destination));
    const key = destinations.map((destination) => destination.key).join(' ');
    const group = groups.get(key) ?? { ports: [], destinations, flows: [] };
    group.ports.push(same[0]!.flow.port);
    group.flows.push(...same);
    groups.set(key, group);
  }
  groups.forEach(({ ports }) => ports.sort(comparePorts));
  return [...groups.values()];
}

function writtenOf(destinations: readonly Destination[]): Written[] {
  const blocks = destinations.flatMap(({ cidr }) => (cidr === undefined ? [] : [cidr]));
  const others = destinations.filter(({ cidr }) => cidr === undefined);
  return [
    ...aggregate(blocks).map((cidr) => ({ text: cidr.text, key: cidr.text, cidr })),
    ...others.map(({ hostname, value, text, key }) => ({ text: hostname ?? value ?? text, key })),
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
