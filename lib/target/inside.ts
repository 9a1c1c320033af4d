import { Cidr, type Destination } from '../network';

/** Blocks that are inside a network: RFC 1918, RFC 6598, RFC 4193. */
const INSIDE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];
let blocks: readonly Cidr[] | undefined;

/** True when a destination lies in one's own network for certain. */
export function isInside({ native, cidr }: Destination): boolean {
  blocks ??= INSIDE.map((text) => Cidr.parse(text));
  return native !== undefined || (cidr !== undefined && blocks.some((block) => block.contains(cidr)));
}
