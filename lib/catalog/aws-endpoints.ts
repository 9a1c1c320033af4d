import { PARTITIONS, REGIONS } from './partitions';
import type { Source } from './types';

/**
 * VPC endpoints of the AWS services that connections use. Names of the services: aws-cdk-lib 2.276,
 * `InterfaceVpcEndpointAwsService` and `GatewayVpcEndpointAwsService`.
 */

/** A service of AWS as its host names and its endpoint name it. */
export interface AwsService {
  /** Its name in `reach.awsServices`, and behind the region in the name of its endpoint service: `ecr.api`. */
  readonly id: string;
  /** Beginning of its host names, where it is another one: `api.ecr` of `api.ecr.eu-west-1.amazonaws.com`. */
  readonly label?: string;
  readonly endpoint: 'interface' | 'gateway';
  /** Regions that have its endpoint; every region when not set. */
  readonly only?: readonly string[];
  /** Full name of its endpoint service, where no region is part of it. */
  readonly global?: string;
  /** True when the endpoint takes a policy, as its own documentation says. */
  readonly takesPolicy?: boolean;
}

const CDK = 'aws/aws-cdk:packages/aws-cdk-lib/aws-ec2/lib/vpc-endpoint.ts@v2.276.0';

export const AWS_SERVICES_SOURCE: Source = { ref: CDK, date: '2026-11-25', dateIs: 'recorded' };

export const AWS_SERVICES: readonly AwsService[] = [
  { id: 's3', endpoint: 'gateway', takesPolicy: true },
  { id: 'ec2', endpoint: 'interface' },
  { id: 'sts', endpoint: 'interface', takesPolicy: true },
  { id: 'ecs', endpoint: 'interface' },
  { id: 'elasticloadbalancing', endpoint: 'interface', takesPolicy: true },
  { id: 'autoscaling', endpoint: 'interface' },
  { id: 'application-autoscaling', endpoint: 'interface' },
  { id: 'codedeploy', endpoint: 'interface' },
  { id: 'ecr.api', label: 'api.ecr', endpoint: 'interface' },
  { id: 'ecr.dkr', label: 'dkr.ecr', endpoint: 'interface' },
  { id: 'iam', endpoint: 'interface', only: ['us-east-1'], global: 'com.amazonaws.iam' },
  { id: 'kms', endpoint: 'interface' },
  { id: 'secretsmanager', endpoint: 'interface' },
  { id: 'ssm', endpoint: 'interface' },
  { id: 'logs', endpoint: 'interface' },
  { id: 'monitoring', endpoint: 'interface' },
  { id: 'cloudformation', endpoint: 'interface' },
  { id: 'lambda', endpoint: 'interface' },
  { id: 'eks', endpoint: 'interface' },
  { id: 'eks-auth', endpoint: 'interface' },
];

/** Suffixes of AWS's host names, longest first. */
const SUFFIXES = [
  ...new Set(PARTITIONS.flatMap(({ dnsSuffix, dualStackSuffix }) => [dnsSuffix, dualStackSuffix])),
].sort((a, b) => b.length - a.length);

/** The address of STS that has no region: no endpoint answers for it. */
export const GLOBAL_STS = 'sts-global';

/** Every name that `reach.awsServices` can have, beside `default`. */
export const AWS_SERVICE_IDS: readonly string[] = [...AWS_SERVICES.map(({ id }) => id), GLOBAL_STS];

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

/** Regions of a host name of AWS, where it names one that this release knows. */
export function regionOfHost(host: string): string | undefined {
  return host.split('.').find((label) => REGIONS.includes(label));
}
