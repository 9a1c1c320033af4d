import fc from 'fast-check';
import { ROW_PROPS } from '../../test/support/every-row';
import { Connection, Profile } from 'harness-delegate-access';

/** Random lists of connections, the same for the same seed, and what a person edits in one. */

type Custom = Parameters<typeof Connection.custom>[0];

interface RowEntry {
  readonly row: string;
  readonly props: object;
}

export interface RandomList {
  readonly profile: 'documented' | 'recommended';
  readonly aws: RowEntry;
  readonly rows: readonly RowEntry[];
  readonly vault: Custom;
  /** Has enough blocks to fill a group now and then. */
  readonly mirror: Custom;
}

const AWS_ROWS = Object.keys(ROW_PROPS).filter((id) => id.startsWith('aws-'));
const OTHER_ROWS = Object.keys(ROW_PROPS).filter((id) => !AWS_ROWS.includes(id));

const byte = fc.integer({ min: 0, max: 255 });
const ipv4Block = fc
  .tuple(byte, byte, fc.constantFrom(16, 24, 32))
  .map(([second, third, prefix]) => `10.${second}.${prefix === 16 ? 0 : third}.0/${prefix}`);
const ipv6Block = fc
  .tuple(byte, byte)
  .map(([third, fourth]) => `2001:db8:${third.toString(16)}:${fourth.toString(16)}::/64`);
const block = fc.oneof({ weight: 3, arbitrary: ipv4Block }, { weight: 1, arbitrary: ipv6Block });

function blocks(minLength: number, maxLength: number): fc.Arbitrary<string[]> {
  return fc.uniqueArray(block, { minLength, maxLength, size: 'max' });
}

/** The least that a row needs, with other places where it has places. */
function rowEntry(row: string): fc.Arbitrary<RowEntry> {
  const props = ROW_PROPS[row]!;
  const place = ['to', 'machines'].find((key) => key in props);
  return place === undefined
    ? fc.constant({ row, props })
    : blocks(1, 4).map((places) => ({ row, props: { ...props, [place]: places } }));
}

function custom(name: string, places: fc.Arbitrary<string[]>): fc.Arbitrary<Custom> {
  const ports = fc.uniqueArray(fc.integer({ min: 8000, max: 8999 }), { minLength: 1, maxLength: 2 });
  return fc.tuple(places, ports).map(([to, some]) => ({ name, to, ports: some, reason: 'a service of our own' }));
}

const lists: fc.Arbitrary<RandomList> = fc.record({
  profile: fc.constantFrom('documented' as const, 'recommended' as const),
  aws: fc.constantFrom(...AWS_ROWS).chain(rowEntry),
  rows: fc
    .shuffledSubarray(OTHER_ROWS, { minLength: 1, maxLength: 12 })
    .chain((rows) => fc.tuple(...rows.map(rowEntry))),
  vault: custom('vault', blocks(1, 8)),
  mirror: custom('mirror', blocks(10, 70)),
});

export function randomLists(count: number, seed: number): RandomList[] {
  return fc.sample(lists, { numRuns: count, seed });
}

/** The AWS row removed, another one added, and another place for one connection. */
export function edited(list: RandomList): RandomList {
  const row = AWS_ROWS.find((id) => id !== list.aws.row)!;
  const [, ...others] = list.mirror.to ?? [];
  return {
    ...list,
    aws: { row, props: ROW_PROPS[row]! },
    mirror: { ...list.mirror, to: ['172.16.0.0/24', ...others] },
  };
}

export function connectionsOf({ aws, rows, vault, mirror }: RandomList): Connection[] {
  return [
    ...[aws, ...rows].map(({ row, props }) => Connection.parse(row, props)),
    Connection.custom(vault),
    Connection.custom(mirror),
  ];
}

export function profileOf({ profile }: RandomList): Profile {
  return profile === 'documented' ? Profile.DOCUMENTED : Profile.RECOMMENDED;
}

export function stackOf(index: number): string {
  return `list-${index + 1}`;
}
