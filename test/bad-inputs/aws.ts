import { Stack } from 'aws-cdk-lib';
import { Connections, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { untyped, type Case } from './case';
import { accessStack, ecsTasks, newStack, someVpc } from '../support/stacks';
import { Connection, Destination, Plan, Profile } from 'harness-delegate-access';
import {
  AwsDestination,
  DelegateAccess,
  DelegateEgress,
  DelegateEndpoints,
  DelegateNames,
  DelegatePermissions,
  DelegateTargetRole,
  type DelegateAccessProps,
  type DelegateEgressProps,
  type DelegateNamesProps,
  type DelegatePermissionsProps,
} from 'harness-delegate-access/aws';

const jenkins = Connection.jenkins({ to: ['10.0.3.7/32'] });
const s3 = Connection.awsS3({ buckets: ['abc'] });
const many = Connection.jenkins({
  to: Array.from({ length: 301 }, (_, i) => `10.${Math.floor(i / 128)}.${(i % 128) * 2}.0/24`),
});
const GROUP = 'sg-0123456789abcdef0';

type Make<T> = (stack: Stack) => Partial<T>;

const egress = (props: Partial<DelegateEgressProps> | Make<DelegateEgressProps>) => (): unknown => {
  const stack = newStack();
  const given = typeof props === 'function' ? props(stack) : props;
  return new DelegateEgress(stack, 'Egress', { connections: [jenkins], vpc: someVpc(stack), ...given });
};
const names = (props: Partial<DelegateNamesProps>) => (): unknown =>
  new DelegateNames(newStack(), 'Names', { connections: [jenkins], source: { cidrs: ['10.0.1.0/24'] }, ...props });
const lists = (count: number): Connection =>
  Connection.jenkins({
    to: Array.from({ length: count }, (_, i) => AwsDestination.prefixList(`pl-0123456789abcde0${i}`, { weight: 1 })),
  });
const permissions = (make: Make<DelegatePermissionsProps>) => (): unknown => {
  const stack = newStack();
  return new DelegatePermissions(stack, 'Own', { connections: [s3], profile: Profile.RECOMMENDED, ...make(stack) });
};
const access = (props: Partial<DelegateAccessProps>) => (): unknown => accessStack([s3], props);
const imported = (stack: Stack, account = '111111111111', mutable = true): DelegatePermissionsProps['role'] =>
  Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${account}:role/delegate`, { mutable });
const brought = (stack: Stack, options: object): Partial<DelegateEgressProps> => ({
  securityGroup: SecurityGroup.fromSecurityGroupId(stack, 'Group', GROUP, options),
});
const withoutGroup = { connections: new Connections({ securityGroups: [] }) };

/** Constructs and destinations of AWS. */
export const AWS: readonly Case[] = [
  [
    "a cluster group that is the delegate's own",
    egress((stack) => {
      const own = SecurityGroup.fromSecurityGroupId(stack, 'Own', GROUP, { allowAllOutbound: false });
      return { vpc: undefined, securityGroup: own, cluster: { securityGroup: own } };
    }),
    'InvalidCluster',
    "`cluster.securityGroup` is the delegate's own `securityGroup`: a pod in the cluster security group has all of its egress",
  ],
  [
    'an endpoint of a service that has none there',
    () =>
      new DelegateEndpoints(newStack({ env: { account: '111111111111', region: 'eu-west-1' } }), 'Endpoints', {
        vpc: someVpc(newStack()),
        connections: [s3],
        services: ['iam'],
      }),
    'NoEndpoint',
    '`services[0]`: com.amazonaws.iam is not there in eu-west-1: iam has an endpoint in us-east-1 only',
  ],
  [
    'an endpoint of a service that is misspelt',
    () =>
      new DelegateEndpoints(newStack(), 'Endpoints', {
        vpc: someVpc(newStack()),
        connections: [s3],
        services: ['secretmanager'],
      }),
    'InvalidEndpoints',
    'did you mean `secretsmanager`?',
  ],
  [
    'another account without a role there',
    () => accessStack([Connection.awsS3({ account: '222222222222' })]),
    'MissingProp',
    '`account: 222222222222` needs `via`, the role in that account that the delegate assumes',
  ],
  [
    'an account of a connection with 11 digits',
    () => Connection.awsS3({ account: '22222222222', via: 'HarnessDeploy' }),
    'InvalidAccount',
    '`account` must be an AWS account id of 12 digits, got "22222222222"',
  ],
  [
    'a target role for no connection',
    () =>
      new DelegateTargetRole(newStack(), 'Target', {
        connections: [s3],
        delegateRole: 'arn:aws:iam::111111111111:role/delegate',
      }),
    'UnknownTargetRole',
    'no connection of the list works through a role in the account 111111111111 of this stack; the list has none; set `account` and `via`',
  ],
  [
    'two accounts with one role name, in a stack without an account',
    () =>
      new DelegateTargetRole(newStack({}), 'Target', {
        connections: ['222222222222', '333333333333'].map((account, i) =>
          Connection.awsS3({ name: `s3-${i}`, account, via: 'HarnessDeploy' }),
        ),
        delegateRole: 'arn:aws:iam::111111111111:role/delegate',
      }),
    'AmbiguousRole',
    'the list has HarnessDeploy in 222222222222, HarnessDeploy in 333333333333; set `env.account` of the stack to choose one',
  ],
  [
    'a cluster of EKS by its name',
    egress({ cluster: untyped('prod') }),
    'InvalidCluster',
    '`cluster` must be an object with `securityGroup`, the cluster security group, got "prod"',
  ],
  [
    'a namespace in capitals',
    () =>
      new DelegateEgress(newStack(), 'E', { vpc: someVpc(newStack()), connections: [jenkins] }).securityGroupPolicy({
        namespace: 'Harness',
        delegateName: 'build',
      }),
    'InvalidName',
    '`namespace` must be 1 to 63 lower-case letters, digits and hyphens, as Kubernetes has it, got "Harness"',
  ],
  [
    'a plan with options beside it',
    egress({ connections: undefined, plan: Plan.of([jenkins]), asOf: '2026-11-24' }),
    'InvalidPlan',
    '`asOf` has no effect with `plan`; set it in `Plan.of`',
  ],
  [
    'a list for a plan',
    egress({ connections: undefined, plan: untyped([jenkins]) }),
    'InvalidPlan',
    '`plan` must be made by `Plan.of`, got a list of 1',
  ],
  [
    'no VPC',
    egress({ vpc: undefined }),
    'MissingVpc',
    '`vpc` is required for new security groups, got undefined; set it, or set `securityGroup` to an existing group',
  ],
  [
    'quotas that are a number',
    egress({ quotas: untyped(60) }),
    'InvalidQuota',
    /`quotas` must be an object with `rulesPerGroup`.*got 60/,
  ],
  [
    'a quota that is misspelt',
    egress({ quotas: untyped({ rulesPerGroups: 60 }) }),
    'UnknownProp',
    /`quotas` has no "rulesPerGroups"; allowed: .*did you mean `rulesPerGroup`\?/,
  ],
  [
    'a quota that every object has',
    egress({ quotas: untyped({ toString: 1 }) }),
    'UnknownProp',
    '`quotas` has no "toString"; allowed: `rulesPerGroup`',
  ],
  [
    'groups that are a text',
    egress({ groups: untyped('2') }),
    'InvalidQuota',
    '`groups` must be an integer between 1 and 5, got "2"',
  ],
  [
    'more groups than an interface takes',
    egress({ groups: 6 }),
    'InvalidQuota',
    '`groups` must be an integer between 1 and 5, got 6',
  ],
  [
    'more rules than five groups hold',
    egress({ connections: [many] }),
    'QuotaExceeded',
    /do not fit in 5 groups of 60 rules; most come from `jenkins` \(301\).*set `reach` to a proxy/,
  ],
  [
    'more rules than the groups that are pinned hold',
    egress({ connections: [many], groups: 2 }),
    'QuotaExceeded',
    /do not fit in `groups: 2` of 60 rules.*raise or leave out `groups`/,
  ],
  [
    'a security group by its id',
    egress({ securityGroup: untyped(GROUP) }),
    'InvalidSecurityGroup',
    `\`securityGroup\` must be a security group of the CDK, got "${GROUP}"`,
  ],
  [
    'a security group that looks like one',
    egress({ securityGroup: untyped({ securityGroupId: GROUP }) }),
    'InvalidSecurityGroup',
    'got a value of type object',
  ],
  [
    'a security group that lets everything out',
    egress((stack) => brought(stack, {})),
    'AllowsAllOutbound',
    'create or import it with `allowAllOutbound: false`',
  ],
  [
    'a security group that cannot be changed',
    egress((stack) => brought(stack, { allowAllOutbound: false, mutable: false })),
    'ImmutableSecurityGroup',
    'import it as mutable, or leave it out for a new group',
  ],
  [
    'a Terraform expression for CloudFormation',
    egress({ connections: [Connection.jenkins({ to: [Destination.deployTime('${var.ci}', { name: 'ci' })] })] }),
    'NotAToken',
    'the deploy-time destination "ci" is not a token of the CDK; set one, such as `Fn.importValue(…)`',
  ],
  [
    'a destination without a security group',
    egress({ connections: [Connection.jenkins({ to: [AwsDestination.connectable(withoutGroup, { name: 'db' })] })] }),
    'ConnectableWithoutGroup',
    'the destination "db" has no security group for a rule; set its address blocks instead',
  ],

  [
    'something without security groups to attach to',
    () => (egress({})() as DelegateEgress).attachTo(new Stack() as never),
    'NoSecurityGroups',
    '`attachTo` takes an instance, a launch template or a service of ECS with security groups, got "Default"; set its groups to `[...egress.securityGroups]`',
  ],
  [
    'a prefix list by its name',
    () => AwsDestination.prefixList('com.amazonaws.s3', { weight: 1 }),
    'InvalidPrefixList',
    '`id` must be the id of a prefix list, such as pl-0123456789abcdef0, got "com.amazonaws.s3"',
  ],

  [
    'a role and a principal',
    permissions((stack) => ({ role: imported(stack), assumedBy: ecsTasks(stack) })),
    'RoleAndAssumedBy',
    'set `role` or `assumedBy`, got both',
  ],
  [
    'a principal by its name',
    permissions(() => ({ assumedBy: untyped('ecs-tasks.amazonaws.com') })),
    'InvalidPrincipal',
    /`assumedBy` must be a principal of the CDK, such as `new iam\.ServicePrincipal.*got "ecs-tasks\.amazonaws\.com"/,
  ],
  [
    'a role by its ARN',
    permissions(() => ({ role: untyped('arn:aws:iam::111111111111:role/x') })),
    'InvalidRole',
    /`role` must be a role of the CDK, such as `iam\.Role\.fromRoleArn.*got "arn:aws:iam/,
  ],
  [
    'a role of another account',
    permissions((stack) => ({ role: imported(stack, '222222222222') })),
    'CrossAccountRole',
    '`role` is in account 222222222222, this stack in 111111111111',
  ],
  [
    'a role that cannot be changed',
    permissions((stack) => ({ role: imported(stack, '111111111111', false) })),
    'ImmutableRole',
    'everything added to it is dropped; set a role of this account that can be changed',
  ],
  [
    'AWS managed policies on a role of elsewhere',
    permissions((stack) => ({ role: imported(stack), profile: Profile.DOCUMENTED })),
    'ImportedRoleManagedPolicies',
    /attach arn:aws:iam::aws:policy\/\w+.* by hand and set `attachedByHand: true`/,
  ],
  [
    'permissions where the app replaces policies',
    permissions((stack) => {
      Role.customizeRoles(stack);
      return { assumedBy: ecsTasks(stack) };
    }),
    'PolicyNotCreated',
    /was not created: another part of the app replaces policies; set a `role` that can be changed/,
  ],
  [
    'attachments that are less than none',
    permissions((stack) => ({ role: imported(stack), existingAttachments: -1 })),
    'InvalidQuota',
    '`existingAttachments` must be a positive integer, got -1',
  ],
  [
    'more policies than a role takes',
    permissions((stack) => ({ role: imported(stack), existingAttachments: 10 })),
    'QuotaExceeded',
    /would have 12 managed policies \(2 of this plan\), more than the limit of 10; put fewer connections/,
  ],
  [
    'more buckets than the policies of a role name',
    permissions((stack) => ({
      assumedBy: ecsTasks(stack),
      quotas: { policiesPerRole: 1 },
      connections: [
        Connection.awsS3({ buckets: Array.from({ length: 400 }, (_, i) => `bucket-with-a-long-name-${i}`) }),
      ],
    })),
    'PolicyTooLarge',
    /which do not fit in 1 policies of 6144; use fewer resources/,
  ],
  [
    'a folder that cannot be made',
    () =>
      new DelegateAccess(newStack(), 'A', {
        connections: [jenkins],
        securityGroup: SecurityGroup.fromSecurityGroupId(newStack(), 'G', GROUP, { allowAllOutbound: false }),
      }).writeReview('/dev/null/x'),
    'CannotWrite',
    'cannot write "/dev/null/x": ',
  ],
  [
    'a folder that is a number',
    () => accessStack([s3]).access.writeReview(untyped(7)),
    'CannotWrite',
    'cannot write 7: it must be the path of a folder or a file',
  ],
  [
    'a bad quota of the whole delegate',
    access({ quotas: { policiesPerRole: 26 } }),
    'InvalidQuota',
    '`quotas.policiesPerRole` must be an integer between 1 and 25, got 26',
  ],
  [
    'a role behind tokens with a wildcard',
    () => {
      const stack = newStack();
      return Connection.awsCloud({ assumeRoles: [`arn:${stack.partition}:iam::${stack.account}:role/*`] });
    },
    'InvalidArn',
    'must be a full ARN without wildcards',
  ],
  [
    'a bucket behind a token with a wildcard',
    () => Connection.awsS3({ buckets: [{ name: `*${newStack({}).account}`, access: 'readWrite' }] }),
    'InvalidBucket',
    'must be the name of a bucket',
  ],
  [
    'keys behind tokens with a wildcard',
    () => {
      const { region, account } = newStack({});
      return Connection.awsS3({ buckets: [{ name: 'bbb', kmsKeys: [`arn:aws:kms:${region}:${account}:key/*`] }] });
    },
    'InvalidArn',
    'must be a full ARN without wildcards',
  ],
  [
    'a region with a typing error',
    () => Connection.awsS3({ regions: ['us-est-1'] }),
    'InvalidRegion',
    '`regions[0]` must be an AWS region such as eu-west-1, got "us-est-1"; did you mean `us-east-1`?',
  ],
  [
    'an account of eleven digits',
    () => Connection.awsCloud({ assumeRoles: ['arn:aws:iam::11112222333:role/target'] }),
    'InvalidArn',
    'must be a full ARN',
  ],
  [
    'a list of two partitions',
    () =>
      Plan.of([
        Connection.awsS3({ regions: ['cn-north-1'] }),
        Connection.awsCloud({ assumeRoles: ['arn:aws:iam::111122223333:role/target'] }),
      ]),
    'MixedPartitions',
    'a list is in one partition of AWS, got aws-cn (cn-north-1 of `aws-s3`) and aws',
  ],
  [
    'names without the addresses of the delegate',
    names({ source: untyped(undefined) }),
    'MissingSource',
    '`source` must have one of `subnets`, `cidrs`, `prefixList` and `containers`, got undefined',
  ],
  [
    'names of two sources',
    names({ source: { cidrs: ['10.0.1.0/24'], containers: 'arn:aws:x' } }),
    'MissingSource',
    'got `cidrs` and `containers`',
  ],
  [
    'names for no block',
    names({ source: { cidrs: [] } }),
    'MissingSource',
    '`source.cidrs` must name one block at least, got',
  ],
  [
    'names for an association that is no ARN',
    names({ source: { containers: 'delegate' } }),
    'MissingSource',
    '`source.containers` must be the ARN of a container association, got "delegate"',
  ],
  [
    'names that are tied to addresses without the VPC whose resolver returns them',
    names({ policy: 'new' }),
    'MissingVpc',
    'names are tied to the addresses that the resolver of a VPC returns: set `vpc`, the VPC of the delegate, or `resolved: false`; got undefined',
  ],
  [
    'names whose drops are left to a policy that is not known',
    names({ closed: false }),
    'NothingCloses',
    "`closed: false` leaves everything else to the policy, which is not known here: set `policy: 'new'`, or leave `closed` out",
  ],
  [
    'names in a group without room',
    names({ capacity: 10 }),
    'CapacityTooSmall',
    /the rules need \d+ units, more than 80 % of the capacity of 10, which cannot be changed in place; set `capacity: 100`/,
  ],
  [
    'names in a group of no size',
    names({ capacity: 0 }),
    'InvalidCapacity',
    '`capacity` must be an integer from 1 to 30000, got 0',
  ],
  [
    'names with a priority that DNS Firewall keeps for others',
    names({ dnsPriority: 100 }),
    'InvalidPriority',
    '`dnsPriority` must be an integer from 101 to 8,999, got 100',
  ],
  [
    'names in a policy of another kind',
    names({ policy: untyped('mine') }),
    'InvalidChoice',
    '`policy` must be `none` or `new`, got "mine"',
  ],
  [
    'names with more prefix lists than a rule group refers to',
    names({ connections: [lists(6)] }),
    'TooManyPrefixLists',
    'a rule group refers to 5 prefix lists at most, got 6; set the blocks of some of them instead',
  ],
  [
    'a layer behind a security group that is a name',
    egress({ behind: untyped(['aws-network-firewall']) }),
    'UnknownTarget',
    '`behind` must be a list of targets, such as `[Target.AWS_NETWORK_FIREWALL]`, got "aws-network-firewall"',
  ],
  [
    'names of a list with IPv6 for a source without it',
    names({ reach: { families: ['ipv4', 'ipv6'] } }),
    'MissingSource',
    'the list opens IPv6, and the source has no IPv6 block, so the IPv6 of the delegate would not be judged; add its IPv6 block to the blocks of the source',
  ],
];
