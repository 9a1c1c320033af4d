import type * as Ipaddr from 'ipaddr.js';
import { AccessError, looksLikeToken, show } from '../base';

export type IpFamily = 'ipv4' | 'ipv6';

/** Loaded at the first IPv6 block: it would be a third of the time that the root entry needs to load. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
const ipaddr = (): typeof Ipaddr => require('ipaddr.js') as typeof Ipaddr;

/** Every deny rule has this one, which needs no library to read. */
const ANY_IPV6 = '::';

/** Length of an address. */
export const BITS: Readonly<Record<IpFamily, number>> = { ipv4: 32, ipv6: 128 };
const HIGHEST: Readonly<Record<IpFamily, bigint>> = { ipv4: (1n << 32n) - 1n, ipv6: (1n << 128n) - 1n };
const OCTET = /^(0|[1-9]\d{0,2})$/;
const PREFIX = /^(0|[1-9]\d{0,2})$/;
const EXAMPLE = 'such as 10.0.0.0/8 or 2001:db8::/32';

/**
 * A literal block of addresses, IPv4 or IPv6, in canonical form.
 *
 * Strict on purpose: four decimal parts without leading zeros, a mask always, no host bits, no zone id, no IPv4-mapped
 * IPv6. Lenient parsers read `010.0.0.0/8` as 8.0.0.0/8 (octal), and a firewall must not depend on who reads it.
 */
export class Cidr {
  /** @throws AccessError `InvalidCidr`, `MissingMask`, `HostBits`, `TokenInText` */
  public static parse(text: unknown): Cidr {
    if (typeof text !== 'string') {
      throw AccessError.of('InvalidCidr', `a CIDR must be a string ${EXAMPLE}, got ${show(text)}`);
    }
    if (looksLikeToken(text)) {
      throw AccessError.of(
        'TokenInText',
        'a CIDR must be literal, got a deploy-time token; wrap it: `Destination.deployTime(value, { name })`',
      );
    }
    const [address, prefix, ...rest] = text.split('/');
    if (prefix === undefined && address !== undefined && isAddress(address)) {
      throw AccessError.of(
        'MissingMask',
        `a CIDR needs a mask, got ${show(text)}; did you mean \`${address}/${address.includes(':') ? 128 : 32}\`?`,
      );
    }
    if (address === undefined || prefix === undefined || rest.length > 0) {
      throw invalid(text, `must be an address and a mask ${EXAMPLE}`);
    }
    const family: IpFamily = address.includes(':') ? 'ipv6' : 'ipv4';
    const base = family === 'ipv4' ? parseIpv4(address, text) : parseIpv6(address, text);
    return Cidr.of(family, base, parsePrefix(prefix, family, text), text);
  }

  /** A block from its lowest address and its mask length. @throws AccessError `InvalidCidr`, `HostBits` */
  public static of(family: IpFamily, base: bigint, prefix: number, written?: string): Cidr {
    const block = Cidr.around(family, base, prefix);
    if (block.first !== base) {
      throw AccessError.of(
        'HostBits',
        `a CIDR must not have host bits, got ${show(written ?? `${formatAddress(family, base)}/${prefix}`)}; did you mean \`${block.text}\`?`,
      );
    }
    return block;
  }

  /** The block of this size that holds an address. @throws AccessError `InvalidCidr` */
  public static around(family: IpFamily, address: bigint, prefix: number): Cidr {
    checkParts(family, address, prefix);
    return new Cidr(family, address - (address % (1n << BigInt(BITS[family] - prefix))), prefix);
  }

  /** Canonical text (RFC 5952 for IPv6). */
  public readonly text: string;
  /** Highest address of the block. */
  public readonly last: bigint;

  private constructor(
    public readonly family: IpFamily,
    public readonly first: bigint,
    public readonly prefix: number,
  ) {
    this.text = `${formatAddress(family, first)}/${prefix}`;
    this.last = first + (1n << BigInt(BITS[family] - prefix)) - 1n;
  }

  /** True when the block is every address of its family. */
  public get isAny(): boolean {
    return this.prefix === 0;
  }

  /** True when every address of `other` is in this block. */
  public contains(other: Cidr): boolean {
    return this.family === other.family && this.first <= other.first && other.last <= this.last;
  }

  public toString(): string {
    return this.text;
  }
}

/** Order of blocks of one family: by lowest address, a block before what is inside it. */
export function compareBlocks(a: Pick<Cidr, 'first' | 'prefix'>, b: Pick<Cidr, 'first' | 'prefix'>): number {
  return a.first < b.first ? -1 : a.first > b.first ? 1 : a.prefix - b.prefix;
}

/** The compiler checks none of it for a list that comes from data. */
function checkParts(family: unknown, address: unknown, prefix: unknown): void {
  if (family !== 'ipv4' && family !== 'ipv6') {
    throw AccessError.of('InvalidCidr', `\`family\` must be \`ipv4\` or \`ipv6\`, got ${show(family)}`);
  }
  if (!Number.isInteger(prefix) || (prefix as number) < 0 || (prefix as number) > BITS[family]) {
    throw AccessError.of(
      'InvalidCidr',
      `the mask of an ${family} block must be an integer between 0 and ${BITS[family]}, got ${show(prefix)}`,
    );
  }
  if (typeof address !== 'bigint' || address < 0n || address > HIGHEST[family]) {
    throw AccessError.of(
      'InvalidCidr',
      `an ${family} address must be a bigint of at most ${BITS[family]} bits, such as ${family === 'ipv4' ? '0x0a000000n' : '1n'}, got ${show(address)}`,
    );
  }
}

function invalid(text: string, what: string): AccessError {
  return AccessError.of('InvalidCidr', `a CIDR ${what}, got ${show(text)}`);
}

function isAddress(text: string): boolean {
  return text.includes(':') ? ipaddr().IPv6.isValid(text) : ipaddr().IPv4.isValidFourPartDecimal(text);
}

function parsePrefix(prefix: string, family: IpFamily, text: string): number {
  if (!PREFIX.test(prefix) || Number(prefix) > BITS[family]) {
    throw invalid(text, `must end in a mask between /0 and /${BITS[family]}, without leading zeros`);
  }
  return Number(prefix);
}

function parseIpv4(address: string, text: string): bigint {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => OCTET.test(part) && Number(part) <= 255)) {
    throw invalid(text, 'must have four decimal parts between 0 and 255, without leading zeros');
  }
  return BigInt(parts.reduce((sum, part) => sum * 256 + Number(part), 0));
}

function parseIpv6(address: string, text: string): bigint {
  if (address.includes('%')) {
    throw invalid(text, 'must not carry a zone id');
  }
  if (address === ANY_IPV6) {
    return 0n;
  }
  if (!ipaddr().IPv6.isValid(address)) {
    throw invalid(text, `must be a valid IPv6 block ${EXAMPLE}`);
  }
  const parsed = ipaddr().IPv6.parse(address);
  if (address.includes('.') || parsed.isIPv4MappedAddress()) {
    throw invalid(text, 'must not embed an IPv4 address: write the IPv4 block instead');
  }
  return parsed.parts.reduce((sum, part) => sum * 65536n + BigInt(part), 0n);
}

function formatAddress(family: IpFamily, address: bigint): string {
  if (family === 'ipv4') {
    const number = Number(address);
    return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(number / unit) % 256).join('.');
  }
  if (address === 0n) {
    return ANY_IPV6;
  }
  const parts = Array.from({ length: 8 }, (_, i) => Number((address >> BigInt(112 - 16 * i)) & 65535n));
  return new (ipaddr().IPv6)(parts).toRFC5952String();
}
