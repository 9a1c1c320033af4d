import fc from 'fast-check';
import { serviceOfHost, regionOfHost } from '../../lib/catalog/aws-endpoints';
import { everyRow } from '../support/every-row';
import { connectionsOf, lists, optionsOf } from '../support/random-lists';
import { Connection, Destination, Plan, Profile, Target, type PlanOptions } from 'harness-delegate-access';

const PROXY = { to: ['10.0.9.10/32'], ports: [3128] };
const endpoint = (name: string): Destination =>
  Destination.native({ platform: 'aws', kind: 'connectable', value: name, weight: 1 }, { name });

/** Every way of a connection's open ports: hosts, what is met first, where and on which port. */
function waysOf(connection: Connection, reach: PlanOptions['reach'], region = 'eu-west-1'): string[] {
  const plan = Plan.of([connection], { reach, region, profile: Profile.DOCUMENTED });
  const flows = plan.flows.filter(({ decision }) => decision.connection === connection.name);
  return [
    ...new Set(
      flows.map(
        ({ port, destination, way }) =>
          `${way.hosts.join(' ')} > ${way.through} ${destination.text}:${port.text} (${way.via})`,
      ),
    ),
  ];
}

describe('a host name of AWS', () => {
  test.each([
    ['ecs.eu-west-1.amazonaws.com', 'ecs', 'eu-west-1'],
    ['artifacts.s3.eu-west-1.amazonaws.com', 's3', 'eu-west-1'],
    ['*.s3.eu-west-1.amazonaws.com', 's3', 'eu-west-1'],
    ['s3.cn-north-1.amazonaws.com.cn', 's3', 'cn-north-1'],
    ['ec2.eu-west-1.api.aws', 'ec2', 'eu-west-1'],
    ['ec2.*.amazonaws.com', 'ec2', undefined],
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'ecr.dkr', 'eu-west-1'],
    ['api.ecr.us-gov-west-1.amazonaws.com', 'ecr.api', 'us-gov-west-1'],
    ['sts.eu-west-1.amazonaws.com', 'sts', 'eu-west-1'],
    ['sts.amazonaws.com', 'sts-global', undefined],
    ['iam.amazonaws.com', 'iam', undefined],
    ['iam.us-gov.amazonaws.com', 'iam', undefined],
    ['iam.cn-north-1.amazonaws.com.cn', 'iam', 'cn-north-1'],
    ['application-autoscaling.eu-west-1.amazonaws.com', 'application-autoscaling', 'eu-west-1'],
    ['*.eu-west-1.amazonaws.com', undefined, 'eu-west-1'],
    ['app.harness.io', undefined, undefined],
  ])('%s is of %s in %s', (host, service, region) => {
    expect([serviceOfHost(host), regionOfHost(host)]).toEqual([service, region]);
  });
});

describe('a kind behind a proxy', () => {
  test.each<[string, Connection, PlanOptions['reach'], string[]]>([
    [
      "vendors', by the proxy of the network",
      Connection.datadog({ site: 'datadoghq.eu' }),
      { proxy: PROXY, saas: 'proxy' },
      ['api.datadoghq.eu app.datadoghq.eu > proxy 10.0.9.10/32:3128 (reach.saas)'],
    ],
    [
      'with a proxy of its own',
      Connection.newRelic({ region: 'us' }),
      { proxy: PROXY, saas: { to: ['10.0.9.20/32'], ports: ['8080/tcp'] } },
      ['api.newrelic.com insights-api.newrelic.com > proxy 10.0.9.20/32:8080 (reach.saas)'],
    ],
    [
      'every service of AWS',
      Connection.awsS3({ buckets: ['artifacts'] }),
      { proxy: PROXY, awsServices: 'proxy' },
      [
        '*.s3.eu-west-1.amazonaws.com artifacts.s3.eu-west-1.amazonaws.com ec2.eu-west-1.amazonaws.com s3.eu-west-1.amazonaws.com > proxy 10.0.9.10/32:3128 (reach.awsServices)',
      ],
    ],
    [
      'what you host, without an address',
      Connection.jenkins({}),
      { proxy: PROXY, selfHosted: 'proxy' },
      [' > proxy 10.0.9.10/32:3128 (reach.selfHosted)'],
    ],
    [
      'what you host, by its name, while an address stays one',
      Connection.jenkins({ to: ['jenkins.acme.com', '10.0.3.7/32'] }),
      { proxy: PROXY, selfHosted: 'proxy' },
      ['jenkins.acme.com > proxy 10.0.9.10/32:3128 (reach.selfHosted)', ' > address 10.0.3.7/32:443 (to)'],
    ],
    [
      'and blocks with `proxyPorts`, as before',
      Connection.newRelic({ region: 'us' }),
      { saas: ['10.0.9.10/32'], proxyPorts: [3128] },
      ['api.newrelic.com insights-api.newrelic.com > proxy 10.0.9.10/32:3128 (reach.saas)'],
    ],
  ])('%s', (_, connection, reach, expected) => {
    expect(waysOf(connection, reach).sort()).toEqual([...expected].sort());
  });
});

describe('the services of AWS, each its own way', () => {
  const reach = {
    proxy: PROXY,
    awsServices: {
      'default': [endpoint('endpoints')],
      's3': [endpoint('s3')],
      'iam': 'proxy',
      'sts-global': 'none',
    },
  } as const;

  test('lead where their entry says, and the others by `default`', () => {
    expect(waysOf(Connection.awsElbAlbEcs({ machines: [] }), reach)).toEqual([
      'api.ecr.eu-west-1.amazonaws.com application-autoscaling.eu-west-1.amazonaws.com autoscaling.eu-west-1.amazonaws.com ec2.eu-west-1.amazonaws.com ecs.eu-west-1.amazonaws.com elasticloadbalancing.eu-west-1.amazonaws.com > endpoint endpoints:443 (reach.awsServices.default)',
      'iam.amazonaws.com > proxy 10.0.9.10/32:3128 (reach.awsServices.iam)',
    ]);
    expect(waysOf(Connection.awsS3(), reach)).toEqual([
      'ec2.eu-west-1.amazonaws.com > endpoint endpoints:443 (reach.awsServices.default)',
      '*.s3.eu-west-1.amazonaws.com s3.eu-west-1.amazonaws.com > endpoint s3:443 (reach.awsServices.s3)',
    ]);
  });

  test("keep their names without an entry, and are closed by 'none'", () => {
    expect(waysOf(Connection.awsS3(), { awsServices: { s3: [endpoint('s3')] } })).toEqual([
      'ec2.eu-west-1.amazonaws.com > name ec2.eu-west-1.amazonaws.com:443 (host names)',
      '*.s3.eu-west-1.amazonaws.com s3.eu-west-1.amazonaws.com > endpoint s3:443 (reach.awsServices.s3)',
    ]);
    expect(waysOf(Connection.awsS3(), { awsServices: { default: 'none' } })).toEqual([]);
    const plan = Plan.of([Connection.awsS3()], { region: 'eu-west-1', reach: { awsServices: { default: 'none' } } });
    expect(plan.decisions.find(({ connection }) => connection === 'aws-s3')).toMatchObject({
      open: false,
      because: "`reach.awsServices` has 'none' for each of its services",
      place: { kind: 'nowhere', reason: 'not reached' },
    });
  });

  test('have findings for what is closed, and for names of another region', () => {
    const plan = Plan.of([Connection.awsCloud({ regions: ['eu-west-1', 'us-east-2'] })], {
      region: 'eu-west-1',
      reach,
    });
    const words = plan.findings
      .filter(({ finding }) => /Endpoint|NotReached/.test(finding))
      .map(({ key, what, fix }) => `${key}: ${what}; ${fix}`);
    expect(words).toEqual([
      expect.stringMatching(
        /^EndpointOfOtherRegion:aws-cloud: \*\.us-east-2\.amazonaws\.com.* lead to an endpoint, which answers for eu-west-1 alone; make a delegate in that region, or reach default, ec2, sts through the proxy$/,
      ),
      expect.stringMatching(
        /^ServiceNotReached:aws-cloud: not reached: sts\.amazonaws\.com; set `AWS_STS_REGIONAL_ENDPOINTS=regional`/,
      ),
    ]);
  });
});

describe('findings of a proxy', () => {
  const keys = (connections: readonly Connection[], reach: PlanOptions['reach']): string[] =>
    Plan.of(connections, { reach })
      .findings.filter(({ finding }) => /Proxy/.test(finding))
      .map(({ key, what }) => `${key}: ${what}`);

  test('SSH, LDAP and UDP behind one', () => {
    expect(
      keys([Connection.githubRepo({ ssh: true }), Connection.activeDirectoryLdap({ kerberos: true })], {
        proxy: PROXY,
        saas: 'proxy',
        selfHosted: 'proxy',
      }),
    ).toEqual([
      expect.stringContaining('NotForHttpProxy:active-directory-ldap:389: 389 leads to the proxy of reach.selfHosted'),
      expect.stringContaining('NotForHttpProxy:active-directory-ldap:636'),
      expect.stringContaining('NotForHttpProxy:active-directory-ldap:88: '),
      expect.stringContaining('NotForHttpProxy:active-directory-ldap:88/udp'),
      'NotForHttpProxy:github-repo:22: 22 leads to the proxy of reach.saas on 3128, which answers HTTP and not SSH',
    ]);
    expect(keys([Connection.githubRepo()], { proxy: PROXY, saas: 'proxy' })).toEqual([]);
  });

  test('a range that holds such a port, and a port of which only the user knows', () => {
    const custom = (ports: (number | string)[]): Connection =>
      Connection.custom({ name: 'git', to: ['git.acme.io'], ports, reason: 'code' });
    const severities = (ports: (number | string)[]): string[] =>
      Plan.of([custom(ports)], { reach: { proxy: PROXY, selfHosted: 'proxy' } })
        .findings.filter(({ finding }) => finding === 'NotForHttpProxy')
        .map(({ severity, port, what }) => `${severity} ${port} ${/not (.*)$/.exec(what)?.[1] ?? 'unknown'}`);
    expect(severities(['20-25', 5432, 7999, 443, 8080])).toEqual([
      'warning 20-25 FTP, SSH, Telnet and 1 more',
      'warning 5432 PostgreSQL',
      'notice 7999 unknown',
    ]);
    expect(severities([443])).toEqual([]);
  });

  test('its address as a plain one of another kind', () => {
    expect(
      keys([Connection.datadog()], { saas: ['10.0.9.10/32'], proxyPorts: [3128], awsServices: ['10.0.9.10/32'] }),
    ).toEqual([
      'ProxyPortUnset:reach.awsServices: reach.awsServices has an address of the proxy of reach.saas, and is reached there on the ports of its services, not on 3128',
    ]);
  });
});

describe('names of AWS', () => {
  const found = (connection: Connection, reach: PlanOptions['reach'], region = 'eu-west-1'): string[] =>
    Plan.of([connection], { reach, region })
      .findings.map(({ key }) => key)
      .filter((key) => /Endpoint|NotReached/.test(key));

  test('behind an endpoint that does not answer for them, whoever says so', () => {
    const ecs = Connection.awsElbAlbEcs({ machines: [] });
    expect(found(ecs, { awsServices: [endpoint('all')] })).toEqual(['NotBehindEndpoint:aws-elb-alb-ecs']);
    expect(found(ecs, { awsServices: { default: [endpoint('all')] } })).toEqual(['NotBehindEndpoint:aws-elb-alb-ecs']);
    expect(found(ecs, { awsServices: [endpoint('all')] }, 'us-east-1')).toEqual([]);
    expect(found(ecs, { proxy: PROXY, awsServices: { default: [endpoint('all')], iam: 'proxy' } })).toEqual([]);
  });

  test('are no matter where a connection has destinations of its own', () => {
    expect(found(Connection.githubRepo({ to: ['github.acme.io'] }), { proxy: PROXY, saas: 'proxy' })).toEqual([]);
    expect(found(Connection.awsS3({ to: ['s3.acme.io'] }), { proxy: PROXY, awsServices: 'proxy' })).toEqual([]);
    const { endpoints } = Plan.of([Connection.awsS3({ to: ['10.0.0.7/32'] })]);
    expect(endpoints).toEqual([]);
  });
});

test('every host name of every row leads one way, or none where `reach` says so', () => {
  fc.assert(
    fc.property(lists(), (spec) => {
      const plan = Plan.of(
        connectionsOf(spec, (name) => `\${Token[${name}.1]}`),
        optionsOf(spec),
      );
      for (const { place, open } of plan.decisions) {
        const led = place.ways.flatMap(({ hosts }) => hosts);
        expect(new Set(led).size).toBe(led.length);
        expect(led.filter((host) => !place.hosts.includes(host) && place.ways.every(({ byUser }) => !byUser))).toEqual(
          [],
        );
        expect(place.destinations).toEqual(place.ways.flatMap(({ destinations }) => destinations));
        expect(open && place.ways.length === 0).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});

test('everything behind a proxy leaves nothing open to any address', () => {
  const plan = Plan.of(everyRow(), {
    region: 'eu-west-1',
    reach: {
      proxy: PROXY,
      saas: 'proxy',
      harness: 'proxy',
      awsServices: 'proxy',
      googleApis: 'proxy',
      selfHosted: 'proxy',
      machines: ['10.0.8.0/24'],
    },
  });
  const { rules } = plan.on(Target.AWS_SECURITY_GROUP);
  expect(rules.filter(({ destination }) => destination.isAny)).toEqual([]);
  const proxied = plan.flows.filter(({ way }) => way.through === 'proxy');
  expect(new Set(proxied.map(({ port, destination }) => `${destination.text}:${port.text}`))).toEqual(
    new Set(['10.0.9.10/32:3128']),
  );
});
