import { Cidr, type Destination, type IpFamily } from '../network';

/** Blocks that are inside a network: RFC 1918, RFC 6598, RFC 4193. */
const INSIDE: Readonly<Record<IpFamily, readonly string[]>> = {
  ipv4: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'],
  ipv6: ['fc00::/7'],
};
const blocks = new Map<IpFamily, readonly Cidr[]>();

/** True when a destination is certainly inside one's own network. */
export function isInside({ native, cidr }: Pick<Destination, 'native' | 'cidr'>): boolean {
  return native !== undefined || (cidr !== undefined && blocksOf(cidr.family).some((block) => block.contains(cidr)));
}

function blocksOf(family: IpFamily): readonly Cidr[] {
  let parsed = blocks.get(family);
  if (parsed === undefined) {
    parsed = INSIDE[family].map((text) => Cidr.parse(text));
    blocks.set(family, parsed);
  }
  return parsed;
}
