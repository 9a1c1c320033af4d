/** Addresses as what computes fastest: a number for IPv4, which is a fraction of a bigint in time and memory. */

export type IpFamily = 'ipv4' | 'ipv6';

/** A number for IPv4, a bigint for IPv6; two of them are computed with only within one family. */
export type Address = number | bigint;

/** Length of an address. */
export const BITS: Readonly<Record<IpFamily, number>> = { ipv4: 32, ipv6: 128 };

/** Number of addresses in a block with this mask length. */
export function sizeOf(family: IpFamily, prefix: number): Address {
  return family === 'ipv4' ? 2 ** (32 - prefix) : 1n << BigInt(128 - prefix);
}

export function plus(a: Address, b: Address): Address {
  return typeof a === 'number' ? a + (b as number) : a + (b as bigint);
}

export function next(address: Address): Address {
  return typeof address === 'number' ? address + 1 : address + 1n;
}

/** Highest address of the block that begins here. */
export function endOf(family: IpFamily, low: Address, prefix: number): Address {
  return typeof low === 'number' ? low + 2 ** (32 - prefix) - 1 : low + (sizeOf(family, prefix) as bigint) - 1n;
}

/** Lowest address of the block of this size that holds an address. */
export function startOf(family: IpFamily, address: Address, prefix: number): Address {
  const size = sizeOf(family, prefix);
  return typeof address === 'number' ? address - (address % (size as number)) : address - (address % (size as bigint));
}

/** True when the two are the lower and the upper half of one block. */
export function areHalves(family: IpFamily, low: Address, high: Address, prefix: number): boolean {
  return prefix > 0 && high === plus(low, sizeOf(family, prefix)) && low === startOf(family, low, prefix - 1);
}

/** Number of common bits of two addresses, from the highest. */
export function commonBits(family: IpFamily, a: Address, b: Address): number {
  if (typeof a === 'number') {
    return Math.clz32(a ^ (b as number));
  }
  const difference = a ^ (b as bigint);
  return difference === 0n ? BITS[family] : BITS[family] - difference.toString(2).length;
}

/** Order of blocks of one family: by lowest address, a block before what is inside it. */
export function compareBlocks(
  a: { readonly first: Address; readonly prefix: number },
  b: { readonly first: Address; readonly prefix: number },
): number {
  return a.first < b.first ? -1 : a.first > b.first ? 1 : a.prefix - b.prefix;
}
