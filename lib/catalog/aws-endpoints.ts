import { partitionOf, PARTITIONS, REGIONS } from './partitions';
import { recorded } from './sources';
import type { Source } from './types';

/**
 * VPC endpoints of the AWS services that connections use: names, kinds, and the regions that have none. Sources: the
 * table of services in the AWS PrivateLink guide, aws-cdk-lib 2.276 (`InterfaceVpcEndpointAwsService`) for names in
 * China, and the page of a service where it says more.
 */

/** A service of AWS as its host names and its endpoint name it. */
export interface AwsService {
  /** Its name in `reach.awsServices`, and behind the region in the name of its endpoint service: `ecr.api`. */
  readonly id: string;
  /** Beginning of its host names, where it is another one: `api.ecr` of `api.ecr.eu-west-1.amazonaws.com`. */
  readonly label?: string;
  readonly endpoint: 'interface' | 'gateway';
  /** Prefixes of its actions, where they are others than its name. */
  readonly actions?: readonly string[];
  /** The only regions that have its endpoint. */
  readonly only?: readonly string[];
  /** Beginnings of the names of regions that do not have its endpoint. */
  readonly notIn?: readonly string[];
  /** Full name of its endpoint service, where no region is part of it. */
  readonly global?: string;
  /** True when its name has a prefix of its own in China. */
  readonly prefixedInChina?: boolean;
  /** A remark on its endpoint. */
  readonly note?: string;
  readonly source: Source;
}

const PRIVATE_LINK = recorded(
  'https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html',
);
const IAM_ENDPOINT = recorded(
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam_vpc_endpoint_create.html',
);
const ELB_IN_CHINA = recorded('https://docs.amazonaws.cn/en_us/aws/latest/userguide/elb.html');
const CODEDEPLOY = recorded('https://docs.aws.amazon.com/codedeploy/latest/userguide/vpc-endpoints.html');
const EKS_ENDPOINTS = recorded('https://docs.aws.amazon.com/eks/latest/userguide/vpc-interface-endpoints.html');

/** Of the global address of STS. */
export const GLOBAL_STS_SOURCE = recorded(
  'https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html',
);

type Parts = Partial<Omit<AwsService, 'id'>>;
const service = (id: string, parts: Parts = {}): AwsService => ({
  id,
  endpoint: 'interface',
  source: PRIVATE_LINK,
  ...parts,
});

const AWS_SERVICES: readonly AwsService[] = [
  service('s3', {
    endpoint: 'gateway',
    note: 'free of charge, and rules lead to its prefix list; an interface endpoint does as well',
  }),
  service('ec2', { prefixedInChina: true }),
  service('sts', { prefixedInChina: true, note: 'for the name of its region alone' }),
  service('ecs'),
  service('elasticloadbalancing', { notIn: ['cn-'], source: ELB_IN_CHINA }),
  service('autoscaling', { prefixedInChina: true }),
  service('application-autoscaling', { prefixedInChina: true }),
  service('codedeploy', { notIn: ['cn-', 'us-gov-'], source: CODEDEPLOY }),
  service('ecr.api', { label: 'api.ecr', actions: ['ecr'], prefixedInChina: true }),
  service('ecr.dkr', {
    label: 'dkr.ecr',
    actions: ['ecr'],
    prefixedInChina: true,
    note: 'the layers of images come from S3, so the one of S3 is needed too',
  }),
  service('iam', { only: ['us-east-1', 'cn-north-1'], global: 'com.amazonaws.iam', source: IAM_ENDPOINT }),
  service('kms'),
  service('secretsmanager'),
  service('ssm'),
  service('logs'),
  service('monitoring', { actions: ['cloudwatch'], prefixedInChina: true }),
  service('cloudformation', { prefixedInChina: true }),
  service('lambda', { prefixedInChina: true }),
  service('eks', {
    notIn: ['ap-southeast-5', 'ap-southeast-7', 'mx-central-1', 'ap-east-2'],
    prefixedInChina: true,
    source: EKS_ENDPOINTS,
  }),
  service('eks-auth', { source: EKS_ENDPOINTS }),
];

/** The address of STS that has no region: no endpoint answers for it. */
export const GLOBAL_STS = 'sts-global';

/** Every name that `reach.awsServices` can have, beside `default`. */
export const AWS_SERVICE_IDS: readonly string[] = [...AWS_SERVICES.map(({ id }) => id), GLOBAL_STS];

/** Suffixes of AWS's host names, longest first. */
const SUFFIXES = [
  ...new Set(PARTITIONS.flatMap(({ dnsSuffix, dualStackSuffix }) => [dnsSuffix, dualStackSuffix])),
].sort((a, b) => b.length - a.length);

/** Service of a host name of AWS; `undefined` where a wildcard stands for the service, and for services of no connection. */
export function serviceOfHost(host: string): string | undefined {
  const suffix = SUFFIXES.find((one) => host.endsWith(`.${one}`));
  if (suffix === undefined) {
    return undefined;
  }
  const labels = host.slice(0, -suffix.length - 1);
  if (labels === 'sts') {
    return GLOBAL_STS;
  }
  const body = labels.includes('.') ? labels.slice(0, labels.lastIndexOf('.')) : labels;
  return AWS_SERVICES.find(({ id, label = id }) => body === label || body.endsWith(`.${label}`))?.id;
}

/** True for a host name of AWS, of whatever service. */
export function isServiceHost(host: string): boolean {
  return SUFFIXES.some((suffix) => host.endsWith(`.${suffix}`));
}

/** Region of a host name of AWS, where it names one that this release knows. */
export function regionOfHost(host: string): string | undefined {
  return host.split('.').find((label) => REGIONS.includes(label));
}

/** The one region of some host names; `undefined` where they name none or several. */
export function regionOfHosts(hosts: readonly string[]): string | undefined {
  const [region, ...others] = new Set(hosts.flatMap((host) => regionOfHost(host) ?? []));
  return others.length === 0 ? region : undefined;
}

/** The facts of a service by its name; `undefined` for the global address of STS. */
export function awsService(id: string | undefined): AwsService | undefined {
  return AWS_SERVICES.find((one) => one.id === id);
}

/** True when a region has an endpoint of this service; of a region that is not known, when any has. */
export function hasEndpoint({ only, notIn = [] }: AwsService, region: string | undefined): boolean {
  return region === undefined || (only?.includes(region) ?? !notIn.some((prefix) => region.startsWith(prefix)));
}

/** Places of the endpoint of a service that has none in this region, in words: those of the same partition. */
export function whereEndpointIs({ only = [] }: AwsService, region = '*'): string {
  const there = only.filter((one) => partitionOf(one).id === partitionOf(region).id);
  return there.length === 0 ? 'no endpoint in this region' : `an endpoint in ${there.join(', ')} only`;
}

/** Name of its endpoint service in a region. */
export function endpointName({ id, global, prefixedInChina = false }: AwsService, region = '<region>'): string {
  const isPrefixed = prefixedInChina && partitionOf(region).id === 'aws-cn';
  return global ?? `${isPrefixed ? 'cn.' : ''}com.amazonaws.${region}.${id}`;
}

/** Services behind an action of IAM: `ecr:GetAuthorizationToken` needs the API and the registry. */
export function servicesOfAction(action: string): readonly string[] {
  const prefix = action.slice(0, action.indexOf(':'));
  return AWS_SERVICES.filter(({ id, actions = [id] }) => actions.includes(prefix)).map(({ id }) => id);
}
