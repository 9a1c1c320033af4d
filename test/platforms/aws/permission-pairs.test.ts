import { runSimulation } from '@cloud-copilot/iam-simulate';
import beyond from '../../data/iam-oracle-beyond.json';
import table from '../../data/iam-oracle.json';
import { isAllowed, type PolicyStatementJson, type RequestContext } from '../../oracle/iam';
import { ALL_PROPS } from '../../support/every-row';
import { statementsOf } from '../../support/statements';
import { Connection } from 'harness-delegate-access';

/**
 * What the recommended permissions allow, and their twins that they must not: other names that begin the same, other
 * accounts, regions and partitions. Judged by our evaluator, and by one from outside, which knows actions, resources and
 * condition keys of AWS.
 */

const oracle = { ...table, ...beyond };

interface Pair {
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
  readonly why: string;
}

const ROWS = Object.keys(oracle) as (keyof typeof oracle)[];
const statements = Object.fromEntries(
  ROWS.map((id) => [id, statementsOf(Connection.parse(id, ALL_PROPS[id]))]),
) as Record<keyof typeof oracle, PolicyStatementJson[]>;

function contextOf(pair: object): RequestContext {
  const { context = {} } = pair as { readonly context?: unknown };
  return context as RequestContext;
}

/** The same request for something else, none of which a list of one connection allows. */
function twinsOf({ action, resource, context }: Pair): Pair[] {
  const parts = resource.split(':');
  // AWS limits these by the cluster in the request, not by a resource.
  if (parts.length < 6 || /^ecs:List/.test(action)) {
    return [];
  }
  const [arn, partition, service, region, account] = parts as [string, string, string, string, string];
  const rest = parts.slice(5).join(':');
  const at = (p: string, r: string, a: string, name: string): string => [arn, p, service, r, a, name].join(':');
  const twin = (other: string, why: string): Pair => ({ action, resource: other, context, why });
  return [
    twin(at('aws-cn', region, account, rest), 'another partition'),
    ...(account === '' ? [] : [twin(at(partition, region, '999999999999', rest), 'another account')]),
    ...(region === '' ? [] : [twin(at(partition, 'ap-south-1', account, rest), 'another region')]),
    ...(/[*]/.test(rest) ? [] : [twin(at(partition, region, account, `other-${rest}`), 'another name')]),
  ];
}

const ALLOWED = ROWS.flatMap((id) =>
  oracle[id].allowed.map((pair) => ({ id, pair: { ...pair, context: contextOf(pair) } as Pair })),
);
const TWINS = ALLOWED.flatMap(({ id, pair }) => twinsOf(pair).map((twin) => ({ id, pair: twin })));
/** Names that begin like one of the list, each of which a wildcard at its end would allow. */
const PREFIXES = ALLOWED.filter(({ pair }) => /^(?:s3|sts|iam|codedeploy|kms|ecs)/.test(pair.action)).flatMap(
  ({ id, pair }) => {
    const twin = pair.resource
      .replace(/(artifacts-bucket)(?=\/|$)/, '$1-other')
      .replace(/(role\/[\w+=,.@/-]+)$/, '$1Other')
      .replace(/(:application:shop|deploymentgroup:shop)(?=\/|$)/, '$1-other')
      .replace(/(service\/prod)\//, '$1uction/')
      .replace(/(key\/[0-9a-f-]+)$/, '$1a');
    return twin === pair.resource
      ? []
      : [{ id, pair: { ...pair, resource: twin, why: 'a name that begins the same' } }];
  },
);
const DENIED = [
  ...ROWS.flatMap((id) =>
    oracle[id].denied.map((pair) => ({ id, pair: { ...pair, context: contextOf(pair) } as Pair })),
  ),
  ...TWINS,
  ...PREFIXES,
  // What one connection may do, the others may not.
  ...ALLOWED.flatMap(({ id, pair }) =>
    ROWS.filter((other) => other !== id && pair.action !== 'ec2:DescribeRegions' && !mayToo(other, pair)).map(
      (other) => ({
        id: other,
        pair: { ...pair, why: `only ${id} may` },
      }),
    ),
  ),
];

/** Actions that both connections need: S3 and KMS of revision buckets, discovery of machines. */
function mayToo(other: keyof typeof oracle, { action }: Pair): boolean {
  return oracle[other].actions.includes(action);
}

test(`there are at least 300 pairs: ${ALLOWED.length} allowed and ${DENIED.length} denied`, () => {
  expect(ALLOWED.length + DENIED.length).toBeGreaterThanOrEqual(300);
  expect(new Set(DENIED.map(({ pair }) => pair.why)).size).toBeGreaterThan(8);
});

test('our evaluator: all that is allowed, and nothing of the rest', () => {
  const ask = ({ id, pair }: (typeof DENIED)[number]): boolean =>
    isAllowed(statements[id], pair.action, pair.resource, pair.context);
  expect(ALLOWED.filter((one) => !ask(one))).toEqual([]);
  expect(DENIED.filter(ask)).toEqual([]);
});

/** The verdict of the outside simulator; `undefined` for a request that AWS does not know, such as a resource of no type. */
async function simulate({ id, pair }: (typeof DENIED)[number]): Promise<boolean | undefined> {
  const { action, resource, context } = pair;
  const account = resource.split(':')[4] ?? '';
  const result = await runSimulation(
    {
      request: {
        principal: 'arn:aws:iam::111111111111:role/delegate',
        action,
        resource: { resource, accountId: account === '' ? '111111111111' : account },
        contextVariables: context as Record<string, string>,
      },
      identityPolicies: [{ name: 'delegate', policy: { Version: '2012-10-17', Statement: statements[id] } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...resourcePolicyFor(action),
    } as never,
    {},
  );
  const { resultType, overallResult } = result as { resultType?: string; overallResult?: string };
  return resultType === 'error' ? undefined : overallResult === 'Allowed';
}

/** A role and a key are asked as well, and both let the account of the delegate pass. */
function resourcePolicyFor(action: string): object {
  const Principal = { AWS: 'arn:aws:iam::111111111111:root' };
  const common = { Effect: 'Allow', Principal, Action: action };
  const Statement = [action.startsWith('kms:') ? { ...common, Resource: '*' } : common];
  return /^(?:kms:|sts:AssumeRole$)/.test(action) ? { resourcePolicy: { Version: '2012-10-17', Statement } } : {};
}

test('the outside simulator agrees on every pair that it can judge', async () => {
  const judge = async (pairs: typeof DENIED): Promise<(readonly [(typeof DENIED)[number], boolean | undefined])[]> =>
    Promise.all(pairs.map(async (one) => [one, await simulate(one)] as const));
  const [allowed, denied] = [await judge(ALLOWED), await judge(DENIED)];
  const notJudged = [...allowed, ...denied].filter(([, verdict]) => verdict === undefined);
  console.log(
    `pairs: ${allowed.length + denied.length - notJudged.length} judged from outside, ${notJudged.length} not`,
  );
  expect(allowed.filter(([, verdict]) => verdict === false).map(([one]) => one)).toEqual([]);
  expect(denied.filter(([, verdict]) => verdict === true).map(([one]) => one)).toEqual([]);
  expect(allowed.length + denied.length - notJudged.length).toBeGreaterThanOrEqual(250);
}, 120_000);

describe('the scopes of a connection bind what they name', () => {
  const ec2 = (name: string): string => `arn:aws:ec2:us-east-1:111111111111:${name}`;
  const asg = statementsOf(
    Connection.awsEc2({
      machines: [],
      asg: {
        names: ['web'],
        launchTemplateTag: { key: 'team', value: 'harness' },
        subnets: ['subnet-0a1'],
        securityGroups: ['sg-0b2'],
      },
    }),
  );
  const ecs = statementsOf(
    Connection.awsElbAlbEcs({
      machines: [],
      clusters: ['prod'],
      services: ['web'],
      taskFamilies: ['web'],
      passRoles: [],
      strategies: ['canary'],
      scaling: true,
    }),
  );
  const template = (tag?: string): RequestContext => ({
    'ec2:LaunchTemplate': ec2('launch-template/lt-0c3'),
    ...(tag === undefined ? {} : { 'aws:ResourceTag/team': tag }),
  });
  const family = (name?: string): RequestContext =>
    name === undefined ? {} : { 'ecs:task-definition': `arn:aws:ecs:us-east-1:111111111111:task-definition/${name}:7` };
  const service = 'arn:aws:ecs:us-east-1:111111111111:service/prod/web';
  const alarm = (name: string): string =>
    `arn:aws:cloudwatch:us-east-1:111111111111:alarm:TargetTracking-service/prod/${name}`;

  test.each<[string, PolicyStatementJson[], string, string, RequestContext, boolean]>([
    ['a tagged template', asg, 'ec2:RunInstances', ec2('launch-template/lt-0c3'), template('harness'), true],
    [
      'the template of another team',
      asg,
      'ec2:RunInstances',
      ec2('launch-template/lt-0c3'),
      template('billing'),
      false,
    ],
    ['a template without a tag', asg, 'ec2:RunInstances', ec2('launch-template/lt-0c3'), template(), false],
    ['an instance from a template', asg, 'ec2:RunInstances', ec2('instance/*'), template(), true],
    ['an instance without a template', asg, 'ec2:RunInstances', ec2('instance/*'), {}, false],
    ['a subnet of the scope', asg, 'ec2:RunInstances', ec2('subnet/subnet-0a1'), template(), true],
    ['another subnet', asg, 'ec2:RunInstances', ec2('subnet/subnet-0a2'), template(), false],
    ['a security group of the scope', asg, 'ec2:RunInstances', ec2('security-group/sg-0b2'), template(), true],
    ['another security group', asg, 'ec2:RunInstances', ec2('security-group/sg-0b3'), template(), false],
    ['a service of the family', ecs, 'ecs:CreateService', service, family('web'), true],
    ['a service of another family', ecs, 'ecs:CreateService', service, family('admin'), false],
    ['a family that begins the same', ecs, 'ecs:UpdateService', service, family('website'), false],
    ['an update without a task definition', ecs, 'ecs:UpdateService', service, family(), true],
    ['the end of the service', ecs, 'ecs:DeleteService', service, {}, true],
    ['an alarm of the service', ecs, 'cloudwatch:PutMetricAlarm', alarm('web-AlarmHigh-1'), {}, true],
    ['an alarm of its canary', ecs, 'cloudwatch:DeleteAlarms', alarm('webCanary-AlarmLow-1'), {}, true],
    ['an alarm of another service', ecs, 'cloudwatch:DeleteAlarms', alarm('website-AlarmHigh-1'), {}, false],
  ])('%s', (_, of, action, resource, context, expected) => {
    expect(isAllowed(of, action, resource, context)).toBe(expected);
  });
});

/** Ways from a role to more than the role; each needs all of its actions. https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation */
const ESCALATIONS: readonly (readonly string[])[] = [
  ...['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'CreateAccessKey', 'CreateLoginProfile', 'UpdateLoginProfile'],
  ...['AttachUserPolicy', 'AttachGroupPolicy', 'AttachRolePolicy', 'PutUserPolicy', 'PutGroupPolicy', 'PutRolePolicy'],
  ...['AddUserToGroup', 'UpdateAssumeRolePolicy', 'CreateRole', 'DeleteRolePermissionsBoundary'],
]
  .map((action) => [`iam:${action}`])
  .concat([
    ['iam:PassRole', 'ec2:RunInstances'],
    ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'],
    ['iam:PassRole', 'ecs:RegisterTaskDefinition', 'ecs:RunTask'],
    ['iam:PassRole', 'ecs:RegisterTaskDefinition', 'ecs:CreateService'],
    ['iam:PassRole', 'cloudformation:CreateStack'],
    ['iam:PassRole', 'codebuild:CreateProject'],
    ['iam:PassRole', 'glue:CreateDevEndpoint'],
    ['iam:PassRole', 'datapipeline:CreatePipeline'],
    ['lambda:UpdateFunctionCode'],
    ['ssm:SendCommand'],
    ['ec2-instance-connect:SendSSHPublicKey'],
    ['sts:AssumeRole'],
  ]);

test.each(ESCALATIONS.map((actions) => [actions.join(' + '), actions] as const))(
  'no row allows the escalation %s',
  (_, actions) => {
    const admin = 'arn:aws:iam::111111111111:role/Admin';
    const services = ['ec2', 'lambda', 'ecs-tasks', 'cloudformation', 'codebuild', 'glue', 'datapipeline'];
    ROWS.forEach((id) => {
      const onAdmin = (action: string): boolean =>
        isAllowed(statements[id], action, admin) ||
        services.some((service) =>
          isAllowed(statements[id], action, admin, { 'iam:PassedToService': `${service}.amazonaws.com` }),
        );
      // A row that deploys functions changes those of its scope, and no other.
      const onFunction = (action: string): boolean =>
        isAllowed(statements[id], action, 'arn:aws:lambda:us-east-1:111111111111:function:admin');
      const anywhere = (action: string): boolean =>
        isAllowed(statements[id], action, '*') || statements[id].some(({ Action }) => [Action].flat().includes(action));
      const possible = actions.every((action) =>
        /^(?:iam|sts):/.test(action)
          ? onAdmin(action)
          : /^lambda:/.test(action)
            ? onFunction(action)
            : anywhere(action),
      );
      expect([id, possible]).toEqual([id, false]);
    });
  },
);

describe('ECR alone', () => {
  const repository = (name: string, account = '111111111111'): string =>
    `arn:aws:ecr:us-east-1:${account}:repository/${name}`;
  const [read, pull] = (['read', 'pull'] as const).map((access) =>
    statementsOf(
      Connection.awsCloud({
        ecrRepositories: [
          { name: 'web', access },
          { name: 'base', account: '222222222222' },
        ],
      }),
    ),
  ) as [PolicyStatementJson[], PolicyStatementJson[]];

  test.each<[string, PolicyStatementJson[], string, string, boolean]>([
    ['reads tags', read, 'ecr:ListImages', repository('web'), true],
    ['reads labels of another account', read, 'ecr:BatchGetImage', repository('base', '222222222222'), true],
    ['reads no other repository', read, 'ecr:ListImages', repository('website'), false],
    ['pulls no layer to read', read, 'ecr:GetDownloadUrlForLayer', repository('web'), false],
    ['needs no token to read', read, 'ecr:GetAuthorizationToken', '*', false],
    ['pulls layers', pull, 'ecr:GetDownloadUrlForLayer', repository('web'), true],
    ['pulls with a token', pull, 'ecr:GetAuthorizationToken', '*', true],
    [
      'pulls from what is set to pull alone',
      pull,
      'ecr:GetDownloadUrlForLayer',
      repository('base', '222222222222'),
      false,
    ],
    ['pushes never', pull, 'ecr:PutImage', repository('web'), false],
    [
      'touches no service of ECS',
      pull,
      'ecs:UpdateService',
      'arn:aws:ecs:us-east-1:111111111111:service/prod/web',
      false,
    ],
  ])('%s', (_, of, action, resource, expected) => {
    expect(isAllowed(of, action, resource)).toBe(expected);
  });
});
