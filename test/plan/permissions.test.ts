import { problemsOf } from '../support/errors';
import { Connection, Plan, Profile, type Permission } from 'harness-delegate-access';

const RECOMMENDED = { profile: Profile.RECOMMENDED };
const ECS = { machines: [], clusters: ['web'], passRoles: [] };
const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/a/b/c';
const RULE = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener-rule/app/a/b/c/d';

function statement(connection: Connection, sid: string): Permission | undefined {
  return Plan.of([connection], RECOMMENDED).permissions.find(
    ({ cloud, kind, name }) => cloud === 'aws' && kind === 'statement' && name === sid,
  );
}

describe('a scope that is missing', () => {
  const needs = (connection: Connection): string[] =>
    problemsOf(() => Plan.of([connection], RECOMMENDED)).map(
      (problem) => /needs `(\w+)`/.exec(problem)?.[1] ?? problem,
    );

  test.each<[string, Connection, string[]]>([
    ['no buckets', Connection.awsS3(), ['buckets']],
    ['an empty list of buckets', Connection.awsS3({ buckets: [] }), ['buckets']],
    ['an empty list of applications', Connection.awsCodeDeploy({ applications: [] }), ['applications']],
    ['neither clusters nor roles', Connection.awsElbAlbEcs({ machines: [] }), ['clusters', 'passRoles']],
    ['no scope of Google Cloud at all', Connection.gcp({ machines: [] }), ['gke']],
  ])('is a problem: %s', (_, connection, missing) => {
    expect(needs(connection)).toEqual(missing);
  });

  test('is none under DOCUMENTED, nor when an empty list says "none"', () => {
    expect(() => Plan.of([Connection.awsS3({ buckets: [] })])).not.toThrow();
    expect(() => Plan.of([Connection.awsElbAlbEcs(ECS)], RECOMMENDED)).not.toThrow();
    expect(() => Plan.of([Connection.gcp({ machines: [], buckets: ['a-bucket'] })], RECOMMENDED)).not.toThrow();
  });

  test('is named for blue/green, which cannot swap without its listeners', () => {
    expect(
      problemsOf(() => Plan.of([Connection.awsElbAlbEcs({ ...ECS, strategies: ['blueGreen'] })], RECOMMENDED)),
    ).toEqual([
      'MissingScope: connection `aws-elb-alb-ecs`: the strategy `blueGreen` needs `blueGreen: { listeners, listenerRules }`, the ARNs of what the swap changes on the load balancer',
    ]);
    for (const blueGreen of [{ listeners: [LISTENER] }, { listenerRules: [RULE] }]) {
      const connection = Connection.awsElbAlbEcs({ ...ECS, strategies: ['blueGreen'], blueGreen });
      expect(() => Plan.of([connection], RECOMMENDED)).not.toThrow();
    }
    expect(() => Plan.of([Connection.awsElbAlbEcs({ ...ECS, strategies: ['rolling'] })], RECOMMENDED)).not.toThrow();
  });
});

describe('a permission', () => {
  const s3 = Connection.awsS3({ buckets: ['a-bucket', { name: 'b-bucket', access: 'readWrite', prefix: 'in/' }] });

  test('carries its connection, its note and its source, and says where it is granted and whether it is the same everywhere', () => {
    const bucket = statement(s3, 'HarnessS3Bucket');
    expect(bucket).toMatchObject({
      cloud: 'aws',
      kind: 'statement',
      actions: ['s3:GetBucketLocation', 's3:GetBucketVersioning'],
      resources: ['arn:{partition}:s3:::a-bucket', 'arn:{partition}:s3:::b-bucket'],
      where: { account: '{account}' },
      shared: false,
    });
    expect(bucket!.reasons).toEqual([
      {
        key: 'aws-s3:HarnessS3Bucket',
        connection: 'aws-s3',
        row: 'aws-s3',
        note: 'the delegate reads the versioning before every listing and the location before every download',
        source: expect.objectContaining({ ref: expect.stringContaining('AwsApiHelperService.java') }),
      },
    ]);
    expect(statement(Connection.awsCloud(), 'HarnessDescribeRegions')).toMatchObject({ shared: true });
  });

  test('reads and writes what each bucket allows, under its prefix', () => {
    expect(statement(s3, 'HarnessS3List')).toMatchObject({ resources: ['arn:{partition}:s3:::a-bucket'] });
    expect(statement(s3, 'HarnessS3ListPrefix')).toMatchObject({
      resources: ['arn:{partition}:s3:::b-bucket'],
      conditions: { StringLike: { 's3:prefix': ['in/*'] } },
    });
    expect(statement(s3, 'HarnessS3Write')).toMatchObject({ resources: ['arn:{partition}:s3:::b-bucket/in/*'] });
    expect(statement(Connection.awsS3({ buckets: ['a-bucket'] }), 'HarnessS3Write')).toBeUndefined();
  });

  test('that the table names is a managed policy, with its source', () => {
    const [managed] = Plan.of([Connection.awsS3({ name: 'artifacts' })]).permissions;
    expect(managed).toMatchObject({
      cloud: 'aws',
      kind: 'managed policy',
      name: 'AmazonS3ReadOnlyAccess',
      actions: [],
      resources: [],
      reasons: [{ key: 'artifacts:AmazonS3ReadOnlyAccess', connection: 'artifacts', row: 'aws-s3' }],
    });
    expect(managed!.reasons[0]!.source!.ref).not.toBe('');
  });

  test('of Google Cloud is a role with its title, its level and the resource that it is on', () => {
    const gcp = Connection.gcp({ machines: [], buckets: ['a-bucket'] });
    const { permissions } = Plan.of([gcp], RECOMMENDED);
    const role = permissions.find(({ name }) => name === 'roles/storage.legacyBucketReader');
    expect(role).toMatchObject({
      cloud: 'gcp',
      kind: 'role',
      title: 'Storage Legacy Bucket Reader',
      level: 'bucket',
      names: { bucket: 'a-bucket' },
      resources: ['bucket a-bucket'],
      where: { project: '{project}' },
    });
    expect(role!.names).toEqual({ bucket: 'a-bucket' });
    expect(role!.reasons).toEqual([
      expect.objectContaining({
        connection: 'gcp',
        note: 'the delegate reads the bucket before it lists its objects',
        source: expect.objectContaining({ ref: expect.stringContaining('GcsHelperService.java') }),
      }),
    ]);
    expect(Plan.of([Connection.gcp({ machines: [] })]).permissions.map(({ names }) => names)).toEqual([{}, {}]);
  });

  test('of something that is no row of the table is none', () => {
    const plan = Plan.of([
      Connection.custom({ name: 'vault', reason: 'secrets', to: ['10.0.3.7/32'], ports: [8200] }),
      Connection.ssh({ to: ['10.0.0.0/24'] }),
    ]);
    expect([plan.permissions, plan.credentials]).toEqual([[], []]);
    const about = plan.findings.filter(({ connection }) => connection !== 'harness');
    expect(about.map(({ key }) => key)).toEqual(['AskedByUser:ssh:22', 'AskedByUser:vault:8200']);
  });
});

describe('a credential', () => {
  test('is what a person creates, for its connection', () => {
    const { credentials } = Plan.of([Connection.datadog({ name: 'dd' })]);
    expect(credentials.length).toBeGreaterThan(0);
    expect(new Set(credentials.map(({ connection }) => connection))).toEqual(new Set(['dd']));
  });

  test('in another account is a trust policy for each role, and for none without a role', () => {
    const roles = ['arn:aws:iam::222222222222:role/A', 'arn:aws:iam::222222222222:role/B'];
    const trust = (assumeRoles?: { role: string }[]): string[] =>
      Plan.of([Connection.awsCloud(assumeRoles === undefined ? {} : { assumeRoles })], RECOMMENDED).credentials.map(
        ({ connection, what }) => `${connection}: ${what}`,
      );
    expect(trust(roles.map((role) => ({ role })))).toEqual(
      roles.map(
        (role) => `aws-cloud: the trust policy of ${role} must name the delegate's role, and requires no external id`,
      ),
    );
    expect(trust()).toEqual([]);
  });
});
