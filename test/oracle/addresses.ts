/** Addresses as numbers; shares no code with the library. */

export interface Range {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** A block or one address; fails on anything else. */
export function parseRange(text: string): Range {
  const [address, mask] = text.split('/') as [string, string | undefined];
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 4 ? 32 : 128;
  const first = family === 4 ? parse4(address) : parse6(address);
  return { family, first, last: first + 2n ** BigInt(bits - Number(mask ?? bits)) - 1n };
}

export function contains(range: Range, { family, value }: Address): boolean {
  return range.family === family && range.first <= value && value <= range.last;
}

/** The first and the last address of a block, and those just outside of it. */
export function around({ family, first, last }: Range): Address[] {
  const top = family === 4 ? 2n ** 32n : 2n ** 128n;
  return [first - 1n, first, last, last + 1n]
    .filter((value) => value >= 0n && value < top)
    .map((value) => ({ family, value }));
}

export function print({ family, value }: Address): string {
  return family === 4
    ? [24n, 16n, 8n, 0n].map((shift) => (value / 2n ** shift) % 256n).join('.')
    : Array.from({ length: 8 }, (_, i) => ((value / 2n ** BigInt(112 - 16 * i)) % 65536n).toString(16)).join(':');
}

function parse4(address: string): bigint {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) {
    throw new Error(`no address: ${address}`);
  }
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parse6(address: string): bigint {
  const [head, tail] = address.split('::') as [string, string | undefined];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...middle, ...right].reduce((sum, part) => sum * 65536n + BigInt(parseInt(part, 16)), 0n);
}
