import fc from 'fast-check';
import { Cidr } from '../../lib/network';
import { BlockIndex } from '../../lib/network/block-index';
import { countNodes, isTiled } from '../../lib/network/cover';
import type { Node } from '../../lib/network/region';

const SIZE = { ipv4: 32, ipv6: 128 } as const;
const block = fc.tuple(fc.nat(15), fc.nat(4)).map(([index, bits]) => Cidr.around('ipv4', BigInt(index), 28 + bits));

function overlapping(blocks: readonly Cidr[], asked: Cidr): string[] {
  return blocks.filter((one) => one.first <= asked.last && asked.first <= one.last).map(({ text }) => text);
}

describe('an index of blocks', () => {
  test('finds every block that overlaps another, as often as it is there, and no other', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 12 }), block, (blocks, asked) => {
        const found = new BlockIndex(blocks, (one) => one).overlapping(asked).map(({ text }) => text);
        expect(found.sort()).toEqual(overlapping(blocks, asked).sort());
      }),
    );
  });

  test.each(['ipv4', 'ipv6'] as const)('finds what is around, the same and inside, in %s', (family) => {
    const at = (prefix: number, address: bigint): Cidr => Cidr.around(family, address, prefix);
    const base = 2n ** BigInt(SIZE[family] - 4);
    const texts = [at(0, base), at(4, base), at(8, base), at(8, base * 2n), at(4, 0n)];
    const index = new BlockIndex(texts, (one) => one);
    const found = index.overlapping(at(4, base)).map(({ text }) => text);
    expect(found).toEqual([texts[0], texts[1], texts[2]].map((one) => one!.text));
  });
});

describe('the parts of a block', () => {
  const node = (prefix: number, first: bigint, children: Node[] = []): Node => ({
    family: 'ipv4',
    first,
    prefix,
    ports: [[1, 1]],
    children,
  });

  test.each<[string, Node[], boolean]>([
    ['two halves', [node(31, 0n), node(31, 2n)], true],
    ['a half and two quarters', [node(31, 0n), node(32, 2n), node(32, 3n)], true],
    ['one half', [node(31, 0n)], false],
    ['a half and a quarter', [node(31, 0n), node(32, 2n)], false],
    ['nothing', [], false],
  ])('are the whole of it when they are %s: %#', (_, children, expected) => {
    expect(isTiled(node(30, 0n, children))).toBe(expected);
  });

  test('are counted with the block itself, and not much further than the limit', () => {
    const tree = node(30, 0n, [node(31, 0n, [node(32, 0n)]), node(31, 2n)]);
    expect(countNodes(tree, 100)).toBe(4);
    expect(countNodes(tree, 1)).toBeGreaterThan(1);
    expect(countNodes(tree, 1)).toBeLessThan(4);
    expect(countNodes(node(32, 0n), 0)).toBe(1);
  });
});

describe('the work of an index of blocks', () => {
  test.each([
    ['apart', (i: number) => Cidr.around('ipv4', BigInt(2 * i), 32)],
    ['alike', (i: number) => Cidr.around('ipv4', BigInt(i % 4), 32)],
    ['one within the other', (i: number) => Cidr.around('ipv4', BigInt(i), 8 + (i % 25))],
  ])('of 20,000 %s is a few looks at each', (_, blockAt) => {
    const blocks = Array.from({ length: 20_000 }, (__, i) => blockAt(i));
    const contains = jest.spyOn(Cidr.prototype, 'contains');
    const index = new BlockIndex(blocks, (one) => one);
    blocks.slice(0, 100).forEach((one) => index.overlapping(Cidr.around('ipv4', one.first + 1n, 32)));
    expect(contains.mock.calls.length).toBeLessThan(3 * blocks.length);
    contains.mockRestore();
  });
});
