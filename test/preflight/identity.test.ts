import { execFile } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { createServer as tcpServer } from 'node:net';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { SignatureV4 } from '@smithy/signature-v4';
import { PLATFORMS } from '../../lib/platforms';
import { preflight, preflightScript, readResults, worstOf, type CallerOptions } from '../../lib/preflight';
import { folder } from '../support/cli';
import { cloud, podToken, SECRETS } from '../support/clouds';
import { closeServers, connectProxy, listening, serve } from '../support/servers';
import { Connection, Plan, Profile, reviewOf, Target, type ReviewDocument } from 'harness-delegate-access';

/** Who the delegate is, asked of services on loopback, by the command and by the script. */

const { write } = folder();
afterEach(closeServers);

const ROLE = 'arn:aws:iam::111122223333:role/teams/harness';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/harness/i-0123';
const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: SECRETS.key,
  AWS_SESSION_TOKEN: SECRETS.session,
};

/** Without ports: nothing but the identity is asked. */
function review(connections: readonly Connection[], target = Target.AWS_SECURITY_GROUP): ReviewDocument {
  const plan = Plan.of([...connections], { profile: Profile.RECOMMENDED, region: 'eu-central-1', asOf: '2026-11-26' });
  return { ...reviewOf(plan.on(target)), ports: [] };
}

const S3 = review([Connection.awsS3({ buckets: ['my-bucket'], regions: ['eu-central-1'] })]);
const SECRET = review([Connection.gcpSecretManager({ secrets: ['secret-two'] })]);

/** A port that is not requested, for its ways. */
const PORT = {
  ...reviewOf(
    Plan.of([Connection.jenkins({ to: ['192.0.2.7/32'] })], { asOf: '2026-11-26' }).on(Target.AWS_SECURITY_GROUP),
  ).ports[0]!,
  asked: false,
};

function callers(
  environment: Readonly<Record<string, string>>,
  flags: Readonly<Record<string, string>>,
): CallerOptions {
  return {
    environment,
    platforms: PLATFORMS.flatMap(({ id, title, identity }) =>
      identity === undefined
        ? []
        : [
            {
              id,
              title,
              flag: identity.flags[0]!.flag,
              isOfTarget: identity.isOfTarget === true,
              caller: identity.caller(),
              flags: Object.fromEntries(identity.flags.map(({ name }) => [name, flags[name]])),
            },
          ],
    ),
  };
}

function printed(script: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const file = write('preflight.sh', script);
  return new Promise((resolve, reject) =>
    execFile(
      'bash',
      [file],
      { env: { PATH: process.env.PATH, PREFLIGHT_TRUST: '/dev/null', ...environment } },
      (error, stdout, stderr) =>
        error === null && stderr === '' ? resolve(stdout) : reject(error ?? new Error(stderr)),
    ),
  );
}

type Flags = Readonly<Record<string, string>>;

/** The script needs bash and curl, which `npm test` must do without: `npm run test:preflight` sets it. */
const RUNS_SCRIPT = process.env.PREFLIGHT_SCRIPT === '1';
const ANY = expect.anything() as unknown as string;

/** Outcome, who and verdict of the only identity, by the command and, where it is run, by the script. */
async function both(of: ReviewDocument, environment: Flags, flags: Flags = {}): Promise<string[][]> {
  const options = { callers: callers(environment, flags), timeout: 500, rounds: 1 };
  const command = await preflight(of, options);
  const text = RUNS_SCRIPT ? await printed(preflightScript(of, options), environment) : '';
  const script = RUNS_SCRIPT ? readResults(of, text, options) : undefined;
  const known = JSON.stringify([command, script]) + text;
  Object.values(SECRETS).forEach((secret) => expect(known).not.toContain(secret));
  expect(worstOf(command)).toBe(command.identities![0]!.verdict);
  return [command, script].map((report) => {
    if (report === undefined) {
      return [ANY, ANY, ANY];
    }
    const { identities } = report;
    expect(identities).toHaveLength(1);
    const { outcome, who = '', verdict } = identities![0]!;
    return [outcome, who, verdict];
  });
}

describe('on AWS', () => {
  test('keys of the environment sign one request, which STS can verify', async () => {
    const { environment, asked } = await cloud({ sts: SESSION });
    expect(await both(S3, { ...environment, ...KEYS, AWS_REGION: 'eu-central-1' }, { role: ROLE })).toEqual([
      ['known', SESSION, 'as planned'],
      ['not asked', '', 'cannot tell'],
    ]);
    expect(asked).toHaveLength(1);
    const { url, headers } = asked[0]!;
    expect(url).toBe('/?Action=GetCallerIdentity&Version=2011-06-15');
    const signer = new SignatureV4({
      service: 'sts',
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRETS.key, sessionToken: SECRETS.session },
      sha256: Sha256 as never,
      applyChecksum: false,
    });
    const signed = await signer.sign(
      {
        method: 'GET',
        protocol: 'http:',
        hostname: '127.0.0.1',
        path: '/',
        query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
        headers: { host: String(headers.host) },
      },
      {
        signingDate: new Date(
          String(headers['x-amz-date']).replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'),
        ),
      },
    );
    const signature = (text: string): string => /Signature=(\w{64})/.exec(text)![1]!;
    expect(signature(String(headers.authorization))).toBe(signature(String(signed.headers.authorization)));
  });

  test.each<[string, Flags, string]>([
    ['the ARN', { role: ROLE }, 'as planned'],
    // Another account may have one of that name.
    ['the name', { role: 'harness' }, 'cannot tell'],
    ['the name with a path', { role: 'teams/harness' }, 'cannot tell'],
    ['the role of another partition', { role: ROLE.replace('arn:aws:', 'arn:aws-cn:') }, 'not as planned'],
    ['another role', { role: 'harness-2' }, 'not as planned'],
    ['the role of another account', { role: ROLE.replace('1111', '9999') }, 'not as planned'],
    ['none', {}, 'cannot tell'],
  ])('is compared with %s', async (_, flags, verdict) => {
    const { environment } = await cloud({ sts: SESSION });
    const [[, , found] = []] = await both(S3, { ...environment, ...KEYS }, flags);
    expect(found).toBe(verdict);
  });

  test('is compared with the role and the account of the review', async () => {
    const { environment } = await cloud({ sts: SESSION });
    const verdictOf = async (where: object, flags: Flags = {}): Promise<string | undefined> =>
      (await both({ ...S3, where }, { ...environment, ...KEYS }, flags))[0]?.[2];
    expect(await verdictOf({ role: ROLE })).toBe('as planned');
    expect(await verdictOf({ role: `${ROLE}-2` })).toBe('not as planned');
    expect(await verdictOf({ role: 'Stack/Role/Resource.Arn' })).toBe('cannot tell');
    expect(await verdictOf({ account: '999999999999' }, { role: 'harness' })).toBe('not as planned');
    expect(await verdictOf({ account: '111122223333' }, { role: 'harness' })).toBe('as planned');
  });

  test('a user of IAM is no role', async () => {
    const { environment } = await cloud({ sts: 'arn:aws:iam::111122223333:user/harness' });
    const [[, , verdict] = []] = await both(S3, { ...environment, ...KEYS }, { role: 'harness' });
    expect(verdict).toBe('not as planned');
  });

  test('the role of the machine', async () => {
    const { environment } = await cloud({ sts: SESSION, machineRole: 'harness' });
    expect(await both(S3, environment, { role: ROLE })).toEqual([
      ['known', SESSION, 'as planned'],
      ['known', 'arn:aws:iam::111122223333:role/harness', 'as planned'],
    ]);
  });

  test('a machine without a role, and a place without metadata, have none', async () => {
    const { environment } = await cloud({ sts: SESSION });
    expect(await both(S3, environment, { role: ROLE })).toEqual([
      ['none', '', 'not as planned'],
      ['none', '', 'not as planned'],
    ]);
    const nowhere = { ...environment, AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1' };
    expect((await both(S3, nowhere))[0]![0]).toBe('none');
  });

  test('a task or a pod has its own service of credentials', async () => {
    const { environment, address, asked } = await cloud({ sts: SESSION });
    const full = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${address}/container`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: write('token', `${SECRETS.container}\n`),
    };
    expect(await both(S3, { ...environment, ...full }, { role: ROLE })).toEqual([
      ['known', SESSION, 'as planned'],
      ['not asked', '', 'cannot tell'],
    ]);
    const other = { ...environment, AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://192.0.2.1/container' };
    const before = asked.length;
    const { identities } = await preflight(S3, { callers: callers(other, {}), timeout: 300 });
    expect(identities![0]).toMatchObject({
      outcome: 'not asked',
      means: expect.stringContaining('not allowed') as string,
    });
    expect(asked).toHaveLength(before);
  });

  test('the token of a pod asks STS without a signature', async () => {
    const { environment, asked } = await cloud({ sts: SESSION });
    const pod = {
      AWS_ROLE_ARN: ROLE,
      AWS_WEB_IDENTITY_TOKEN_FILE: write('web', podToken('system:serviceaccount:a:b')),
    };
    expect(await both(S3, { ...environment, ...pod }, { role: ROLE })).toEqual([
      ['known', SESSION, 'as planned'],
      ['known', SESSION, 'as planned'],
    ]);
    const bodies = asked.map(({ method, body }) => [method, Object.fromEntries(new URLSearchParams(body))]);
    expect(bodies[0]).toEqual([
      'POST',
      {
        Action: 'AssumeRoleWithWebIdentity',
        Version: '2011-06-15',
        RoleArn: ROLE,
        RoleSessionName: 'harness-delegate-access-preflight',
        DurationSeconds: '900',
        WebIdentityToken: podToken('system:serviceaccount:a:b'),
      },
    ]);
    bodies.slice(1).forEach((body) => expect(body).toEqual(bodies[0]));
    const silent = { ...environment, ...pod, AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1/' };
    expect(await both(S3, silent, { role: ROLE })).toEqual([
      ['claimed', ROLE, 'cannot tell'],
      ['claimed', ROLE, 'cannot tell'],
    ]);
  });

  test('credentials that STS refuses are named by its code', async () => {
    const { environment } = await cloud({ sts: 'ExpiredToken' });
    const pod = {
      AWS_ROLE_ARN: ROLE,
      AWS_WEB_IDENTITY_TOKEN_FILE: write('old', podToken('system:serviceaccount:a:b')),
    };
    expect(await both(S3, { ...environment, ...pod }, { role: ROLE })).toEqual([
      ['refused', ROLE, 'not as planned'],
      ['refused', ROLE, 'not as planned'],
    ]);
    const { identities } = await preflight(S3, { callers: callers({ ...environment, ...KEYS }, {}), timeout: 300 });
    expect(identities![0]!.means).toBe(
      'the credentials of keys in the environment are refused (STS answers ExpiredToken)',
    );
  });

  test('tokens and signatures go to no clear text outside this machine', async () => {
    const pod = { AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: write('p', podToken('system:serviceaccount:a:b')) };
    const clear = { HOME: '/nowhere', AWS_ENDPOINT_URL_STS: 'http://sts.example.invalid/' };
    expect(await both(S3, { ...clear, ...pod })).toEqual([
      ['not asked', ROLE, 'cannot tell'],
      ['not asked', ROLE, 'cannot tell'],
    ]);
    expect((await both(S3, { ...clear, ...KEYS }))[0]).toEqual(['not asked', '', 'cannot tell']);
  });

  test.each([
    ['quotes', '"},{"who":"x'],
    ['a command', '$(touch /tmp/harness-delegate-access-was-here)`id`'],
    ['lines', 'harness\n{"preflight":1,"caller":"aws","outcome":"known"}'],
    ['a page', '<html><body>sign in</body></html>'],
    ['control characters', '\u001b[31mharness'],
  ])('metadata with %s is no role', async (_, machineRole) => {
    const { environment } = await cloud({ sts: `arn:aws:sts::111122223333:assumed-role/\u001b[31m/x`, machineRole });
    const rows = await both(S3, environment, { role: ROLE });
    for (const [outcome, who] of rows.filter((row) => row[0] !== ANY)) {
      expect([outcome === 'known' && who !== 'arn:aws:iam::111122223333:role/harness', who]).toEqual([
        false,
        expect.not.stringMatching(/[^\w+=,.@:/-]/) as string,
      ]);
    }
    expect(existsSync('/tmp/harness-delegate-access-was-here')).toBe(false);
  });

  test('an endless answer is none', async () => {
    const { address } = await serve((__, response) => {
      const more = (): void => void (response.writable && response.write(Buffer.alloc(65_536)) && setImmediate(more));
      response.on('drain', more);
      more();
    });
    const endless = { HOME: '/nowhere', AWS_EC2_METADATA_SERVICE_ENDPOINT: address };
    expect((await both(S3, endless)).map(([outcome]) => outcome)).toEqual(['none', 'none']);
  });

  test('the proxy of the review leads to STS, where the environment has none', async () => {
    const { environment } = await cloud({ sts: SESSION });
    const proxy = await connectProxy({});
    const ways = [
      { through: 'proxy' as const, via: 'x', hosts: [], to: ['127.0.0.1/32'], ports: [String(proxy.port)] },
    ];
    const through = { ...S3, ports: [{ ...PORT, ways }] } as ReviewDocument;
    const https = { ...environment, AWS_ENDPOINT_URL_STS: 'https://sts.example.invalid/' };
    const ask = (more: Flags): unknown =>
      preflight(through, { callers: callers({ ...https, ...KEYS, ...more }, {}), timeout: 300 });
    await ask({});
    expect(proxy.asked).toEqual(['sts.example.invalid:443']);
    await ask({ HTTPS_PROXY: 'http://127.0.0.1:1' });
    expect(proxy.asked).toHaveLength(1);
  });

  test.each<[string, Flags]>([
    ['AWS_PROFILE', { AWS_PROFILE: 'x' }],
    ['a file of credentials', { AWS_SHARED_CREDENTIALS_FILE: __filename }],
    ['a file of settings', { AWS_CONFIG_FILE: __filename }],
  ])('a profile is not read: %s', async (_, variables) => {
    const { environment, asked } = await cloud({ sts: SESSION, machineRole: 'harness' });
    expect(await both(S3, { ...environment, ...variables }, { role: ROLE })).toEqual([
      ['not asked', '', 'cannot tell'],
      ['not asked', '', 'cannot tell'],
    ]);
    expect(asked).toEqual([]);
  });

  test('metadata that are switched off are not asked', async () => {
    const { environment, asked } = await cloud({ sts: SESSION, machineRole: 'harness' });
    expect(await both(S3, { ...environment, AWS_EC2_METADATA_DISABLED: 'true' }, { role: ROLE })).toEqual([
      ['none', '', 'not as planned'],
      ['none', '', 'not as planned'],
    ]);
    expect(asked).toEqual([]);
  });

  test('what refuses no credentials is no refusal', async () => {
    const pod = { AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: write('t', podToken('system:serviceaccount:a:b')) };
    const { environment } = await cloud({ sts: 'Throttling' });
    const outcomes = async (variables: Flags): Promise<string[]> =>
      (await both(S3, { ...environment, ...variables }, { role: ROLE })).map(([, , verdict]) => verdict!);
    expect(await outcomes(pod)).toEqual(['cannot tell', 'cannot tell']);
    expect((await outcomes(KEYS))[0]).toBe('cannot tell');
  });

  test('an answer in another protocol is none, and does not end the process', async () => {
    const server = await listening(
      tcpServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () =>
          socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
        );
      }) as never,
    );
    const environment = { HOME: '/nowhere', AWS_ENDPOINT_URL_STS: `${server.address}/`, ...KEYS };
    expect((await both(S3, environment, { role: ROLE }))[0]).toEqual(['not asked', '', 'cannot tell']);
  });

  if (RUNS_SCRIPT) {
    test('the script shows no secret in a trace, nor in arguments', async () => {
      const { environment } = await cloud({ sts: SESSION, machineRole: 'harness' });
      const script = preflightScript(S3, { callers: callers(environment, {}), timeout: 500 });
      const seen = write('seen', '');
      // A curl that says what every process could see of it.
      const fake = write('curl', `#!/bin/bash\nprintf '%s\\n' "$@" >> ${seen}\nexec /usr/bin/curl "$@"\n`);
      chmodSync(fake, 0o755);
      const file = write('traced.sh', script);
      const { PATH = '' } = process.env;
      const { stdout, stderr } = await promisify(execFile)('bash', ['-xc', `source ${file}`], {
        env: {
          PATH: `${dirname(fake)}:${PATH}`,
          HTTPS_PROXY: 'http://user:SECRETpassword@127.0.0.1:9',
          ...environment,
        },
      });
      expect(stdout).toContain('"who":"arn:aws:iam::111122223333:role/harness"');
      const all = readFileSync(seen, 'utf8') + stdout + stderr;
      expect(all).toContain('iam/security-credentials');
      expect(all).not.toMatch(/metadata-token==|SECRET/);
    });
  }
});

describe('on Google Cloud', () => {
  const EMAIL = 'delegate@my-project.iam.gserviceaccount.com';

  test('the account of the machine', async () => {
    const { environment, asked } = await cloud({ email: EMAIL });
    expect(await both(SECRET, environment, { account: EMAIL })).toEqual([
      ['known', EMAIL, 'as planned'],
      ['known', EMAIL, 'as planned'],
    ]);
    expect(new Set(asked.map(({ headers }) => headers['metadata-flavor']))).toEqual(new Set(['Google']));
    expect((await both({ ...SECRET, where: { serviceAccount: `other-${EMAIL}` } }, environment))[0]![2]).toBe(
      'not as planned',
    );
  });

  test('a machine without an account, and another server at that name', async () => {
    const none = await cloud({});
    expect((await both(SECRET, none.environment)).map(([outcome]) => outcome)).toEqual(['none', 'none']);
    const portal = await cloud({ email: '<html>sign in</html>' });
    expect((await both(SECRET, portal.environment)).map(([outcome]) => outcome)).toEqual(['none', 'none']);
    const other = await cloud({ email: EMAIL, isNoMetadata: true });
    const { identities } = await preflight(SECRET, { callers: callers(other.environment, {}), timeout: 300 });
    expect(identities![0]).toMatchObject({ outcome: 'none' });
  });

  test('a file of credentials says a name, and nothing else of it is used', async () => {
    const file = write(
      'key.json',
      JSON.stringify({ type: 'service_account', private_key: SECRETS.key, client_email: EMAIL }),
    );
    expect(await both(SECRET, { GOOGLE_APPLICATION_CREDENTIALS: file }, { account: EMAIL })).toEqual([
      ['claimed', EMAIL, 'cannot tell'],
      ['claimed', EMAIL, 'cannot tell'],
    ]);
    expect((await both(SECRET, { GOOGLE_APPLICATION_CREDENTIALS: file }, { account: `x${EMAIL}` }))[1]![2]).toEqual(
      'not as planned',
    );
    const url = `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${EMAIL}:generateAccessToken`;
    const pool = write(
      'pool.json',
      JSON.stringify({ type: 'external_account', service_account_impersonation_url: url }),
    );
    const { identities } = await preflight(SECRET, {
      callers: callers({ GOOGLE_APPLICATION_CREDENTIALS: pool }, {}),
      timeout: 300,
    });
    expect(identities![0]!.who).toBe(EMAIL);
  });
});

describe('on Kubernetes', () => {
  const pods = review([Connection.jenkins({ to: ['192.0.2.7/32'] })], Target.KUBERNETES_NETWORK_POLICY);

  test('the service account of the pod', async () => {
    const subject = 'system:serviceaccount:harness-delegate-ng:my-delegate';
    const environment = { PREFLIGHT_TOKEN: write('pod', podToken(subject)) };
    const flags = { namespace: 'harness-delegate-ng', serviceAccount: 'my-delegate' };
    expect(await both(pods, environment, flags)).toEqual([
      ['known', subject, 'as planned'],
      ['known', subject, 'as planned'],
    ]);
    expect((await both({ ...pods, where: { ...flags, serviceAccount: 'default' } }, environment))[0]![2]).toBe(
      'not as planned',
    );
  });

  test('no token, and one that is none', async () => {
    expect((await both(pods, { PREFLIGHT_TOKEN: '/nowhere/token' })).map(([outcome]) => outcome)).toEqual([
      'none',
      'none',
    ]);
    const wrong = { PREFLIGHT_TOKEN: write('wrong', 'no token at all') };
    expect((await both(pods, wrong)).map(([outcome]) => outcome)).toEqual(['not asked', 'not asked']);
  });
});

test('only what grants something is asked, and what a flag names', async () => {
  const { environment } = await cloud({ sts: SESSION, email: 'a@b.iam.gserviceaccount.com' });
  const plain = review([Connection.jenkins({ to: ['192.0.2.7/32'] })]);
  const titles = async (of: ReviewDocument, flags: Flags = {}): Promise<string[]> =>
    (await preflight(of, { callers: callers({ ...environment, ...KEYS }, flags), timeout: 300 })).identities!.map(
      ({ platform }) => platform,
    );
  expect(await titles(plain)).toEqual([]);
  expect(await titles(plain, { role: 'harness' })).toEqual(['AWS']);
  expect(await titles({ ...S3, elsewhere: SECRET.elsewhere ?? [] })).toEqual(['AWS', 'Google Cloud']);
});

test('results that do not say it are no identity', () => {
  const { identities } = readResults(
    S3,
    '{"preflight":1,"caller":"aws","outcome":"toString","from":"x","who":"","detail":""}',
    {
      callers: callers({}, {}),
    },
  );
  expect(identities).toMatchObject([{ outcome: 'not asked', verdict: 'cannot tell' }]);
});

/** As the SDKs have it. */
class Sha256 {
  private readonly hash;

  public constructor(secret?: string | Uint8Array) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }

  public update(data: string | Uint8Array): void {
    this.hash.update(data);
  }

  public digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }
}
