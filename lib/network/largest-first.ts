import { isTiled, type Cover } from './cover';
import { holds, NO_PORTS, type PortRange, type PortSet } from './port-set';
import type { Node } from './region';

/**
 * Largest rectangles first (of equal ones that of the block further out); then those that the others make needless go
 * again.
 */
export function largestFirst(root: Node): Cover[] {
  const cells = cellsOf(root);
  const candidates = rectanglesOf(root, NO_PORTS).map((cover) => ({ cover, cells: cellsIn(cover, cells) }));
  const chosen: Candidate[] = [];
  const open = new Set(cells);
  const gain = (candidate: Candidate): number => candidate.cells.filter((cell) => open.has(cell)).length;
  while (open.size > 0) {
    const gains = candidates.map(gain);
    const best = candidates[gains.reduce((first, found, i) => (found > gains[first]! ? i : first), 0)]!;
    chosen.push(best);
    best.cells.forEach((cell) => open.delete(cell));
  }
  return withoutNeedless(chosen).map(({ cover }) => cover);
}

interface Candidate {
  readonly cover: Cover;
  readonly cells: readonly Cell[];
}

function withoutNeedless(chosen: readonly Candidate[]): Candidate[] {
  const kept = [...chosen];
  for (const candidate of chosen) {
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

function cellsIn({ node, range }: Cover, cells: readonly Cell[]): Cell[] {
  const inside = new Set(allNodes(node));
  return cells.filter((cell) => inside.has(cell.node) && holds([range], cell.range));
}

/** Every block with each of its ranges, but for those that its parent has as well. */
function rectanglesOf(node: Node, above: PortSet): Cover[] {
  const own = node.ports.filter((range) => !holds(above, range)).map((range) => ({ node, range }));
  return [...own, ...node.children.flatMap((child) => rectanglesOf(child, node.ports))];
}

function allNodes(node: Node): Node[] {
  return [node, ...node.children.flatMap(allNodes)];
}
