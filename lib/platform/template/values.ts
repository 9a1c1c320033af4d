import { numberOf } from './fields';
import { Cidr, type IpFamily, type Place } from '../../network';

/** Protocols, ports and places, as templates write them. */

/** Every port that a client can reach. */
export const ALL_PORTS = { from: 1, to: 65535 } as const;
/** Every protocol but TCP and UDP. */
export const OTHER = 'other protocols';
export const ANYTHING = { protocols: ['tcp', 'udp', OTHER], ...ALL_PORTS };
/** Anything, for a type or an address of a resource that may hold egress rules. */
export function mayOpenOf(name: unknown): typeof ANYTHING | undefined {
  return typeof name === 'string' && /firewall|security_?(group|policy)|prefix_?list|^module\./i.test(name)
    ? ANYTHING
    : undefined;
}

export const ANY: readonly Place[] = [blockOf('0.0.0.0/0')!, blockOf('::/0')!];

const NUMBERS: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '50': 'esp',
  '51': 'ah',
  '58': 'icmpv6',
  '132': 'sctp',
};

/** Names of the protocols that a template means; `-1` and `all` are all of them. */
export function protocolsOf(value: unknown): readonly string[] | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') {
    return undefined;
  }
  const text = String(value).trim().toLowerCase();
  if (text === '-1' || text === 'all') {
    return ['tcp', 'udp', OTHER];
  }
  return /^[a-z0-9-]{1,20}$/.test(text) ? [NUMBERS[text] ?? text] : undefined;
}

export function hasPorts(protocol: string): boolean {
  return protocol === 'tcp' || protocol === 'udp';
}

/**
 * A block as other tools take it: without a mask it is one address, and host bits are ignored, as EC2 does.
 * `undefined` for everything else.
 */
export function blockOf(value: unknown): Place | undefined {
  if (typeof value !== 'string') {
    return undefined;
  }
  const [address, mask, ...rest] = value.split('/');
  const family: IpFamily = value.includes(':') ? 'ipv6' : 'ipv4';
  const bits = family === 'ipv4' ? 32 : 128;
  const prefix = mask === undefined ? bits : numberOf(mask);
  if (rest.length > 0 || prefix === undefined || prefix < 0 || prefix > bits) {
    return undefined;
  }
  try {
    const { first } = Cidr.parse(`${address}/${bits}`);
    const cidr = Cidr.around(family, first, prefix);
    return { key: cidr.text, text: cidr.text, cidr, family };
  } catch {
    // Not an address; the caller reports it.
    return undefined;
  }
}

/** A host name; open wherever every address is open. */
export function namePlace(name: string): Place {
  const text = name.toLowerCase();
  return { key: text, text, family: 'ipv4' };
}
