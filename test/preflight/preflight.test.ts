import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as tcpServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as tlsServer, type TlsOptions } from 'node:tls';
import { preflight, preflightTable, worstOf, type PreflightReport } from '../../lib/preflight';
import { checksOf } from '../../lib/preflight/checks';
import { cli, folder } from '../support/cli';
import { closeResolvers, resolver, serveNames } from '../support/dns';
import { problemsOf } from '../support/errors';
import { closeServers, connectProxy, listening } from '../support/servers';
import { Connection, HarnessPlatform, Plan, reviewOf, Target, type ReviewDocument } from 'harness-delegate-access';

/** Servers on loopback of every kind that a delegate may meet. */

const ROOT = join(__dirname, '../..');
const tls = (file: string): Buffer => readFileSync(join(ROOT, 'test/data/tls', file));
const OWN: TlsOptions = { key: tls('localhost-key.pem'), cert: tls('localhost.pem') };
const { write } = folder();

afterEach(() => {
  closeServers();
  closeResolvers();
});

/** Answers of the resolver of these tests. */
const NAMES = { 'service.example.org': '127.0.0.1', 'wrong.example.org': '127.0.0.3', 'late.example.org': 'never' };

const run = async (server: Server): Promise<number> => (await listening(server as never)).port;
const talk = (act: (socket: Socket) => void): Promise<number> =>
  run(
    tcpServer((socket) => {
      socket.on('error', () => undefined);
      act(socket);
    }),
  );

interface Destinations {
  readonly [name: string]: { readonly to?: string; readonly port: number; readonly speaks?: string };
}

function reviewFor(destinations: Destinations, options: object = {}): ReviewDocument {
  const connections = Object.entries(destinations).map(([name, { to = '127.0.0.1/32', port, speaks = 'tls' }]) =>
    Connection.custom({ name, to: [to], ports: [port], speaks: speaks as never, reason: 'of a test' }),
  );
  const plan = Plan.of(connections, {
    harness: HarnessPlatform.of({ cluster: 'prod1', googleLogging: false }),
    reach: { harness: ['127.0.0.1/32'], ...options } as never,
    asOf: '2026-11-26',
  });
  const review = reviewOf(plan.on(Target.GCP_FIREWALL_POLICY));
  // Harness's own lines have tests of their own.
  return { ...review, ports: review.ports.filter(({ row }) => row === 'custom') };
}

const outcomesOf = ({ results }: PreflightReport): Record<string, string> =>
  Object.fromEntries(results.map(({ connection, key, outcome }) => [connection || key, outcome]));

/** In a process of its own, since trust is decided as a process begins. */
async function inProcess(review: ReviewDocument, ...args: readonly string[]): Promise<PreflightReport> {
  const kept = write(`review-${Math.random()}.json`, JSON.stringify(review));
  return new Promise((resolve, reject) =>
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/command.ts', 'preflight', '--against', kept, '--json', '--timeout', '0.4', ...args],
      {
        cwd: ROOT,
        env: {
          PATH: process.env.PATH,
          TSX_TSCONFIG_PATH: 'tsconfig.dev.json',
          NODE_EXTRA_CA_CERTS: join(ROOT, 'test/data/tls/localhost.pem'),
        },
      },
      (error, stdout, stderr) => {
        if (stdout === '') {
          reject(error ?? new Error(stderr));
        }
        resolve(JSON.parse(stdout) as PreflightReport);
      },
    ),
  );
}

test('tells what each kind of server does', async () => {
  const endless = (socket: Socket): void => {
    const more = (): void => void (socket.writable && socket.write(Buffer.alloc(65_536)) && setImmediate(more));
    socket.on('drain', more);
    more();
  };
  const ports = {
    right: await run(tlsServer(OWN)),
    mtls: await run(tlsServer({ ...OWN, requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' })),
    silent: await talk(() => undefined),
    reset: await talk((socket) => socket.once('data', () => socket.resetAndDestroy())),
    plain: await talk((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad\r\n\r\n'))),
    endless: await talk(endless),
  };
  const { port: refused } = { port: ports.right };
  const review = reviewFor({
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, { port }])),
    'by-name': { to: 'service.example.org', port: ports.right },
    'other-name': { to: '127.0.0.2/32', port: await onSecond(ports.right) },
    'clear': { port: ports.silent, speaks: 'ssh' },
    'endless-clear': { port: ports.endless, speaks: 'other' },
    'nobody': { to: '127.0.0.3/32', port: refused },
    'wrong-answer': { to: 'wrong.example.org', port: refused },
    'nowhere': { to: 'nowhere.example.org', port: 443 },
    'late': { to: 'late.example.org', port: 443 },
  });
  const report = await inProcess(review, '--resolver', await resolver(NAMES));
  expect(outcomesOf(report)).toEqual({
    'right': 'connected',
    'mtls': 'connected',
    'silent': 'silent after the handshake began',
    'reset': 'reset after the handshake began',
    'plain': 'no TLS',
    'endless': 'no TLS',
    'by-name': 'connected',
    'other-name': 'certificate of another',
    'clear': 'connected',
    'endless-clear': 'connected',
    'nobody': 'refused',
    'wrong-answer': 'refused',
    'nowhere': 'no such name',
    'late': 'resolver does not answer',
  });
  expect(worstOf(report)).toBe('not as planned');
  const reset = report.results.find(({ connection }) => connection === 'reset')!;
  expect(reset).toMatchObject({
    key: `reset:${ports.reset}`,
    verdict: 'not as planned',
    why: 'requested; of a test',
    rules: [`tcp ${ports.reset} to 127.0.0.1/32 (address)`],
    todo: expect.stringContaining('filter') as string,
  });
}, 30_000);

/** The same certificate on another address. */
async function onSecond(like: number): Promise<number> {
  const server = tlsServer(OWN);
  await new Promise<void>((resolve) => server.listen(like, '127.0.0.2', resolve));
  const { port } = server.address() as { port: number };
  process.once('exit', () => server.close());
  afterAllServers.push(server);
  return port;
}

const afterAllServers: Server[] = [];
afterEach(() => afterAllServers.splice(0).forEach((server) => server.close()));

test('a lookup whose first datagram is lost is asked again', async () => {
  const port = await run(tlsServer(OWN));
  const asked = new Map<string, number>();
  const { port: dns } = await serveNames((name) => {
    asked.set(name, (asked.get(name) ?? 0) + 1);
    // Both families are asked for at once.
    return asked.get(name)! <= 2 ? 'never' : { v4: '127.0.0.1' };
  });
  const review = reviewFor({ a: { to: 'service.example.org', port, speaks: 'other' } });
  const report = await preflight(review, { timeout: 1500, resolvers: [`127.0.0.1:${dns}`] });
  expect(report.results[0]!.outcome).toBe('connected');
});

test('names what signs a certificate that the trust store does not have', async () => {
  const port = await run(tlsServer(OWN));
  const review = reviewFor({ a: { port }, b: { to: 'service.example.org', port } });
  const report = await preflight(review, { timeout: 400, resolvers: [await resolver(NAMES)] });
  expect(report.results.map(({ outcome, means }) => [outcome, means])).toEqual([
    ['certificate not trusted', expect.stringContaining('signed by localhost, for tests')],
    ['certificate not trusted', expect.stringContaining('signed by localhost, for tests')],
  ]);
  expect(report.remarks).toEqual([
    '2 hosts show certificates of localhost, for tests: a proxy that re-signs, a portal, or an authority of your own',
  ]);
});

test('goes through the proxy of the list, and says what it answers', async () => {
  const port = await run(tlsServer(OWN));
  const through = async (options: Parameters<typeof connectProxy>[0]): Promise<string[]> => {
    const proxy = await connectProxy(options);
    const review = reviewFor(
      { a: { to: 'service.example.org', port } },
      { proxy: { to: ['127.0.0.1/32'], ports: [proxy.port] }, selfHosted: 'proxy' },
    );
    const { results } = await preflight(review, { timeout: 300 });
    expect(results[0]!.through).toBe(`127.0.0.1:${proxy.port}`);
    return [results[0]!.outcome, ...proxy.asked];
  };
  expect(await through({})).toEqual(['certificate not trusted', `service.example.org:${port}`]);
  expect((await through({ user: 'a:b' }))[0]).toBe('proxy wants a user');
  expect((await through({ status: 403 }))[0]).toBe('proxy refuses');
  expect((await through({ isSilent: true }))[0]).toBe('proxy does not answer');
});

test('what must be closed and answers is a finding, unless the review opens the port to any address', async () => {
  const port = await talk(() => undefined);
  const closed = [`127.0.0.1:${port}`];
  const review = reviewFor({ a: { port, speaks: 'ssh' } });
  const other = await talk(() => undefined);
  const report = await preflight(review, { timeout: 300, closed: [`127.0.0.1:${other}`, '127.0.0.1:1'] });
  expect(report.results.slice(1).map(({ verdict, means }) => [verdict, means])).toEqual([
    ['not as planned', 'it is open, and the plan does not open it'],
    ['cannot tell', 'closed, or nothing listens there'],
  ]);
  const portOnly = { ...review, rules: review.rules.map((rule) => ({ ...rule, enforcement: 'port-only' as const })) };
  const { results } = await preflight(portOnly, { timeout: 300, closed });
  expect(results[1]).toMatchObject({ verdict: 'as planned', means: expect.stringContaining('port-only') as string });
});

test('an address out of a block that does not answer is no failure; a host of it that is named is', async () => {
  const review = reviewFor({ a: { to: '127.0.9.0/24', port: 9, speaks: 'ssh' } });
  const some = await preflight(review, { timeout: 300 });
  expect([worstOf(some), some.results[0]!.host]).toEqual(['cannot tell', '127.0.9.1']);
  const named = await preflight(review, { timeout: 300, hosts: ['127.0.9.7', '10.0.0.1'] });
  expect(named.results.map(({ host, verdict }) => [host, verdict])).toEqual([['127.0.9.7', 'not as planned']]);
});

test('repeats until two rounds agree', async () => {
  let count = 0;
  const port = await talk((socket) => void (count++ < 1 && socket.resetAndDestroy()));
  const review = reviewFor({ a: { port } });
  const report = await preflight(review, { timeout: 200, rounds: 5, pause: 1 });
  expect([report.rounds, report.isSteady]).toEqual([3, true]);
  expect(report.results[0]!.outcome).toBe('silent after the handshake began');
});

test('stops when it is told, and reports what it has', async () => {
  const port = await talk(() => undefined);
  const review = reviewFor({ a: { port }, b: { to: '127.0.0.4/32', port } });
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  const report = await preflight(review, { timeout: 60_000, parallel: 2, signal: stop.signal });
  expect(report.isStopped).toBe(true);
  expect(outcomesOf(report)).toEqual({ a: 'stopped', b: 'refused' });
  expect(worstOf(report)).toBe('not as planned');
});

test('an interrupt ends the process with its report, long before a timeout', async () => {
  let connected = (): void => undefined;
  const isConnected = new Promise<void>((resolve) => {
    connected = resolve;
  });
  const port = await talk(() => connected());
  const kept = write('interrupted.json', JSON.stringify(reviewFor({ a: { port } })));
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'scripts/command.ts', 'preflight', '--against', kept, '--json', '--timeout', '50'],
    { cwd: ROOT, env: { PATH: process.env.PATH, TSX_TSCONFIG_PATH: 'tsconfig.dev.json' } },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await isConnected;
  const began = Date.now();
  child.kill('SIGINT');
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(Date.now() - began).toBeLessThan(20_000);
  expect([code, (JSON.parse(text) as PreflightReport).isStopped]).toEqual([4, true]);
}, 45_000);

describe('what is asked to be closed', () => {
  const review = reviewFor({ a: { port: 9 }, b: { to: '127.0.9.0/24', port: 22, speaks: 'ssh' } });

  test.each(['127.0.0.1:9', '127.0.9.200:22'])('must not be what the plan opens: %s', (closed) => {
    expect(problemsOf(() => checksOf(review, { closed: [closed] }))).toEqual([
      expect.stringMatching(
        /^InvalidHost: `--closed` must be what the plan does not open, got .*, which `[ab]:\d+` opens/,
      ),
    ]);
  });

  test('a name without an address says nothing', async () => {
    const resolvers = [await resolver(NAMES)];
    const report = await preflight(review, { timeout: 100, closed: ['nowhere.example.org:22'], resolvers });
    expect(report.results.find(({ key }) => key.startsWith('closed '))).toMatchObject({
      verdict: 'cannot tell',
      means: expect.stringContaining('nothing was tried') as string,
    });
  });
});

test('each address of a proxy is tried, and one somewhere in a block is not guessed', () => {
  const through = (to: readonly string[], hosts: readonly string[] = []): ReturnType<typeof checksOf> =>
    checksOf(
      reviewFor({ a: { to: 'a.example.org', port: 443 } }, { proxy: { to, ports: [3128] }, selfHosted: 'proxy' }),
      { hosts },
    );
  const proxies = (...args: Parameters<typeof through>): unknown[] =>
    through(...args).checks.map(({ proxy }) => proxy?.host);
  expect(proxies(['192.0.2.1/32', '192.0.2.2/32'])).toEqual(['192.0.2.1', '192.0.2.2']);
  expect(proxies(['192.0.2.0/28'])).toEqual([]);
  expect(through(['192.0.2.0/28']).notChecked.map(({ destination }) => destination)).toContain('a.example.org');
  expect(proxies(['192.0.2.0/28'], ['192.0.2.7'])).toEqual(['192.0.2.7']);
});

test('hosts that nothing of the list has are named', () => {
  const { notChecked } = checksOf(reviewFor({ a: { port: 9 } }), { hosts: ['192.0.2.99', 'x.example.org'] });
  expect(notChecked.map(({ key, destination }) => `${key} ${destination}`)).toEqual([
    '--hosts 192.0.2.99',
    '--hosts x.example.org',
  ]);
});

test('a sample that answers is judged like any other', async () => {
  const server = tlsServer(OWN);
  await new Promise<void>((resolve) => server.listen(0, '127.0.8.1', resolve));
  afterAllServers.push(server);
  const { port } = server.address() as { port: number };
  const report = await preflight(reviewFor({ a: { to: '127.0.8.0/24', port } }), { timeout: 500 });
  expect(report.results[0]).toMatchObject({
    host: '127.0.8.1',
    outcome: 'certificate not trusted',
    verdict: 'not as planned',
  });
});

describe('what is tried', () => {
  test('a name beside a block is tried by itself, and the block too; a name behind a block must lead into it', () => {
    const plan = Plan.of(
      [
        Connection.custom({
          name: 'a',
          to: ['192.0.2.16/32', 'a.example.org'],
          ports: [443],
          reason: 'x',
          unenforceable: 'port-only',
        }),
      ],
      {
        harness: HarnessPlatform.of({ cluster: 'prod1', googleLogging: false }),
        reach: { harness: ['198.51.100.0/24'] },
        asOf: '2026-11-26',
      },
    );
    const { checks } = checksOf(reviewOf(plan.on(Target.AWS_SECURITY_GROUP)));
    expect(checks.filter(({ connection }) => connection === 'a').map(({ host, within }) => [host, within])).toEqual([
      ['a.example.org', undefined],
      ['192.0.2.16', undefined],
    ]);
    expect(checks.find(({ host }) => host === 'app.harness.io')!.within).toEqual(['198.51.100.0/24']);
  });

  const review = (...connections: readonly Connection[]): ReviewDocument =>
    reviewOf(Plan.of(connections, { asOf: '2026-11-26' }).on(Target.GCP_FIREWALL_POLICY));

  test("begins with Harness's own lines, and the hosts that the delegate asks before a task", () => {
    const list = [Connection.datadog(), Connection.elkElasticsearch({ to: ['elk.example.org'] })];
    const plan = Plan.of(list, { profile: 'recommended' as never, asOf: '2026-11-26' });
    const { checks } = checksOf(reviewOf(plan.on(Target.GCP_FIREWALL_POLICY)));
    const keys = [...new Set(checks.map(({ key }) => key.split(':')[0]))];
    expect(keys.slice(0, 2)).toEqual(['harness', 'elk-elasticsearch']);
    expect(checks.find(({ host }) => host === 'www.elastic.co')).toMatchObject({
      port: 443,
      isTls: true,
      isOwn: false,
    });
  });

  test('wildcards and blocks need hosts, UDP cannot be tried, and all of it is said', () => {
    const list = [
      Connection.splunk({ hosting: 'saas' }),
      Connection.custom({ name: 'resolver', to: ['10.0.0.2/32'], ports: ['53/udp'], reason: 'x' }),
      Connection.custom({ name: 'net', to: ['10.0.0.0/8'], ports: ['8000-8010'], reason: 'x' }),
    ];
    const { checks, notChecked } = checksOf(review(...list));
    expect(
      checks.filter(({ key }) => key.startsWith('net')).map(({ host, port, isSample }) => [host, port, isSample]),
    ).toEqual([
      ['10.0.0.1', 8000, true],
      ['10.0.0.1', 8010, true],
    ]);
    expect(notChecked.map(({ key, why }) => `${key}: ${why}`)).toEqual(
      expect.arrayContaining([
        'resolver:53/udp: UDP has no connection that could be tried',
        'splunk:8089: a wildcard stands for names that no list has; name one with `--hosts`',
        'net:8000-8010: of a range the first and the last port are tried',
      ]),
    );
    const named = checksOf(review(...list), { hosts: ['acme.splunkcloud.com', '10.9.9.9'] }).checks;
    expect(named.map(({ host }) => host)).toEqual(expect.arrayContaining(['acme.splunkcloud.com', '10.9.9.9']));
  });

  test('of ten thousand destinations some of each port, which is said', () => {
    const to = Array.from({ length: 10_000 }, (_, i) => `10.0.${Math.floor(i / 256)}.${i % 256}/32`);
    const { checks, notChecked } = checksOf(
      review(
        Connection.custom({ name: 'many', to, ports: [443], reason: 'x' }),
        Connection.jenkins({ to: ['ci.example.org'] }),
      ),
    );
    expect(checks.length).toBeLessThanOrEqual(500);
    expect(checks.some(({ key }) => key === 'jenkins:443')).toBe(true);
    expect(notChecked).toContainEqual({
      key: 'many:443',
      destination: '10000 destinations',
      why: expect.stringMatching(/^\d+ of them are tried; `--limit` raises it$/) as string,
    });
  });

  test.each([
    [{ hosts: ['a b'] }, 'InvalidHost: `--hosts` must be host names and addresses, with commas, got "a b"'],
    [
      { closed: ['192.0.2.7'] },
      'InvalidHost: `--closed` must be a host and a port such as `192.0.2.7:22`, got "192.0.2.7"',
    ],
    [
      { closed: ['192.0.2.7:0'] },
      'InvalidHost: `--closed` must be a host and a port such as `192.0.2.7:22`, got "192.0.2.7:0"',
    ],
  ])('refuses %j', (options, said) => {
    expect(problemsOf(() => checksOf(review(Connection.datadog()), options))).toEqual([said]);
  });
});

test.each([60, 80, 100, 120])('the table fits in %i characters', async (width) => {
  const port = await talk(() => undefined);
  const review = reviewFor({
    a: { port },
    b: { to: 'a-very-long-name-of-a-service.of-a-team.example.org', port: 443 },
  });
  const report = await preflight(review, { timeout: 100, resolvers: [await resolver(NAMES)] });
  const lines = preflightTable(report, width).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
});

describe('the command', () => {
  test('shows what it would try, and tries nothing', () => {
    const list = write('list.yaml', '- jenkins: { to: [192.0.2.7/32] }\n- datadog\n');
    const { exit, out } = cli('preflight', list, '--dry-run');
    expect(exit).toBe(0);
    expect(out).toMatch(
      /^\d+ connections would be tried, and nothing else would be sent\n- harness:manager\/443: app\.harness\.io:443, with a TLS handshake\n/,
    );
    expect(out).toContain('- jenkins:443: 192.0.2.7:443, with a TLS handshake\n');
    expect(
      (JSON.parse(cli('preflight', list, '--dry-run', '--json').out) as { checks: unknown[] }).checks.length,
    ).toBeGreaterThan(5);
  });

  test.each<[string, readonly string[], string]>([
    ['nothing', [], 'give the list, or a kept review with `--against`, got neither'],
    ['both', ['a.yaml', '--against', 'b.json'], 'give the list, or a kept review with `--against`, got both'],
    ['a wrong number', ['a.yaml', '--parallel', '0'], '`--parallel` must be a whole number from 1 to 64, got "0"'],
    ['a wrong time', ['a.yaml', '--timeout', 'x'], '`--timeout` must be a number from 0.05 to 60, got "x"'],
    [
      'a wrong format',
      ['a.yaml', '--format', 'html'],
      '`--format` must be `table`, `markdown`, `json`, `junit`, got "html"',
    ],
    ['a resolver without a port', ['a.yaml', '--resolver', '127.0.0.1:0'], '`--resolver` must be an address'],
    ['no hosts', ['a.yaml', '--hosts', ','], '`--hosts` must name at least one, got ","'],
    ['two formats', ['a.yaml', '--json', '--format', 'junit'], '`--json` is `--format json`'],
    [
      'what a script does not read',
      ['a.yaml', '--script', '--rounds', '2'],
      '`--rounds` has no effect with `--script`',
    ],
    [
      'a role that is not asked',
      ['a.yaml', '--role', 'x'],
      '`--role` has no effect without `--identity` or `--permissions`',
    ],
  ])('refuses %s', (_, args, said) => {
    expect(cli('preflight', ...args)).toMatchObject({ exit: 2, out: '', err: expect.stringContaining(said) as string });
  });
});
