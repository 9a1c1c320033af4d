import { isTiled, type Cover } from './cover';
import { holds, NO_PORTS, rangeAt, type PortRange, type PortSet } from './port-set';
import type { Node } from './region';

/**
 * Largest rectangles first (of equal ones that of the block further out); then those that the others make needless go
 * again.
 */
export function largestFirst(root: Node): Cover[] {
  const cells = cellsOf(root);
  const candidates = rectanglesOf(root, NO_PORTS).map((cover) => ({ cover, cells: cellsIn(cover, cells) }));
  const holders = holdersOf(candidates);
  const gains = candidates.map((candidate) => candidate.cells.length);
  const byGain = candidatesByGain(gains);
  const chosen: Candidate[] = [];
  // What a candidate gains only ever shrinks, so whoever is behind is moved to where it belongs when its turn comes.
  for (let gain = byGain.length - 1; gain > 0; gain--) {
    for (const i of byGain[gain]!.sort((a, b) => a - b)) {
      if (gains[i] === gain) {
        chosen.push(candidates[i]!);
        take(candidates[i]!, holders, gains);
      } else {
        byGain[gains[i]!]!.push(i);
      }
    }
  }
  return withoutNeedless(chosen).map(({ cover }) => cover);
}

interface Candidate {
  readonly cover: Cover;
  readonly cells: readonly Cell[];
}

/** The candidates that hold each cell that is not taken yet. */
function holdersOf(candidates: readonly Candidate[]): Map<Cell, number[]> {
  const holders = new Map<Cell, number[]>();
  candidates.forEach(({ cells }, i) =>
    cells.forEach((cell) => {
      const known = holders.get(cell);
      if (known === undefined) {
        holders.set(cell, [i]);
      } else {
        known.push(i);
      }
    }),
  );
  return holders;
}

function candidatesByGain(gains: readonly number[]): number[][] {
  const most = gains.reduce((max, gain) => Math.max(max, gain), 0);
  const byGain = Array.from({ length: most + 1 }, (): number[] => []);
  gains.forEach((gain, i) => byGain[gain]!.push(i));
  return byGain;
}

function take({ cells }: Candidate, holders: Map<Cell, number[]>, gains: number[]): void {
  for (const cell of cells) {
    holders.get(cell)?.forEach((i) => (gains[i]! -= 1));
    holders.delete(cell);
  }
}

function withoutNeedless(chosen: readonly Candidate[]): Candidate[] {
  const counts = new Map<Cell, number>();
  const add = (cells: readonly Cell[], one: number): void =>
    cells.forEach((cell) => counts.set(cell, (counts.get(cell) ?? 0) + one));
  chosen.forEach(({ cells }) => add(cells, 1));
  return chosen.filter(({ cells }) => {
    const isNeedless = cells.every((cell) => counts.get(cell)! > 1);
    add(cells, isNeedless ? -1 : 0);
    return !isNeedless;
  });
}

/** The smallest pieces of traffic: the part of a block outside its children, or a leaf, and ports between two borders. */
type Cell = PortRange;

/** The cells of every block that has some, in order of their ports. */
function cellsOf(root: Node): Map<Node, readonly Cell[]> {
  const nodes = allNodes(root);
  const borders = [...new Set(nodes.flatMap(({ ports }) => ports.flatMap(([from, to]) => [from, to + 1])))].sort(
    (a, b) => a - b,
  );
  const segments = borders.slice(1).map((border, i): PortRange => [borders[i]!, border - 1]);
  return new Map(
    nodes
      .filter((node) => !isTiled(node))
      .map((node) => [
        node,
        segments.filter((range) => holds(node.ports, range)).map(([from, to]): Cell => [from, to]),
      ]),
  );
}

function cellsIn({ node, range: [from, to] }: Cover, cells: ReadonlyMap<Node, readonly Cell[]>): Cell[] {
  return allNodes(node).flatMap((inside) => {
    const own = cells.get(inside) ?? [];
    // Ranges begin and end at borders, so a cell is in one or apart from it.
    return own.slice(rangeAt(own, from - 1) + 1, rangeAt(own, to) + 1);
  });
}

/** Every block with each of its ranges, but for those that its parent has as well. */
function rectanglesOf(node: Node, above: PortSet): Cover[] {
  const own = node.ports.filter((range) => !holds(above, range)).map((range) => ({ node, range }));
  return [...own, ...node.children.flatMap((child) => rectanglesOf(child, node.ports))];
}

function allNodes(node: Node): Node[] {
  return [node, ...node.children.flatMap(allNodes)];
}
