import { hash } from '../base';

/**
 * The bin of an item by its content alone (rendezvous hashing): every bin draws a number for it, the highest draw wins.
 * So with one bin more, an item stays or moves to the new bin, never between old ones.
 */

/** The bins, in the smallest number from `least` on in which every one `fits`; `undefined` when `most` do not. */
export function distribute<T>(
  things: readonly T[],
  keyOf: (thing: T) => string,
  fits: (bin: readonly T[], index: number) => boolean,
  bins: { readonly least: number; readonly most: number },
): T[][] | undefined {
  const homes = things.map((thing) => ({ thing, key: keyOf(thing), bin: 0, draw: -1 }));
  for (let count = 1; count <= bins.most; count++) {
    for (const home of homes) {
      const draw = hash(`${count - 1} ${home.key}`);
      if (draw > home.draw) {
        home.bin = count - 1;
        home.draw = draw;
      }
    }
    if (count >= bins.least) {
      const filled: T[][] = Array.from({ length: count }, () => []);
      homes.forEach(({ thing, bin }) => filled[bin]!.push(thing));
      if (filled.every(fits)) {
        return filled;
      }
    }
  }
  return undefined;
}
