import { addressLists } from './lists';
import { quartiles, type Spread } from './statistics';
import { aggregate, Cidr } from '../lib/network';

/** Joining published prefixes to the fewest blocks. */

export interface AggregationCost {
  readonly prefixes: number;
  readonly blocks: number;
  /** Milliseconds, when warm. */
  readonly time: Spread;
}

/** @throws Error when the blocks are not the fewest that there can be */
export async function aggregationCost(count: number): Promise<AggregationCost> {
  const { measure } = await import('mitata');
  const cidrs = addressLists()
    .lists.flatMap((list) => list.cidrs)
    .slice(0, count)
    .map((text) => Cidr.parse(text));
  const blocks = aggregate(cidrs);
  const fewest = fewestBlocks(cidrs);
  if (blocks.length !== fewest) {
    throw new Error(`${blocks.length} blocks, and ${fewest} are enough`);
  }
  const { samples } = await measure(() => aggregate(cidrs), { min_samples: 30, min_cpu_time: 1e9 });
  return { prefixes: cidrs.length, blocks: blocks.length, time: quartiles(samples.map((ns) => ns / 1e6)) };
}

/** Counted another way: addresses as intervals, joined, and each interval cut into the largest blocks from its start. */
function fewestBlocks(cidrs: readonly Cidr[]): number {
  const intervals = cidrs
    .map(({ first, last }) => ({ first, last }))
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const joined: { first: bigint; last: bigint }[] = [];
  for (const { first, last } of intervals) {
    const previous = joined[joined.length - 1];
    if (previous !== undefined && first <= previous.last + 1n) {
      previous.last = last > previous.last ? last : previous.last;
    } else {
      joined.push({ first, last });
    }
  }
  return joined.reduce((sum, { first, last }) => sum + blocksIn(first, last), 0);
}

function blocksIn(first: bigint, last: bigint): number {
  let count = 0;
  for (let start = first; start <= last; count++) {
    let size = 1n;
    while (start % (size * 2n) === 0n && start + size * 2n - 1n <= last) {
      size *= 2n;
    }
    start += size;
  }
  return count;
}
