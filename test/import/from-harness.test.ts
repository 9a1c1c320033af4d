import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { proxyFor, readProxy } from '../../lib/http';
import { connectorsFromHarness, type HarnessOptions } from '../../lib/import/from-harness';
import { cliLater, folder } from '../support/cli';
import { closeServers, connectProxy, listening, serve } from '../support/servers';
import { AccessError, importConnectors } from 'harness-delegate-access';

/** Harness's API, played by servers on loopback: pages, scopes, errors, rate limits, slow answers, proxies. */

const KEY = 'pat.made-up.key';
const ROOT = join(__dirname, '../..');

afterEach(closeServers);

interface Asked {
  readonly query: URLSearchParams;
  readonly key: string | undefined;
}

const jenkins = (identifier: string): object => ({
  connector: { identifier, type: 'Jenkins', spec: { jenkinsUrl: `https://${identifier}.example.org` } },
});
const page = (pageIndex: number, totalPages: number, ...content: readonly object[]): string =>
  JSON.stringify({ status: 'SUCCESS', data: { pageIndex, totalPages, content } });

/** @param answer by the number of the request, from 0 */
async function harness(
  answer: (asked: Asked, count: number, response: ServerResponse) => string | number | undefined,
): Promise<{ readonly address: string; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const { address } = await serve((request, response) => {
    const url = new URL(request.url!, 'http://x');
    const one = { query: url.searchParams, key: request.headers['x-api-key'] as string | undefined };
    asked.push(one);
    const said = answer(one, asked.length - 1, response);
    if (said !== undefined) {
      response.writeHead(typeof said === 'number' ? said : 200).end(typeof said === 'number' ? '{}' : said);
    }
  });
  return { address, asked };
}

const fetched = (options: Partial<HarnessOptions>): Promise<string[]> =>
  connectorsFromHarness({ account: 'AbC123', environment: { HARNESS_API_KEY: KEY }, ...options }).then((files) =>
    importConnectors(files).connections.map(({ name }) => name),
  );
const problemsOf = async (promise: Promise<unknown>): Promise<string[]> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AccessError);
  return (error as AccessError).problems.map(({ code, message }) => `${code}: ${message}`);
};

test('reads every page, with the key in a header and nothing else of it', async () => {
  const { address, asked } = await harness(({ query }) => {
    const index = Number(query.get('pageIndex'));
    return page(index, 3, jenkins(`ci${index}`));
  });
  expect(await fetched({ address })).toEqual(['ci0', 'ci1', 'ci2']);
  expect(asked.map(({ key }) => key)).toEqual([KEY, KEY, KEY]);
  expect(asked.map(({ query }) => Object.fromEntries(query))).toEqual(
    [0, 1, 2].map((index) => ({ accountIdentifier: 'AbC123', pageIndex: `${index}`, pageSize: '100' })),
  );
});

test('a project has its own connectors, those of its organization and of the account', async () => {
  const { address, asked } = await harness(({ query }) =>
    page(0, 1, jenkins(query.get('projectIdentifier') ?? query.get('orgIdentifier') ?? 'account')),
  );
  expect(await fetched({ address, organization: 'acme', project: 'shop' })).toEqual(['account', 'acme', 'shop']);
  expect(asked).toHaveLength(3);
});

test('waits as long as Harness says, tries again, and says so', async () => {
  const { address, asked } = await harness((_, count, response) => {
    if (count < 2) {
      response.setHeader('Retry-After', '0');
      return count === 0 ? 429 : 503;
    }
    return page(0, 1, jenkins('ci'));
  });
  const said: string[] = [];
  expect(await fetched({ address, progress: (what) => said.push(what) })).toEqual(['ci']);
  expect(asked).toHaveLength(3);
  expect(said.filter((what) => what.includes('waiting'))).toHaveLength(2);
});

test('does not wait for an hour', async () => {
  const { address, asked } = await harness((_, __, response) => {
    response.setHeader('Retry-After', '3600');
    return 429;
  });
  expect(await problemsOf(fetched({ address }))).toEqual([
    'HarnessError: Harness answers 429: too many requests; try again later',
  ]);
  expect(asked).toHaveLength(1);
});

test.each<[number, string]>([
  [
    401,
    'HarnessError: Harness answers 401: the key is wrong, has expired, or may not view the connectors of this scope',
  ],
  [404, 'HarnessError: Harness answers 404: check the account, the organization and the project'],
  [302, 'HarnessError: Harness answers 302: it leads to another address; give that one with `--address`'],
])('%d is an error', async (status, said) => {
  const { address } = await harness(() => status);
  expect(await problemsOf(fetched({ address }))).toEqual([said]);
});

test('an error that Harness answers with 200 is told by its code', async () => {
  const { address } = await harness(() => '{"status":"ERROR","code":"INVALID_TOKEN","message":"secret"}');
  expect(await problemsOf(fetched({ address }))).toEqual([
    'HarnessError: Harness answers the error INVALID_TOKEN; check the key, the account and its scopes',
  ]);
});

test('a page of HTML, a page that repeats, a slow one and one that never ends are errors', async () => {
  const html = await harness(() => '<html>Sign in</html>');
  expect(await problemsOf(fetched({ address: html.address }))).toEqual([
    'HarnessError: the answer is no list of connectors, but a page of HTML, as a proxy or a sign-in answers; check the address, and a proxy on the way',
  ]);
  const repeats = await harness(() => page(0, 99, jenkins('ci')));
  expect(await problemsOf(fetched({ address: repeats.address }))).toEqual([
    'HarnessError: page 2 of "account" repeats the one before it, so the list has no end; fetch it by hand, and import the files',
  ]);
  const slow = await harness(() => undefined);
  expect(await problemsOf(fetched({ address: slow.address, timeout: 50 }))).toEqual([
    expect.stringMatching(/^HarnessError: 127\.0\.0\.1:\d+ cannot be asked: no answer in time; check/),
  ]);
  const cut = await harness((_, __, response) => {
    response.writeHead(200, { 'Content-Length': '100' });
    response.write('{');
    setTimeout(() => response.destroy(), 20);
    return undefined;
  });
  const began = Date.now();
  expect(await problemsOf(fetched({ address: cut.address, timeout: 20_000 }))).toHaveLength(1);
  expect(Date.now() - began).toBeLessThan(10_000);
  const drips = await harness((_, __, response) => {
    const timer = setInterval(() => response.write(' '), 5);
    response.once('close', () => clearInterval(timer));
    return undefined;
  });
  expect(await problemsOf(fetched({ address: drips.address, timeout: 100 }))).toHaveLength(1);
});

test.each<[string, Partial<HarnessOptions>, string]>([
  [
    'no key',
    { environment: {} },
    'NoApiKey: `HARNESS_API_KEY` must be set in the environment to an API key of Harness that may view connectors; it is never printed',
  ],
  ['a key with an end of line', { environment: { HARNESS_API_KEY: 'a\nb' } }, 'NoApiKey: '],
  [
    'an account',
    { account: 'a/../b' },
    'InvalidChoice: `--account` must be an identifier of Harness (letters, digits, _, $, . and -), got "a/../b"',
  ],
  ['a project alone', { project: 'shop' }, 'InvalidChoice: `--project` needs `--org`, the organization of the project'],
  [
    'an address in clear text',
    { address: 'http://harness.example.org' },
    'InvalidChoice: `--address` must be the https address of your Harness, such as https://app.harness.io, got "http://harness.example.org"',
  ],
  ['no address', { address: 'harness' }, 'InvalidChoice: `--address` must be the https'],
  [
    'a user in the address',
    { address: 'https://u:p@harness.example.org' },
    'InvalidChoice: `--address` must be the https',
  ],
])('%s is refused before anything is asked', async (_, options, said) => {
  expect(await problemsOf(fetched(options))).toEqual([expect.stringContaining(said)]);
});

describe('through a proxy', () => {
  test('that the environment names, with its user', async () => {
    const { address } = await harness(() => page(0, 1, jenkins('ci')));
    const proxy = await connectProxy({ user: 'me:p@ss' });
    const environment = (user: string): HarnessOptions['environment'] => ({
      HARNESS_API_KEY: KEY,
      http_proxy: `http://${user}127.0.0.1:${proxy.port}`,
    });
    expect(await fetched({ address, environment: environment('me:p%40ss@') })).toEqual(['ci']);
    expect(proxy.asked).toEqual([address.slice('http://'.length)]);
    expect(await problemsOf(fetched({ address, environment: environment('') }))).toEqual([
      expect.stringContaining('cannot be asked: the proxy answers 407: it wants a user and a password in its address'),
    ]);
    expect(await fetched({ address, environment: { ...environment(''), no_proxy: '127.0.0.1' } })).toEqual(['ci']);
  });

  test('that refuses, or never answers', async () => {
    const { address } = await harness(() => page(0, 1));
    const refuses = await connectProxy({ status: 403 });
    const silent = await connectProxy({ isSilent: true });
    const ask = ({ port }: { port: number }): Promise<string[]> =>
      problemsOf(
        fetched({ address, timeout: 100, environment: { HARNESS_API_KEY: KEY, http_proxy: `127.0.0.1:${port}` } }),
      );
    expect(await ask(refuses)).toEqual([expect.stringContaining('the proxy answers 403; check')]);
    expect(await ask(silent)).toEqual([expect.stringContaining('the proxy does not answer; check')]);
  });

  test('over TLS, whose certificate is checked', async () => {
    const tls = (file: string): Buffer => readFileSync(join(ROOT, 'test/data/tls', file));
    const server = createServer({ key: tls('localhost-key.pem'), cert: tls('localhost.pem') }, (_, response) =>
      response.end(page(0, 1, jenkins('ci'))),
    );
    const { port } = await listening(server as never);
    const proxy = await connectProxy();
    const run = (trust: object): Promise<{ stdout: string; stderr: string }> =>
      promisify(execFile)(
        process.execPath,
        [
          '--import',
          'tsx',
          'scripts/command.ts',
          'import',
          '--from-harness',
          '--account',
          'a',
          '--address',
          `https://localhost:${port}`,
        ],
        {
          cwd: ROOT,
          env: {
            PATH: process.env.PATH,
            TSX_TSCONFIG_PATH: 'tsconfig.dev.json',
            HARNESS_API_KEY: KEY,
            HTTPS_PROXY: proxy.address,
            ...trust,
          },
        },
      );
    const { stdout } = await run({ NODE_EXTRA_CA_CERTS: join(ROOT, 'test/data/tls/localhost.pem') });
    expect(stdout).toContain('- jenkins: { name: ci, to: [ci.example.org], ports: [443] }\n');
    expect(proxy.asked).toEqual([`localhost:${port}`]);
    await expect(run({})).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/localhost:\d+ cannot be asked: DEPTH_ZERO_SELF_SIGNED_CERT; check/) as string,
    });
  }, 30_000);
});

describe('the proxy of an environment', () => {
  const of = (url: string, environment: Readonly<Record<string, string>>): string => {
    const proxy = proxyFor(new URL(url), environment);
    return proxy === undefined ? 'none' : `${proxy.host}:${proxy.port}`;
  };

  test.each([
    ['https://h.example.org', { HTTPS_PROXY: 'http://p:3128' }, 'p:3128'],
    ['https://h.example.org', { https_proxy: 'http://q:80', HTTPS_PROXY: 'http://p:3128' }, 'q:80'],
    ['https://h.example.org', { https_proxy: 'p:8080' }, 'p:8080'],
    ['https://h.example.org', { https_proxy: 'p' }, 'p:3128'],
    ['https://h.example.org', { http_proxy: 'p:1' }, 'none'],
    ['http://h.example.org', { http_proxy: 'p:1' }, 'p:1'],
    ['http://h.example.org', { HTTP_PROXY: 'p:1' }, 'none'],
    ['https://h.example.org', { ALL_PROXY: 'p:1' }, 'p:1'],
    ['https://h.example.org', { HTTPS_PROXY: 'p:1', NO_PROXY: 'example.org' }, 'none'],
    ['https://h.example.org', { HTTPS_PROXY: 'p:1', NO_PROXY: '.example.org' }, 'none'],
    ['https://h.example.org', { HTTPS_PROXY: 'p:1', NO_PROXY: '*.example.org, x' }, 'none'],
    ['https://h.example.org', { HTTPS_PROXY: 'p:1', NO_PROXY: 'other.org h.example.org:443' }, 'none'],
    ['https://hexample.org', { HTTPS_PROXY: 'p:1', NO_PROXY: 'example.org' }, 'p:1'],
    ['https://h.example.org', { HTTPS_PROXY: 'p:1', NO_PROXY: '*' }, 'none'],
    ['https://h.example.org', { HTTPS_PROXY: 'http://[2001:db8::1]:3128' }, '2001:db8::1:3128'],
    ['https://h.example.org', { HTTPS_PROXY: ' ' }, 'none'],
  ])('of %s with %j is %s', (url, environment, expected) => {
    expect(of(url, environment as Readonly<Record<string, string>>)).toBe(expected);
  });

  test('must be one, and is shown without its user', () => {
    expect(() => readProxy('socks5://u:secret@p', 'HTTPS_PROXY')).toThrow(
      '`HTTPS_PROXY` must be the address of an HTTP proxy such as `http://proxy.example.com:3128`, got "socks5://***@p"',
    );
    expect(() => readProxy('http://', 'HTTPS_PROXY')).toThrow('must be the address');
  });
});

describe('the command', () => {
  const { write } = folder();

  test('asks Harness, and checks a list', async () => {
    const { address } = await harness(() => page(0, 1, jenkins('ci')));
    process.env.HARNESS_API_KEY = KEY;
    const args = ['import', '--from-harness', '--account', 'a', '--address', address];
    const { exit, out, progress } = await cliLater(...args);
    expect([exit, out.split('\n').slice(-2)]).toEqual([
      0,
      ['- jenkins: { name: ci, to: [ci.example.org], ports: [443] }', ''],
    ]);
    expect(progress[0]).toBe('reading the connectors of account, page 1');
    expect(await cliLater(...args, '--check', write('list.yaml', out))).toMatchObject({
      exit: 0,
      out: 'list.yaml has every connector of the import, as it is there\n',
    });
    delete process.env.HARNESS_API_KEY;
    expect(await cliLater(...args)).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/^error: .*\(NoApiKey\)\n$/) as string,
    });
  });
});
