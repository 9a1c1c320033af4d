import type { CommonProps, MachinesProps } from './common';

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
  /** External id in the trust policy of the target role; 2 to 1,224 characters. Never shown: the review only says that there is one. @default - none */
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
  /** Only keys in this folder; a `/` is added at its end. @default - every key */
  readonly prefix?: string;
  /** ARNs of the customer-managed keys of this bucket. @default - `kmsKeys` of the connection */
  readonly kmsKeys?: readonly string[];
}

export interface BucketProps {
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
  /** The launch templates tag what they start. @default - true with `launchTemplateTag` */
  readonly tagOnCreate?: boolean;
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
  /** What blue/green changes on the load balancer; says `blueGreen` as a strategy. @default - nothing */
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

/** A bucket that is only read. */
export type RevisionBucketScope = Omit<BucketScope, 'access'>;

export interface AwsCodeDeployProps extends AwsProps {
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
  /** Buckets with revisions, browsed as artifacts: read, never written. @default - none */
  readonly revisionBuckets?: readonly (string | RevisionBucketScope)[];
  /** ARNs of the customer-managed keys of revision buckets that do not say. @default - none */
  readonly kmsKeys?: readonly string[];
  /** Read old versions of revisions too. @default true */
  readonly objectVersions?: boolean;
}
