import { groupBy } from '../base';
import { BlockIndex } from './block-index';
import { Cidr } from './cidr';
import { countNodes, isTiled, type Cover } from './cover';
import { Destination } from './destination';
import { largestFirst } from './largest-first';
import { Port, type Protocol } from './port';
import { holds, missingRanges, NO_PORTS, portSet, sameSet, type PortRange, type PortSet } from './port-set';
import { regionsOf, type Entry, type Node, type Region } from './region';
import { compareRules, type Enforcement, type Rule } from './rule';

/**
 * Few rules that let out exactly the same traffic.
 *
 * Knows: rules that repeat, blocks and port ranges inside others, blocks that join to larger ones, ports that join to
 * ranges. Works within one protocol, one IP family and one enforcement: a port-only rule never takes in an exact one.
 * Never a port or an address more. The result depends on the traffic alone, so it is the same for every order and every
 * way of writing it, and minimising it again changes nothing. A rule keeps the reasons of every rule that it takes in
 * whole or in part; a rule that stays as it was keeps its own only.
 *
 * Knows *nothing* of host names, deploy-time values and destinations of one platform beyond the ports that go to each;
 * nothing of quotas, groups and weights; and does not always find the optimum: covering blocks and ranges is hard. It
 * takes the best of three ways. No set of at most 2 addresses by 6 ports or 4 by 3 takes a rule more than the optimum
 * (all of them are tested, and a seventh of those of 8 by 2 and 4 by 4).
 */
export function minimise<R>(rules: readonly Rule<R>[], compareReasons: (a: R, b: R) => number): Rule<R>[] {
  const classes = groupBy(rules, ({ port, destination, enforcement }) => {
    const place = destination.cidr === undefined ? destination.key : destination.cidr.family;
    return `${port.protocol} ${enforcement} ${destination.kind} ${place}`;
  });
  return [...classes.values()].flatMap((group) => minimiseClass(group, compareReasons)).sort(compareMinimised);
}

/** Above this many blocks in one region, the slower way is not tried. */
const LARGE = 64;

function minimiseClass<R>(rules: readonly Rule<R>[], compareReasons: (a: R, b: R) => number): Rule<R>[] {
  if (rules[0]!.destination.cidr === undefined) {
    return portRanges(rules, portSet(rules.map(({ port }) => [port.from, port.to])), compareReasons);
  }
  return regionsOf(blocksOf(rules)).flatMap((region) => minimiseRegion(region, compareReasons));
}

/** A block with the rules that lead to it. */
interface BlockRules<R> extends Entry {
  readonly rules: readonly Rule<R>[];
}

function blocksOf<R>(rules: readonly Rule<R>[]): BlockRules<R>[] {
  return [...groupBy(rules, ({ destination }) => destination.key).values()].map((same) => {
    const { family, first, prefix } = same[0]!.destination.cidr!;
    return { family, first, prefix, ports: portSet(same.map(({ port }) => [port.from, port.to])), rules: same };
  });
}

function minimiseRegion<R>(
  { root, entries }: Region<BlockRules<R>>,
  compareReasons: (a: R, b: R) => number,
): Rule<R>[] {
  const [only] = entries;
  if (entries.length === 1) {
    return portRanges(only!.rules, only!.ports, compareReasons);
  }
  const rules = entries.flatMap((entry) => entry.rules);
  const covers = coverRegion(root);
  const index = new BlockIndex(rules, ({ destination }) => destination.cidr!);
  const blocks = covers.map(({ node }) => Cidr.of(node.family, node.first, node.prefix));
  const exact = new Set(covers.map(({ range }, i) => keyOf(blocks[i]!, range)));
  return covers.map(({ range }, i) => {
    const block = blocks[i]!;
    const own = keyOf(block, range);
    const taken = index.overlapping(block).filter((rule) => {
      const key = keyOf(rule.destination.cidr!, [rule.port.from, rule.port.to]);
      return key === own || (!exact.has(key) && rule.port.from <= range[1] && range[0] <= rule.port.to);
    });
    return withReasons(taken, Destination.fromCidr(block), range, compareReasons);
  });
}

/** Rules of one destination: one for each range that their ports make up. */
function portRanges<R>(rules: readonly Rule<R>[], ranges: PortSet, compareReasons: (a: R, b: R) => number): Rule<R>[] {
  const { destination } = rules[0]!;
  return ranges.map((range) => {
    const taken = rules.filter(({ port }) => range[0] <= port.from && port.to <= range[1]);
    return withReasons(taken, destination, range, compareReasons);
  });
}

function keyOf({ text }: Cidr, [from, to]: PortRange): string {
  return `${text} ${from}-${to}`;
}

/** The best of the ways; the first of those that are equally good, so that the result is one. */
function coverRegion(root: Node): Cover[] {
  if (root.children.length === 0) {
    return root.ports.map((range) => ({ node: root, range }));
  }
  const ways = [addressesFirst(root), portsFirst(root)];
  if (countNodes(root, LARGE) <= LARGE) {
    ways.push(largestFirst(root));
  }
  return ways.reduce((best, way) => (way.length < best.length ? way : best));
}

/** @internal Each port at the largest block that has all of it; the fewest blocks for each port, ports joined after. */
function addressesFirst(root: Node, above: PortSet = NO_PORTS): Cover[] {
  const own = missingRanges(root.ports, above).map((range) => ({ node: root, range }));
  return [...own, ...root.children.flatMap((child) => addressesFirst(child, root.ports))];
}

/** @internal Each block with its whole ranges of ports, but for ranges that all of its parts have inside wider ones. */
function portsFirst(root: Node, above: PortSet = NO_PORTS): Cover[] {
  const own = root.ports.filter((range) => !holds(above, range) && !isWiderEverywhere(root, range));
  return [
    ...own.map((range) => ({ node: root, range })),
    ...root.children.flatMap((child) => portsFirst(child, root.ports)),
  ];
}

function isWiderEverywhere(node: Node, range: PortRange): boolean {
  return (
    isTiled(node) &&
    node.children.every(({ ports }) => holds(ports, range) && !ports.some((own) => sameSet([own], [range])))
  );
}

function withReasons<R>(
  rules: readonly Rule<R>[],
  destination: Destination,
  [from, to]: PortRange,
  compareReasons: (a: R, b: R) => number,
): Rule<R> {
  const [first] = rules as [Rule<R>];
  const { port, enforcement } = first;
  const isSame = port.from === from && port.to === to;
  if (isSame && rules.length === 1 && first.reasons.length === 1 && first.destination.key === destination.key) {
    return first;
  }
  const reasons = [...new Set(rules.flatMap((rule) => rule.reasons))].sort(compareReasons);
  return { port: isSame ? port : portOf(port.protocol, from, to), destination, enforcement, reasons };
}

function portOf(protocol: Protocol, from: number, to: number): Port {
  return protocol === 'tcp' ? Port.tcpRange(from, to) : Port.udpRange(from, to);
}

const ENFORCEMENTS: readonly Enforcement[] = ['address', 'host name', 'port-only'];

function compareMinimised<R>(a: Rule<R>, b: Rule<R>): number {
  return compareRules(a, b) || ENFORCEMENTS.indexOf(a.enforcement) - ENFORCEMENTS.indexOf(b.enforcement);
}
