import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import {
  AccountPrincipal,
  AnyPrincipal,
  ArnPrincipal,
  CompositePrincipal,
  FederatedPrincipal,
  ManagedPolicy,
  Role,
  ServicePrincipal,
  WebIdentityPrincipal,
  type IPrincipal,
  type IRole,
} from 'aws-cdk-lib/aws-iam';
import oracle from '../../data/iam-oracle.json';
import { isAllowed, type PolicyStatementJson, type RequestContext } from '../../oracle/iam';
import { accessErrorOf } from '../../support/errors';
import { ROW_PROPS } from '../../support/every-row';
import { ecsTasks, ENV, newStack, resourcesOf } from '../../support/stacks';
import { Connection, Profile, type Permission } from 'harness-delegate-access';
import { DelegatePermissions, type DelegatePermissionsProps } from 'harness-delegate-access/aws';

const RECOMMENDED = { profile: Profile.RECOMMENDED };
const s3 = Connection.awsS3({ buckets: ['artifacts-bucket'] });

function permissions(
  stack: Stack,
  connections: Connection[],
  props: Partial<DelegatePermissionsProps> = {},
): DelegatePermissions {
  const who = props.role === undefined && !('assumedBy' in props) ? { assumedBy: ecsTasks(stack) } : {};
  return new DelegatePermissions(stack, 'Permissions', { connections, asOf: '2026-11-24', ...who, ...props });
}

/** Statements of every customer-managed policy, with the partition and the account filled in. */
function statementsOf(template: Template): PolicyStatementJson[] {
  const text = JSON.stringify(resourcesOf(template, 'AWS::IAM::ManagedPolicy'), (_, value: unknown) => {
    const join = (value as { 'Fn::Join'?: [string, unknown[]] } | null)?.['Fn::Join'];
    return join === undefined ? value : join[1].map((part) => (typeof part === 'string' ? part : 'aws')).join(join[0]);
  }).replace(/\{"Ref":"AWS::URLSuffix"\}/g, '"amazonaws.com"');
  const policies = Object.values(
    JSON.parse(text) as Record<string, { Properties: { PolicyDocument: { Statement: PolicyStatementJson[] } } }>,
  );
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

describe('the recommended permissions of', () => {
  const shared = 'ec2:DescribeRegions';
  const rows = Object.entries(oracle).map(
    ([id, { actions, wildcardOnly, ...pairs }]) =>
      [id, { ...pairs, actions: [...actions, shared], wildcardOnly: [...wildcardOnly, shared] }] as const,
  );

  test.each(rows)(
    '%s allow what the delegate calls, and nothing on the list of what it must not',
    (id, { allowed, denied }) => {
      const stack = newStack();
      permissions(stack, [Connection.parse(id, ROW_PROPS[id])], RECOMMENDED);
      const statements = statementsOf(Template.fromStack(stack)).map(withUrlSuffix);
      const ask = ({ action, resource, context }: { action: string; resource: string; context?: unknown }): boolean =>
        isAllowed(statements, action, resource, fill(context));
      expect(allowed.filter((pair) => !ask(pair))).toEqual([]);
      expect(denied.filter(ask)).toEqual([]);
    },
  );

  test.each(rows)('%s keep actions that take no resource in statements of their own', (id, { wildcardOnly }) => {
    const stack = newStack();
    permissions(stack, [Connection.parse(id, ROW_PROPS[id])], RECOMMENDED);
    for (const { Action, Resource } of statementsOf(Template.fromStack(stack))) {
      const actions = [Action].flat();
      const onStar = [Resource].flat().includes('*');
      const needStar = actions.filter((action) => wildcardOnly.includes(action));
      expect(onStar || needStar.length === 0).toBe(true);
      expect(onStar && needStar.length !== actions.length ? actions : []).toEqual(
        onStar && actions.includes('ecs:ListTasks') ? actions : [],
      );
    }
  });

  test.each(rows)("%s use only actions that AWS's reference has", (id, { actions }) => {
    const stack = newStack();
    permissions(stack, [Connection.parse(id, ROW_PROPS[id])], RECOMMENDED);
    const used = statementsOf(Template.fromStack(stack)).flatMap(({ Action }) => [Action].flat());
    expect(used.filter((action) => !actions.includes(action))).toEqual([]);
  });

  function fill(context: unknown): RequestContext {
    return (context ?? {}) as RequestContext;
  }

  function withUrlSuffix(statement: PolicyStatementJson): PolicyStatementJson {
    return JSON.parse(
      JSON.stringify(statement).replace(/s3\.us-east-1\.aws"/g, 's3.us-east-1.amazonaws.com"'),
    ) as PolicyStatementJson;
  }
});

describe('the documented permissions', () => {
  test('are the managed policies of the table, in the partition of the stack, each once', () => {
    const stack = newStack();
    permissions(stack, [
      Connection.awsCodeDeploy(),
      Connection.awsEc2({ machines: [] }),
      s3,
      Connection.awsS3({ name: 's3-two' }),
    ]);
    const template = Template.fromStack(stack);
    const arn = (path: string): object => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${path}`]],
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      Description: 'Role of a Harness Delegate',
      ManagedPolicyArns: [
        'AWSCodeDeployDeployerAccess',
        'AmazonEC2FullAccess',
        'AmazonS3ReadOnlyAccess',
        'service-role/AWSCodeDeployRole',
      ].map(arn),
    });
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 1);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [{ Action: 'ec2:DescribeRegions', Effect: 'Allow', Resource: '*', Sid: 'HarnessDescribeRegions' }],
      },
    });
  });

  test('warn of what they give away', () => {
    const stack = newStack();
    permissions(stack, [
      Connection.awsCodeDeploy(),
      Connection.awsEc2({ machines: [] }),
      Connection.awsElbAlbEcs({ machines: [] }),
    ]);
    for (const name of [
      'ServiceRoleOnDelegate:aws-codedeploy',
      'CanRewriteOwnEgress:aws-ec2',
      'UnnamedPolicy:aws-elb-alb-ecs',
      'PassRoleOnAnyRole:aws-elb-alb-ecs',
    ]) {
      Annotations.fromStack(stack).hasWarning('/Stack/Permissions', Match.stringLikeRegexp(name));
    }
  });
});

describe('policies', () => {
  test('are one for each connection, attached to the role, with constants where a change would replace them', () => {
    const stack = newStack();
    permissions(
      stack,
      [s3, Connection.awsCloud({ assumeRoles: ['arn:aws:iam::222222222222:role/Deploy'] })],
      RECOMMENDED,
    );
    const policies = resourcesOf(Template.fromStack(stack), 'AWS::IAM::ManagedPolicy');
    expect(
      Object.values(policies).map(
        ({ Metadata }) => (Metadata!['harness-delegate-access'] as { reasons: object }).reasons,
      ),
    ).toEqual([
      { HarnessDescribeRegions: ['aws-cloud:HarnessDescribeRegions', 'aws-s3:HarnessDescribeRegions'] },
      { HarnessAssumeRole: ['aws-cloud:HarnessAssumeRole'] },
      {
        HarnessS3Bucket: ['aws-s3:HarnessS3Bucket', 'aws-s3:HarnessS3List'],
        HarnessS3Read: ['aws-s3:HarnessS3Read'],
      },
    ]);
    Object.values(policies).forEach(({ Properties }) =>
      expect(Properties).toMatchObject({
        Description: 'What a Harness Delegate may do for one of its connections',
        Roles: [{ Ref: expect.stringMatching(/^PermissionsRole/) }],
      }),
    );
  });

  test.each([
    ['us-east-1', 'aws', 'amazonaws.com'],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
    ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ])('are written for the partition of %s', (region) => {
    const stack = newStack({ env: { account: '111111111111', region } });
    permissions(
      stack,
      [Connection.of('aws-s3', ROW_PROPS['aws-s3']), Connection.awsCodeDeploy({ applications: ['shop'] })],
      RECOMMENDED,
    );
    const text = JSON.stringify(Template.fromStack(stack).toJSON());
    expect(text).not.toMatch(/"arn:aws:(s3|codedeploy|iam::aws)/);
    expect(text).toContain('AWS::Partition');
    expect(text).toContain(`:codedeploy:${region}:111111111111:application:shop`);
    // A key has a region of its own, and so has what reaches it.
    expect(text).toContain('s3.us-east-1.amazonaws.com');
  });

  test('of a list in any order are the same to the byte', () => {
    const render = (connections: Connection[]): string => {
      const stack = newStack();
      permissions(stack, connections, RECOMMENDED);
      return JSON.stringify(Template.fromStack(stack).toJSON());
    };
    const list = ['aws-cloud', 'aws-s3', 'aws-ec2', 'aws-codedeploy', 'aws-elb-alb-ecs'].map((id) =>
      Connection.parse(id, ROW_PROPS[id]),
    );
    expect(render([...list].reverse())).toBe(render(list));
    const buckets = ['zulu-bucket', 'alpha-bucket'];
    expect(render([Connection.awsS3({ buckets })])).toBe(
      render([Connection.awsS3({ buckets: [...buckets].reverse() })]),
    );
  });

  test('take a bucket whose name is known only at deployment', () => {
    const stack = newStack();
    permissions(stack, [Connection.awsS3({ buckets: [new CfnParameter(stack, 'Bucket').valueAsString] })], RECOMMENDED);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).toContain('{"Ref":"Bucket"}');
  });
});

describe('the role', () => {
  test('is created for `assumedBy`, and takes further grants', () => {
    const stack = newStack();
    const { role, grantPrincipal } = permissions(stack, [s3]);
    expect(Role.isRole(role)).toBe(true);
    expect(grantPrincipal).toBe(role!.grantPrincipal);
  });

  test('may be brought, if the app creates it', () => {
    const stack = newStack();
    const role = new Role(stack, 'Mine', { assumedBy: ecsTasks(stack) });
    permissions(stack, [s3], { role });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Role', 1);
    template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: [Match.anyValue()] });
  });

  test('may be imported: customer-managed policies name it', () => {
    const stack = newStack();
    permissions(stack, [s3], {
      ...RECOMMENDED,
      role: Role.fromRoleArn(stack, 'Mine', 'arn:aws:iam::111111111111:role/delegate'),
    });
    Template.fromStack(stack).allResourcesProperties('AWS::IAM::ManagedPolicy', { Roles: ['delegate'] });
  });

  test('of another stack of the app makes this one depend on it, and no cycle', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const role = new Role(other, 'Mine', { assumedBy: ecsTasks(other) });
    const stack = new Stack(app, 'Stack', { env: ENV });
    permissions(stack, [s3], { role });
    Template.fromStack(other).hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: [Match.anyValue()] });
    expect(stack.dependencies).toEqual([other]);
  });

  test('is none when the plan has no AWS permission and nobody named one', () => {
    const stack = newStack();
    expect(permissions(stack, [Connection.datadog()], { assumedBy: undefined }).role).toBeUndefined();
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 0);
  });

  test('that a service assumes without a condition is a finding; EC2 is bound to its account anyway', () => {
    const stack = newStack();
    permissions(stack, [s3], {
      assumedBy: new CompositePrincipal(
        new ServicePrincipal('ecs-tasks.amazonaws.com'),
        new ServicePrincipal('ec2.amazonaws.com'),
      ),
    });
    Annotations.fromStack(stack).hasWarning(
      '*',
      Match.stringLikeRegexp('UnconditionedTrust:role:ecs-tasks.amazonaws.com'),
    );
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('UnconditionedTrust:role:ec2'));
  });

  test.each<[string, IPrincipal, string | undefined]>([
    ['anyone', new AnyPrincipal(), 'UnconditionedTrust:role:anyone'],
    ['any AWS account', new ArnPrincipal('*'), 'UnconditionedTrust:role:anyone'],
    [
      'every token of an identity provider',
      new WebIdentityPrincipal('arn:aws:iam::111111111111:oidc-provider/x'),
      'UnconditionedTrust:role:arn:aws:iam::111111111111:oidc-provider/x',
    ],
    [
      'one subject of an identity provider',
      new WebIdentityPrincipal('arn:aws:iam::111111111111:oidc-provider/x', {
        StringEquals: { 'x:sub': 'system:serviceaccount:a:b' },
      }),
      undefined,
    ],
    ['one account', new AccountPrincipal('222222222222'), undefined],
    [
      'a service for every account',
      new ServicePrincipal('ecs-tasks.amazonaws.com', { conditions: { StringLike: { 'aws:SourceAccount': '*' } } }),
      'UnconditionedTrust:role:ecs-tasks.amazonaws.com',
    ],
    [
      'a service, when the key is there',
      new ServicePrincipal('ecs-tasks.amazonaws.com', {
        conditions: { StringEqualsIfExists: { 'aws:SourceAccount': '111111111111' } },
      }),
      'UnconditionedTrust:role:ecs-tasks.amazonaws.com',
    ],
    [
      'a service over TLS',
      new ServicePrincipal('ecs-tasks.amazonaws.com', { conditions: { Bool: { 'aws:SecureTransport': 'true' } } }),
      'UnconditionedTrust:role:ecs-tasks.amazonaws.com',
    ],
    [
      'a service for one resource',
      new ServicePrincipal('ecs-tasks.amazonaws.com', {
        conditions: { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:us-east-1:111111111111:*' } },
      }),
      undefined,
    ],
    [
      'every token with one audience',
      new WebIdentityPrincipal('arn:aws:iam::111111111111:oidc-provider/x', {
        StringEquals: { 'x:aud': 'sts.amazonaws.com' },
      }),
      'UnconditionedTrust:role:arn:aws:iam::111111111111:oidc-provider/x',
    ],
  ])('that %s may assume is a finding where nothing limits it', (_, assumedBy, key) => {
    const { findings } = permissions(newStack(), [s3], { ...RECOMMENDED, assumedBy });
    expect(findings.filter(({ finding }) => finding === 'UnconditionedTrust').map((entry) => entry.key)).toEqual(
      key === undefined ? [] : [key],
    );
  });

  test('that an identity provider is trusted with an action that is none of its own is a finding', () => {
    const x = 'arn:aws:iam::111111111111:oidc-provider/x';
    const limited = { StringEquals: { 'x:sub': 'system:serviceaccount:a:b' } };
    const keysOf = (assumedBy: IPrincipal): string[] =>
      permissions(newStack(), [s3], { ...RECOMMENDED, assumedBy }).findings.map(({ key }) => key);
    expect(keysOf(new FederatedPrincipal(x, limited, 'sts:AssumeRole'))).toContain(`TrustNeverWorks:role:${x}`);
    expect(keysOf(new FederatedPrincipal(x, limited, 'sts:AssumeRoleWithWebIdentity')).join()).not.toContain(
      'TrustNever',
    );
    expect(keysOf(new ServicePrincipal('ec2.amazonaws.com')).join()).not.toContain('TrustNever');
  });

  test('does not depend on whether a security group can match the host names of the plan', () => {
    const stack = newStack();
    expect(() => permissions(stack, [s3, Connection.jenkins({ to: ['ci.example.com'] })], RECOMMENDED)).not.toThrow();
  });

  test('may get the managed policies by hand, which a notice lists', () => {
    const stack = newStack();
    const { findings } = permissions(stack, [s3], {
      attachedByHand: true,
      role: Role.fromRoleName(stack, 'Mine', 'delegate'),
    });
    expect(findings.find(({ finding }) => finding === 'PoliciesAttachedByHand')?.what).toContain(
      'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
    );
    Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 1);
  });
});

describe('the role fails', () => {
  const cases: [string, (stack: Stack) => Partial<DelegatePermissionsProps>, string, string][] = [
    [
      'when it is brought and to be created',
      (stack) => ({ role: new Role(stack, 'R', { assumedBy: ecsTasks(stack) }), assumedBy: ecsTasks(stack) }),
      'RoleAndAssumedBy',
      'set `role` or `assumedBy`, got both',
    ],
    [
      'when there are permissions and nobody to give them to',
      () => ({ assumedBy: undefined }),
      'MissingPrincipal',
      'aws-s3 need AWS permissions; set `role`',
    ],
    [
      'when it is imported and the table asks for managed policies',
      (stack) => ({ role: Role.fromRoleName(stack, 'R', 'delegate') }),
      'ImportedRoleManagedPolicies',
      'attach arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess by hand and set `attachedByHand: true`',
    ],
    [
      'when it was imported as immutable',
      (stack) => ({
        role: Role.fromRoleArn(stack, 'R', 'arn:aws:iam::111111111111:role/delegate', { mutable: false }),
        ...RECOMMENDED,
      }),
      'ImmutableRole',
      'everything added to it is dropped',
    ],
    [
      'when it takes no policy updates',
      (stack) => ({
        role: new Role(stack, 'R', { assumedBy: ecsTasks(stack) }).withoutPolicyUpdates() as IRole,
        ...RECOMMENDED,
      }),
      'ImmutableRole',
      'has no policy updates',
    ],
    [
      'when it is in another account',
      (stack) => ({ role: Role.fromRoleArn(stack, 'R', 'arn:aws:iam::999999999999:role/delegate'), ...RECOMMENDED }),
      'CrossAccountRole',
      '`role` is in account 999999999999, this stack in 111111111111',
    ],
  ];

  test.each(cases)('%s', (_, props, code, message) => {
    const stack = newStack();
    expect(accessErrorOf(() => permissions(stack, [s3], props(stack)))).toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  test('when it gets both a list and a plan, or neither, or options that a plan would lose', () => {
    const stack = newStack();
    const { plan } = permissions(stack, [s3]);
    expect(accessErrorOf(() => new DelegatePermissions(stack, 'A', { connections: [s3], plan })).message).toContain(
      'set `connections` or `plan`, got both',
    );
    expect(accessErrorOf(() => new DelegatePermissions(stack, 'B', {})).message).toContain('got neither');
    expect(
      accessErrorOf(() => new DelegatePermissions(stack, 'C', { plan, profile: Profile.RECOMMENDED })).message,
    ).toContain('`profile` has no effect with `plan`');
  });
});

test('an AWS managed policy exists as the CDK renders it', () => {
  expect(ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSCodeDeployRole').managedPolicyArn).toContain(
    'iam::aws:policy/service-role/AWSCodeDeployRole',
  );
});

describe('the quotas of IAM', () => {
  const buckets = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => `release-artifacts-of-team-${String(i).padStart(3, '0')}`);

  function policiesOf(list: Connection[], props: Partial<DelegatePermissionsProps> = {}): Template {
    const stack = newStack();
    permissions(stack, list, { ...RECOMMENDED, ...props });
    return Template.fromStack(stack);
  }

  /** Which policy has which resource of which actions. */
  function whereabouts(template: Template): Map<string, string> {
    return new Map(
      Object.entries(resourcesOf(template, 'AWS::IAM::ManagedPolicy')).flatMap(([id, { Properties }]) =>
        (Properties.PolicyDocument as { Statement: PolicyStatementJson[] }).Statement.flatMap(({ Action, Resource }) =>
          [Resource].flat().map((resource) => [`${[Action].flat().join()} ${JSON.stringify(resource)}`, id] as const),
        ),
      ),
    );
  }

  test('hold with 200 buckets: every policy is small enough and not a bucket is lost', () => {
    const template = policiesOf([Connection.awsS3({ buckets: buckets(200) })]);
    const policies = Object.values(resourcesOf(template, 'AWS::IAM::ManagedPolicy'));
    expect(policies.length).toBeGreaterThan(2);
    for (const { Properties } of policies) {
      const text = JSON.stringify(Properties.PolicyDocument).replace(
        /\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g,
        '"arn:aws-us-gov$1"',
      );
      expect(text).not.toContain('Fn::');
      expect(text.length).toBeLessThanOrEqual(6144);
    }
    const statements = statementsOf(template);
    const reads = (bucket: string): boolean =>
      isAllowed(statements, 's3:GetObject', `arn:aws:s3:::${bucket}/app.zip`, {});
    expect(buckets(200).filter((bucket) => !reads(bucket))).toEqual([]);
    expect(reads('release-artifacts-of-team-200')).toBe(false);
  });

  test('move no other statement when a bucket comes, as long as the number of policies stays', () => {
    const [before, after] = [200, 201].map((count) =>
      whereabouts(policiesOf([Connection.awsS3({ buckets: buckets(count) })])),
    );
    expect(new Set(after!.values())).toEqual(new Set(before!.values()));
    expect([...before!].filter(([what, id]) => after!.get(what) !== id)).toEqual([]);
  });

  test('refuse what no policy can hold, with the size and the ways out', () => {
    const error = accessErrorOf(() => policiesOf([Connection.awsS3({ buckets: buckets(2000) })]));
    expect(error.problems).toEqual([
      { code: 'PolicyTooLarge', message: expect.stringMatching(/`aws-s3` has \d+ characters.*10 policies of 6144/) },
    ]);
  });

  test('refuse a single statement that is too large', () => {
    const error = accessErrorOf(() =>
      policiesOf([
        Connection.awsElbAlbEcs({
          regions: ['eu-west-1'],
          clusters: Array.from({ length: 200 }, (_, i) => `cluster-with-a-long-name-${i}`),
          services: ['web'],
          taskFamilies: ['web'],
          passRoles: ['arn:aws:iam::111111111111:role/web'],
          machines: [],
        }),
      ]),
    );
    expect(error.problems.map(({ code }) => code)).toEqual(['PolicyTooLarge']);
    expect(error.message).toMatch(/one statement of \d+ characters/);
  });

  test('count what an imported role has already', () => {
    const stack = newStack();
    const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/delegate');
    const error = accessErrorOf(() => permissions(stack, [s3], { ...RECOMMENDED, role, existingAttachments: 10 }));
    expect(error.problems).toEqual([
      {
        code: 'QuotaExceeded',
        message: expect.stringMatching(/would have 12 managed policies \(2 of this plan\).*10/),
      },
    ]);
  });

  test('take a raised quota', () => {
    const stack = newStack();
    const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/delegate');
    permissions(stack, [s3], { ...RECOMMENDED, role, existingAttachments: 10, quotas: { policiesPerRole: 12 } });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 2);
  });

  test.each([-1, 1.5, NaN, 'ten'])('refuse %p attachments', (existingAttachments) => {
    expect(
      accessErrorOf(() => permissions(newStack(), [s3], { existingAttachments: existingAttachments as number }))
        .problems[0]!.code,
    ).toBe('InvalidQuota');
  });

  /** In another environment, where the role and its policy have the same logical ids. */
  function delegateElsewhere(app: App): void {
    permissions(
      newStack({ env: { account: '222222222222', region: 'eu-west-1' } }, 'Elsewhere', app),
      [s3],
      RECOMMENDED,
    );
  }

  test('count policies of other stacks of the app, and none of a role that is called the same there', () => {
    const app = new App();
    const stack = newStack({ env: ENV }, 'Stack', app);
    const late = newStack({ env: ENV }, 'Late', app);
    delegateElsewhere(app);
    const { role } = permissions(stack, [s3], { ...RECOMMENDED, quotas: { policiesPerRole: 2 } });
    expect(() => app.synth()).not.toThrow();
    new ManagedPolicy(late, 'Late', { roles: [role!], statements: [] });
    expect(() => app.synth({ force: true })).toThrow(
      /Stack\/Permissions\/Role has 3 managed policies, more than the limit of 2;/,
    );
  });

  test('count what the app itself attaches to its role, in whatever order', () => {
    const app = new App();
    const stack = newStack({ env: ENV }, 'Stack', app);
    const role = new Role(stack, 'Role', {
      assumedBy: ecsTasks(stack),
      managedPolicies: Array.from({ length: 8 }, (_, i) => ManagedPolicy.fromAwsManagedPolicyName(`Policy${i}`)),
    });
    permissions(stack, [s3], { ...RECOMMENDED, role });
    expect(() => app.synth()).not.toThrow();
    new ManagedPolicy(stack, 'Late', { roles: [role], statements: [] });
    delegateElsewhere(app);
    expect(() => app.synth({ force: true })).toThrow(/Stack\/Role has 11 managed policies, more than the limit of 10;/);
  });
});

describe('statements', () => {
  test('name in the metadata, by their sid, every statement of the plan that is in them', () => {
    const stack = newStack();
    const list = Object.keys(oracle).map((id) => Connection.parse(id, ROW_PROPS[id]));
    const { plan } = permissions(stack, list, RECOMMENDED);
    const planned = plan.permissions.filter(({ kind }) => kind === 'statement');
    const keysOf = ({ name, reasons }: Permission): string[] =>
      reasons.map(({ connection }) => `${connection}:${name}`);
    const policies = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::IAM::ManagedPolicy'));
    const seen = policies.flatMap(({ Properties, Metadata }) => {
      const { reasons } = Metadata!['harness-delegate-access'] as { reasons: Record<string, string[]> };
      return (Properties.PolicyDocument as { Statement: (PolicyStatementJson & { Sid: string })[] }).Statement.flatMap(
        ({ Sid, Action }) => {
          const behind = planned.filter((statement) => keysOf(statement).some((key) => reasons[Sid]!.includes(key)));
          const actions = new Set(behind.flatMap((statement) => statement.actions));
          expect([Action].flat().filter((action) => !actions.has(action))).toEqual([]);
          return reasons[Sid]!;
        },
      );
    });
    expect(new Set(seen)).toEqual(new Set(planned.flatMap(keysOf)));
  });

  test('that two connections of one row need are not repeated in the policy of either', () => {
    const stack = newStack();
    permissions(
      stack,
      [
        Connection.awsS3({ buckets: ['one', { name: 'two', access: 'readWrite' }] }),
        Connection.awsS3({ name: 'b', buckets: ['three'] }),
      ],
      RECOMMENDED,
    );
    const statements = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::IAM::ManagedPolicy')).map(
      ({ Properties }) => (Properties.PolicyDocument as { Statement: PolicyStatementJson[] }).Statement,
    );
    for (const policy of statements) {
      const keys = policy.map(({ Action, Condition }) => JSON.stringify([[Action].flat().sort(), Condition]));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});
