import fc from 'fast-check';
import { isAllowed, type PolicyStatementJson } from '../oracle/iam';
import { problemsOf } from '../support/errors';
import {
  auditOf,
  auditTable,
  Connection,
  Plan,
  Profile,
  readTemplates,
  reviewOf,
  Target,
  type Audit,
  type CustomProps,
  type TemplateOptions,
} from 'harness-delegate-access';

/** Permissions of the delegate in other people's files: excess, missing, cannot tell. */

const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:jobs';
const own = (props: Partial<CustomProps>): Connection =>
  Connection.custom({ name: 'own', reason: 'starts jobs', ...props });
const queue = own({ awsStatements: [{ actions: ['sqs:SendMessage'], resources: [QUEUE] }] });
const RECOMMENDED = { profile: Profile.RECOMMENDED, asOf: '2026-11-26' };

function auditsOf(
  connection: Connection,
  files: readonly unknown[],
  options: TemplateOptions = {},
  profile = RECOMMENDED,
): Audit {
  const texts = files.map((file, i) => ({ name: `${i}.json`, text: JSON.stringify(file) }));
  const [outgoing] = readTemplates(texts, options);
  const plan = Plan.of([connection], profile);
  return auditOf(reviewOf(plan.on(Target.of(outgoing!.targets[0] ?? 'aws-security-group'))), outgoing!);
}

/** Those about permissions: the files of this suite have no egress rules. */
function doubtsOf(cannotTell: Audit['cannotTell']): Audit['cannotTell'] {
  return cannotTell.filter(
    ({ where, what }) => !where.startsWith('the template') && !what.endsWith('no egress rule was read'),
  );
}

/** Excess with a question mark where it is not certain, what is missing, and what cannot be told. */
function verdict({ permissions, cannotTell }: Audit): string[] {
  if (permissions === undefined) {
    return ['not judged'];
  }
  const said = [
    ...permissions.surplus.map(({ actions, name, resources, isCertain, isExcept, inPart }) =>
      [
        isCertain ? '+' : '+?',
        isExcept ? 'not' : '',
        actions.join() || name,
        inPart === undefined ? '' : `(${inPart.length} of it)`,
        resources.join(),
      ]
        .filter((part) => part !== '')
        .join(' '),
    ),
    ...permissions.lacking.map(({ actions, name, resources, deniedBy }) =>
      ['-', actions.join() || name, resources.join(), ...(deniedBy === undefined ? [] : ['denied'])]
        .filter((part) => part !== '')
        .join(' '),
    ),
    ...doubtsOf(cannotTell).map(({ what }) => `? ${what}`),
  ];
  return said.length === 0 ? ['exactly'] : said;
}

const allow = (change: object = {}): object => ({
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Resource: QUEUE,
  ...change,
});
const document = (...statements: object[]): object => ({ Version: '2012-10-17', Statement: statements });

/** A role of CloudFormation with these properties, and other resources. */
const cfn = (role: object, others: object = {}): object => ({
  Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, ...role } }, ...others },
});
const inline = (...statements: object[]): object =>
  cfn({ Policies: [{ PolicyName: 'p', PolicyDocument: document(...statements) }] });
const attached = (type: string, properties: object, role: object = {}): object =>
  cfn(role, { Policy: { Type: type, Properties: { PolicyDocument: document(allow()), ...properties } } });
const OF_ROLE = [{ Ref: 'Role' }];

describe('a role of CloudFormation', () => {
  test.each<[string, object, string[]]>([
    ['with exactly the statement', inline(allow()), ['exactly']],
    ['with the statement in a policy of its own', attached('AWS::IAM::Policy', { Roles: OF_ROLE }), ['exactly']],
    ['with the statement in a managed policy', attached('AWS::IAM::ManagedPolicy', { Roles: OF_ROLE }), ['exactly']],
    [
      'that names the managed policy',
      attached('AWS::IAM::ManagedPolicy', {}, { ManagedPolicyArns: OF_ROLE.map(() => ({ Ref: 'Policy' })) }),
      ['exactly'],
    ],
    ['beside the policy of another role', attached('AWS::IAM::Policy', { Roles: ['other'] }), ['not judged']],
    ['without a policy', cfn({}), [`- sqs:SendMessage ${QUEUE}`]],
    [
      'with one more action',
      inline(allow({ Action: ['sqs:SendMessage', 'sqs:PurgeQueue'] })),
      [`+ sqs:PurgeQueue ${QUEUE}`],
    ],
    ['with a wildcard', inline(allow({ Action: 'sqs:Send*' })), ['exactly']],
    ['with a wildcard that means more', inline(allow({ Action: 'sqs:*Queue*' }), allow()), [`+ sqs:*Queue* ${QUEUE}`]],
    [
      'with a wildcard that is needed in part',
      inline(allow({ Action: 'sqs:*Message' })),
      [`+ sqs:*Message (2 of it) ${QUEUE}`],
    ],
    ['on every resource', inline(allow({ Resource: '*' })), ['+ sqs:SendMessage *']],
    ['with everything', inline(allow({ Action: '*', Resource: '*' })), ['+ * *']],
    [
      'with everything but a service',
      inline(allow({ Action: undefined, NotAction: 'iam:*', Resource: '*' })),
      ['+ not iam:* *'],
    ],
    [
      'with AdministratorAccess',
      cfn({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
      ['+ AdministratorAccess'],
    ],
    [
      'with a policy of AWS that may allow it',
      cfn({
        ManagedPolicyArns: [
          { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonSQSFullAccess']] },
        ],
      }),
      ['+ AmazonSQSFullAccess', `? sqs:SendMessage on ${QUEUE}: the policy AmazonSQSFullAccess may allow it`],
    ],
    [
      'under a condition',
      inline(allow({ Condition: { Bool: { 'aws:SecureTransport': true } } })),
      [`? sqs:SendMessage on ${QUEUE}: Role.Policies[0].Statement[0] allows it under Bool aws:SecureTransport: true`],
    ],
    [
      'with more, under a condition',
      inline(allow(), allow({ Action: 'sqs:PurgeQueue', Condition: { Bool: { 'aws:SecureTransport': true } } })),
      [`+? sqs:PurgeQueue ${QUEUE}`],
    ],
    [
      'with a denial of it',
      inline(allow(), allow({ Effect: 'Deny', Action: 'sqs:*' })),
      [`- sqs:SendMessage ${QUEUE} denied`],
    ],
    [
      'with a denial of all that is not needed',
      inline(
        allow({ Action: 'sqs:*' }),
        allow({ Effect: 'Deny', Action: undefined, NotAction: 'sqs:SendMessage', Resource: '*' }),
      ),
      ['exactly'],
    ],
    [
      'with a denial under a condition',
      inline(
        allow(),
        allow({
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
        }),
      ),
      [`? sqs:SendMessage on ${QUEUE}: Role.Policies[0].Statement[1] may deny it`],
    ],
    [
      'with a denial of something else',
      inline(allow(), allow({ Effect: 'Deny', Action: 's3:*', Resource: '*' })),
      ['exactly'],
    ],
    [
      'with a boundary',
      cfn({
        PermissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
        Policies: [{ PolicyDocument: document(allow()) }],
      }),
      [
        '? it has a permissions boundary, which may deny what its policies allow, and is not read',
        `? sqs:SendMessage on ${QUEUE}: Role may deny it`,
      ],
    ],
    [
      'with a policy that is made elsewhere',
      cfn({
        ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/shared'],
        Policies: [{ PolicyDocument: document(allow()) }],
      }),
      [
        '? the policy "arn:aws:iam::111122223333:policy/shared" is not in the template',
        `? sqs:SendMessage on ${QUEUE}: Role.ManagedPolicyArns may deny it`,
      ],
    ],
    [
      'on a resource that only the deployment knows',
      inline(allow(), allow({ Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] } })),
      [expect.stringMatching(/^\? what it allows is known at deployment only: /) as never, expect.any(String) as never],
    ],
    [
      'with a document that is an intrinsic',
      cfn({ Policies: [{ PolicyDocument: { 'Fn::If': ['A', {}, {}] } }] }),
      [expect.stringMatching(/^\? its policy is /) as never, expect.any(String) as never],
    ],
    [
      'whose statement has a key that is not known',
      inline(allow({ Principal: '*' })),
      [expect.stringContaining('the key "Principal" is not known here') as never, expect.any(String) as never],
    ],
    [
      'whose policy is there under a condition',
      cfn(
        {},
        {
          Policy: {
            Type: 'AWS::IAM::Policy',
            Condition: 'IsProd',
            Properties: { Roles: OF_ROLE, PolicyDocument: document(allow()) },
          },
        },
      ),
      [`? sqs:SendMessage on ${QUEUE}: Policy.Statement[0] allows it if it is there`],
    ],
    [
      'of the account of the stack',
      inline(allow({ Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:jobs' } })),
      ['+ sqs:SendMessage arn:{partition}:sqs:{region}:{account}:jobs', `- sqs:SendMessage ${QUEUE}`],
    ],
  ])('%s', (_, file, expected) => {
    expect(verdict(auditsOf(queue, [file]))).toEqual(expected);
  });

  test('is chosen by its logical id or its name; of several none is judged, and the first lines say so', () => {
    const {
      Resources: { Role },
    } = inline(allow()) as { Resources: { Role: { Properties: object } } };
    const two = {
      Resources: {
        Role,
        Other: {
          Type: 'AWS::IAM::Role',
          Properties: { RoleName: 'other', ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
        },
      },
    };
    const none = auditsOf(queue, [two]);
    expect(verdict(none)).toEqual(['not judged']);
    expect(auditTable(none)).toContain(
      'Permissions are not judged: choose one of Role, Other with `--role` or `--account`.',
    );
    expect(verdict(auditsOf(queue, [two], { role: 'Role' }))).toEqual(['exactly']);
    expect(verdict(auditsOf(queue, [two], { role: 'other' }))[0]).toBe('+ ReadOnlyAccess');
    expect(problemsOf(() => auditsOf(queue, [two], { role: 'Rolle' }))).toEqual([
      'UnknownRole: the template has no role "Rolle"; it has `Role` or `Other`; did you mean `Role`?',
    ]);
  });
});

/** Resources of a configuration of Terraform. */
const tf = (resource: object, data: object = {}): object => ({ resource, data });
const role = { aws_iam_role: { delegate: { name: 'delegate', assume_role_policy: '{}' } } };
const policy = JSON.stringify(document(allow()));

describe('a role of Terraform', () => {
  test.each<[string, object, string[]]>([
    [
      'with a policy of its own',
      tf({ ...role, aws_iam_role_policy: { p: { role: '${aws_iam_role.delegate.id}', policy } } }),
      ['exactly'],
    ],
    [
      'with an attached policy',
      tf({
        ...role,
        aws_iam_policy: { p: { policy } },
        aws_iam_role_policy_attachment: {
          a: { role: '${aws_iam_role.delegate.name}', policy_arn: '${aws_iam_policy.p.arn}' },
        },
      }),
      ['exactly'],
    ],
    [
      'with a document as a data source',
      tf(
        { ...role, aws_iam_role_policy: { p: { role: 'delegate', policy: '${data.aws_iam_policy_document.d.json}' } } },
        {
          aws_iam_policy_document: {
            d: { statement: [{ actions: ['sqs:SendMessage', 'sqs:PurgeQueue'], resources: [QUEUE] }] },
          },
        },
      ),
      [`+ sqs:PurgeQueue ${QUEUE}`],
    ],
    [
      'with a policy of AWS',
      tf({
        ...role,
        aws_iam_role_policy_attachment: {
          a: { role: 'delegate', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        },
      }),
      ['+ AdministratorAccess'],
    ],
    [
      'with an inline policy',
      tf({ aws_iam_role: { delegate: { name: 'delegate', inline_policy: [{ name: 'p', policy }] } } }),
      ['exactly'],
    ],
    [
      'with a policy that is an expression',
      tf({ ...role, aws_iam_role_policy: { p: { role: 'delegate', policy: '${jsonencode(local.policy)}' } } }),
      [expect.stringMatching(/^\? its policy is /) as never, expect.any(String) as never],
    ],
    [
      'with a policy of some role',
      tf({ ...role, aws_iam_role_policy: { p: { role: '${var.role}', policy } } }),
      [`? sqs:SendMessage on ${QUEUE}: aws_iam_role_policy.p.Statement[0] allows it if it is there`],
    ],
    [
      'with a policy for each of something',
      tf({ ...role, aws_iam_role_policy: { p: { for_each: '${var.all}', role: 'delegate', policy } } }),
      [expect.stringContaining('how many there are') as never, expect.any(String) as never],
    ],
  ])('%s', (_, file, expected) => {
    expect(verdict(auditsOf(queue, [file]))).toEqual(expected);
  });

  test('in a plan', () => {
    const resources = [
      { mode: 'managed', address: 'aws_iam_role.delegate', type: 'aws_iam_role', values: { name: 'delegate' } },
      {
        mode: 'managed',
        address: 'aws_iam_role_policy.p',
        type: 'aws_iam_role_policy',
        values: { role: 'delegate', policy },
      },
    ];
    const plan = {
      format_version: '1.2',
      terraform_version: '1.11.4',
      planned_values: { root_module: { resources } },
      resource_changes: [],
    };
    expect(verdict(auditsOf(queue, [plan]))).toEqual(['exactly']);
  });
});

describe('an account', () => {
  const details = (change: object, others: object = {}): object => ({
    UserDetailList: [],
    RoleDetailList: [
      {
        RoleName: 'delegate',
        Arn: 'arn:aws:iam::111122223333:role/delegate',
        RolePolicyList: [],
        AttachedManagedPolicies: [],
        ...change,
      },
      { RoleName: 'other', Arn: 'arn:aws:iam::111122223333:role/other', RolePolicyList: [] },
    ],
    Policies: [],
    ...others,
  });
  const shared = { PolicyArn: 'arn:aws:iam::111122223333:policy/shared' };
  const version = (document_: unknown): object => ({
    Policies: [
      {
        Arn: shared.PolicyArn,
        PolicyVersionList: [
          { IsDefaultVersion: false, Document: {} },
          { IsDefaultVersion: true, Document: document_ },
        ],
      },
    ],
  });

  test.each<[string, object, string[]]>([
    [
      'with the statement inline',
      details({ RolePolicyList: [{ PolicyName: 'p', PolicyDocument: document(allow()) }] }),
      ['exactly'],
    ],
    [
      'with the statement in URL encoding',
      details({ RolePolicyList: [{ PolicyName: 'p', PolicyDocument: encodeURIComponent(policy) }] }),
      ['exactly'],
    ],
    [
      'with the statement in the version that counts',
      details({ AttachedManagedPolicies: [shared] }, version(document(allow()))),
      ['exactly'],
    ],
    [
      'without the policy',
      details({ AttachedManagedPolicies: [shared] }),
      ['? the policy "arn:aws:iam::111122223333:policy/shared" is not in the answer', expect.any(String) as never],
    ],
    [
      'that is cut off',
      details({ RolePolicyList: [{ PolicyDocument: document(allow()) }] }, { IsTruncated: true }),
      ['? the answer is not complete: ask for the rest', expect.any(String) as never],
    ],
  ])('%s', (_, file, expected) => {
    const audit = auditsOf(queue, [file], { role: 'arn:aws:iam::111122223333:role/delegate' });
    expect(verdict(audit)).toEqual(expected);
    expect(audit.isNetwork).toBe(false);
    expect(auditTable(audit)).toContain('Ports are not judged: it has permissions alone.');
  });
});

describe('a service account of Google Cloud', () => {
  const needs = own({
    googleRoles: ['roles/pubsub.publisher', { role: 'roles/storage.objectViewer', bucket: 'artifacts' }],
  });
  const EMAIL = 'delegate@acme-prod.iam.gserviceaccount.com';
  const member = `serviceAccount:${EMAIL}`;
  const project = {
    google_project_iam_member: { p: { project: 'acme-prod', role: 'roles/pubsub.publisher', member } },
  };
  const bucket = {
    google_storage_bucket_iam_member: { b: { bucket: 'artifacts', role: 'roles/storage.objectViewer', member } },
  };
  const both = { ...project, ...bucket };

  test.each<[string, object, string[]]>([
    ['with exactly the roles', tf(both), ['exactly']],
    ['without one', tf(project), ['- roles/storage.objectViewer bucket artifacts']],
    [
      'with the role of the bucket in the project',
      tf({
        google_project_iam_member: {
          ...project.google_project_iam_member,
          b: { project: 'acme-prod', role: 'roles/storage.objectViewer', member },
        },
      }),
      ['+ roles/storage.objectViewer project'],
    ],
    [
      'with one more',
      tf({
        ...both,
        google_project_iam_binding: {
          o: { project: 'acme-prod', role: 'roles/owner', members: ['user:a@example.com', member] },
        },
      }),
      ['+ roles/owner project'],
    ],
    [
      'with one that everybody has',
      tf({
        ...both,
        google_storage_bucket_iam_member: {
          ...bucket.google_storage_bucket_iam_member,
          o: { bucket: 'open', role: 'roles/storage.objectViewer', member: 'allUsers' },
        },
      }),
      ['+ roles/storage.objectViewer bucket open'],
    ],
    [
      'with one under a condition',
      tf({
        ...both,
        google_project_iam_member: {
          ...project.google_project_iam_member,
          o: {
            project: 'acme-prod',
            role: 'roles/editor',
            member,
            condition: [{ title: 'until', expression: 'request.time < timestamp("2027-01-01T00:00:00Z")' }],
          },
        },
      }),
      ['+? roles/editor project'],
    ],
    [
      'with a role of a topic',
      tf({ ...both, google_pubsub_topic_iam_member: { t: { topic: 'jobs', role: 'roles/pubsub.viewer', member } } }),
      ['+ roles/pubsub.viewer pubsub topic google_pubsub_topic_iam_member.t'],
    ],
    [
      'beside a group',
      tf({
        ...both,
        google_project_iam_member: {
          ...project.google_project_iam_member,
          g: { project: 'acme-prod', role: 'roles/editor', member: 'group:all@example.com' },
        },
      }),
      [
        expect.stringContaining('whether the account is meant is not in the files') as never,
        expect.any(String) as never,
        expect.any(String) as never,
      ],
    ],
    [
      'that is made there',
      tf({
        google_service_account: { d: { account_id: 'delegate', project: 'acme-prod' } },
        google_project_iam_member: {
          p: { project: 'acme-prod', role: 'roles/pubsub.publisher', member: '${google_service_account.d.member}' },
        },
        google_storage_bucket_iam_member: {
          b: {
            bucket: 'artifacts',
            role: 'roles/storage.objectViewer',
            member: 'serviceAccount:${google_service_account.d.email}',
          },
        },
      }),
      ['exactly'],
    ],
    [
      'in the policy of a project',
      {
        version: 1,
        etag: 'x',
        bindings: [
          { role: 'roles/pubsub.publisher', members: [member] },
          { role: 'roles/editor', members: [member, 'user:a@example.com'] },
        ],
      },
      ['+ roles/editor project', '- roles/storage.objectViewer bucket artifacts'],
    ],
  ])('%s', (_, file, expected) => {
    expect(verdict(auditsOf(needs, [file], { account: EMAIL }))).toEqual(expected);
  });

  test('that has no role is refused, with those that have some', () => {
    expect(
      problemsOf(() => auditsOf(needs, [tf(both)], { account: 'deleggate@acme-prod.iam.gserviceaccount.com' }))[0],
    ).toMatch(
      /^UnknownAccount: no role is granted to the service account "deleggate@.*did you mean `delegate@acme-prod/,
    );
  });
});

describe('whatever the policies', () => {
  const ACTIONS = ['sqs:SendMessage', 'sqs:PurgeQueue', 'sqs:GetQueueUrl', 's3:GetObject', 's3:PutObject'];
  const RESOURCES = [
    'arn:aws:sqs:eu-west-1:111122223333:a',
    'arn:aws:sqs:eu-west-1:111122223333:ab',
    'arn:aws:s3:::a/b',
    'arn:aws:s3:::a/c',
  ];
  const PATTERNS = [...RESOURCES, 'arn:aws:sqs:eu-west-1:111122223333:a*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::a/?', '*'];
  const WILD = [...ACTIONS, 'sqs:*', 's3:*Object', 'sqs:Send*', '*'];
  const CONTEXTS = [{}, { 'aws:PrincipalOrgID': 'o-1' }, { 'aws:PrincipalOrgID': 'o-2' }];
  const condition = fc.option(
    fc.subarray(['o-1', 'o-2'], { minLength: 1 }).map((ids) => ({ StringEquals: { 'aws:PrincipalOrgID': ids } })),
    { nil: undefined, freq: 2 },
  );
  const some = <T>(all: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...all], { minLength: 1, maxLength: 3 });
  const needed = fc.array(
    fc.record({ actions: some([...ACTIONS, 'sqs:Send*']), resources: some(PATTERNS), conditions: condition }),
    { minLength: 1, maxLength: 3 },
  );
  const given = fc.array(
    fc.record({
      Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
      Action: some(WILD),
      Resource: some(PATTERNS),
      Condition: condition,
    }),
    { maxLength: 4 },
  );

  function decided(
    statements: readonly PolicyStatementJson[],
    action: string,
    resource: string,
    context: object,
  ): boolean {
    const denied = statements
      .filter(({ Effect }) => Effect === 'Deny')
      .map((statement) => ({ ...statement, Effect: 'Allow' }));
    return (
      isAllowed(statements, action, resource, context as never) &&
      !isAllowed(denied, action, resource, context as never)
    );
  }

  test('no excess, no missing and no doubt is ever false', () => {
    let judged = 0;
    fc.assert(
      fc.property(needed, given, (needs, statements) => {
        const awsStatements = needs.map((need, i) => ({ ...need, conditions: need.conditions, sid: `S${i}` }));
        const connection = own({
          awsStatements: awsStatements.map(({ conditions, ...rest }) =>
            conditions === undefined ? rest : { ...rest, conditions },
          ),
        });
        const documented = needs.map(({ actions, resources, conditions }) => ({
          Effect: 'Allow',
          Action: actions,
          Resource: resources,
          ...(conditions === undefined ? {} : { Condition: conditions }),
        }));
        const real = statements.map(({ Condition, ...rest }) =>
          Condition === undefined ? rest : { ...rest, Condition },
        ) as PolicyStatementJson[];
        const { permissions, cannotTell } = auditsOf(connection, [inline(...real)]);
        const doubts = doubtsOf(cannotTell);
        for (const action of ACTIONS) {
          for (const resource of RESOURCES) {
            for (const context of CONTEXTS) {
              const [is, should] = [
                decided(real, action, resource, context),
                decided(documented, action, resource, context),
              ];
              if (is && !should) {
                expect(permissions!.surplus.length).toBeGreaterThan(0);
              }
              if (should && !is) {
                expect(permissions!.lacking.length + doubts.length).toBeGreaterThan(0);
              }
              judged += is === should ? 0 : 1;
            }
          }
        }
      }),
      { numRuns: 400 },
    );
    expect(judged).toBeGreaterThan(100);
  });
});
