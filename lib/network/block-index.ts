import { BITS, type Cidr } from './cidr';
import type { Rule } from './rule';

/** Finds the rules whose block overlaps another without looking at all of them. */
export class BlockIndex<R> {
  private readonly sorted: readonly Rule<R>[];
  /** By prefix, then by lowest address; a list has few prefixes. */
  private readonly exact = new Map<number, Map<bigint, Rule<R>[]>>();

  public constructor(rules: readonly Rule<R>[]) {
    this.sorted = [...rules].sort((a, b) =>
      a.destination.cidr!.first < b.destination.cidr!.first
        ? -1
        : a.destination.cidr!.first > b.destination.cidr!.first
          ? 1
          : 0,
    );
    for (const rule of rules) {
      const { first, prefix } = rule.destination.cidr!;
      const byAddress = this.exact.get(prefix) ?? new Map<bigint, Rule<R>[]>();
      this.exact.set(prefix, byAddress);
      const same = byAddress.get(first);
      if (same === undefined) {
        byAddress.set(first, [rule]);
      } else {
        same.push(rule);
      }
    }
  }

  public overlapping(block: Cidr): Rule<R>[] {
    return [...this.around(block), ...this.inside(block)];
  }

  /** Blocks larger than this one. */
  private around({ family, first, prefix }: Cidr): Rule<R>[] {
    return [...this.exact]
      .filter(([larger]) => larger < prefix)
      .flatMap(([larger, byAddress]) => byAddress.get(first - (first % (1n << BigInt(BITS[family] - larger)))) ?? []);
  }

  private inside(block: Cidr): Rule<R>[] {
    const start = this.firstFrom(block.first);
    const result: Rule<R>[] = [];
    for (let i = start; i < this.sorted.length && this.sorted[i]!.destination.cidr!.first <= block.last; i++) {
      if (this.sorted[i]!.destination.cidr!.prefix >= block.prefix) {
        result.push(this.sorted[i]!);
      }
    }
    return result;
  }

  private firstFrom(address: bigint): number {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]!.destination.cidr!.first < address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
