import fc from 'fast-check';
import { layoutTree, type Place, type TreeBox } from '../../lib/review/tree-layout';

const GAP = 10;

interface Box extends TreeBox<Box> {
  readonly children: readonly Box[];
}

const size = fc.integer({ min: 1, max: 60 });
const { tree } = fc.letrec<{ tree: Box }>((tie) => ({
  tree: fc.record({
    width: size,
    height: size,
    lead: size,
    children: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('tree'), { maxLength: 6 })),
  }),
}));

const middleOf = ({ top, height }: Place): number => top + height / 2;

/** Boxes of each level, in order. */
function columnsOf(root: Box): Box[][] {
  const next = root.children.map(columnsOf);
  const depth = Math.max(0, ...next.map(({ length }) => length));
  return [[root], ...Array.from({ length: depth }, (_, i) => next.flatMap((columns) => columns[i] ?? []))];
}

function holds(property: (root: Box, placeOf: (box: Box) => Place) => void): void {
  fc.assert(
    fc.property(tree, (root) => {
      const places = layoutTree(root, GAP);
      property(root, (box) => places.get(box)!);
    }),
  );
}

describe('the layout of a tree', () => {
  test('keeps the boxes of a column in order, and apart by the gap', () => {
    holds((root, placeOf) => {
      for (const column of columnsOf(root)) {
        column.slice(1).forEach((box, i) => {
          const before = placeOf(column[i]!);
          expect(placeOf(box).top).toBeGreaterThanOrEqual(before.top + before.height + GAP - 1e-6);
        });
      }
    });
  });

  test('puts a parent halfway between its first and its last child', () => {
    holds((root, placeOf) => {
      for (const box of columnsOf(root)
        .flat()
        .filter(({ children }) => children.length > 0)) {
        const [first, last] = [box.children[0]!, box.children.at(-1)!].map((child) => middleOf(placeOf(child)));
        expect(middleOf(placeOf(box))).toBeCloseTo((first! + last!) / 2, 6);
      }
    });
  });

  test('aligns the boxes of a column on the left, and leaves their space free', () => {
    holds((root, placeOf) => {
      const columns = columnsOf(root);
      columns.forEach((column, i) => {
        expect(new Set(column.map((box) => placeOf(box).left)).size).toBe(1);
        const before = columns[i - 1]?.map((box) => placeOf(box).left + box.width) ?? [];
        column.forEach((box) => expect(placeOf(box).left).toBeGreaterThanOrEqual(Math.max(0, ...before) + box.lead));
      });
    });
  });

  test('begins at the top, and keeps the sizes', () => {
    holds((root, placeOf) => {
      const boxes = columnsOf(root).flat();
      expect(Math.min(...boxes.map((box) => placeOf(box).top))).toBeCloseTo(0, 6);
      boxes.forEach((box) => expect(placeOf(box)).toMatchObject({ width: box.width, height: box.height }));
    });
  });

  test.each([
    ['100,000 children', (leaf: Box) => ({ ...leaf, children: Array.from({ length: 100_000 }, () => ({ ...leaf })) })],
    [
      '100,000 levels',
      (leaf: Box) => Array.from({ length: 100_000 }).reduce<Box>((box) => ({ ...leaf, children: [box] }), leaf),
    ],
  ])('places %s, which squared would be minutes, and as calls within calls no stack', (_, grow) => {
    const root = grow({ width: 1, height: 1, lead: 1, children: [] });
    const places = [...layoutTree(root, GAP).values()];
    expect(places).toHaveLength(100_001);
    expect(places.every(({ top }) => Number.isFinite(top))).toBe(true);
  });
});
