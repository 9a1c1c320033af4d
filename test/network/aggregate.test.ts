import fc from 'fast-check';
import { aggregate, Cidr } from '../../lib/network';

/** Blocks in a small world of 64 addresses, so that a model can count every one of them. */
const block = fc.integer({ min: 26, max: 32 }).chain((prefix) => {
  const size = 2 ** (32 - prefix);
  return fc.integer({ min: 0, max: 64 / size - 1 }).map((i) => Cidr.of('ipv4', BigInt(i * size), prefix));
});

function addressesOf(cidrs: readonly Cidr[]): number[] {
  const all = cidrs.flatMap(({ first, last }) =>
    Array.from({ length: Number(last - first) + 1 }, (_, i) => Number(first) + i),
  );
  return [...new Set(all)].sort((a, b) => a - b);
}

/** The fewest aligned blocks for a set of addresses, by splitting in halves. */
function fewest(addresses: ReadonlySet<number>, first = 0, size = 64): number {
  const inside = Array.from({ length: size }, (_, i) => addresses.has(first + i));
  if (!inside.includes(true)) {
    return 0;
  }
  return inside.includes(false)
    ? fewest(addresses, first, size / 2) + fewest(addresses, first + size / 2, size / 2)
    : 1;
}

describe('aggregating blocks', () => {
  test.each([
    [['10.0.0.0/25', '10.0.0.128/25'], ['10.0.0.0/24']],
    [
      ['10.0.0.128/25', '10.0.1.0/25'],
      ['10.0.0.128/25', '10.0.1.0/25'],
    ],
    [['10.0.0.0/8', '10.1.0.0/16', '10.0.0.0/8'], ['10.0.0.0/8']],
    [
      ['0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1'],
      ['0.0.0.0/0', '::/0'],
    ],
    [['10.0.0.0/26', '10.0.0.64/26', '10.0.0.128/25'], ['10.0.0.0/24']],
    [
      ['::/1', '10.0.0.0/8', '8000::/1', '9.0.0.0/8', '2001:db8::/32'],
      ['9.0.0.0/8', '10.0.0.0/8', '::/0'],
    ],
    [[], []],
  ])('%j gives %j', (blocks, expected) => {
    expect(aggregate(blocks.map((text) => Cidr.parse(text))).map(({ text }) => text)).toEqual(expected);
  });

  test('keeps exactly the same addresses, in the fewest blocks', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 20 }), (blocks) => {
        const result = aggregate(blocks);
        expect(addressesOf(result)).toEqual(addressesOf(blocks));
        expect(result).toHaveLength(fewest(new Set(addressesOf(blocks))));
      }),
    );
  });

  test('does not depend on the order, and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 20 }), (blocks) => {
        const once = aggregate(blocks);
        expect(aggregate([...blocks].reverse())).toEqual(once);
        expect(aggregate(once)).toEqual(once);
      }),
    );
  });
});
