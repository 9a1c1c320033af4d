import {
  areHalves,
  commonBits,
  compareBlocks,
  endOf,
  plus,
  sizeOf,
  startOf,
  type Address,
  type IpFamily,
} from './address';
import { intersection, NO_PORTS, sameSet, union, type PortSet } from './port-set';

/**
 * The traffic that a set of rules allows, as a tree of address blocks, independent of how the rules were written: two
 * sets that allow the same have the same tree. Each leaf is the largest block whose addresses all have the same ports.
 */

interface Block {
  readonly family: IpFamily;
  readonly first: Address;
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

/** A largest block with allowed traffic, and its entries. */
export interface Region<E extends Entry> {
  readonly root: Node;
  readonly entries: readonly E[];
}

/** The regions of these entries, which are of one family and of different blocks. */
export function regionsOf<E extends Entry>(entries: readonly E[]): Region<E>[] {
  const sorted = [...entries].sort(compareBlocks);
  const done: Span[] = [];
  for (let start = 0; start < sorted.length;) {
    const end = behind(sorted, start);
    done.push({ root: build(sorted, start, end, sorted[start]!, NO_PORTS), start, end });
    joinHalves(done);
    start = end;
  }
  return done.map(({ root, start, end }) => ({ root, entries: sorted.slice(start, end) }));
}

const NO_CHILDREN: readonly Node[] = [];

interface Span {
  readonly root: Node;
  readonly start: number;
  readonly end: number;
}

/** Index behind the last entry that is inside the block of the one at `start`. */
function behind(sorted: readonly Entry[], start: number): number {
  const { first, prefix, family } = sorted[start]!;
  const next = sorted[start + 1];
  if (next === undefined || next.prefix <= prefix) {
    return start + 1;
  }
  const last = endOf(family, first, prefix);
  let end = start + 1;
  while (end < sorted.length && sorted[end]!.first <= last) {
    end += 1;
  }
  return end;
}

/** Joins the last two as long as they are the two halves of one block and have ports in common. */
function joinHalves(done: Span[]): void {
  while (done.length > 1) {
    const [low, high] = [done[done.length - 2]!, done[done.length - 1]!];
    const { family, first, prefix } = low.root;
    const isWhole = prefix === high.root.prefix && areHalves(family, first, high.root.first, prefix);
    const ports = isWhole ? intersection(low.root.ports, high.root.ports) : NO_PORTS;
    if (ports.length === 0) {
      return;
    }
    const root = withChildren({ family, first, prefix: prefix - 1 }, ports, [low.root, high.root]);
    done.length -= 2;
    done.push({ root, start: low.start, end: high.end });
  }
}

/** The tree of `sorted[from..to)`, all of them inside `block`, on top of the ports that `block` has anyway. */
function build(sorted: readonly Entry[], from: number, to: number, block: Block, inherited: PortSet): Node {
  let [start, ports] = [from, inherited];
  while (start < to && sorted[start]!.prefix === block.prefix) {
    ports = union(ports, sorted[start]!.ports);
    start += 1;
  }
  if (start === to) {
    return { family: block.family, first: block.first, prefix: block.prefix, ports, children: NO_CHILDREN };
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
  const more = nodes.filter((node) => node.children.length > 0 || !sameSet(node.ports, ports));
  const children =
    more.length === 0 ? NO_CHILDREN : more.flatMap((node) => (sameSet(node.ports, ports) ? node.children : [node]));
  return { family, first, prefix, ports, children };
}

/** The smallest block around `sorted[from..to)`. */
function commonBlock(sorted: readonly Entry[], from: number, to: number): Block {
  const { family, first, prefix } = sorted[from]!;
  const last = sorted[to - 1]!.first;
  const size = Math.min(prefix, sorted[to - 1]!.prefix, commonBits(family, first, last));
  return { family, first: startOf(family, first, size), prefix: size };
}

function half({ family, first, prefix }: Block, index: number): Block {
  const start = index === 0 ? first : plus(first, sizeOf(family, prefix + 1));
  return { family, first: start, prefix: prefix + 1 };
}

/** Index of the first entry in the upper half of the block. */
function split(sorted: readonly Entry[], from: number, to: number, block: Block): number {
  const upper = half(block, 1).first;
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sorted[middle]!.first < upper) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
