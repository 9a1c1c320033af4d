import { Connection, Plan, Target, toDelegateEnv, toSquid, type PlanOptions } from 'harness-delegate-access';

const proxy = { to: ['10.0.9.10/32'], ports: [3128] };
const plan = (list: readonly Connection[], reach: PlanOptions['reach'] = {}): Plan =>
  Plan.of(list, {
    asOf: '2026-11-26',
    reach: { proxy, saas: 'proxy', harness: 'proxy', selfHosted: 'proxy', ...reach },
  });
const own = (name: string, to: readonly string[], ports: readonly number[], more = {}) =>
  Connection.custom({ name, to: [...to], ports: [...ports], reason: 'of a test', ...more });
const keysOf = (all: Plan): string[] => all.on(Target.PROXY).findings.map(({ key }) => key);

describe('the allow list of Squid', () => {
  const list = [
    own('exact', ['a.acme.io'], [443, 8443]),
    own('label', ['*.acme.io'], [443]),
    own('plain', ['repo.acme.io'], [80]),
    own('either', ['es.acme.io'], [9200]),
    Connection.githubRepo({ ssh: true }),
  ];

  test('has the names of each port in a file, and a line for the name and the port together', () => {
    const files = toSquid(plan(list, { harness: undefined }));
    expect(Object.keys(files).sort()).toEqual([
      'harness-delegate.conf',
      'names-443.acl',
      'names-80_http.acl',
      'names-8443.acl',
      'names-9200.acl',
      'one-label-443.acl',
    ]);
    expect(files['names-443.acl']).toBe('a.acme.io\napi.github.com\ngithub.com\n');
    expect(files['one-label-443.acl']).toBe('^[a-z0-9_-]+\\.acme\\.io$\n');
    expect(files['harness-delegate.conf']).toContain(`
acl harness_port_443 port 443
acl harness_names_443 dstdomain -n "/etc/squid/harness-delegate/names-443.acl"
http_access allow harness_connect harness_port_443 harness_names_443
acl harness_one_label_443 dstdom_regex -n -i "/etc/squid/harness-delegate/one-label-443.acl"
http_access allow harness_connect harness_port_443 harness_one_label_443
`);
    expect(files['harness-delegate.conf']).toContain(
      'http_access allow !harness_connect harness_port_80_http harness_names_80_http',
    );
    expect(files['harness-delegate.conf']).toMatch(/\nhttp_access deny all\n$/);
  });

  test('has no name of UDP', () => {
    const udp = Connection.custom({ name: 'time', to: ['time.acme.io'], ports: ['123/udp'], reason: 'x' });
    expect(toSquid(plan([udp]))['harness-delegate.conf']).not.toContain('123');
    expect(keysOf(plan([udp]))).toContain('ClosedByLayer:time:3128/10.0.9.10/32');
  });

  test('is for the blocks of the delegate alone, where they are set', () => {
    const conf = toSquid(plan(list), { sources: ['10.0.1.0/24'], folder: '/srv/lists' })['harness-delegate.conf']!;
    expect(conf).toContain('acl harness_delegate src 10.0.1.0/24\n');
    expect(conf).toContain('dstdomain -n "/srv/lists/names-443.acl"');
    expect(conf).toMatch(/\nhttp_access deny harness_delegate\n$/);
    const allows = conf.split('\n').filter((line) => line.startsWith('http_access allow'));
    expect(allows.filter((line) => !line.startsWith('http_access allow harness_delegate '))).toEqual([]);
  });

  test('has no name of SSH, which no HTTP proxy carries for a delegate, and says so', () => {
    expect(keysOf(plan(list))).toEqual(expect.arrayContaining(['ClosedByLayer:github-repo:3128/10.0.9.10/32']));
  });

  test('has no name for a service whose names are not known', () => {
    const all = plan([Connection.jenkins()], {});
    expect(all.on(Target.PROXY).findings.find(({ finding }) => finding === 'ClosedByLayer')).toMatchObject({
      connection: 'jenkins',
      why: 'no host name behind reach.selfHosted is known, and HTTP proxy decides by the name',
    });
  });
});

describe('the settings of a delegate behind the proxy', () => {
  const direct = { saas: 'proxy' as const, selfHosted: undefined };

  test('are the proxy, the manager, and what goes past it', () => {
    const list = [
      Connection.datadog(),
      Connection.jenkins({ to: ['10.0.3.7/32'] }),
      own('nexus', ['nexus.acme.com'], [8081], { unenforceable: 'port-only' }),
      own('all', ['*.corp.example'], [443], { unenforceable: 'port-only' }),
      Connection.ssh({ to: ['10.0.16.0/20'] }),
    ];
    expect(toDelegateEnv(plan(list, direct))).toEqual({
      PROXY_HOST: '10.0.9.10',
      PROXY_PORT: '3128',
      PROXY_SCHEME: 'http',
      PROXY_MANAGER: 'true',
      NO_PROXY: '.acme.com,.corp.example,10.0.3.7,127.0.0.1,169.254.169.254,169.254.170.2,169.254.170.23,localhost',
    });
    expect(keysOf(plan(list, direct)).filter((key) => key.startsWith('NoProxy'))).toEqual(['NoProxyWider:egress']);
  });

  test('say false for a manager that is reached past it, with its domain', () => {
    const env = toDelegateEnv(plan([Connection.datadog()], { ...direct, harness: undefined }));
    expect(env.PROXY_MANAGER).toBe('false');
    expect(env.NO_PROXY).toContain('.harness.io');
  });

  test('leave out what would let a host of the proxy past it, and say which', () => {
    const reach = { proxy, harness: 'proxy', selfHosted: 'proxy' } as const;
    const all = Plan.of(
      [Connection.githubRepo({ host: 'git.corp.example' }), own('behind', ['mygit.corp.example'], [443])],
      { reach },
    );
    expect(toDelegateEnv(all).NO_PROXY).not.toContain('corp.example');
    expect(keysOf(all).filter((key) => key.startsWith('NoProxyCannotHold'))).toEqual([
      'NoProxyCannotHold:github-repo:443/git.corp.example',
    ]);
  });

  test('name a host itself where its domain is behind the proxy too', () => {
    const list = [
      own('behind', ['b.acme.com'], [443]),
      own('past', ['a.acme.com'], [443], { unenforceable: 'port-only' }),
    ];
    const all = Plan.of(list, { reach: { proxy, harness: 'proxy', selfHosted: 'proxy' } });
    expect(toDelegateEnv(all).NO_PROXY).not.toContain('acme.com');
    const mixed = Plan.of(
      [Connection.githubRepo(), own('past', ['ghe.github.com'], [443], { unenforceable: 'port-only' })],
      {
        reach: { proxy, harness: 'proxy', saas: 'proxy' },
      },
    );
    expect(toDelegateEnv(mixed).NO_PROXY!.split(',')).toContain('ghe.github.com');
  });

  test('cannot hold a block, which is a finding where the delegate may speak HTTP to it', () => {
    const list = [Connection.datadog(), Connection.jenkins({ to: ['10.0.3.0/24'] })];
    expect(keysOf(plan(list, direct))).toContain('NoProxyCannotHold:jenkins:443/10.0.3.0/24');
  });
});
