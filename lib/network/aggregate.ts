import { compareTexts } from '../base';
import { compareCidrs, type Cidr } from './cidr';

/**
 * The fewest blocks that hold exactly the same addresses: blocks inside others go, neighbours that make up a larger
 * block become it. Never one address more, never one less. IPv4 first, then IPv6, each in order of address.
 */
export function aggregate(cidrs: readonly Cidr[]): Cidr[] {
  const sorted = [...cidrs].sort(compare);
  const kept: Cidr[] = [];
  for (const cidr of sorted) {
    if (kept[kept.length - 1]?.contains(cidr) !== true) {
      kept.push(cidr);
      joinNeighbours(kept);
    }
  }
  return kept;
}

/** Joins the last two blocks as long as they are the two halves of one. */
function joinNeighbours(kept: Cidr[]): void {
  while (kept.length > 1) {
    const joined = kept[kept.length - 2]!.joined(kept[kept.length - 1]!);
    if (joined === undefined) {
      return;
    }
    kept.length -= 2;
    kept.push(joined);
  }
}

function compare(a: Cidr, b: Cidr): number {
  return a.family === b.family ? compareCidrs(a, b) : compareTexts(a.family, b.family);
}
