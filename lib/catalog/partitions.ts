import { VENDOR } from './sources';
import type { Host } from './types';

/**
 * Partitions and regions of AWS: data of botocore 1.44.8 (2026-11-20), `partitions.json` for regions and DNS suffixes and
 * `endpoints.json` for the names of IAM and STS that have no region.
 */

export interface Partition {
  readonly id: string;
  /** Beginning of the names of its regions. */
  readonly regionPrefix: string;
  readonly regions: readonly string[];
  readonly dnsSuffix: string;
  /** Of the names that have IPv6 addresses too. */
  readonly dualStackSuffix: string;
  /** Host of IAM, which has no region; `undefined` where it is not published. */
  readonly iam?: string;
  /** Global host of STS, beside those of the regions. */
  readonly sts?: string;
  /** Region in which Harness tests a connector that sets no other. */
  readonly testRegion?: string;
}

export const PARTITIONS_SOURCE = VENDOR.awsPartitions;

/** Host names that a role of another account is assumed at. */
export const ASSUME_ROLE_HOSTS: readonly Host[] = ['sts.{region}.{dnsSuffix}', '{stsHost}'].map((name) => ({
  name,
  purpose: 'AssumeRole, for a connection that works in another account',
  source: VENDOR.awsEndpoints,
}));

/** Longest prefix first: the last one has every other region. */
export const PARTITIONS: readonly Partition[] = [
  {
    id: 'aws-us-gov',
    regionPrefix: 'us-gov-',
    regions: ['us-gov-east-1', 'us-gov-west-1'],
    dnsSuffix: 'amazonaws.com',
    dualStackSuffix: 'api.aws',
    iam: 'iam.us-gov.amazonaws.com',
  },
  {
    id: 'aws-iso-b',
    regionPrefix: 'us-isob-',
    regions: ['us-isob-east-1', 'us-isob-west-1'],
    dnsSuffix: 'sc2s.sgov.gov',
    dualStackSuffix: 'api.aws.scloud',
    iam: 'iam.us-isob-east-1.sc2s.sgov.gov',
  },
  {
    id: 'aws-iso-f',
    regionPrefix: 'us-isof-',
    regions: ['us-isof-east-1', 'us-isof-south-1'],
    dnsSuffix: 'csp.hci.ic.gov',
    dualStackSuffix: 'api.aws.hci.ic.gov',
    iam: 'iam.us-isof-south-1.csp.hci.ic.gov',
  },
  {
    id: 'aws-iso-e',
    regionPrefix: 'eu-isoe-',
    regions: ['eu-isoe-west-1'],
    dnsSuffix: 'cloud.adc-e.uk',
    dualStackSuffix: 'api.cloud-aws.adc-e.uk',
  },
  {
    id: 'aws-iso',
    regionPrefix: 'us-iso-',
    regions: ['us-iso-east-1', 'us-iso-west-1'],
    dnsSuffix: 'c2s.ic.gov',
    dualStackSuffix: 'api.aws.ic.gov',
    iam: 'iam.us-iso-east-1.c2s.ic.gov',
  },
  {
    id: 'aws-eusc',
    regionPrefix: 'eusc-',
    regions: ['eusc-de-east-1'],
    dnsSuffix: 'amazonaws.eu',
    dualStackSuffix: 'api.amazonwebservices.eu',
  },
  {
    id: 'aws-cn',
    regionPrefix: 'cn-',
    regions: ['cn-north-1', 'cn-northwest-1'],
    dnsSuffix: 'amazonaws.com.cn',
    dualStackSuffix: 'api.amazonwebservices.com.cn',
    iam: 'iam.cn-north-1.amazonaws.com.cn',
  },
  {
    id: 'aws',
    regionPrefix: '',
    regions: [
      ...['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1'],
      ...['ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5'],
      ...['ap-southeast-6', 'ap-southeast-7', 'ca-central-1', 'ca-west-1', 'eu-central-1', 'eu-central-2'],
      ...['eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'il-central-1'],
      ...['me-central-1', 'me-south-1', 'me-west-1', 'mx-central-1', 'sa-east-1', 'sa-west-1'],
      ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
    ],
    dnsSuffix: 'amazonaws.com',
    dualStackSuffix: 'api.aws',
    iam: 'iam.amazonaws.com',
    sts: 'sts.amazonaws.com',
    testRegion: 'us-east-1',
  },
];

export const REGIONS: readonly string[] = PARTITIONS.flatMap(({ regions }) => regions);

/** Of a region, known or not; `*` stands for any region of the largest one. */
export function partitionOf(region: string): Partition {
  return PARTITIONS.find(({ regionPrefix }) => region.startsWith(regionPrefix))!;
}

/** Place of what an ARN names, as far as its text says; `undefined` for any other text. */
export function placeOfArn(
  text: string,
): { readonly partition: string; readonly region: string; readonly account: string } | undefined {
  const [, partition, region = '', account = ''] = /^arn:(aws[a-z-]*):[^:]*:([a-z0-9-]*):(\d{12})?:/.exec(text) ?? [];
  return partition === undefined ? undefined : { partition, region, account };
}

/** Values that a region gives to the placeholders of host names; none where a name is not published. */
export function valuesOfRegion(region: string): Readonly<Record<string, readonly string[]>> {
  const { dnsSuffix, dualStackSuffix, iam, sts } = partitionOf(region);
  return {
    region: [region],
    dnsSuffix: [dnsSuffix],
    dualStackSuffix: [dualStackSuffix],
    iamHost: iam === undefined ? [`iam.${region}.${dnsSuffix}`] : [iam],
    stsHost: sts === undefined ? [] : [sts],
  };
}
