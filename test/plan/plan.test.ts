import { problemsOf } from '../support/errors';
import { everyRow } from '../support/every-row';
import { Connection, Destination, HarnessPlatform, Plan, Profile } from 'harness-delegate-access';

const { DOCUMENTED, RECOMMENDED } = Profile;

function open(plan: Plan, connection: string): string[] {
  return plan.flows
    .filter(({ decision }) => decision.connection === connection)
    .map(({ port, destination }) => `${port.text} ${destination.text}`);
}

describe('a plan leads', () => {
  test('an API to its host names, and through `reach` where that says so', () => {
    expect(open(Plan.of([Connection.datadog({ site: 'datadoghq.eu' })]), 'datadog')).toEqual([
      '443 api.datadoghq.eu',
      '443 app.datadoghq.eu',
    ]);
    const reached = Plan.of([Connection.datadog()], { reach: { saas: ['10.1.1.1/32'] } });
    expect(open(reached, 'datadog')).toEqual(['443 10.1.1.1/32']);
    expect(reached.flows.find(({ decision }) => decision.connection === 'datadog')!.decision.place).toMatchObject({
      ways: [{ through: 'address', via: 'reach.saas' }],
      hosts: ['api.datadoghq.com', 'app.datadoghq.com'],
    });
  });

  test.each([
    ['awsServices', Connection.awsCloud(), 'aws-cloud'],
    ['googleApis', Connection.gcp({ gke: 'rbac' }), 'gcp'],
    ['saas', Connection.azure(), 'azure'],
  ])('APIs through reach.%s', (kind, connection, name) => {
    const plan = Plan.of([connection], {
      profile: RECOMMENDED,
      reach: { [kind]: ['10.1.1.1/32'], machines: ['10.2.0.0/16'] },
    });
    expect(open(plan, name)).toContain('443 10.1.1.1/32');
  });

  test('a service of your own to `to`, or to reach.selfHosted', () => {
    expect(open(Plan.of([Connection.jenkins({ to: ['10.0.3.7/32'] })]), 'jenkins')).toEqual(['443 10.0.3.7/32']);
    expect(open(Plan.of([Connection.jenkins()], { reach: { selfHosted: ['10.0.0.0/8'] } }), 'jenkins')).toEqual([
      '443 10.0.0.0/8',
    ]);
  });

  test('machine ports to machines only, and never SSH to the internet', () => {
    const plan = Plan.of([Connection.gcp({ machines: ['10.64.0.0/20'] })]);
    expect(open(plan, 'gcp')).toEqual(['22 10.64.0.0/20']);
    const recommended = Plan.of([Connection.gcp({ gke: 'rbac' })], { profile: RECOMMENDED });
    expect(open(recommended, 'gcp').filter((flow) => flow.startsWith('22'))).toEqual([]);
    expect(recommended.findings.map(({ key }) => key)).toContain('MachinesNotNamed:gcp');
  });

  test('to no region in particular unless `regions` says so, with the suffix of the partition', () => {
    const hosts = (regions?: string[]): string[] =>
      open(Plan.of([Connection.awsS3(regions === undefined ? {} : { regions })]), 'aws-s3');
    expect(hosts()).toEqual(['443 *.s3.*.amazonaws.com', '443 ec2.*.amazonaws.com', '443 s3.*.amazonaws.com']);
    expect(hosts(['cn-north-1'])).toEqual([
      '443 *.s3.cn-north-1.amazonaws.com.cn',
      '443 ec2.cn-north-1.amazonaws.com.cn',
      '443 s3.cn-north-1.amazonaws.com.cn',
    ]);
    expect(hosts(['eusc-de-east-1'])).toContain('443 s3.eusc-de-east-1.amazonaws.eu');
  });

  test('the delegate itself to Harness, its logs and its images', () => {
    const plan = Plan.of([Connection.datadog()]);
    expect(open(plan, 'harness')).toEqual([
      '443 app.harness.io',
      '443 app.harness.io',
      '443 logging.googleapis.com',
      '443 us-docker.pkg.dev',
    ]);
    expect(plan.findings.map(({ key }) => key)).toContain('HarnessAssumed:harness');
  });

  test('the delegate to its own cluster, with mutual TLS on 8443 (log streaming stays on 443), and closes lines that are switched off', () => {
    const harness = HarnessPlatform.of({
      host: 'acme.harness.io',
      mtls: true,
      imageRegistry: false,
      googleLogging: false,
    });
    const plan = Plan.of([Connection.datadog()], { harness });
    expect(open(plan, 'harness')).toEqual(['443 acme.harness.io', '8443 acme.harness.io']);
    expect(plan.findings.filter(({ connection }) => connection === 'harness').map(({ key }) => key)).toEqual([
      'HarnessLineClosed:harness:google-logging',
      'HarnessLineClosed:harness:image-registry',
    ]);
  });

  test('name look-ups to resolvers of your own, when you name them', () => {
    expect(open(Plan.of([Connection.datadog()], { reach: { dns: ['10.0.0.2/32'] } }), 'dns')).toEqual([
      '53 10.0.0.2/32',
      '53/udp 10.0.0.2/32',
    ]);
    expect(open(Plan.of([Connection.datadog()]), 'dns')).toEqual([]);
  });
});

describe('`ports`', () => {
  const outcome = (connection: Connection, profile: Profile): string[] => {
    const { decisions } = Plan.of([connection], { profile });
    return decisions
      .filter((decision) => decision.connection === connection.name && decision.statement.verdict !== 'missing')
      .filter(({ open: isOpen, because }) => isOpen || because.startsWith('overridden'))
      .map(({ port, open: isOpen }) => `${isOpen ? '+' : '-'}${port.text}`);
  };

  test("override the row's ports, in both profiles, with a finding", () => {
    for (const profile of [DOCUMENTED, RECOMMENDED]) {
      const smtp = Connection.smtp({ to: ['10.0.5.25/32'], ports: [587] });
      expect(outcome(smtp, profile)).toEqual(['-25', '+587']);
      expect(Plan.of([smtp], { profile }).findings.map(({ key }) => key)).toEqual(
        expect.arrayContaining(['PortsGiven:smtp']),
      );
    }
  });

  test("choose one of the row's own ports, which stays traceable to its row", () => {
    const plan = Plan.of([Connection.activeDirectoryLdap({ to: ['10.0.0.10/31'], ports: [389] })], {
      profile: RECOMMENDED,
    });
    const [flow] = plan.flows.filter(({ decision }) => decision.connection === 'active-directory-ldap');
    expect(flow!.decision).toMatchObject({
      statement: { key: '389', label: 'LDAP without SSL: 389' },
      because: 'set with `ports`',
    });
    expect(open(plan, 'active-directory-ldap')).toEqual(['389 10.0.0.10/31']);
  });

  test('replace machine ports only, where a row has some: its API keeps 443', () => {
    const ec2 = Connection.awsEc2({ machines: ['10.0.16.0/20'], ports: [2222] });
    expect(outcome(ec2, DOCUMENTED)).toEqual(['-80', '+443', '+2222', '-9090']);
    expect(open(Plan.of([ec2]), 'aws-ec2').filter((flow) => flow.startsWith('2222'))).toEqual(['2222 10.0.16.0/20']);
  });

  test('leave ports alone that were asked for by a prop of their own', () => {
    expect(outcome(Connection.nexus({ to: ['10.0.3.8/32'], ports: [8443], dockerPorts: [18080] }), DOCUMENTED)).toEqual(
      ['-8081', '+8443', '+18080'],
    );
  });
});

describe('a plan', () => {
  test('decides in the same order for every order of the list', () => {
    const list = ['c', 'a', 'd', 'b'].map((name) => Connection.datadog({ name }));
    const names = (connections: readonly Connection[]): string[] =>
      Plan.of(connections).decisions.map(({ connection }) => connection);
    expect([...new Set(names(list))]).toEqual(['a', 'b', 'c', 'd', 'harness']);
    expect(names([...list].reverse())).toEqual(names(list));
  });

  test('of what is clear has nothing to find', () => {
    const vault = Connection.custom({ name: 'vault', to: ['10.0.0.1/32'], ports: [8200], reason: 'secrets' });
    const plan = Plan.of([vault], { harness: HarnessPlatform.of({ cluster: 'eu' }) });
    expect(plan.findings.map(({ key }) => key)).toEqual(['AskedByUser:vault:8200']);
    expect(plan.credentials).toEqual([]);
    expect(
      Plan.of([Connection.elkElasticsearch({ to: ['10.0.0.0/28'] })], {
        harness: HarnessPlatform.of({ cluster: 'eu' }),
      }).findings.map(({ key }) => key),
    ).toEqual(['ReachabilityProbe:elk-elasticsearch:443']);
  });
});

describe('a plan fails', () => {
  test.each<[string, () => unknown, string[]]>([
    [
      'on an empty list',
      () => Plan.of([]),
      ['EmptyList: `connections` must be a list with at least one connection, got an empty list'],
    ],
    [
      'on no list',
      () => Plan.of(undefined as never),
      ['EmptyList: `connections` must be a list with at least one connection, got undefined'],
    ],
    [
      'on a stranger in the list',
      () => Plan.of([{ id: 'jenkins' } as never]),
      [
        'InvalidConnection: `connections[0]` must be a `Connection`, got a value of type object; write `Connection.of(id, props)`',
      ],
    ],
    [
      'on one name for two connections',
      () => Plan.of([Connection.datadog(), Connection.datadog({ site: 'datadoghq.eu' })]),
      ['DuplicateName: connection names must be unique, got `datadog` 2 times; set another `name`'],
    ],
    [
      'on every self-hosted connection without a place, all at once',
      () => Plan.of([Connection.jenkins(), Connection.bamboo()]),
      [
        "MissingDestination: connection `bamboo`: ports 443, 8085 lead to a self-hosted service; set `to`, such as `to: ['10.0.3.7/32']`, or `reach.selfHosted`",
        "MissingDestination: connection `jenkins`: port 443 leads to a self-hosted service; set `to`, such as `to: ['10.0.3.7/32']`, or `reach.selfHosted`",
      ],
    ],
    [
      'on a bare gcp()',
      () => Plan.of([Connection.gcp()]),
      [
        "MissingMachines: connection `gcp`: port 22 leads to machines; set `machines`, such as `machines: ['10.0.8.0/24']` or `machines: []` for none, or `reach.machines`",
      ],
    ],
    [
      'on a bare azure()',
      () => Plan.of([Connection.azure()]),
      [expect.stringMatching(/^MissingMachines: connection `azure`: ports 5985, 5986 lead to machines/)],
    ],
    [
      'on a bare awsEc2()',
      () => Plan.of([Connection.awsEc2()]),
      [expect.stringMatching(/^MissingMachines: connection `aws-ec2`: ports 80, 9090 lead to machines/)],
    ],
    [
      'on a bare awsElbAlbEcs()',
      () => Plan.of([Connection.awsElbAlbEcs()]),
      [
        expect.stringMatching(
          /^MissingMachines: connection `aws-elb-alb-ecs`: ports 25, 80, 465, 587 lead to machines/,
        ),
      ],
    ],
    [
      'on WinRM without machines even where machines may stay closed, since nothing would be open',
      () => Plan.of([Connection.winRm()], { profile: RECOMMENDED }),
      [expect.stringMatching(/^MissingMachines: connection `winrm`: port 5986 leads to machines/)],
    ],
    [
      'on every missing scope under RECOMMENDED, all at once',
      () =>
        Plan.of([Connection.awsS3(), Connection.awsElbAlbEcs({ machines: [] }), Connection.awsCodeDeploy()], {
          profile: RECOMMENDED,
        }),
      [
        'MissingScope: connection `aws-codedeploy`: RECOMMENDED needs `applications`: the CodeDeploy applications that Harness deploys; or choose `Profile.DOCUMENTED`',
        'MissingScope: connection `aws-elb-alb-ecs`: RECOMMENDED needs `clusters`: the names of the ECS clusters that Harness deploys to; or choose `Profile.DOCUMENTED`',
        'MissingScope: connection `aws-elb-alb-ecs`: RECOMMENDED needs `passRoles`: the ARNs of the task and execution roles in the task definitions, or an empty list for none; or choose `Profile.DOCUMENTED`',
        'MissingScope: connection `aws-s3`: RECOMMENDED needs `buckets`: the buckets that Harness reads artifacts from; or choose `Profile.DOCUMENTED`',
      ],
    ],
    [
      'on an empty list of buckets under RECOMMENDED',
      () => Plan.of([Connection.awsS3({ buckets: [] })], { profile: RECOMMENDED }),
      [expect.stringMatching(/^MissingScope: connection `aws-s3`/)],
    ],
    [
      'on one deploy-time name for two values',
      () =>
        Plan.of([
          Connection.jenkins({ to: [Destination.deployTime('${Token[TOKEN.1]}', { name: 'ci' })] }),
          Connection.bamboo({ to: [Destination.deployTime('${Token[TOKEN.2]}', { name: 'ci' })] }),
        ]),
      [
        'ConflictingName: the destination name "ci" has two different values; create it once and reuse it, or set a `name` on each',
      ],
    ],
    [
      'on a bad reach, with all of it',
      () =>
        Plan.of([Connection.datadog()], {
          reach: { sass: [], saas: ['10/8'], harness: [], families: ['ipv5'] } as never,
        }),
      [
        'UnknownProp: `reach` has no "sass"; allowed: `selfHosted`, `machines`, `saas`, `awsServices`, `googleApis`, `harness`, `dns`, `proxy`, `proxyPorts` or `families`; did you mean `saas`?',
        'InvalidCidr: `reach.saas[0]`: a CIDR must have four decimal parts and a mask, got "10/8"; write `10.0.0.0/8`',
        'EmptyList: `reach.harness` must have at least one entry, got an empty list',
        'InvalidChoice: `reach.families[0]` must be `ipv4` or `ipv6`, got "ipv5"; did you mean `ipv4`?',
      ],
    ],
    [
      'on a profile that does not exist',
      () => Plan.of([Connection.datadog()], { profile: 'recomended' as never }),
      [
        'InvalidProfile: `profile` must be `documented` or `recommended`, got "recomended"; did you mean `recommended`?',
      ],
    ],
    [
      'on a Harness that is none',
      () => Plan.of([Connection.datadog()], { harness: 'prod1' as never }),
      [
        'InvalidHarness: `harness` must be a `HarnessPlatform`, got "prod1"; write `HarnessPlatform.of({ cluster: \'prod1\' })`',
      ],
    ],
    [
      'on an unknown cluster',
      () => HarnessPlatform.of({ cluster: 'prod9' as never }),
      [
        expect.stringMatching(
          /^InvalidChoice: `harness.cluster` must be `prod1`.*got "prod9"; did you mean `prod\d`\?$/,
        ),
      ],
    ],
    [
      'on mutual TLS without an address',
      () => HarnessPlatform.of({ cluster: 'prod1', mtls: true }),
      ["InvalidHarness: mutual TLS needs your own address: set `host`, such as `host: 'acme.harness.io'`"],
    ],
  ])('%s', (_, act, problems) => {
    expect(problemsOf(act)).toEqual(problems);
  });
});

describe('permissions', () => {
  const names = (plan: Plan): string[] => plan.permissions.map(({ cloud, name }) => `${cloud} ${name}`);

  test('follow the table under DOCUMENTED, and a scope has no effect, which a finding says', () => {
    const plan = Plan.of([Connection.awsS3({ buckets: ['release-artifacts'] })]);
    expect(names(plan)).toEqual(['aws AmazonS3ReadOnlyAccess', 'aws HarnessDescribeRegions']);
    expect(plan.findings.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['ScopeIgnored:aws-s3', 'ReadsEveryBucket:aws-s3']),
    );
  });

  test("take the actions of Harness's ECS page where the table names no policy, and say so", () => {
    const plan = Plan.of([Connection.awsElbAlbEcs({ machines: [] })]);
    const ecs = plan.permissions.find(({ kind, name }) => kind === 'statement' && name === 'HarnessEcs');
    expect(ecs).toMatchObject({
      resources: ['*'],
      actions: expect.arrayContaining(['ecs:UpdateService', 'iam:PassRole']),
    });
    expect(ecs!.actions).toHaveLength(18);
    expect(plan.findings.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['UnnamedPolicy:aws-elb-alb-ecs', 'PassRoleOnAnyRole:aws-elb-alb-ecs']),
    );
  });

  test('are limited to the scope under RECOMMENDED, and ask for no managed policy', () => {
    const plan = Plan.of(everyRow(), { profile: RECOMMENDED });
    expect(plan.permissions.filter(({ kind }) => kind === 'managed policy')).toEqual([]);
    expect(plan.findings.filter(({ finding }) => finding === 'ScopeIgnored')).toEqual([]);
  });

  test('leave out DescribeRegions only when told to, and only under RECOMMENDED', () => {
    const cloud = Connection.awsCloud({ describeRegions: false });
    expect(names(Plan.of([cloud], { profile: RECOMMENDED }))).toEqual([]);
    expect(names(Plan.of([cloud]))).toEqual(['aws HarnessDescribeRegions']);
  });

  test('of Google Cloud come as roles at their level', () => {
    const documented = Plan.of([Connection.gcp({ machines: [] })]).permissions;
    expect(documented.map(({ cloud, kind, name, level }) => `${cloud} ${kind} ${name} ${level}`)).toEqual([
      'gcp role roles/container.admin project',
      'gcp role roles/storage.objectViewer project',
    ]);
    const scoped = Plan.of(
      [Connection.gcp({ gke: 'rbac', buckets: ['a-bucket', { name: 'b-bucket', access: 'readWrite' }] })],
      { profile: RECOMMENDED },
    );
    expect(scoped.permissions.map(({ name, names: on }) => `${name} ${on!.bucket ?? ''}`.trim())).toEqual([
      'roles/container.clusterViewer',
      'roles/storage.objectViewer a-bucket',
      'roles/storage.legacyBucketReader a-bucket',
      'roles/storage.legacyBucketReader b-bucket',
      'roles/storage.objectUser b-bucket',
    ]);
  });

  test('in other accounts are manual steps, with a fingerprint of the external id and without itself', () => {
    const plan = Plan.of(
      [
        Connection.awsCloud({
          assumeRoles: [{ role: 'arn:aws:iam::222222222222:role/Deploy', externalId: 'very-secret' }],
        }),
      ],
      { profile: RECOMMENDED },
    );
    expect(plan.credentials.map(({ what }) => what)).toEqual([
      expect.stringMatching(
        /^the trust policy of arn:aws:iam::222222222222:role\/Deploy must name the delegate's role, and must require the external id with fingerprint [0-9a-f]{1,8}$/,
      ),
    ]);
    expect(plan.credentials.map(({ source }) => source.ref)).toEqual([
      expect.stringContaining('AwsClientImpl.java'), // where the delegate assumes the role
    ]);
    expect(JSON.stringify(plan)).not.toContain('very-secret');
  });
});
