import { BITS, compareBlocks, type IpFamily } from './cidr';
import { intersection, NO_PORTS, sameSet, union, type PortSet } from './port-set';

/**
 * What a set of rules lets out, as a tree of address blocks, independent of how the rules were written: two sets that
 * let out the same have the same tree. Each leaf is the largest block whose addresses all have the same ports.
 */

interface Block {
  readonly family: IpFamily;
  readonly first: bigint;
  readonly prefix: number;
}

/** A block with the ports that all of it has. */
export interface Node extends Block {
  readonly ports: PortSet;
  /** The parts that have more ports than all of it; the rest has exactly `ports`. Empty for a leaf. */
  readonly children: readonly Node[];
}

export interface Entry extends Block {
  readonly ports: PortSet;
}

/** A largest block that is let out at all, and the entries that make it up. */
export interface Region<E extends Entry> {
  readonly root: Node;
  readonly entries: readonly E[];
}

/** The regions of these entries, which are of one family and of different blocks. */
export function regionsOf<E extends Entry>(entries: readonly E[]): Region<E>[] {
  const sorted = [...entries].sort(compareBlocks);
  const done: Span[] = [];
  for (let start = 0; start < sorted.length;) {
    const end = endOf(sorted, start);
    done.push({ root: build(sorted, start, end, sorted[start]!, NO_PORTS), start, end });
    joinHalves(done);
    start = end;
  }
  return done.map(({ root, start, end }) => ({ root, entries: sorted.slice(start, end) }));
}

interface Span {
  readonly root: Node;
  readonly start: number;
  readonly end: number;
}

/** Index behind the last entry that is inside the block of the one at `start`. */
function endOf(sorted: readonly Entry[], start: number): number {
  const { first, prefix, family } = sorted[start]!;
  const next = sorted[start + 1];
  if (next === undefined || next.prefix <= prefix) {
    return start + 1;
  }
  const beyond = first + (1n << BigInt(BITS[family] - prefix));
  let end = start + 1;
  while (end < sorted.length && sorted[end]!.first < beyond) {
    end += 1;
  }
  return end;
}

/** Joins the last two as long as they are the two halves of one block and have ports in common. */
function joinHalves(done: Span[]): void {
  while (done.length > 1) {
    const [low, high] = [done[done.length - 2]!, done[done.length - 1]!];
    const ports = areHalves(low.root, high.root) ? intersection(low.root.ports, high.root.ports) : NO_PORTS;
    if (ports.length === 0) {
      return;
    }
    const { family, first, prefix } = low.root;
    const root = withChildren({ family, first, prefix: prefix - 1 }, ports, [low.root, high.root]);
    done.splice(-2, 2, { root, start: low.start, end: high.end });
  }
}

/** True when the second is the upper half of a block whose lower half is the first. */
function areHalves(low: Block, high: Block): boolean {
  return low.prefix === high.prefix && (low.first ^ high.first) === 1n << BigInt(BITS[low.family] - low.prefix);
}

/** The tree of `sorted[from..to)`, all of them inside `block`, on top of the ports that `block` has anyway. */
function build(sorted: readonly Entry[], from: number, to: number, block: Block, inherited: PortSet): Node {
  let [start, ports] = [from, inherited];
  while (start < to && sorted[start]!.prefix === block.prefix) {
    ports = union(ports, sorted[start]!.ports);
    start += 1;
  }
  if (start === to) {
    return { family: block.family, first: block.first, prefix: block.prefix, ports, children: [] };
  }
  const inner = commonBlock(sorted, start, to);
  if (inner.prefix > block.prefix) {
    return withChildren(block, ports, [build(sorted, start, to, inner, ports)]);
  }
  const middle = split(sorted, start, to, block);
  const halves = [
    [start, middle],
    [middle, to],
  ] as const;
  const nodes = halves.map(([begin, end], i) => build(sorted, begin, end, half(block, i), ports));
  return withChildren(block, intersection(nodes[0]!.ports, nodes[1]!.ports), nodes);
}

/** Only parts that have more than the whole are kept; two halves alike become the whole. */
function withChildren({ family, first, prefix }: Block, ports: PortSet, nodes: readonly Node[]): Node {
  const children = nodes.flatMap((node) => (sameSet(node.ports, ports) ? node.children : [node]));
  return { family, first, prefix, ports, children };
}

/** The smallest block around `sorted[from..to)`. */
function commonBlock(sorted: readonly Entry[], from: number, to: number): Block {
  const { family, first, prefix } = sorted[from]!;
  const last = sorted[to - 1]!.first;
  let size = Math.min(prefix, sorted[to - 1]!.prefix);
  const difference = first ^ last;
  if (difference !== 0n) {
    size = Math.min(size, BITS[family] - bitLength(difference));
  }
  return { family, first: first - (first % (1n << BigInt(BITS[family] - size))), prefix: size };
}

/** Bits of a positive number; most addresses have 32. */
function bitLength(value: bigint): number {
  return value <= 0xffffffffn ? 32 - Math.clz32(Number(value)) : value.toString(2).length;
}

function half(block: Block, index: number): Block {
  const prefix = block.prefix + 1;
  return {
    family: block.family,
    first: block.first + BigInt(index) * (1n << BigInt(BITS[block.family] - prefix)),
    prefix,
  };
}

/** Index of the first entry in the upper half of the block. */
function split(sorted: readonly Entry[], from: number, to: number, block: Block): number {
  const upper = half(block, 1).first;
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.first < upper) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
