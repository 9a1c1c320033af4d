import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { problemsOf } from '../../support/errors';
import { resourcesOf, someVpc } from '../../support/stacks';
import {
  auditOf,
  Connection,
  differenceOf,
  Plan,
  Profile,
  readTemplate,
  reviewOf,
  Target,
  toTable,
} from 'harness-delegate-access';
import { DelegateAccess, DelegateTargetRole, type DelegateTargetRoleProps } from 'harness-delegate-access/aws';

const OWN = { account: '111111111111', region: 'eu-west-1' };
const THERE = { account: '222222222222', region: 'eu-west-1' };
const there = { account: THERE.account, via: 'HarnessDeploy' } as const;
const ecs = Connection.awsElbAlbEcs({
  ...there,
  machines: [],
  regions: ['eu-west-1'],
  clusters: ['prod'],
  passRoles: ['arn:aws:iam::222222222222:role/task'],
});
const s3 = Connection.awsS3({ buckets: ['artifacts'], regions: ['eu-west-1'] });
const options = { profile: Profile.RECOMMENDED, asOf: '2026-11-24' };

interface Both {
  readonly access: DelegateAccess;
  readonly target: DelegateTargetRole;
  readonly own: () => Template;
  readonly theirs: () => Template;
}

function both(
  list: readonly Connection[] | Plan,
  props: Partial<DelegateTargetRoleProps> = {},
  env: object = THERE,
): Both {
  const app = new App();
  const [one, other] = [new Stack(app, 'Own', { env: OWN }), new Stack(app, 'There', { env })];
  const given = list instanceof Plan ? { plan: list } : { ...options, connections: list };
  const access = new DelegateAccess(one, 'Access', {
    ...given,
    vpc: someVpc(one),
    assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    roleName: 'harness-delegate',
    review: false,
  });
  const target = new DelegateTargetRole(other, 'Target', {
    ...given,
    delegateRole: access.role!,
    review: false,
    ...props,
  });
  return { access, target, own: () => Template.fromStack(one), theirs: () => Template.fromStack(other) };
}

const statementsOf = (template: Template): { Action: unknown; Resource: unknown; Sid: string }[] =>
  Object.values(resourcesOf(template, 'AWS::IAM::ManagedPolicy')).flatMap(
    ({ Properties }) => (Properties.PolicyDocument as { Statement: [] }).Statement,
  );

describe('a connection in another account', () => {
  test('gives the delegate the right to assume that role, and nothing else of it', () => {
    const { own } = both([ecs, s3]);
    const statements = statementsOf(own());
    expect(statements.find(({ Sid }) => Sid === 'HarnessAssumeTarget')).toMatchObject({
      Action: 'sts:AssumeRole',
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::222222222222:role/HarnessDeploy']] },
    });
    expect(JSON.stringify(statements)).not.toMatch(/ecs:|PassRole/);
    expect(JSON.stringify(statements)).toContain(':s3:::artifacts');
  });

  test('gives the role there the permissions of just that connection, with the ids of that account', () => {
    const { theirs } = both([ecs, s3]);
    const statements = JSON.stringify(statementsOf(theirs()));
    expect(statements).toContain(':ecs:eu-west-1:222222222222:service/prod/*');
    expect(statements).toContain('arn:aws:iam::222222222222:role/task');
    expect(statements).not.toMatch(/s3:|AssumeRole|111111111111/);
  });

  test('is trusted by that role on the name of the delegate, with the external id', () => {
    const { theirs } = both([
      Connection.awsS3({
        buckets: ['artifacts'],
        account: THERE.account,
        via: { role: 'team/HarnessDeploy', externalId: 'acme-42' },
      }),
    ]);
    theirs().hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'HarnessDeploy',
      Path: '/team/',
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Action: 'sts:AssumeRole',
            Effect: 'Allow',
            Condition: { StringEquals: { 'sts:ExternalId': 'acme-42' } },
            Principal: {
              AWS: {
                'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111111111111:role/harness-delegate']],
              },
            },
          },
        ],
      },
    });
  });

  test('is deployed after the role that it trusts', () => {
    const { access, target } = both([ecs]);
    expect(Stack.of(target).dependencies).toEqual([Stack.of(access)]);
  });

  test('is in one review with the rest, under its account and role, and as a manual step', () => {
    const { access } = both([ecs, s3]);
    const review = access.toReview();
    const places = review.permissions.map(
      ({ connection, name, where }) => `${connection} ${name} ${where.role ?? 'own'} ${where.account ?? ''}`,
    );
    expect(places).toContain('aws-elb-alb-ecs HarnessAssumeTarget own ');
    expect(places).toContain('aws-elb-alb-ecs HarnessEcsPassRole HarnessDeploy 222222222222');
    expect(places).toContain('aws-s3 HarnessS3Read own ');
    expect(toTable(review)).toMatch(/HarnessEcsPassRole, role\s+statement/);
    expect(review.credentials.map(({ what }) => what)).toContainEqual(
      'make the role HarnessDeploy in 222222222222 with `DelegateTargetRole`, and set it as the cross-account role of the connector in Harness, without an external id',
    );
  });

  test('under DOCUMENTED has its managed policies on the role there', () => {
    const plan = Plan.of([Connection.awsS3(there)]);
    const { own, theirs } = both(plan);
    expect(JSON.stringify(resourcesOf(theirs(), 'AWS::IAM::Role'))).toContain('policy/AmazonS3ReadOnlyAccess');
    expect(JSON.stringify(own().toJSON())).toContain('role/HarnessDeploy');
  });

  test('makes a wider review when a permission moves into the own role', () => {
    const plan = (connection: Connection): ReturnType<typeof reviewOf> =>
      reviewOf(Plan.of([connection], options).on(Target.AWS_SECURITY_GROUP));
    const [inTarget, inOwn] = [
      plan(Connection.awsS3({ buckets: ['artifacts'], ...there })),
      plan(Connection.awsS3({ buckets: ['artifacts'] })),
    ];
    expect(differenceOf(inTarget, inOwn).grants.map(({ name }) => name)).toContain('HarnessS3Read');
    expect(differenceOf(inTarget, inTarget)).toMatchObject({ grants: [], revokes: [], isWider: false });
  });
});

describe('an audit', () => {
  const audit = (template: Template, review: ReturnType<typeof reviewOf>, role: string): object => {
    const outgoing = readTemplate(JSON.stringify(template.toJSON()), { role });
    return auditOf(review, outgoing).permissions!;
  };

  test('judges each role by its own half', () => {
    const made = both([ecs, s3]);
    const review = made.access.toReview();
    const [ownRole] = Object.keys(resourcesOf(made.own(), 'AWS::IAM::Role'));
    expect(audit(made.own(), review, ownRole!)).toMatchObject({ lacking: [], surplus: [] });
    expect(audit(made.theirs(), review, 'HarnessDeploy')).toMatchObject({ lacking: [], surplus: [] });
    const other = both([Connection.awsS3({ buckets: ['artifacts', 'more'], ...there })]);
    expect(audit(other.theirs(), review, 'HarnessDeploy')).toMatchObject({
      lacking: expect.arrayContaining([expect.objectContaining({ name: 'HarnessEcsPassRole' })]) as unknown,
      surplus: expect.arrayContaining([expect.anything()]) as unknown,
    });
  });
});

test('roles of one name in several accounts are judged each by its own', () => {
  const [x, y] = [THERE.account, '333333333333'].map((account, i) =>
    Connection.awsS3({ name: 'xy'[i]!, buckets: ['xy'[i]!.repeat(4)], account, via: 'HarnessDeploy' }),
  ) as [Connection, Connection];
  const review = both([x, y]).access.toReview();
  for (const [account, bucket] of [
    [THERE.account, 'xxxx'],
    ['333333333333', 'yyyy'],
  ] as const) {
    const { theirs } = both(
      [x, y],
      { delegateRole: 'arn:aws:iam::111111111111:role/harness-delegate' },
      { ...THERE, account },
    );
    const text = JSON.stringify(theirs().toJSON());
    expect(text).toContain(bucket);
    const result = auditOf(review, readTemplate(text, { role: 'HarnessDeploy' })).permissions;
    expect(result).toMatchObject({ lacking: [], surplus: [] });
  }
  const { theirs } = both([Connection.awsS3({ name: 'x', buckets: ['xxxx', 'yyyy'], ...there })]);
  const audit = auditOf(review, readTemplate(JSON.stringify(theirs().toJSON()), { role: 'HarnessDeploy' }));
  expect(audit.cannotTell.map(({ what }) => what)).toContainEqual(
    'the review has a role of this name in 2 accounts, and it is none of them exactly; audit a file that names its account',
  );
});

test('a role without permissions is assumed all the same', () => {
  const { permissions } = Plan.of([Connection.awsCloud({ ...there, describeRegions: false })], options);
  expect(permissions.map(({ name, where }) => `${name} ${where.role ?? 'own'}`)).toEqual(['HarnessAssumeTarget own']);
});

test("an acknowledgement of the delegate's own half is none of the other's", () => {
  const { target } = both([ecs], {
    acknowledged: [{ finding: 'UnconditionedTrust', connection: 'role', reason: 'EC2' }],
  });
  expect(target.findings.filter(({ finding }) => finding === 'UnusedAcknowledgement')).toEqual([]);
});

test("a table's right to change security groups in another account is no finding on the delegate's own", () => {
  const keys = Plan.of([Connection.awsEc2({ machines: [], ...there })]).findings.map(({ finding }) => finding);
  expect(keys).not.toContain('CanRewriteOwnEgress');
});

describe('findings', () => {
  const keys = (connections: readonly Connection[]): string[] =>
    Plan.of(connections, options)
      .findings.map(({ key }) => key)
      .filter((key) => /Beside|Elsewhere/.test(key));

  test('on rights in the own account beside roles of another one', () => {
    const cloud = Connection.awsCloud({ assumeRoles: ['arn:aws:iam::222222222222:role/Deploy'] });
    const here = Connection.awsElbAlbEcs({ machines: [], clusters: ['prod'], passRoles: [] });
    expect(keys([cloud, here, s3])).toEqual(['RightsBesideAssumedRole:aws-elb-alb-ecs']);
    expect(keys([cloud, ecs, s3])).toEqual([]);
    expect(keys([here])).toEqual([]);
    expect(keys([Connection.awsS3({ buckets: ['artifacts'], ...there }), here])).toEqual([
      'RightsBesideAssumedRole:aws-elb-alb-ecs',
    ]);
  });

  test('on a role of another account that is passed', () => {
    const passing = (account: string): Connection =>
      Connection.awsElbAlbEcs({
        ...there,
        regions: ['eu-west-1'],
        machines: [],
        clusters: ['prod'],
        passRoles: [`arn:aws:iam::${account}:role/task`],
      });
    expect(keys([passing('333333333333')])).toEqual(['PassRoleElsewhere:aws-elb-alb-ecs:role/task']);
    expect(keys([passing(THERE.account)])).toEqual([]);
  });
});

describe('fails', () => {
  const cases: readonly (readonly [string, () => unknown, string | RegExp])[] = [
    [
      'an account without a role',
      () => Plan.of([Connection.awsS3({ account: '222222222222' })]),
      /^MissingProp: connection `aws-s3`: `account: 222222222222` needs `via`, the role in that account/,
    ],
    [
      'a role without an account',
      () => Plan.of([Connection.awsS3({ via: 'HarnessDeploy' })]),
      /^MissingProp: connection `aws-s3`: `via: HarnessDeploy` needs `account`/,
    ],
    [
      'an external id without a role',
      () => Connection.awsS3({ account: '222222222222', via: { externalId: 'abc' } as never }),
      /^MissingProp: connection `aws-s3`: `via` needs `role`/,
    ],
    [
      'an account with 11 digits',
      () => Connection.awsS3({ account: '22222222222', via: 'HarnessDeploy' }),
      /^InvalidAccount: connection `aws-s3`: `account` must be an AWS account id of 12 digits, got "22222222222"/,
    ],
    [
      'an ARN for the name of a role',
      () => Connection.awsS3({ account: '222222222222', via: 'arn:aws:iam::222222222222:role/Deploy' }),
      /^InvalidRole: .*not an ARN, got "arn:aws:iam::222222222222:role\/Deploy"; did you mean `Deploy`\?/,
    ],
    [
      'an account without quotes in YAML',
      () => Connection.awsS3({ account: 12345678901 as never, via: 'HarnessDeploy' }),
      /^InvalidAccount: .*got the number 12345678901; write '012345678901', in quotes$/,
    ],
    [
      'an account that only the deployment knows',
      () => Connection.awsS3({ account: '${Token[AWS.AccountId.1]}', via: 'HarnessDeploy' }),
      /^InvalidAccount: .*as a text: the list, the stack of that account and the review compare it/,
    ],
    [
      'two ways to write one name',
      () =>
        Plan.of([
          Connection.awsS3({ account: '222222222222', via: 'team/Deploy' }),
          Connection.awsCloud({ account: '222222222222', via: 'deploy' }),
        ]),
      'ConflictingName: `via: deploy` and `via: team/Deploy` are one name to IAM, which looks at neither path nor case in 222222222222; write it the same in each',
    ],
    [
      'no region, which the two stacks may not share',
      () => Plan.of([Connection.awsElbAlbEcs({ ...there, machines: [], clusters: ['prod'], passRoles: [] })], options),
      /^MissingProp: connection `aws-elb-alb-ecs`: `account` needs `regions` here: the role of 222222222222 is in a stack/,
    ],
    [
      'a delegate of another account without a name',
      () => {
        const app = new App();
        const own = new Stack(app, 'Own', { env: OWN });
        const role = new Role(own, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
        return new DelegateTargetRole(new Stack(app, 'There', { env: THERE }), 'Target', {
          ...options,
          connections: [ecs],
          delegateRole: role,
        });
      },
      /^InvalidRole: `delegateRole` is a role of another account without a name.*set `roleName` of `DelegateAccess`/,
    ],
    [
      'two external ids for one role',
      () =>
        Plan.of([
          Connection.awsS3({ account: '222222222222', via: { role: 'Deploy', externalId: 'one' } }),
          Connection.awsCloud({ account: '222222222222', via: { role: 'Deploy', externalId: 'two' } }),
        ]),
      /^ConflictingName: the role Deploy in 222222222222 has different external ids in `aws-s3` and `aws-cloud`/,
    ],
    [
      'a role that no connection names',
      () => both([ecs], { roleName: 'Other' }),
      'UnknownTargetRole: no connection of the list works through the role "Other" in the account 222222222222 of this stack; the list has HarnessDeploy in 222222222222; set `account` and `via` of its connections',
    ],
    [
      'two accounts with one name of a role, in a stack of neither',
      () =>
        both(
          [
            ecs,
            Connection.awsS3({ name: 'other', buckets: ['artifacts'], account: '333333333333', via: 'HarnessDeploy' }),
          ],
          { delegateRole: 'arn:aws:iam::111111111111:role/harness-delegate' },
          {},
        ),
      'AmbiguousRole: the list has HarnessDeploy in 222222222222, HarnessDeploy in 333333333333; set `env.account` of the stack to choose one',
    ],
    [
      'two roles in one account without a name',
      () => both([ecs, Connection.awsS3({ buckets: ['artifacts'], account: THERE.account, via: 'HarnessRead' })]),
      'AmbiguousRole: the list has HarnessDeploy in 222222222222, HarnessRead in 222222222222; set `roleName` to choose one',
    ],
    [
      'a delegate that is no role',
      () => both([ecs], { delegateRole: 'harness-delegate' }),
      /^InvalidRole: `delegateRole` must be the role of the delegate or its ARN, .*got "harness-delegate"$/,
    ],
  ];
  test.each(cases)('%s', (_, act, expected) => {
    expect(problemsOf(act)).toEqual([typeof expected === 'string' ? expected : expect.stringMatching(expected)]);
  });
});

test('two accounts with one name of a role are two roles', () => {
  const other = Connection.awsS3({ name: 'other', buckets: ['more'], account: '333333333333', via: 'HarnessDeploy' });
  const { own, theirs } = both([ecs, other]);
  const assume = statementsOf(own()).find(({ Sid }) => Sid === 'HarnessAssumeTarget');
  expect(JSON.stringify(assume?.Resource)).toMatch(/222222222222.*333333333333/);
  expect(JSON.stringify(statementsOf(theirs()))).not.toContain('more');
});

test('a role of another account is assumed at STS, which the connection reaches for that', () => {
  const hosts = (connection: Connection): readonly string[] =>
    Plan.of([connection], { ...options, region: 'eu-west-1' }).decisions[0]!.place.hosts;
  expect(hosts(Connection.awsS3({ buckets: ['artifacts'], ...there }))).toEqual(
    expect.arrayContaining(['sts.eu-west-1.amazonaws.com', 'sts.amazonaws.com']),
  );
  expect(hosts(s3).filter((host) => host.startsWith('sts'))).toEqual([]);
});
