import { compareTexts } from '../base';
import { Cidr, compareBlocks } from './cidr';

/**
 * The fewest blocks that hold exactly the same addresses: blocks inside others go, neighbours that make up a larger
 * block become it. Never one address more, never one less. IPv4 first, then IPv6, each in order of address.
 */
export function aggregate(cidrs: readonly Cidr[]): Cidr[] {
  const sorted = [...cidrs].sort(compare);
  const kept: Cidr[] = [];
  for (const cidr of sorted) {
    const last = kept[kept.length - 1];
    if (last === undefined || !last.contains(cidr)) {
      kept.push(cidr);
      joinNeighbours(kept);
    }
  }
  return kept;
}

/** Joins the last two blocks as long as they are the two halves of one. */
function joinNeighbours(kept: Cidr[]): void {
  while (kept.length > 1) {
    const [low, high] = [kept[kept.length - 2]!, kept[kept.length - 1]!];
    const size = high.last - high.first + 1n;
    const areHalves = low.family === high.family && low.prefix === high.prefix && low.last + 1n === high.first;
    if (!areHalves || low.first % (size * 2n) !== 0n) {
      return;
    }
    kept.splice(-2, 2, Cidr.of(low.family, low.first, low.prefix - 1));
  }
}

function compare(a: Cidr, b: Cidr): number {
  return compareTexts(a.family, b.family) || compareBlocks(a, b);
}
