import type * as Ipaddr from 'ipaddr.js';
import { AccessError, collect, looksLikeToken, show, type Problem } from '../base';
import { areHalves, BITS, endOf, startOf, type Address, type IpFamily } from './address';

export type { IpFamily } from './address';

/** Loaded at the first IPv6 block: it would be a third of the time that the root entry needs to load. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
const ipaddr = (): typeof Ipaddr => require('ipaddr.js') as typeof Ipaddr;

/** Every deny rule has this one, which needs no library to read. */
const ANY_IPV6 = '::';

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
      throw AccessError.of('MissingMask', `a CIDR needs a mask, got ${show(text)}${masked(address)}`);
    }
    if (address === undefined || prefix === undefined || rest.length > 0) {
      throw invalid(text, `must be an address and a mask ${EXAMPLE}`);
    }
    const family: IpFamily = address.includes(':') ? 'ipv6' : 'ipv4';
    const base = family === 'ipv4' ? parseIpv4(address, text) : parseIpv6(address, text);
    return Cidr.at(family, base, parsePrefix(prefix, family, text), text);
  }

  /** A block from its lowest address and its mask length. @throws AccessError `InvalidCidr`, `HostBits` */
  public static of(family: IpFamily, base: bigint, prefix: number): Cidr {
    checkParts(family, base, prefix);
    return Cidr.at(family, family === 'ipv4' ? Number(base) : base, prefix);
  }

  /** The block of this size that holds an address. @throws AccessError `InvalidCidr` */
  public static around(family: IpFamily, address: bigint, prefix: number): Cidr {
    checkParts(family, address, prefix);
    return new Cidr(family, startOf(family, family === 'ipv4' ? Number(address) : address, prefix), prefix);
  }

  /** @internal The block of this size around an address, the address itself without a size; `undefined` when it is none. */
  public static near(address: string, prefix?: number): Cidr | undefined {
    const family: IpFamily = address.includes(':') ? 'ipv6' : 'ipv4';
    const size = prefix ?? BITS[family];
    if (size > BITS[family] || !isAddress(address)) {
      return undefined;
    }
    const problems: Problem[] = [];
    const exact = collect(problems, '', () => Cidr.parse(`${address}/${BITS[family]}`));
    return exact === undefined ? undefined : Cidr.around(family, exact.first, size);
  }

  /** @internal A block from parts that need no check but for host bits. @throws AccessError `HostBits` */
  public static at(family: IpFamily, low: Address, prefix: number, written?: string): Cidr {
    const start = startOf(family, low, prefix);
    if (start !== low) {
      throw AccessError.of(
        'HostBits',
        `a CIDR must not have host bits, got ${show(written ?? `${formatAddress(low)}/${prefix}`)}; did you mean \`${formatAddress(start)}/${prefix}\`?`,
      );
    }
    // IPv4 is read only in its canonical form.
    return new Cidr(family, low, prefix, family === 'ipv4' ? written : undefined);
  }

  #text: string | undefined;

  private constructor(
    public readonly family: IpFamily,
    /** @internal Lowest address, as it is computed with. */
    public readonly low: Address,
    public readonly prefix: number,
    text?: string,
  ) {
    this.#text = text;
  }

  /** Canonical text (RFC 5952 for IPv6). */
  public get text(): string {
    this.#text ??= `${formatAddress(this.low)}/${this.prefix}`;
    return this.#text;
  }

  /** Lowest address of the block. */
  public get first(): bigint {
    return BigInt(this.low);
  }

  /** Highest address of the block. */
  public get last(): bigint {
    return BigInt(this.high);
  }

  /** @internal Highest address, as it is computed with. */
  public get high(): Address {
    return endOf(this.family, this.low, this.prefix);
  }

  /** True when the block is every address of its family. */
  public get isAny(): boolean {
    return this.prefix === 0;
  }

  /** True when every address of `other` is in this block. */
  public contains(other: Cidr): boolean {
    return (
      this.family === other.family &&
      this.prefix <= other.prefix &&
      this.low <= other.low &&
      other.low <= endOf(this.family, this.low, this.prefix)
    );
  }

  /** @internal The block whose lower half is this and whose upper half is `other`, or `undefined`. */
  public joined(other: Cidr): Cidr | undefined {
    const { family, low, prefix } = this;
    return family === other.family && prefix === other.prefix && areHalves(family, low, other.low, prefix)
      ? new Cidr(family, low, prefix - 1)
      : undefined;
  }

  public toString(): string {
    return this.text;
  }
}

/** Order of blocks of one family: by lowest address, a block before what is inside it. */
export function compareCidrs(a: Cidr, b: Cidr): number {
  return a.low < b.low ? -1 : a.low > b.low ? 1 : a.prefix - b.prefix;
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
  if (typeof address !== 'bigint' || address < 0n || address >= 1n << BigInt(BITS[family])) {
    throw AccessError.of(
      'InvalidCidr',
      `an ${family} address must be a bigint of at most ${BITS[family]} bits, such as ${family === 'ipv4' ? '0x0a000000n' : '1n'}, got ${show(address)}`,
    );
  }
}

function invalid(text: string, what: string): AccessError {
  return AccessError.of('InvalidCidr', `a CIDR ${what}, got ${show(text)}`);
}

/** The block of one address, which has no zone and no IPv4 address inside. */
function masked(address: string): string {
  const bare = address
    .replace(/%.*$/, '')
    .replace(/^.*:(?=[\d.]+$)/, (before) => (address.includes('.') ? '' : before));
  const meant = Cidr.near(bare) === undefined ? undefined : `${bare}/${bare.includes(':') ? 128 : 32}`;
  return meant === undefined ? '' : `; did you mean \`${meant}\`?`;
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

function parseIpv4(address: string, text: string): number {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => OCTET.test(part) && Number(part) <= 255)) {
    throw invalid(text, 'must have four decimal parts between 0 and 255, without leading zeros');
  }
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

function parseIpv6(address: string, text: string): bigint {
  if (address.includes('%')) {
    throw invalid(text, 'must not carry a zone id');
  }
  if (address === ANY_IPV6) {
    return 0n;
  }
  if (!ipaddr().IPv6.isValid(address)) {
    throw invalid(text, 'must be a valid IPv6 block such as 2001:db8::/32');
  }
  const parsed = ipaddr().IPv6.parse(address);
  if (address.includes('.') || parsed.isIPv4MappedAddress()) {
    throw invalid(text, 'must not embed an IPv4 address: write the IPv4 block instead');
  }
  return parsed.parts.reduce((sum, part) => sum * 65536n + BigInt(part), 0n);
}

function formatAddress(address: Address): string {
  if (typeof address === 'number') {
    return `${Math.floor(address / 2 ** 24)}.${Math.floor(address / 2 ** 16) % 256}.${Math.floor(address / 2 ** 8) % 256}.${address % 256}`;
  }
  if (address === 0n) {
    return ANY_IPV6;
  }
  const parts = Array.from({ length: 8 }, (_, i) => Number((address >> BigInt(112 - 16 * i)) & 65535n));
  return new (ipaddr().IPv6)(parts).toRFC5952String();
}
