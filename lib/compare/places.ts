import { isDecidedLater, type ReviewWhere } from '../review';

/** Places of two reviews, compared: what only the deployment knows is not known to be another one. */

/** True for places that are known to differ. */
export function isMoved(before: ReviewWhere, after: ReviewWhere, key: keyof ReviewWhere): boolean {
  const [from, to] = [placeIn(before, key), placeIn(after, key)];
  // Two references are told apart by what they say; a reference and a name may be the same.
  const isKnown = from !== undefined && to !== undefined && isDecidedLater(from) === isDecidedLater(to);
  return isKnown && from !== to;
}

/** A network by its full name, as far as its project is known: a name and a path are one network. */
function placeIn(where: ReviewWhere, key: keyof ReviewWhere): string | undefined {
  const place = where[key];
  if (key !== 'network' || place === undefined || isDecidedLater(place)) {
    return place;
  }
  return place.slice(place.lastIndexOf('/') + 1);
}
