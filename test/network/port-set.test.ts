import {
  holds,
  intersection,
  missingRanges,
  NO_PORTS,
  portSet,
  sameSet,
  union,
  without,
  type PortRange,
  type PortSet,
} from '../../lib/network/port-set';

/** `1-3 5` */
function read(text: string): PortRange[] {
  return text
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => part.split('-').map(Number))
    .map(([from, to]): PortRange => [from!, to ?? from!]);
}

function write(set: PortSet): string {
  return set.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(' ');
}

describe('a set of ports', () => {
  test.each([
    ['', ''],
    ['1', '1'],
    ['1 2', '1-2'],
    ['1 3', '1 3'],
    ['3 1', '1 3'],
    ['1-9 2-3', '1-9'],
    ['2-3 1-9', '1-9'],
    ['1-3 2-5', '1-5'],
    ['1-3 1-5 1-2', '1-5'],
    ['1-2 4-5 3', '1-5'],
  ])('of %j is %j', (ranges, expected) => {
    expect(write(portSet(read(ranges)))).toBe(expected);
  });

  test('leaves the ranges that it is made of as they are', () => {
    const ranges = read('3-4 1-3');
    portSet(ranges);
    expect(write(ranges)).toBe('3-4 1-3');
  });

  test.each([
    ['', '', '', ''],
    ['1-3', '', '1-3', ''],
    ['', '1-3', '1-3', ''],
    ['1-3', '3-5', '1-5', '3'],
    ['1-3', '4-5', '1-5', ''],
    ['1-3 7-9', '2-8', '1-9', '2-3 7-8'],
    ['1-9', '2 4 6-12', '1-12', '2 4 6-9'],
    ['1 3 5', '1 3 5', '1 3 5', '1 3 5'],
    ['1-2 5-6', '2-5', '1-6', '2 5'],
  ])('%j and %j make up %j and share %j', (a, b, both, shared) => {
    expect(write(union(read(a), read(b)))).toBe(both);
    expect(write(union(read(b), read(a)))).toBe(both);
    expect(write(intersection(read(a), read(b)))).toBe(shared);
    expect(write(intersection(read(b), read(a)))).toBe(shared);
  });

  test.each([
    ['1-5', '1-5', true],
    ['1-5', '2-4', true],
    ['1-5', '0-1', false],
    ['1-5', '5-6', false],
    ['1-2 4-5', '1-5', false],
    ['1-2 4-5', '4', true],
    ['', '1', false],
  ])('%j holds all of %j: %p', (set, range, expected) => {
    expect(holds(read(set), read(range)[0]!)).toBe(expected);
  });

  test.each([
    ['', '', true],
    ['1-2 4', '1-2 4', true],
    ['1-2 4', '1-2', false],
    ['1-2', '1-2 4', false],
    ['1-2', '1-3', false],
    ['1-3', '2-3', false],
    ['1 5', '1 6', false],
    ['5', '', false],
  ])('%j is the same as %j: %p', (a, b, expected) => {
    expect(sameSet(read(a), read(b))).toBe(expected);
  });

  test.each([
    ['1-9', '', '1-9', '1-9'],
    ['1-9', '1-9', '', ''],
    ['1-9', '0-20', '', ''],
    ['1-9', '4-5', '1-3 6-9', '1-9'],
    ['1-9', '1-3', '4-9', '4-9'],
    ['1-9', '7-9', '1-6', '1-6'],
    ['1-9', '9-12', '1-8', '1-8'],
    ['1-9', '0-1', '2-9', '2-9'],
    ['3-9', '1-2', '3-9', '3-9'],
    ['3-9', '10-12', '3-9', '3-9'],
    ['1-9', '2 4 6', '1 3 5 7-9', '1-9'],
    ['1-9', '1 4 9', '2-3 5-8', '2-8'],
  ])('%j without %j is %j, in one range %j', (range, given, rest, missing) => {
    expect(write(without(read(range)[0]!, read(given)))).toBe(rest);
    expect(write(missingRanges(read(range), read(given)))).toBe(missing);
  });

  test('is missing one range for each of its own that is not given', () => {
    expect(write(missingRanges(read('1-3 5-9 12'), read('2 5-9')))).toBe('1-3 12');
    expect(NO_PORTS).toEqual([]);
  });
});
