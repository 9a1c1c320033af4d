import { plus, sizeOf, type Address } from './address';
import type { PortRange } from './port-set';
import type { Node } from './region';

/** A block and a range of ports, all of whose traffic is allowed. */
export interface Cover {
  readonly node: Node;
  readonly range: PortRange;
}

/** True when the children, which are apart and inside the block, are the whole of it. */
export function isTiled({ prefix, family, children }: Node): boolean {
  const [first, ...others] = children.map((child) => sizeOf(family, child.prefix));
  return first !== undefined && others.reduce<Address>(plus, first) === sizeOf(family, prefix);
}

export function countNodes(node: Node, limit: number): number {
  return node.children.reduce((sum, child) => (sum > limit ? sum : sum + countNodes(child, limit)), 1);
}
