import { App as CdkApp } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  Cluster,
  ContainerImage,
  ExecuteCommandLogging,
  FargateService,
  FargateTaskDefinition,
} from 'aws-cdk-lib/aws-ecs';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { App, Testing, TerraformStack } from 'cdktf';
import { ecsTasks, newStack, resourcesOf, someVpc } from '../support/stacks';
import {
  Connection,
  differenceOf,
  differenceTable,
  Plan,
  Profile,
  reviewOf,
  Target,
  type CustomProps,
} from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';
import { DelegatePermissions as GooglePermissions } from 'harness-delegate-access/gcp';

/** Permissions that a user writes: in the plan, the templates, the review and `diff` like any other. */

const QUEUE = 'arn:aws:sqs:us-east-1:111111111111:jobs';
const own = (props: Partial<CustomProps>): Connection =>
  Connection.custom({ name: 'own', reason: 'starts jobs', ...props });
const queue = own({ awsStatements: [{ actions: ['sqs:SendMessage'], resources: [QUEUE] }] });

/** A service of ECS with a delegate's role, and keys of what the finished app has beyond the plan. */
function onEcs(
  connections: readonly Connection[],
  service: (stack: Stack, role: IRole) => void,
): { readonly template: Template; readonly found: string[] } {
  const stack = newStack(undefined, 'Stack', new CdkApp());
  const access = new DelegateAccess(stack, 'Access', {
    vpc: someVpc(stack),
    connections,
    profile: Profile.RECOMMENDED,
    assumedBy: ecsTasks(stack),
    asOf: '2026-11-26',
    review: false,
  });
  service(stack, access.role!);
  const template = Template.fromStack(stack);
  return {
    template,
    found: access.findings.filter(({ finding }) => finding === 'UnplannedPermission').map(({ key }) => key),
  };
}

function exec(stack: Stack, taskRole: IRole, logGroup?: LogGroup): void {
  const taskDefinition = new FargateTaskDefinition(stack, 'Task', { taskRole });
  taskDefinition.addContainer('delegate', { image: ContainerImage.fromRegistry('delegate') });
  const executeCommandConfiguration =
    logGroup === undefined
      ? undefined
      : { logConfiguration: { cloudWatchLogGroup: logGroup }, logging: ExecuteCommandLogging.OVERRIDE };
  const cluster = new Cluster(stack, 'Cluster', { vpc: new Vpc(stack, 'OfCluster'), executeCommandConfiguration });
  new FargateService(stack, 'Service', { cluster, taskDefinition, enableExecuteCommand: true, minHealthyPercent: 100 });
}

test('a statement is in the policy of its connection, with its conditions', () => {
  const conditions = { StringEquals: { 'aws:ResourceAccount': ['111111111111', '222222222222'] } };
  const { template } = onEcs(
    [own({ awsStatements: [{ actions: ['sqs:SendMessage', 'sqs:GetQueueUrl'], resources: [QUEUE], conditions }] })],
    () => undefined,
  );
  const [{ Properties }] = Object.values(resourcesOf(template, 'AWS::IAM::ManagedPolicy')) as [{ Properties: object }];
  expect(Properties).toMatchObject({
    PolicyDocument: {
      Statement: [
        {
          Sid: 'SqsSendMessage',
          Effect: 'Allow',
          Action: ['sqs:GetQueueUrl', 'sqs:SendMessage'],
          Resource: QUEUE,
          Condition: conditions,
        },
      ],
    },
  });
});

test('under both profiles the same, and nothing is open for it', () => {
  const [documented, recommended] = [Profile.DOCUMENTED, Profile.RECOMMENDED].map((profile) =>
    Plan.of([queue], { profile }),
  );
  expect(documented!.permissions).toEqual(recommended!.permissions);
  expect(documented!.permissions).toMatchObject([
    {
      cloud: 'aws',
      kind: 'statement',
      name: 'SqsSendMessage',
      reasons: [{ key: 'own:SqsSendMessage', row: 'custom', note: 'starts jobs' }],
    },
  ]);
  expect(documented!.decisions.filter(({ connection }) => connection === 'own')).toEqual([]);
  expect(documented!.findings.filter(({ connection }) => connection === 'own')).toEqual([]);
});

describe('what the CDK adds to the role of a task', () => {
  test('is a finding without its name', () => {
    expect(onEcs([queue], exec).found).toEqual([
      expect.stringContaining('logs:CreateLogStream'),
      expect.stringContaining('logs:DescribeLogGroups'),
      expect.stringContaining('ssmmessages:CreateControlChannel'),
    ]);
  });

  test('is part of the plan by its name; without a log group of the cluster the CDK allows all', () => {
    const logs = { grant: 'ecs-exec-logs', resources: ['*'] } as const;
    expect(onEcs([own({ awsStatements: ['ecs-exec', logs] })], exec).found).toEqual([]);
  });

  test('is part of the plan with the log of the sessions, of a group of this app', () => {
    const stack = newStack(undefined, 'Stack', new CdkApp());
    const logGroup = new LogGroup(stack, 'Sessions');
    const access = new DelegateAccess(stack, 'Access', {
      vpc: someVpc(stack),
      connections: [
        own({ awsStatements: ['ecs-exec', { grant: 'ecs-exec-logs', resources: [sessionsArn(stack, logGroup)] }] }),
      ],
      profile: Profile.RECOMMENDED,
      assumedBy: ecsTasks(stack),
      asOf: '2026-11-26',
      review: false,
    });
    exec(stack, access.role!, logGroup);
    Template.fromStack(stack);
    expect(access.findings.filter(({ finding }) => finding === 'UnplannedPermission')).toEqual([]);
  });
});

/** The ARN of a log group as the CDK writes it for ECS Exec. */
function sessionsArn(stack: Stack, { logGroupName }: LogGroup): string {
  return `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:${logGroupName}:*`;
}

test('roles of Google Cloud are granted where they say, by grants that take nothing away', () => {
  const stack = new TerraformStack(new App({ skipValidation: true }), 'stack');
  new GooglePermissions(stack, 'own', {
    name: 'delegate',
    project: 'acme-prod',
    asOf: '2026-11-26',
    connections: [
      own({
        googleRoles: [
          'roles/pubsub.publisher',
          { role: 'projects/acme-data/roles/loader', project: 'acme-data' },
          { role: 'roles/storage.objectViewer', bucket: 'artifacts' },
          { role: 'roles/artifactregistry.reader', location: 'europe-west1', repository: 'images' },
        ],
      }),
    ],
  });
  const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Record<string, Record<string, object>> };
  const of = (type: string): object[] => Object.values(resource[type] ?? {});
  expect(of('google_project_iam_member')).toMatchObject([
    { role: 'projects/acme-data/roles/loader', project: 'acme-data' },
    { role: 'roles/pubsub.publisher', project: 'acme-prod' },
  ]);
  expect(of('google_storage_bucket_iam_member')).toMatchObject([{ bucket: 'artifacts' }]);
  expect(of('google_artifact_registry_repository_iam_member')).toMatchObject([
    { location: 'europe-west1', repository: 'images', project: 'acme-prod' },
  ]);
});

test.each<[string, Partial<CustomProps>, string[]]>([
  [
    'a wildcard in an action',
    { awsStatements: [{ actions: ['sqs:Send*'], resources: [QUEUE] }] },
    ['BroadPermission:own:SqsSend'],
  ],
  [
    'every resource',
    { awsStatements: [{ actions: ['sqs:SendMessage'], resources: ['*'] }] },
    ['BroadPermission:own:SqsSendMessage'],
  ],
  [
    'every resource, of an action that takes none',
    { awsStatements: [{ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }] },
    [],
  ],
  [
    'passing any role',
    { awsStatements: [{ actions: ['iam:PassRole'], resources: ['arn:aws:iam::111111111111:role/*'] }] },
    ['PassRoleOnAnyRole:own:IamPassRole'],
  ],
  [
    'passing one role',
    { awsStatements: [{ actions: ['iam:PassRole'], resources: ['arn:aws:iam::111111111111:role/task'] }] },
    [],
  ],
  [
    'changing the group of the delegate',
    { awsStatements: [{ actions: ['ec2:Authorize*'], resources: ['*'] }] },
    ['BroadPermission:own:Ec2Authorize', 'CanRewriteOwnEgress:own:Ec2Authorize'],
  ],
  [
    'raising itself',
    { awsStatements: [{ actions: ['iam:AttachRolePolicy'], resources: ['arn:aws:iam::111111111111:role/delegate'] }] },
    ['CanRaiseItself:own:IamAttachRolePolicy'],
  ],
  ['a basic role', { googleRoles: ['roles/editor'] }, ['BroadPermission:own:roles/editor']],
])('what is too wide is a finding: %s', (_, props, keys) => {
  const { findings } = Plan.of([own(props)], { profile: Profile.DOCUMENTED });
  expect(findings.filter(({ connection }) => connection === 'own').map(({ key }) => key)).toEqual(keys);
});

test('one more action is a difference, and wider', () => {
  const review = (actions: string[]) =>
    reviewOf(
      Plan.of([own({ awsStatements: [{ actions, resources: [QUEUE], sid: 'Jobs' }] })]).on(Target.AWS_SECURITY_GROUP),
    );
  const difference = differenceOf(review(['sqs:SendMessage']), review(['sqs:PurgeQueue', 'sqs:SendMessage']));
  expect(difference.isWider).toBe(true);
  expect(differenceTable(difference)).toContain('sqs:PurgeQueue');
});
