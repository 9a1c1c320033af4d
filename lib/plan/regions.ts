import type { Problem } from '../base';
import type { Connection, ConnectionRequest } from '../connection';
import { finding, type Finding } from './finding';
import { HARNESS, PARTITIONS_SOURCE, partitionOf, placeOfArn, REGIONS, type Partition } from '../catalog';

/** Regions and partitions of AWS, as far as a list names them. */

/** The request with a region, where it is one of a cloud with regions and names none. */
export function inRegion(request: ConnectionRequest, region: string | undefined): ConnectionRequest {
  return region === undefined || !isRegional(request) || request.variables.region !== undefined
    ? request
    : { ...request, variables: { ...request.variables, region: [region] } };
}

/** Host names with a placeholder that only a region fills. */
function isRegional({ row }: ConnectionRequest): boolean {
  return row?.hosts.some(({ name }) => name.includes('{dnsSuffix}')) === true;
}

/** Regions that a connection names, without those that only the deployment knows. */
function regionsOf({ request }: Connection): readonly string[] {
  return (request.scope.values.region ?? []).filter((region) => !region.includes('$'));
}

export function regionFindings(connection: Connection, fallback: string | undefined): Finding[] {
  const own = regionsOf(connection);
  const regions = own.length > 0 || fallback === undefined || !isRegional(connection.request) ? own : [fallback];
  const unknown = own.filter((region) => !REGIONS.includes(region));
  const { testRegion } = partitionOf(regions[0] ?? '*');
  const isTested =
    connection.request.row?.hasOwnRegion === true ||
    regions.length === 0 ||
    testRegion === undefined ||
    regions.includes(testRegion);
  return [
    ...unknown.map((region) =>
      finding('UnknownRegion', connection.name, {
        port: region,
        what: `${region} is no region that this release knows; its names are built as those of the partition ${partitionOf(region).id}`,
        why: 'the regions are those of botocore 1.44.8',
        fix: 'check the name, or update this library',
        source: PARTITIONS_SOURCE,
      }),
    ),
    ...(isTested
      ? []
      : [
          finding('TestRegion', connection.name, {
            what: `Harness tests a connector in ${testRegion} unless it sets a region for the test, and ${regions.join(', ')} is not that one`,
            why: `only the names of ${regions.join(', ')} are part of the plan`,
            fix: `set the test region of the connector in Harness to ${regions[0]}, or add ${testRegion} to \`regions\``,
            source: HARNESS.awsConnector,
          }),
        ]),
    ...keysElsewhere(connection, regions),
  ];
}

/** A bucket and its key are in one region, so a key elsewhere is never used. */
function keysElsewhere(connection: Connection, regions: readonly string[]): Finding[] {
  const keys = (connection.request.scope.items.kmsKeys ?? []).map(({ kmsKey = '' }) => kmsKey);
  return keys
    .map((key) => [key, placeOfArn(key)?.region ?? ''] as const)
    .filter(([, region]) => region !== '' && regions.length > 0 && !regions.includes(region))
    .map(([key, region]) =>
      finding('KeyInOtherRegion', connection.name, {
        port: key.slice(key.lastIndexOf('/') + 1),
        what: `the key ${key} is in ${region}, and the connection is used in ${regions.join(', ')}`,
        why: 'S3 encrypts a bucket with a key of its own region only',
        fix: `set the key of ${regions.join(', ')}, or add ${region} to \`regions\``,
      }),
    );
}

/** Partitions share no roles, keys or endpoints: one delegate's list is in one. */
export function mixedPartitions(connections: readonly Connection[]): Problem[] {
  const where = new Map<Partition['id'], string>();
  const note = (partition: string, text: string): void => {
    where.set(partition, where.get(partition) ?? text);
  };
  for (const connection of connections) {
    regionsOf(connection).forEach((region) => note(partitionOf(region).id, `${region} of \`${connection.name}\``));
    const { permissions = [], scope } = connection.request;
    const { values, items } = scope;
    const texts = [
      ...permissions.flatMap(({ resources }) => resources),
      ...Object.values(values).flat(),
      ...Object.values(items).flatMap((all) => all.flatMap(Object.values)),
    ];
    (texts as string[]).forEach((text) => {
      const partition = placeOfArn(text)?.partition;
      if (partition !== undefined) {
        note(partition, `${text} of \`${connection.name}\``);
      }
    });
  }
  return where.size < 2
    ? []
    : [
        {
          code: 'MixedPartitions',
          message: `a list is in one partition of AWS, got ${[...where].map(([id, text]) => `${id} (${text})`).join(' and ')}; make a list and a delegate for each`,
        },
      ];
}
