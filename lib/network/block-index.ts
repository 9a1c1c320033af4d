import { compareCidrs, type Cidr } from './cidr';

/** Finds the things whose block overlaps another without looking at all of them; all blocks of one family. */
export class BlockIndex<T> {
  private readonly sorted: readonly T[];
  private readonly blocks: readonly Cidr[];
  /** For each block the place of the next larger one around it, or -1. */
  private readonly outer: Int32Array;

  public constructor(things: readonly T[], cidrOf: (thing: T) => Cidr) {
    this.sorted = [...things].sort((a, b) => compareCidrs(cidrOf(a), cidrOf(b)));
    this.blocks = this.sorted.map(cidrOf);
    this.outer = outerOf(this.blocks);
  }

  /** Larger blocks before smaller ones, and equal ones as they came. */
  public overlapping(block: Cidr): T[] {
    const start = this.firstFrom(block);
    const result = this.around(block, start - 1).reverse();
    for (let i = start; i < this.blocks.length && this.blocks[i]!.low <= block.high; i++) {
      result.push(this.sorted[i]!);
    }
    return result;
  }

  /** Blocks larger than this one, from the last that begins before it. */
  private around(block: Cidr, from: number): T[] {
    const result: T[] = [];
    for (let i = from; i >= 0; i = this.outer[i]!) {
      if (this.blocks[i]!.contains(block)) {
        result.push(this.sorted[i]!);
        for (; i > 0 && isSame(this.blocks[i - 1]!, this.blocks[i]!); i--) {
          result.push(this.sorted[i - 1]!);
        }
      }
    }
    return result;
  }

  private firstFrom(block: Cidr): number {
    let [low, high] = [0, this.blocks.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (compareCidrs(this.blocks[middle]!, block) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

/** Each step outwards leaves a block for good, so all of them together are as many as the blocks. */
function outerOf(blocks: readonly Cidr[]): Int32Array {
  const outer = new Int32Array(blocks.length).fill(-1);
  for (let i = 1; i < blocks.length; i++) {
    let at = i - 1;
    while (at >= 0 && (isSame(blocks[at]!, blocks[i]!) || !blocks[at]!.contains(blocks[i]!))) {
      at = outer[at]!;
    }
    outer[i] = at;
  }
  return outer;
}

function isSame(a: Cidr, b: Cidr): boolean {
  return a.low === b.low && a.prefix === b.prefix;
}
