import { delegateCode, TABLE, VENDOR } from './sources';
import type { Concern, PermissionTemplate, Source } from './types';

/** Shorthands for the permissions of AWS. `{partition}`, `{region}` and `{account}` are filled by the platform. */

type StatementParts = Omit<PermissionTemplate, 'cloud' | 'kind' | 'name' | 'concerns' | 'note' | 'source'> &
  Partial<Pick<PermissionTemplate, 'concerns' | 'note'>> & { readonly sid: string };

export function statement(source: Source, { sid, ...parts }: StatementParts): PermissionTemplate {
  return { cloud: 'aws', kind: 'statement', name: sid, concerns: [], note: '', source, ...parts };
}

/** An AWS managed policy that the table names, by path and name: `arn:{partition}:iam::aws:policy/<name>`. */
export function managed(name: string, concerns: readonly Concern[] = []): PermissionTemplate {
  return { ...managedOn(TABLE, name, concerns), note: 'an AWS managed policy, as the table names it' };
}

/** An AWS managed policy that a page of Harness names. */
export function managedOn(source: Source, name: string, concerns: readonly Concern[] = []): PermissionTemplate {
  const note = "an AWS managed policy, as Harness's page names it";
  return { cloud: 'aws', kind: 'managed policy', name, actions: [], resources: [], concerns, note, source };
}

export function arn(service: string, rest: string): string {
  return `arn:{partition}:${service}:{region}:{account}:${rest}`;
}

export const inRegion = { StringEquals: { 'aws:RequestedRegion': ['{region}'] } };

const DESCRIBE_REGIONS = {
  sid: 'HarnessDescribeRegions',
  actions: ['ec2:DescribeRegions'],
  resources: ['*'],
  shared: true,
};

/** "DescribeRegions required": every AWS row of the table. EC2 offers no resource to limit it to. */
export const describeRegionsDocumented = statement(TABLE, DESCRIBE_REGIONS);

/** May be left out for accounts in which Harness made it optional. */
export const describeRegionsRecommended = statement(VENDOR.awsActions('ec2'), {
  ...DESCRIBE_REGIONS,
  when: 'describeRegions',
});

/** Roles of other accounts that a connector assumes. */
export const ASSUME_ROLE_STATEMENT = statement(
  delegateCode('960-api-services/src/main/java/io/harness/aws/AwsClientImpl.java'),
  {
    sid: 'HarnessAssumeRole',
    actions: ['sts:AssumeRole'],
    resources: ['{assumeRoleArn}'],
    note: 'the external id belongs in the trust policy of the target role',
  },
);

/** Statements for the changes of blue/green on a load balancer. */
export const SWAP_STATEMENTS: readonly PermissionTemplate[] = [
  statement(VENDOR.awsActions('elasticloadbalancing'), {
    sid: 'HarnessElbListener',
    actions: ['elasticloadbalancing:ModifyListener'],
    resources: ['{listenerArn}'],
  }),
  statement(VENDOR.awsActions('elasticloadbalancing'), {
    sid: 'HarnessElbRule',
    actions: ['elasticloadbalancing:ModifyRule'],
    resources: ['{listenerRuleArn}'],
    note: 'ModifyListener is for the default rule only',
  }),
];

/** Statements for `buckets` and `kmsKeys`, used by the S3 row and by the revision buckets of CodeDeploy. */
export const S3_STATEMENTS: readonly PermissionTemplate[] = [
  statement(VENDOR.awsActions('s3'), {
    sid: 'HarnessS3ListAllBuckets',
    when: 'listAllBuckets',
    actions: ['s3:ListAllMyBuckets'],
    resources: ['*'],
    note: 'fills the list of buckets in the Harness UI',
  }),
  statement(delegateCode('960-api-services/src/main/java/software/wings/service/impl/AwsApiHelperService.java'), {
    sid: 'HarnessS3Bucket',
    each: { items: 'buckets' },
    actions: ['s3:GetBucketLocation', 's3:GetBucketVersioning'],
    resources: ['arn:{partition}:s3:::{bucket}'],
    note: 'the delegate reads the versioning before every listing and the location before every download',
  }),
  statement(VENDOR.awsActions('s3'), {
    sid: 'HarnessS3List',
    each: { items: 'buckets', only: { access: ['read', 'readWrite'], prefixed: ['no'] } },
    actions: ['s3:ListBucket'],
    resources: ['arn:{partition}:s3:::{bucket}'],
  }),
  statement(VENDOR.awsActions('s3'), {
    sid: 'HarnessS3ListPrefix',
    each: { items: 'buckets', only: { access: ['read', 'readWrite'], prefixed: ['yes'] }, split: true },
    actions: ['s3:ListBucket'],
    resources: ['arn:{partition}:s3:::{bucket}'],
    conditions: { StringLike: { 's3:prefix': ['{prefix}*'] } },
    note: 'an artifact path that begins with a wildcard lists the whole bucket and is denied',
  }),
  statement(VENDOR.awsActions('s3'), {
    sid: 'HarnessS3Read',
    each: { items: 'buckets', only: { access: ['read', 'readWrite'] } },
    actions: ['s3:GetObject'],
    moreActions: { objectVersions: ['s3:GetObjectVersion'] },
    resources: ['arn:{partition}:s3:::{bucket}/{prefix}*'],
  }),
  statement(VENDOR.awsActions('s3'), {
    sid: 'HarnessS3Write',
    each: { items: 'buckets', only: { access: ['write', 'readWrite'] } },
    actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
    moreActions: { allowDelete: ['s3:DeleteObject'] },
    resources: ['arn:{partition}:s3:::{bucket}/{prefix}*'],
  }),
  statement(VENDOR.awsActions('kms'), {
    sid: 'HarnessS3KmsRead',
    each: { items: 'kmsKeys', only: { access: ['read'] }, splitBy: 'region' },
    actions: ['kms:Decrypt'],
    resources: ['{kmsKey}'],
    conditions: { StringEquals: { 'kms:ViaService': ['s3.{region}.{dnsSuffix}'] } },
  }),
  statement(VENDOR.awsActions('kms'), {
    sid: 'HarnessS3KmsWrite',
    each: { items: 'kmsKeys', only: { access: ['write', 'readWrite'] }, splitBy: 'region' },
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    resources: ['{kmsKey}'],
    conditions: { StringEquals: { 'kms:ViaService': ['s3.{region}.{dnsSuffix}'] } },
    note: 'an upload in parts needs to decrypt as well',
  }),
];

/** Statements for `ecrRepositories`: images as artifacts, and their layers where they are pulled. */
export const ECR_STATEMENTS: readonly PermissionTemplate[] = [
  statement(VENDOR.awsActions('ecr'), {
    sid: 'HarnessEcr',
    each: { items: 'ecrRepositories' },
    actions: ['ecr:DescribeRepositories', 'ecr:DescribeImages', 'ecr:ListImages', 'ecr:BatchGetImage'],
    resources: ['arn:{partition}:ecr:{region}:{repositoryAccount}:repository/{repository}'],
    note: 'the labels of an image are read for every version',
  }),
  statement(VENDOR.awsActions('ecr'), {
    sid: 'HarnessEcrLayers',
    each: { items: 'ecrRepositories', only: { access: ['pull', 'push'] } },
    actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer'],
    resources: ['arn:{partition}:ecr:{region}:{repositoryAccount}:repository/{repository}'],
  }),
  statement(VENDOR.awsActions('ecr'), {
    sid: 'HarnessEcrToken',
    when: 'ecrPull',
    actions: ['ecr:GetAuthorizationToken'],
    resources: ['*'],
    note: 'a token is for the registry, and AWS limits it to no repository',
  }),
];
