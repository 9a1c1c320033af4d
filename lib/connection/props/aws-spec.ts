import {
  accountId,
  awsName,
  awsRegion,
  bucketName,
  ecsClusterName,
  ecsName,
  externalId,
  keyPrefix,
  kmsKeyArn,
  listenerArn,
  listenerRuleArn,
  namePattern,
  repositoryName,
  resourceId,
  roleArn,
  tagPart,
} from '../cloud-names';
import { bool, choice, listOf, object, stringOr, type Parser } from '../parsers';
import type {
  AsgScope,
  AssumeRoleTarget,
  BlueGreenScope,
  BucketAccess,
  BucketScope,
  CodeDeployApplicationScope,
  EcrRepositoryScope,
  EcsStrategy,
  LaunchTemplateTag,
  RevisionBucketScope,
} from './aws';
import { bucketHosts, cloudScope, codeDeployScope, ec2Scope, ecsScope, s3Scope } from './aws-scope';
import { MACHINES_SPEC, switches, type PropsDefinition } from './common';

const ACCESS = choice<BucketAccess>(['read', 'write', 'readWrite']);
const KMS_KEYS = listOf(kmsKeyArn);
const BUCKETS = listOf<BucketScope>(
  stringOr(
    bucketName,
    (name): BucketScope => ({ name }),
    object<BucketScope>({ name: bucketName, access: ACCESS, prefix: keyPrefix, kmsKeys: KMS_KEYS }, ['name']),
  ),
  0,
);
const REVISION_BUCKETS = listOf<RevisionBucketScope>(
  stringOr(
    bucketName,
    (name): RevisionBucketScope => ({ name }),
    object<RevisionBucketScope>({ name: bucketName, prefix: keyPrefix, kmsKeys: KMS_KEYS }, ['name']),
  ),
);
const AWS_SPEC = { regions: listOf(awsRegion, 1), describeRegions: bool };
const BUCKET_SPEC = { access: ACCESS, kmsKeys: KMS_KEYS, ...switches('objectVersions', 'allowDelete') };

const ASG: Parser<AsgScope> = object<AsgScope>(
  {
    names: listOf(awsName, 1),
    instanceRoles: listOf(roleArn),
    hookRoles: listOf(roleArn),
    launchTemplateTag: object<LaunchTemplateTag>({ key: tagPart, value: tagPart }, ['key', 'value']),
    tagOnCreate: bool,
    requireLaunchTemplate: bool,
    subnets: listOf(resourceId('subnet'), 1),
    securityGroups: listOf(resourceId('sg'), 1),
    images: listOf(resourceId('ami'), 1),
    keyNames: listOf(awsName, 1),
    listeners: listOf(listenerArn),
    listenerRules: listOf(listenerRuleArn),
    createServiceLinkedRole: bool,
  },
  ['names'],
);

const ASSUME_ROLE = object<AssumeRoleTarget>({ role: roleArn, externalId }, ['role']);

/** Props of the five AWS rows. */
export const AWS_PROPS: Readonly<Record<string, PropsDefinition>> = {
  'aws-cloud': {
    spec: {
      ...AWS_SPEC,
      assumeRoles: listOf(stringOr<AssumeRoleTarget>(roleArn, (role) => ({ role }), ASSUME_ROLE)),
    },
    scopeProps: ['assumeRoles', 'describeRegions'],
    scope: cloudScope,
  },
  'aws-codedeploy': {
    spec: {
      ...AWS_SPEC,
      ...switches('listForUi', 'describeInstances', 'deploymentTargets', 'objectVersions'),
      kmsKeys: KMS_KEYS,
      revisionBuckets: REVISION_BUCKETS,
      deploymentConfigs: listOf(namePattern, 1),
      applications: listOf<CodeDeployApplicationScope>(
        stringOr(
          awsName,
          (name): CodeDeployApplicationScope => ({ name }),
          object<CodeDeployApplicationScope>({ name: awsName, deploymentGroups: listOf(awsName, 1) }, ['name']),
        ),
        0,
      ),
    },
    scopeProps: [
      'applications',
      'deploymentConfigs',
      'deploymentTargets',
      'describeInstances',
      'describeRegions',
      'kmsKeys',
      'listForUi',
      'objectVersions',
      'revisionBuckets',
    ],
    scope: codeDeployScope,
  },
  'aws-ec2': {
    spec: { ...AWS_SPEC, ...MACHINES_SPEC, ...switches('discovery', 'ssh', 'winRm', 'winRmTls'), asg: ASG },
    asks: ['ssh', 'winRm', 'winRmTls'],
    scopeProps: ['asg', 'describeRegions', 'discovery'],
    scope: ec2Scope,
  },
  'aws-elb-alb-ecs': {
    spec: {
      ...AWS_SPEC,
      ...MACHINES_SPEC,
      ...switches(
        'scaling',
        'runTask',
        'tagOnCreate',
        'listEcrRepositories',
        'containerInstances',
        'listRoles',
        'createServiceLinkedRoles',
      ),
      clusters: listOf(ecsClusterName, 1),
      services: listOf(ecsName, 1),
      taskFamilies: listOf(ecsName, 1),
      passRoles: listOf(roleArn),
      strategies: listOf(choice<EcsStrategy>(['rolling', 'canary', 'blueGreen', 'basic']), 1),
      blueGreen: object<BlueGreenScope>({ listeners: listOf(listenerArn), listenerRules: listOf(listenerRuleArn) }),
      ecrRepositories: listOf<EcrRepositoryScope>(
        stringOr(
          repositoryName,
          (name): EcrRepositoryScope => ({ name }),
          object<EcrRepositoryScope>({ name: repositoryName, account: accountId }, ['name']),
        ),
      ),
    },
    scopeProps: [
      'blueGreen',
      'clusters',
      'containerInstances',
      'createServiceLinkedRoles',
      'describeRegions',
      'ecrRepositories',
      'listEcrRepositories',
      'listRoles',
      'passRoles',
      'runTask',
      'scaling',
      'services',
      'strategies',
      'tagOnCreate',
      'taskFamilies',
    ],
    scope: ecsScope,
  },
  'aws-s3': {
    hostVariables: bucketHosts,
    spec: { ...AWS_SPEC, ...BUCKET_SPEC, ...switches('listAllBuckets'), buckets: BUCKETS },
    scopeProps: ['access', 'allowDelete', 'buckets', 'describeRegions', 'kmsKeys', 'listAllBuckets', 'objectVersions'],
    scope: s3Scope,
  },
};
