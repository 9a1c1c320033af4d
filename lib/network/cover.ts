import { BITS } from './cidr';
import type { PortRange } from './port-set';
import type { Node } from './region';

/** A block and a range of ports, all of whose traffic is let out. */
export interface Cover {
  readonly node: Node;
  readonly range: PortRange;
}

/** True when the children, which are apart and inside the block, are the whole of it. */
export function isTiled({ prefix, family, children }: Node): boolean {
  const size = (at: number): bigint => 1n << BigInt(BITS[family] - at);
  return children.reduce((sum, child) => sum + size(child.prefix), 0n) === size(prefix);
}

export function countNodes(node: Node, limit: number): number {
  return node.children.reduce((sum, child) => (sum > limit ? sum : sum + countNodes(child, limit)), 1);
}
