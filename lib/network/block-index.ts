import { BITS, compareBlocks, type Cidr } from './cidr';

/** Finds the things whose block overlaps another without looking at all of them. */
export class BlockIndex<T> {
  private readonly sorted: readonly T[];
  /** By prefix, then by lowest address; a list has few prefixes. */
  private readonly exact = new Map<number, Map<bigint, T[]>>();

  public constructor(
    things: readonly T[],
    private readonly cidrOf: (thing: T) => Cidr,
  ) {
    this.sorted = [...things].sort((a, b) => compareBlocks(cidrOf(a), cidrOf(b)));
    for (const thing of things) {
      const { first, prefix } = cidrOf(thing);
      const byAddress = this.exact.get(prefix) ?? new Map<bigint, T[]>();
      this.exact.set(prefix, byAddress);
      const same = byAddress.get(first);
      if (same === undefined) {
        byAddress.set(first, [thing]);
      } else {
        same.push(thing);
      }
    }
  }

  public overlapping(block: Cidr): T[] {
    return [...this.around(block), ...this.inside(block)];
  }

  /** Blocks larger than this one. */
  private around({ family, first, prefix }: Cidr): T[] {
    return [...this.exact]
      .filter(([larger]) => larger < prefix)
      .flatMap(([larger, byAddress]) => byAddress.get(first - (first % (1n << BigInt(BITS[family] - larger)))) ?? []);
  }

  private inside(block: Cidr): T[] {
    const start = this.firstFrom(block.first);
    const result: T[] = [];
    for (let i = start; i < this.sorted.length && this.cidrOf(this.sorted[i]!).first <= block.last; i++) {
      if (this.cidrOf(this.sorted[i]!).prefix >= block.prefix) {
        result.push(this.sorted[i]!);
      }
    }
    return result;
  }

  private firstFrom(address: bigint): number {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cidrOf(this.sorted[middle]!).first < address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
