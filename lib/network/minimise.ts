import { Cidr, type IpFamily } from './cidr';
import { Destination } from './destination';
import { Port, type Protocol } from './port';
import { holds, missingRanges, NO_PORTS, portSet, sameSet, type PortRange, type PortSet } from './port-set';
import { regionsOf, type Entry, type Node } from './region';
import { compareRules, mergeSame, type Enforcement, type Rule } from './rule';

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
 * takes the best of three ways, which on small sets is at most one rule from the optimum (tested exhaustively).
 */
export function minimise<R>(rules: readonly Rule<R>[], compareReasons: (a: R, b: R) => number): Rule<R>[] {
  const classes = new Map<string, Rule<R>[]>();
  for (const rule of rules) {
    const { port, destination, enforcement } = rule;
    const place = destination.cidr === undefined ? destination.key : destination.cidr.family;
    const key = `${port.protocol} ${enforcement} ${destination.kind} ${place}`;
    const group = classes.get(key);
    if (group === undefined) {
      classes.set(key, [rule]);
    } else {
      group.push(rule);
    }
  }
  return [...classes.values()].flatMap((group) => minimiseClass(group, compareReasons)).sort(compareMinimised);
}

/** A block and a range of ports, all of whose traffic is let out. */
interface Cover {
  readonly node: Node;
  readonly range: PortRange;
}

/** Above this many blocks in one region, the slower way is not tried. */
const LARGE = 64;

function minimiseClass<R>(rules: readonly Rule<R>[], compareReasons: (a: R, b: R) => number): Rule<R>[] {
  const { destination, port, enforcement } = rules[0]!;
  if (destination.cidr === undefined) {
    return portSet(rules.map((rule) => [rule.port.from, rule.port.to])).map((range) =>
      withReasons(
        rules.filter((rule) => range[0] <= rule.port.from && rule.port.to <= range[1]),
        destination,
        range,
        compareReasons,
      ),
    );
  }
  const family = destination.cidr.family;
  const byBlock = mergeSame(rules, compareReasons);
  const entries = entriesOf(byBlock, family);
  const covers = regionsOf(entries).flatMap(coverRegion);
  const index = new BlockIndex(byBlock);
  const exact = new Set(covers.map(({ node, range }) => keyOf(node.first, node.prefix, range)));
  return covers.map(({ node, range }) => {
    const block = Cidr.of(family, node.first, node.prefix);
    const own = keyOf(node.first, node.prefix, range);
    const taken = index.overlapping(block).filter((rule) => {
      const key = keyOf(rule.destination.cidr!.first, rule.destination.cidr!.prefix, [rule.port.from, rule.port.to]);
      return key === own || (!exact.has(key) && rule.port.from <= range[1] && range[0] <= rule.port.to);
    });
    return { ...withReasons(taken, Destination.fromCidr(block), range, compareReasons, port.protocol), enforcement };
  });
}

function keyOf(first: bigint, prefix: number, [from, to]: PortRange): string {
  return `${first}/${prefix} ${from}-${to}`;
}

function entriesOf<R>(rules: readonly Rule<R>[], family: IpFamily): Entry[] {
  const byBlock = new Map<string, { cidr: Cidr; ranges: PortRange[] }>();
  for (const { destination, port } of rules) {
    const entry = byBlock.get(destination.key) ?? { cidr: destination.cidr!, ranges: [] };
    entry.ranges.push([port.from, port.to]);
    byBlock.set(destination.key, entry);
  }
  return [...byBlock.values()].map(({ cidr, ranges }) => ({
    family,
    first: cidr.first,
    prefix: cidr.prefix,
    ports: portSet(ranges),
  }));
}

/** The best of the ways; the first of those that are equally good, so that the result is one. */
function coverRegion(root: Node): Cover[] {
  const ways = [addressesFirst(root), portsFirst(root)];
  if (countNodes(root, LARGE) <= LARGE) {
    ways.push(largestFirst(root));
  }
  return ways.reduce((best, way) => (way.length < best.length ? way : best));
}

/** @internal Each port at the largest block that has all of it; the fewest blocks for each port, ports joined after. */
export function addressesFirst(root: Node, above: PortSet = NO_PORTS): Cover[] {
  const own = missingRanges(root.ports, above).map((range) => ({ node: root, range }));
  return [...own, ...root.children.flatMap((child) => addressesFirst(child, root.ports))];
}

/** @internal Each block with its whole ranges of ports, but for ranges that all of its parts have inside wider ones. */
export function portsFirst(root: Node, above: PortSet = NO_PORTS): Cover[] {
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

/** True when the children are the whole of the block. */
function isTiled({ first, prefix, family, children }: Node): boolean {
  const size = (at: number): bigint => 1n << BigInt((family === 'ipv4' ? 32 : 128) - at);
  return children.reduce((sum, child) => sum + size(child.prefix), 0n) === size(prefix) && children[0]?.first === first;
}

/** Largest rectangles first, then those that the others make needless go again. */
function largestFirst(root: Node): Cover[] {
  const cells = cellsOf(root);
  const candidates = rectanglesOf(root, NO_PORTS).map((cover) => ({ cover, cells: cellsIn(cover, cells) }));
  const chosen: { cover: Cover; cells: readonly number[] }[] = [];
  const open = new Set(cells.map((_, i) => i));
  while (open.size > 0) {
    const [best] = candidates
      .map((candidate) => ({ candidate, gain: candidate.cells.filter((cell) => open.has(cell)).length }))
      .sort((a, b) => b.gain - a.gain || order(a.candidate.cover, b.candidate.cover));
    chosen.push(best!.candidate);
    best!.candidate.cells.forEach((cell) => open.delete(cell));
  }
  return withoutNeedless(chosen).map(({ cover }) => cover);
}

function withoutNeedless<T extends { readonly cells: readonly number[] }>(chosen: readonly T[]): T[] {
  const kept = [...chosen];
  for (const candidate of [...chosen].reverse()) {
    const rest = new Set(kept.filter((other) => other !== candidate).flatMap(({ cells }) => cells));
    if (candidate.cells.every((cell) => rest.has(cell))) {
      kept.splice(kept.indexOf(candidate), 1);
    }
  }
  return kept;
}

interface Cell {
  readonly node: Node;
  readonly range: PortRange;
}

/** The smallest pieces of traffic: the part of a block outside its children, or a leaf, and ports between two borders. */
function cellsOf(root: Node): Cell[] {
  const nodes = allNodes(root);
  const borders = [...new Set(nodes.flatMap(({ ports }) => ports.flatMap(([from, to]) => [from, to + 1])))].sort(
    (a, b) => a - b,
  );
  const segments = borders.slice(1).map((border, i): PortRange => [borders[i]!, border - 1]);
  return nodes
    .filter((node) => !isTiled(node))
    .flatMap((node) => segments.filter((range) => holds(node.ports, range)).map((range) => ({ node, range })));
}

function cellsIn({ node, range }: Cover, cells: readonly Cell[]): number[] {
  const inside = new Set(allNodes(node));
  return cells.flatMap((cell, i) =>
    inside.has(cell.node) && range[0] <= cell.range[0] && cell.range[1] <= range[1] ? [i] : [],
  );
}

/** Every block with each of its ranges, but for those that its parent has as well. */
function rectanglesOf(node: Node, above: PortSet): Cover[] {
  const own = node.ports.filter((range) => !holds(above, range)).map((range) => ({ node, range }));
  return [...own, ...node.children.flatMap((child) => rectanglesOf(child, node.ports))];
}

function allNodes(node: Node): Node[] {
  return [node, ...node.children.flatMap(allNodes)];
}

function countNodes(node: Node, limit: number): number {
  return node.children.reduce((sum, child) => (sum > limit ? sum : sum + countNodes(child, limit)), 1);
}

function order(a: Cover, b: Cover): number {
  return (
    a.node.prefix - b.node.prefix ||
    (a.node.first < b.node.first ? -1 : a.node.first > b.node.first ? 1 : a.range[0] - b.range[0])
  );
}

function withReasons<R>(
  rules: readonly Rule<R>[],
  destination: Destination,
  [from, to]: PortRange,
  compareReasons: (a: R, b: R) => number,
  protocol: Protocol = rules[0]!.port.protocol,
): Rule<R> {
  const reasons = [...new Set(rules.flatMap((rule) => rule.reasons))].sort(compareReasons);
  return {
    port: protocol === 'tcp' ? Port.tcpRange(from, to) : Port.udpRange(from, to),
    destination,
    enforcement: rules[0]!.enforcement,
    reasons,
  };
}

const ENFORCEMENTS: readonly Enforcement[] = ['address', 'host name', 'port-only'];

function compareMinimised<R>(a: Rule<R>, b: Rule<R>): number {
  return compareRules(a, b) || ENFORCEMENTS.indexOf(a.enforcement) - ENFORCEMENTS.indexOf(b.enforcement);
}

/** Finds the rules whose block overlaps another without looking at all of them. */
class BlockIndex<R> {
  private readonly sorted: readonly Rule<R>[];
  private readonly exact = new Map<string, Rule<R>[]>();

  public constructor(rules: readonly Rule<R>[]) {
    this.sorted = [...rules].sort((a, b) =>
      a.destination.cidr!.first < b.destination.cidr!.first
        ? -1
        : a.destination.cidr!.first > b.destination.cidr!.first
          ? 1
          : 0,
    );
    for (const rule of rules) {
      const { first, prefix } = rule.destination.cidr!;
      const key = `${first}/${prefix}`;
      this.exact.set(key, [...(this.exact.get(key) ?? []), rule]);
    }
  }

  public overlapping(block: Cidr): Rule<R>[] {
    return [...this.around(block), ...this.inside(block)];
  }

  /** Blocks larger than this one. */
  private around({ family, first, prefix }: Cidr): Rule<R>[] {
    const bits = family === 'ipv4' ? 32 : 128;
    return Array.from(
      { length: prefix },
      (_, larger) => `${first - (first % (1n << BigInt(bits - larger)))}/${larger}`,
    ).flatMap((key) => this.exact.get(key) ?? []);
  }

  private inside(block: Cidr): Rule<R>[] {
    const start = this.firstFrom(block.first);
    const result: Rule<R>[] = [];
    for (let i = start; i < this.sorted.length && this.sorted[i]!.destination.cidr!.first <= block.last; i++) {
      if (this.sorted[i]!.destination.cidr!.prefix >= block.prefix) {
        result.push(this.sorted[i]!);
      }
    }
    return result;
  }

  private firstFrom(address: bigint): number {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]!.destination.cidr!.first < address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
