/**
 * Places of the boxes of a tree that grows from left to right, one column for each level. Knows sizes and edges only;
 * the time is linear in the number of boxes.
 */

export interface TreeBox<T> {
  readonly width: number;
  readonly height: number;
  /** Space between its column and the one before, at least. */
  readonly lead: number;
  readonly children: readonly T[];
}

/** Position of a box; the picture begins at 0, 0. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Reach of a box with everything behind it, upwards and downwards from its own middle. */
interface Reach {
  readonly above: number;
  readonly below: number;
  /** Upwards to where its children begin. */
  readonly children: number;
}

/** Children keep their order, at least `gap` apart, and their parent stands halfway between the first and the last. */
export function layoutTree<T extends TreeBox<T>>(root: T, gap: number): ReadonlyMap<T, Place> {
  const columns = columnsOf(root);
  const middles = middlesOf(columns.flat(), gap);
  let right = 0;
  const places = columns.flatMap((column) => {
    const left = right + largest(column.map(({ lead }) => lead));
    right = left + largest(column.map(({ width }) => width));
    return column.map((box): [T, Place] => {
      const { width, height } = box;
      return [box, { left, top: middles.get(box)! - height / 2, width, height }];
    });
  });
  return new Map(places);
}

/** Boxes of each level, in order. */
function columnsOf<T extends TreeBox<T>>(root: T): T[][] {
  const columns: T[][] = [];
  for (let column = [root]; column.length > 0; column = column.flatMap(({ children }) => children)) {
    columns.push(column);
  }
  return columns;
}

/** Of boxes that come after their parents. */
function middlesOf<T extends TreeBox<T>>(boxes: readonly T[], gap: number): Map<T, number> {
  const reaches = new Map<T, Reach>();
  for (const box of [...boxes].reverse()) {
    reaches.set(box, reachOf(box, reaches, gap));
  }
  const middles = new Map([[boxes[0]!, reaches.get(boxes[0]!)!.above]]);
  for (const box of boxes) {
    let top = middles.get(box)! - reaches.get(box)!.children;
    for (const child of box.children) {
      middles.set(child, top + reaches.get(child)!.above);
      top += sizeOf(reaches.get(child)!) + gap;
    }
  }
  return middles;
}

function reachOf<T extends TreeBox<T>>({ height, children }: T, reaches: ReadonlyMap<T, Reach>, gap: number): Reach {
  const half = height / 2;
  if (children.length === 0) {
    return { above: half, below: half, children: 0 };
  }
  const [first, last] = [reaches.get(children[0]!)!, reaches.get(children.at(-1)!)!];
  const whole = children.reduce((sum, child) => sum + sizeOf(reaches.get(child)!) + gap, -gap);
  const upwards = (first.above + whole - last.below) / 2;
  return { above: Math.max(half, upwards), below: Math.max(half, whole - upwards), children: upwards };
}

function sizeOf({ above, below }: Reach): number {
  return above + below;
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
