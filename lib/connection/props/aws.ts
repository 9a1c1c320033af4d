import {
  accountId, arnOf, awsName, awsRegion, bool, bucketName, choice, ecsClusterName, ecsName, externalId, keyPrefix, kmsKeyArn, listenerArn,
  listenerRuleArn, listOf, namePattern, object, repositoryName, resourceId, roleArn, stringOr, tagPart, type Parser,
} from '../parsers';
import { on, type Scope } from '../scope';
import { type CommonProps, MACHINES_SPEC, type MachinesProps, type PropsDefinition, switches, type Values } from './common';

export interface AwsProps extends CommonProps {
  /**
   * Regions in which the connection is used; limits the recommended permissions and the host names.
   *
   * @default - the region of the stack, and every region in host names
   */
  readonly regions?: readonly string[];
  /**
   * RECOMMENDED only: `false` leaves out `ec2:DescribeRegions`, for accounts in which Harness made it optional.
   *
   * @default true
   */
  readonly describeRegions?: boolean;
}

export interface AssumeRoleTarget {
  /** ARN of the role in the target account, exact. */
  readonly role: string;
  /** External id in the trust policy of the target role; 2 to 1,224 characters. Never shown. @default - none */
  readonly externalId?: string;
}

export interface AwsCloudProps extends AwsProps {
  /** RECOMMENDED only: roles in other accounts that Harness assumes ("STS role" of the connector). @default - none */
  readonly assumeRoles?: readonly (string | AssumeRoleTarget)[];
}

export type BucketAccess = 'read' | 'write' | 'readWrite';

export interface BucketScope {
  readonly name: string;
  /** @default - `access` of the connection */
  readonly access?: BucketAccess;
  /** Only keys that begin so. @default - every key */
  readonly prefix?: string;
  /** ARNs of the customer-managed keys of this bucket. @default - `kmsKeys` of the connection */
  readonly kmsKeys?: readonly string[];
}

interface BucketProps {
  /** RECOMMENDED only: what the connection does in buckets that do not say. @default 'read' */
  readonly access?: BucketAccess;
  /** RECOMMENDED only: ARNs of the customer-managed keys of buckets that do not say. @default - none */
  readonly kmsKeys?: readonly string[];
  /** RECOMMENDED only: read old versions of objects too. @default true */
  readonly objectVersions?: boolean;
  /** RECOMMENDED only: delete objects in buckets that are written. @default false */
  readonly allowDelete?: boolean;
}

export interface AwsS3Props extends AwsProps, BucketProps {
  /** The buckets; needed by RECOMMENDED, ignored with a finding by DOCUMENTED. @default - none */
  readonly buckets?: readonly (string | BucketScope)[];
  /** RECOMMENDED only: fill the list of buckets in the Harness UI. @default false */
  readonly listAllBuckets?: boolean;
}

export interface LaunchTemplateTag {
  readonly key: string;
  readonly value: string;
}

export interface AsgScope {
  /** Names of the Auto Scaling groups, as in the Harness manifest. */
  readonly names: readonly string[];
  /** ARNs of the roles in the instance profiles of the launch templates. @default - none */
  readonly instanceRoles?: readonly string[];
  /** ARNs of the roles of lifecycle hooks. @default - none */
  readonly hookRoles?: readonly string[];
  /** Tag that launch templates must carry. @default - every launch template of the account and region */
  readonly launchTemplateTag?: LaunchTemplateTag;
  /** `false` lets instances start without a launch template. @default true */
  readonly requireLaunchTemplate?: boolean;
  /** Subnet ids. @default - any */
  readonly subnets?: readonly string[];
  /** Security group ids. @default - any */
  readonly securityGroups?: readonly string[];
  /** Image ids. @default - any */
  readonly images?: readonly string[];
  /** Key pair names. @default - any */
  readonly keyNames?: readonly string[];
  /** ARNs of listeners whose default rule blue/green changes. @default - none */
  readonly listeners?: readonly string[];
  /** ARNs of listener rules that blue/green changes. @default - none */
  readonly listenerRules?: readonly string[];
  /** For accounts that never used EC2 Auto Scaling. @default false */
  readonly createServiceLinkedRole?: boolean;
}

export interface AwsEc2Props extends AwsProps, MachinesProps {
  /** RECOMMENDED only: find machines for SSH and WinRM deployments. @default true */
  readonly discovery?: boolean;
  /** RECOMMENDED only: deploy Auto Scaling groups. @default - not */
  readonly asg?: AsgScope;
  /** Opens 22 to the machines. @default false */
  readonly ssh?: boolean;
  /** Opens 5985 (WinRM without TLS) to the machines. @default false */
  readonly winRm?: boolean;
  /** Opens 5986 (WinRM inside TLS) to the machines. @default false */
  readonly winRmTls?: boolean;
}

export type EcsStrategy = 'rolling' | 'canary' | 'blueGreen' | 'basic';

export interface EcrRepositoryScope {
  readonly name: string;
  /** @default - the account of the stack */
  readonly account?: string;
}

export interface BlueGreenScope {
  /** ARNs of listeners whose default rule is changed. @default - none */
  readonly listeners?: readonly string[];
  /** ARNs of listener rules. @default - none */
  readonly listenerRules?: readonly string[];
}

export interface AwsElbAlbEcsProps extends AwsProps, MachinesProps {
  /** Names of the ECS clusters; needed by RECOMMENDED. @default - none */
  readonly clusters?: readonly string[];
  /** Names of the services. @default - every service of the clusters */
  readonly services?: readonly string[];
  /** How Harness deploys; decides on the names of further services. @default ['rolling'] */
  readonly strategies?: readonly EcsStrategy[];
  /** Families of the task definitions. @default - every family */
  readonly taskFamilies?: readonly string[];
  /** ARNs of the task and execution roles in the task definitions; needed by RECOMMENDED, empty for none. @default - none */
  readonly passRoles?: readonly string[];
  /** What blue/green changes on the load balancer. @default - nothing */
  readonly blueGreen?: BlueGreenScope;
  /** Register scalable targets and scaling policies. @default false */
  readonly scaling?: boolean;
  /** The ECS Run Task step. @default false */
  readonly runTask?: boolean;
  /** Tags in the manifests. @default - true when a strategy is `blueGreen` */
  readonly tagOnCreate?: boolean;
  /** Repositories that are browsed as artifact source. @default - none */
  readonly ecrRepositories?: readonly (string | EcrRepositoryScope)[];
  /** Fill the list of repositories in the Harness UI. @default false */
  readonly listEcrRepositories?: boolean;
  /** Describe container instances. @default false */
  readonly containerInstances?: boolean;
  /** Fill the list of roles in the Harness UI. @default false */
  readonly listRoles?: boolean;
  /** For accounts that never used ECS or its scaling. @default false */
  readonly createServiceLinkedRoles?: boolean;
}

export interface CodeDeployApplicationScope {
  readonly name: string;
  /** @default - every deployment group of the application */
  readonly deploymentGroups?: readonly string[];
}

export interface AwsCodeDeployProps extends AwsProps, BucketProps {
  /** The applications; needed by RECOMMENDED. @default - none */
  readonly applications?: readonly (string | CodeDeployApplicationScope)[];
  /** Deployment configurations; may end in `*`. @default ['CodeDeployDefault.*'] */
  readonly deploymentConfigs?: readonly string[];
  /** Fill the lists of the Harness UI. @default true */
  readonly listForUi?: boolean;
  /** Describe the instances that a deployment reached. @default true */
  readonly describeInstances?: boolean;
  /** Read deployment targets (ECS and Lambda compute platforms). @default false */
  readonly deploymentTargets?: boolean;
  /** Buckets with revisions, browsed as artifacts. @default - none */
  readonly revisionBuckets?: readonly (string | BucketScope)[];
}

const ACCESS = choice<BucketAccess>(['read', 'write', 'readWrite']);
const KMS_KEYS = listOf(kmsKeyArn);
const BUCKETS = listOf<BucketScope>(stringOr(
  (value, prop): BucketScope => ({ name: bucketName(value, prop) }),
  object<BucketScope>({ name: bucketName, access: ACCESS, prefix: keyPrefix, kmsKeys: KMS_KEYS }, ['name']),
), 0);
const AWS_SPEC = { regions: listOf(awsRegion, 1), describeRegions: bool };
const BUCKET_SPEC = { access: ACCESS, kmsKeys: KMS_KEYS, ...switches('objectVersions', 'allowDelete') };

const ASG: Parser<AsgScope> = object<AsgScope>({
  names: listOf(awsName, 1),
  instanceRoles: listOf(roleArn),
  hookRoles: listOf(roleArn),
  launchTemplateTag: object<LaunchTemplateTag>({ key: tagPart, value: tagPart }, ['key', 'value']),
  requireLaunchTemplate: bool,
  subnets: listOf(resourceId('subnet'), 1),
  securityGroups: listOf(resourceId('sg'), 1),
  images: listOf(resourceId('ami'), 1),
  keyNames: listOf(awsName, 1),
  listeners: listOf(listenerArn),
  listenerRules: listOf(listenerRuleArn),
  createServiceLinkedRole: bool,
}, ['names']);

const ASSUME_ROLE = object<AssumeRoleTarget>({ role: arnOf('iam', /^role\/[\w+=,.@/-]+$/, 'arn:aws:iam::222233334444:role/HarnessDeploy'), externalId }, ['role']);

/** Props of the five AWS rows. */
export const AWS_PROPS: Readonly<Record<string, PropsDefinition>> = {
  'aws-cloud': {
    spec: { ...AWS_SPEC, assumeRoles: listOf(stringOr<AssumeRoleTarget>((role, prop) => ({ role: roleArn(role, prop) }), ASSUME_ROLE)) },
    scopeProps: ['assumeRoles', 'describeRegions'],
    scope: (values) => ({ flags: flags(values), values: { ...common(values), assumeRoleArn: list<AssumeRoleTarget>(values.assumeRoles).map(({ role }) => role) } }),
  },
  'aws-codedeploy': {
    spec: {
      ...AWS_SPEC, ...BUCKET_SPEC, ...switches('listForUi', 'describeInstances', 'deploymentTargets'), revisionBuckets: BUCKETS,
      deploymentConfigs: listOf(namePattern, 1),
      applications: listOf<CodeDeployApplicationScope>(stringOr(
        (name, prop): CodeDeployApplicationScope => ({ name: awsName(name, prop) }),
        object<CodeDeployApplicationScope>({ name: awsName, deploymentGroups: listOf(awsName, 1) }, ['name']),
      ), 0),
    },
    scopeProps: ['access', 'allowDelete', 'applications', 'deploymentConfigs', 'deploymentTargets', 'describeInstances', 'describeRegions', 'kmsKeys', 'listForUi', 'objectVersions', 'revisionBuckets'],
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
      ...AWS_SPEC, ...MACHINES_SPEC,
      ...switches('scaling', 'runTask', 'tagOnCreate', 'listEcrRepositories', 'containerInstances', 'listRoles', 'createServiceLinkedRoles'),
      clusters: listOf(ecsClusterName, 1), services: listOf(ecsName, 1), taskFamilies: listOf(ecsName, 1), passRoles: listOf(roleArn),
      strategies: listOf(choice<EcsStrategy>(['rolling', 'canary', 'blueGreen', 'basic']), 1),
      blueGreen: object<BlueGreenScope>({ listeners: listOf(listenerArn), listenerRules: listOf(listenerRuleArn) }),
      ecrRepositories: listOf<EcrRepositoryScope>(stringOr(
        (name, prop): EcrRepositoryScope => ({ name: repositoryName(name, prop) }),
        object<EcrRepositoryScope>({ name: repositoryName, account: accountId }, ['name']),
      )),
    },
    scopeProps: [
      'blueGreen', 'clusters', 'containerInstances', 'createServiceLinkedRoles', 'describeRegions', 'ecrRepositories', 'listEcrRepositories',
      'listRoles', 'passRoles', 'runTask', 'scaling', 'services', 'strategies', 'tagOnCreate', 'taskFamilies',
    ],
    scope: ecsScope,
  },
  'aws-s3': {
    spec: { ...AWS_SPEC, ...BUCKET_SPEC, ...switches('listAllBuckets'), buckets: BUCKETS },
    scopeProps: ['access', 'allowDelete', 'buckets', 'describeRegions', 'kmsKeys', 'listAllBuckets', 'objectVersions'],
    scope: (values) => ({
      flags: new Set([...flags(values), ...bucketFlags(values), ...on({ listAllBuckets: values.listAllBuckets === true })]),
      values: common(values),
      items: bucketItems(list(values.buckets), values),
    }),
  },
};

function list<T>(value: unknown): readonly T[] {
  return (value as readonly T[] | undefined) ?? [];
}

function flags(values: Values): Set<string> {
  return new Set(on({ describeRegions: values.describeRegions !== false }));
}

function common(values: Values): Record<string, readonly string[]> {
  return values.regions === undefined ? {} : { region: list<string>(values.regions) };
}

function bucketFlags(values: Values): string[] {
  return on({ objectVersions: values.objectVersions !== false, allowDelete: values.allowDelete === true });
}

function bucketItems(buckets: readonly BucketScope[], values: Values): Scope['items'] {
  const fallback = (values.access as BucketAccess | undefined) ?? 'read';
  const keys = new Map<string, BucketAccess>();
  for (const bucket of buckets) {
    const access = bucket.access ?? fallback;
    for (const kmsKey of bucket.kmsKeys ?? list<string>(values.kmsKeys)) {
      keys.set(kmsKey, keys.get(kmsKey) === undefined || keys.get(kmsKey) === 'read' ? access : keys.get(kmsKey)!);
    }
  }
  return {
    buckets: buckets.map(({ name, access, prefix }) => ({
      bucket: name,
      access: access ?? fallback,
      prefix: prefix === undefined || prefix.endsWith('/') ? prefix ?? '' : `${prefix}/`,
      prefixed: prefix === undefined ? 'no' : 'yes',
    })),
    kmsKeys: [...keys].map(([kmsKey, access]) => ({ kmsKey, access })),
  };
}

function codeDeployScope(values: Values): Partial<Scope> {
  const applications = list<CodeDeployApplicationScope>(values.applications);
  return {
    flags: new Set([...flags(values), ...bucketFlags(values), ...on({
      listForUi: values.listForUi !== false,
      describeInstances: values.describeInstances !== false,
      deploymentTargets: values.deploymentTargets === true,
    })]),
    values: { ...common(values), deploymentConfig: (values.deploymentConfigs as string[] | undefined) ?? ['CodeDeployDefault.*'] },
    items: {
      ...bucketItems(list(values.revisionBuckets), values),
      applications: applications.map(({ name }) => ({ application: name })),
      deploymentGroups: applications.flatMap(({ name, deploymentGroups }) => (deploymentGroups ?? ['*']).map((deploymentGroup) => ({ application: name, deploymentGroup }))),
    },
  };
}

function ec2Scope(values: Values): Partial<Scope> {
  const asg = values.asg as AsgScope | undefined;
  const discovery = on({ discovery: values.discovery !== false });
  if (asg === undefined) {
    return { flags: new Set([...flags(values), ...discovery]), values: common(values) };
  }
  const any = ['*'];
  return {
    flags: new Set([...flags(values), ...discovery, ...on({
      asg: true,
      asgTagged: asg.launchTemplateTag !== undefined,
      asgUntagged: asg.launchTemplateTag === undefined,
      asgTemplateOnly: asg.requireLaunchTemplate !== false,
      asgAnyLaunch: asg.requireLaunchTemplate === false,
      createServiceLinkedRole: asg.createServiceLinkedRole,
    })]),
    values: {
      ...common(values),
      asgName: asg.names,
      subnetId: asg.subnets ?? any,
      securityGroupId: asg.securityGroups ?? any,
      imageId: asg.images ?? any,
      keyName: asg.keyNames ?? any,
      instanceRoleArn: asg.instanceRoles ?? [],
      hookRoleArn: asg.hookRoles ?? [],
      listenerArn: asg.listeners ?? [],
      listenerRuleArn: asg.listenerRules ?? [],
      ...(asg.launchTemplateTag === undefined ? {} : { tagKey: [asg.launchTemplateTag.key], tagValue: [asg.launchTemplateTag.value] }),
    },
  };
}

function ecsScope(values: Values): Partial<Scope> {
  const services = (values.services as string[] | undefined) ?? ['*'];
  const strategies = (values.strategies as EcsStrategy[] | undefined) ?? ['rolling'];
  const named = !services.includes('*');
  const blueGreen = strategies.includes('blueGreen');
  const targets = (values.blueGreen ?? {}) as BlueGreenScope;
  return {
    flags: new Set([...flags(values), ...on({
      canary: named && strategies.includes('canary'),
      numbered: named && (blueGreen || strategies.includes('basic')),
      blueGreen,
      tagOnCreate: (values.tagOnCreate as boolean | undefined) ?? blueGreen,
      ...Object.fromEntries(['scaling', 'runTask', 'listEcrRepositories', 'containerInstances', 'listRoles', 'createServiceLinkedRoles'].map((name) => [name, values[name] === true])),
    })]),
    values: {
      ...common(values),
      cluster: list<string>(values.clusters),
      service: named ? services : ['*'],
      taskFamily: (values.taskFamilies as string[] | undefined) ?? ['*'],
      passRoleArn: list<string>(values.passRoles),
      listenerArn: targets.listeners ?? [],
      listenerRuleArn: targets.listenerRules ?? [],
    },
    items: { ecrRepositories: list<EcrRepositoryScope>(values.ecrRepositories).map(({ name, account }) => ({ repository: name, repositoryAccount: account ?? '{account}' })) },
  };
}
