import { isTiled, type Cover } from './cover';
import { holds, NO_PORTS, type PortRange, type PortSet } from './port-set';
import type { Node } from './region';

/** Largest rectangles first, then those that the others make needless go again. */
export function largestFirst(root: Node): Cover[] {
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

function order(a: Cover, b: Cover): number {
  return (
    a.node.prefix - b.node.prefix ||
    (a.node.first < b.node.first ? -1 : a.node.first > b.node.first ? 1 : a.range[0] - b.range[0])
  );
}
