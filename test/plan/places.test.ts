import { placeOf } from '../../lib/plan/places';
import { Connection, Plan, Profile, type Decision, type PlanOptions, type Source } from 'harness-delegate-access';

function decisionsOf(connection: Connection, options: PlanOptions = {}): Decision[] {
  return Plan.of([connection], options).decisions.filter((decision) => decision.connection === connection.name);
}

const RECOMMENDED = { profile: Profile.RECOMMENDED };

describe('a decision says where a port leads, how such a place is reached, and who named it', () => {
  const own = { to: ['10.0.3.7/32'] };

  test.each<[string, Connection, PlanOptions, string, string]>([
    ['an API', Connection.datadog(), {}, '443', 'api saas via host names: api.datadoghq.com, app.datadoghq.com'],
    [
      'an API through a proxy',
      Connection.datadog(),
      { reach: { saas: ['10.1.1.1/32'] } },
      '443',
      'api saas via reach.saas by user: 10.1.1.1/32',
    ],
    ['an API by `to`', Connection.datadog(own), {}, '443', 'api saas via to by user: 10.0.3.7/32'],
    [
      'an API of AWS',
      Connection.awsCloud({ regions: ['eu-west-1'] }),
      { reach: { awsServices: ['10.1.1.0/24'] } },
      '443',
      'api awsServices via reach.awsServices by user: 10.1.1.0/24',
    ],
    ['a service', Connection.jenkins(own), {}, '443', 'service selfHosted via to by user: 10.0.3.7/32'],
    [
      'a service by `reach`',
      Connection.jenkins(),
      { reach: { selfHosted: ['10.0.0.0/8'] } },
      '443',
      'service selfHosted via reach.selfHosted by user: 10.0.0.0/8',
    ],
    [
      'machines',
      Connection.gcp({ machines: ['10.64.0.0/20'] }),
      {},
      '22',
      'machines machines via machines by user: 10.64.0.0/20',
    ],
    ['machines by `to`', Connection.winRm(own), {}, '5986', 'machines machines via to by user: 10.0.3.7/32'],
    [
      'machines by `reach`',
      Connection.gcp(),
      { reach: { machines: ['10.2.0.0/16'] } },
      '22',
      'machines machines via reach.machines by user: 10.2.0.0/16',
    ],
    ['no machines', Connection.gcp({ machines: [] }), {}, '22', 'machines machines via : '],
    ['nowhere', Connection.bugsnag(), {}, '49080', 'service selfHosted via : '],
    [
      'something of your own',
      Connection.custom({ name: 'vault', reason: 'secrets', to: ['10.0.3.7/32'], ports: [8200] }),
      {},
      '8200',
      'service selfHosted via to by user: 10.0.3.7/32',
    ],
  ])('%s', (_, connection, options, port, expected) => {
    const found = decisionsOf(connection, options).filter((decision) => decision.port.text === port);
    expect(
      found.map(
        ({
          leadsTo,
          kind,
          place: {
            ways: [{ via = '', byUser } = {}],
            destinations,
          },
        }) =>
          `${leadsTo} ${kind} via ${via}${byUser ? ' by user' : ''}: ${destinations.map(({ text }) => text).join(', ')}`,
      ),
    ).toEqual([expected]);
  });

  test('the names behind an API stay known when it is reached another way; where they were read belongs to names alone', () => {
    const names = ['api.datadoghq.com', 'app.datadoghq.com'];
    const [byName] = decisionsOf(Connection.datadog());
    expect(byName).toMatchObject({ place: { hosts: names }, id: 'datadog', unenforceable: false });
    expect(byName!.place.hostSources.length).toBeGreaterThan(0);
    expect(new Set(byName!.place.hostSources).size).toBe(byName!.place.hostSources.length);
    for (const [connection, options] of [
      [Connection.datadog(own), {}],
      [Connection.datadog(), { reach: { saas: ['10.1.1.1/32'] } }],
    ] as const) {
      expect(decisionsOf(connection, options)[0]).toMatchObject({ place: { hosts: names, hostSources: [] } });
    }
    expect(decisionsOf(Connection.jenkins(own))[0]).toMatchObject({ place: { hosts: [], hostSources: [] } });
    expect(decisionsOf(Connection.gcp({ machines: [] }))[0]).toMatchObject({ place: { hosts: [], hostSources: [] } });
  });

  test('a host name that its user does not need checked is marked as such', () => {
    const jenkins = Connection.jenkins({ to: ['ci.example.com'], unenforceable: 'port-only' });
    expect(decisionsOf(jenkins).map(({ unenforceable }) => unenforceable)).toEqual([true]);
  });
});

describe('the host names of an API', () => {
  test.each([
    ['eu-west-1', 'amazonaws.com'],
    ['us-gov-west-1', 'amazonaws.com'],
    ['cn-north-1', 'amazonaws.com.cn'],
    ['eusc-de-east-1', 'amazonaws.eu'],
    ['us-iso-east-1', 'c2s.ic.gov'],
    ['us-isob-east-1', 'sc2s.sgov.gov'],
    ['us-isof-south-1', 'csp.hci.ic.gov'],
    ['eu-isoe-west-1', 'cloud.adc-e.uk'],
  ])('in %s end in %s', (region, suffix) => {
    const [decision] = decisionsOf(Connection.awsS3({ regions: [region] }));
    expect(decision!.place.hosts).toContain(`s3.${region}.${suffix}`);
  });

  test('are those of each region, each once, in order', () => {
    const [decision] = decisionsOf(Connection.awsS3({ regions: ['eu-west-1', 'eu-central-1'] }));
    expect(decision!.place.hosts).toEqual([...new Set(decision!.place.hosts)].sort());
    expect(decision!.place.hosts).toEqual(
      expect.arrayContaining(['s3.eu-central-1.amazonaws.com', 's3.eu-west-1.amazonaws.com']),
    );
  });
});

describe('the host names of a row', () => {
  const { request } = Connection.datadog();
  const place = (name: string, variables: Readonly<Record<string, readonly string[]>>): unknown => {
    const source = { ref: 'x' } as unknown as Source;
    const row = { ...request.row!, hosts: [{ name, purpose: '', source }] };
    const found = placeOf('api', { ...request, row, variables }, { families: ['ipv4'] });
    return found.kind === 'somewhere' ? found.hosts : found.kind;
  };

  test.each<[string, Readonly<Record<string, readonly string[]>>, string[]]>([
    ['{tenant}.example.com', {}, ['*.example.com']],
    ['{tenant}.example.com', { tenant: ['B', 'a'] }, ['a.example.com', 'b.example.com']],
    ['{tenant}-api.example.com', {}, []],
    ['{tenant}-api.example.com', { tenant: [] }, []],
    ['{tenant}-api.example.com', { tenant: ['a'] }, ['a-api.example.com']],
    ['api.example.com', { tenant: [] }, ['api.example.com']],
  ])('%s is filled with %j: %j', (name, variables, expected) => {
    expect(place(name, variables)).toEqual(expected);
  });

  test('are those of its hosting and of its choice, each with where it was read', () => {
    const hostsOf = (connection: Connection): readonly string[] => decisionsOf(connection)[0]!.place.hosts;
    expect(hostsOf(Connection.dockerRegistry({ hosting: 'ghcr' }))).toEqual([
      'ghcr.io',
      'pkg-containers.githubusercontent.com',
    ]);
    expect(hostsOf(Connection.dockerRegistry({ hosting: 'docker-hub' }))).not.toContain('ghcr.io');
    expect(hostsOf(Connection.datadog({ site: 'datadoghq.eu' }))).toEqual(['api.datadoghq.eu', 'app.datadoghq.eu']);
    for (const { ref } of decisionsOf(Connection.datadog())[0]!.place.hostSources) {
      expect(ref).not.toBe('');
    }
    expect(decisionsOf(Connection.datadog())[0]!.place.hostSources.map(({ ref }) => typeof ref)).toContain('string');
  });

  test('are none for machines and services, however these are reached', () => {
    const reach = { machines: ['10.2.0.0/16'], selfHosted: ['10.0.0.0/8'] };
    const connections = [Connection.jenkins(), Connection.ssh({ to: ['10.0.0.1/32'] }), Connection.winRm()];
    const given = Connection.winRm({ machines: ['10.0.0.0/8'] });
    for (const connection of [...connections, given]) {
      expect(decisionsOf(connection, { reach }).flatMap((decision) => decision.place.hosts)).toEqual([]);
    }
  });
});

describe('`ports`', () => {
  const ports = (connection: Connection, options: PlanOptions = {}): string[] =>
    decisionsOf(connection, options).map(
      ({ port, open, leadsTo, statement }) => `${open ? '+' : '-'}${port.text} ${leadsTo} ${statement.verdict}`,
    );

  test('that lie in a range of yours take the place of those of the row', () => {
    expect(ports(Connection.jenkins({ to: ['10.0.3.7/32'], ports: ['440-450'] }))).toEqual([
      '+440-450 service on request',
    ]);
  });

  test('of machines leave the API alone, and those that you asked for', () => {
    expect(ports(Connection.awsEc2({ machines: ['10.0.0.0/8'], ports: [2222], ssh: true }))).toEqual(
      expect.arrayContaining(['+22 machines on request', '+443 api as written', '+2222 machines on request']),
    );
  });

  test.each([
    [Connection.githubRepo({ ports: [22], ssh: true }), ['+22 api on request', '-443 api as written']],
    [
      Connection.awsEc2({ machines: ['10.0.0.0/8'], ports: [5985], winRm: true }),
      ['-80 machines unexplained', '+443 api as written', '+5985 machines on request', '-9090 machines unexplained'],
    ],
    [Connection.nexus({ to: ['10.0.0.1/32'], ports: [18080], dockerPorts: [18080] }), ['+18080 service on request']],
    [
      Connection.awsEc2({ machines: ['10.0.0.0/8'], ports: [5985, 5986], winRm: true, winRmTls: true }),
      ['+5985 machines on request', '+5986 machines on request'],
    ],
  ])('that you also asked for by a prop of their own are decided once', (connection, expected) => {
    const texts = ports(connection);
    expect(texts).toEqual(expect.arrayContaining(expected));
    expect(new Set(texts.map((text) => text.split(' ')[0])).size).toBe(texts.length);
  });

  test('of machines do not stand in for the same port of the API', () => {
    expect(ports(Connection.awsEc2({ machines: ['10.0.0.0/8'], ports: [443] }))).toEqual(
      expect.arrayContaining(['+443 machines on request', '+443 api as written']),
    );
  });

  test('come in their order, closed ones between the others', () => {
    const texts = ports(Connection.activeDirectoryLdap({ to: ['10.0.0.1/32'] })).map((text) => text.split(' ')[0]);
    expect(texts).toEqual(['-88', '+389', '+443', '+636', '-3268', '-3269', '-88/udp']);
  });

  test('of a row that leaves them open are the ports themselves', () => {
    expect(ports(Connection.kubernetesCluster({ to: ['10.0.0.0/28'], ports: [6443, 443] }), RECOMMENDED)).toEqual([
      '+443 service left open',
      '+6443 service left open',
    ]);
  });

  test.each<[string, Connection, string[]]>([
    [
      'whose port the vendor hosts',
      Connection.appDynamics({ hosting: 'saas' }),
      ['+80 api unexplained', '-443 api missing'],
    ],
    [
      'whose port you host',
      Connection.appDynamics({ hosting: 'own', to: ['10.0.0.1/32'] }),
      ['+80 service unexplained', '-8181 service missing'],
    ],
    [
      'that lets you name more, and you name none',
      Connection.nexus({ to: ['10.0.0.1/32'] }),
      ['+8081 service as written'],
    ],
    [
      'that the vendor hosts, and your port leads there',
      Connection.dockerRegistry({ hosting: 'docker-hub', ports: [8443] }),
      ['-443 api missing', '-8083 service as written', '+8443 api on request'],
    ],
    [
      'with an API, which your port leads to',
      Connection.githubRepo({ ports: [8443] }),
      ['-22 api on request', '-443 api as written', '+8443 api on request'],
    ],
    [
      'with several ports of yours, one of which takes the place of two',
      Connection.winRm({ machines: ['10.0.0.0/8'], ports: ['5985-5986', 7] }),
      [
        '+7 machines on request',
        '-22 machines unexplained',
        '-443 machines unexplained',
        '+5985-5986 machines on request',
      ],
    ],
  ])('of a row %s', (_, connection, expected) => {
    expect(ports(connection)).toEqual(expected);
  });

  test('that lead nowhere have no destinations', () => {
    expect(decisionsOf(Connection.bugsnag())[1]!.place).toMatchObject({ destinations: [], ways: [] });
  });

  test('of something of your own are open, because you asked for them', () => {
    const vault = Connection.custom({ name: 'vault', reason: 'secrets', to: ['10.0.3.7/32'], ports: [8200] });
    expect(decisionsOf(vault)).toMatchObject([{ open: true, because: 'requested', id: 'custom' }]);
  });
});
