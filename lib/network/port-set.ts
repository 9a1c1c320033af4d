/** Sets of ports of one protocol, as disjoint ranges in ascending order that do not touch. Pure; knows nothing of addresses. */

export type PortRange = readonly [from: number, to: number];
export type PortSet = readonly PortRange[];

export const NO_PORTS: PortSet = [];

/** The set that these ranges make up, in whatever order they come and however they overlap. */
export function portSet(ranges: readonly PortRange[]): PortSet {
  if (ranges.length === 1) {
    return [ranges[0]!];
  }
  const result: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = result[result.length - 1];
    if (last !== undefined && from <= last[1] + 1) {
      last[1] = Math.max(last[1], to);
    } else {
      result.push([from, to]);
    }
  }
  return result;
}

export function union(a: PortSet, b: PortSet): PortSet {
  return a.length === 0 ? b : b.length === 0 ? a : portSet([...a, ...b]);
}

export function intersection(a: PortSet, b: PortSet): PortSet {
  if (sameSet(a, b)) {
    return a;
  }
  const result: PortRange[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [from, to] = [Math.max(a[i]![0], b[j]![0]), Math.min(a[i]![1], b[j]![1])];
    if (from <= to) {
      result.push([from, to]);
    }
    if (a[i]![1] < b[j]![1]) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return result;
}

/** True when every port of `range` is in the set. */
export function holds(set: PortSet, [from, to]: PortRange): boolean {
  const range = set[rangeAt(set, from)];
  return range !== undefined && to <= range[1];
}

/** True when a single range of the set holds `range` and more. */
export function holdsWider(set: PortSet, [from, to]: PortRange): boolean {
  const range = set[rangeAt(set, from)];
  return range !== undefined && to <= range[1] && to - from < range[1] - range[0];
}

/** Index of the last range that begins at this port or before it, or -1. */
export function rangeAt(set: PortSet, port: number): number {
  let [low, high] = [0, set.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (set[middle]![0] <= port) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

export function sameSet(a: PortSet, b: PortSet): boolean {
  return a === b || (a.length === b.length && a.every(([from, to], i) => from === b[i]![0] && to === b[i]![1]));
}

/** The fewest ranges within `set` that hold every port of it that `given` does not have; what `given` has may fill gaps. */
export function missingRanges(set: PortSet, given: PortSet): PortRange[] {
  return set.flatMap((range) => {
    const rest = without(range, given);
    return rest.length === 0 ? [] : [[rest[0]![0], rest[rest.length - 1]![1]] as const];
  });
}

/** The parts of a range that a set does not have. */
export function without([from, to]: PortRange, set: PortSet): PortRange[] {
  const result: PortRange[] = [];
  let next = from;
  for (let i = Math.max(0, rangeAt(set, from)); i < set.length && set[i]![0] <= to; i++) {
    const [first, last] = set[i]!;
    if (first > next) {
      result.push([next, first - 1]);
    }
    next = Math.max(next, last + 1);
  }
  return next <= to ? [...result, [next, to]] : result;
}
