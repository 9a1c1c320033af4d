import { groupBy } from '../base';
import { next } from './address';
import { BlockIndex } from './block-index';
import { Cidr, compareCidrs } from './cidr';
import { countNodes, isTiled, type Cover } from './cover';
import { Destination } from './destination';
import { largestFirst } from './largest-first';
import { Port, type Protocol } from './port';
import {
  holds,
  holdsWider,
  missingRanges,
  NO_PORTS,
  portSet,
  rangeAt,
  sameSet,
  type PortRange,
  type PortSet,
} from './port-set';
import { regionsOf, type Entry, type Node, type Region } from './region';
import { mergeSame, type Rule } from './rule';

/**
 * Few rules that allow exactly the same traffic.
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
  const result: Rule<R>[] = [];
  for (const group of classes.values()) {
    minimiseClass(group, compareReasons, result);
  }
  // Joined ports may be those of a rule of another enforcement.
  return mergeSame(result, compareReasons);
}

/** Above this many blocks in one region, the slower way is not tried. */
const LARGE = 64;

function minimiseClass<R>(rules: readonly Rule<R>[], compareReasons: (a: R, b: R) => number, result: Rule<R>[]): void {
  if (rules[0]!.destination.cidr === undefined) {
    const ports = portSet(rules.map(({ port }) => [port.from, port.to]));
    portRanges(rules, ports, compareReasons).forEach((rule) => result.push(rule));
    return;
  }
  const sorted = [...rules].sort((a, b) => compareCidrs(a.destination.cidr!, b.destination.cidr!));
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    end = gapAfter(sorted, start);
    if (end - start === 1 && sorted[start]!.reasons.length === 1) {
      result.push(sorted[start]!);
    } else {
      for (const region of regionsOf(blocksOf(sorted, start, end))) {
        minimiseRegion(sorted, region, compareReasons).forEach((rule) => result.push(rule));
      }
    }
  }
}

/** Index of the first rule behind addresses that no rule leads to; nothing joins across these. */
function gapAfter(sorted: readonly Rule<unknown>[], start: number): number {
  let last = sorted[start]!.destination.cidr!.high;
  let end = start + 1;
  for (; end < sorted.length; end++) {
    const { low, high } = sorted[end]!.destination.cidr!;
    if (low > last && low !== next(last)) {
      break;
    }
    last = high > last ? high : last;
  }
  return end;
}

/** A block, and which of the sorted rules lead to it. */
interface BlockRules extends Entry {
  readonly from: number;
  readonly to: number;
}

function blocksOf(sorted: readonly Rule<unknown>[], start: number, end: number): BlockRules[] {
  const blocks: BlockRules[] = [];
  for (let from = start, to = start; from < end; from = to) {
    const { family, low, prefix } = sorted[from]!.destination.cidr!;
    const ranges: PortRange[] = [];
    for (; to < end && compareCidrs(sorted[from]!.destination.cidr!, sorted[to]!.destination.cidr!) === 0; to++) {
      ranges.push([sorted[to]!.port.from, sorted[to]!.port.to]);
    }
    const ports = portSet(ranges);
    const last = blocks[blocks.length - 1];
    // Equal sets as one, which is less to keep and quicker to compare.
    const shared = last !== undefined && sameSet(last.ports, ports) ? last.ports : ports;
    blocks.push({ family, first: low, prefix, ports: shared, from, to });
  }
  return blocks;
}

function minimiseRegion<R>(
  sorted: readonly Rule<R>[],
  { root, entries }: Region<BlockRules>,
  compareReasons: (a: R, b: R) => number,
): Rule<R>[] {
  const rules = sorted.slice(entries[0]!.from, entries[entries.length - 1]!.to);
  if (entries.length === 1) {
    return portRanges(rules, entries[0]!.ports, compareReasons);
  }
  const covers = coverRegion(root);
  const index = new BlockIndex(rules, ({ destination }) => destination.cidr!);
  const blocks = covers.map(({ node }) => Cidr.at(node.family, node.first, node.prefix));
  const exact = new Set(covers.map(({ range }, i) => keyOf(blocks[i]!, range)));
  return covers.map(({ range }, i) => {
    const block = blocks[i]!;
    const own = keyOf(block, range);
    const taken = index.overlapping(block).filter(({ port, destination }) => {
      if (port.from > range[1] || range[0] > port.to) {
        return false;
      }
      const key = keyOf(destination.cidr!, [port.from, port.to]);
      return key === own || !exact.has(key);
    });
    return withReasons(taken, Destination.fromCidr(block), range, compareReasons);
  });
}

/** Rules of one destination: one for each range that their ports make up. */
function portRanges<R>(rules: readonly Rule<R>[], ranges: PortSet, compareReasons: (a: R, b: R) => number): Rule<R>[] {
  const { destination } = rules[0]!;
  const taken = ranges.map((): Rule<R>[] => []);
  rules.forEach((rule) => taken[rangeAt(ranges, rule.port.from)]!.push(rule));
  return ranges.map((range, i) => withReasons(taken[i]!, destination, range, compareReasons));
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
  const isWhole = isTiled(root);
  const own = root.ports.filter((range) => !holds(above, range) && !(isWhole && isWiderEverywhere(root, range)));
  return [
    ...own.map((range) => ({ node: root, range })),
    ...root.children.flatMap((child) => portsFirst(child, root.ports)),
  ];
}

function isWiderEverywhere({ children }: Node, range: PortRange): boolean {
  return children.every(({ ports }) => holdsWider(ports, range));
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
