import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as httpsServer } from 'node:https';
import { join } from 'node:path';
import { AWS } from '../../lib/platforms/aws/platform';
import { preflight, type PreflightReport } from '../../lib/preflight';
import type { PolicyStatementJson } from '../oracle/iam';
import { folder } from '../support/cli';
import { cloud } from '../support/clouds';
import { everyRow, everyRowBeyond } from '../support/every-row';
import { iamServer } from '../support/iam-server';
import { closeServers, connectProxy, listening, serve } from '../support/servers';
import { statementsOf } from '../support/statements';
import { Connection, Plan, Profile, reviewOf, Target, type ReviewDocument } from 'harness-delegate-access';

/** Permissions, simulated with the SDKs of the clouds themselves against services on loopback. */

const ROOT = join(__dirname, '../..');
const { write } = folder();
afterEach(closeServers);

type Environment = Readonly<Record<string, string>>;

function simulated(of: ReviewDocument, environment: Environment, ...args: readonly string[]): Promise<PreflightReport> {
  const kept = write(`review-${Math.random()}.json`, JSON.stringify(of));
  return new Promise((resolve, reject) =>
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/command.ts', 'preflight', '--against', kept, '--json', '--permissions', ...args],
      {
        cwd: ROOT,
        maxBuffer: 2 ** 26,
        env: { PATH: process.env.PATH, HOME: '/nowhere', TSX_TSCONFIG_PATH: 'tsconfig.dev.json', ...environment },
      },
      (error, stdout, stderr) =>
        stdout === '' ? reject(error ?? new Error(stderr)) : resolve(JSON.parse(stdout) as PreflightReport),
    ),
  );
}

/** Without ports: nothing but identity and permissions is asked. */
function review(connections: readonly Connection[], profile = Profile.RECOMMENDED): ReviewDocument {
  const plan = Plan.of([...connections], { profile, region: 'us-east-1', asOf: '2026-11-26' });
  return { ...reviewOf(plan.on(Target.AWS_SECURITY_GROUP)), ports: [] };
}

const verdicts = ({ permissions = [] }: PreflightReport): string[][] =>
  permissions.map(({ name, verdict, denied }) => [name, verdict, ...denied]);

describe('on AWS', () => {
  const ROLE = 'arn:aws:iam::111111111111:role/teams/harness';
  const SESSION = 'arn:aws:sts::111111111111:assumed-role/harness/i-0123';

  async function environmentOf(statements: readonly PolicyStatementJson[], more: object = {}): Promise<Environment> {
    const iam = await iamServer({ arn: ROLE, statements, ...more });
    const { environment } = await cloud({ sts: SESSION });
    return {
      ...environment,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_IAM: iam.address,
    };
  }

  const rows = [...everyRow(), ...everyRowBeyond()].filter((connection) => review([connection]).permissions.length > 0);

  test('what the construct grants is what the simulation allows, for every row', async () => {
    expect(rows.length).toBeGreaterThan(8);
    const all = review(rows);
    const statements = rows.flatMap((row) => statementsOf(row));
    const report = await simulated(all, await environmentOf(statements), '--identity', '--role', ROLE);
    const own = report.permissions!.filter(({ platform }) => platform === 'AWS');
    expect(own).toHaveLength(all.permissions.length);
    expect(own.filter(({ verdict }) => verdict !== 'as planned')).toEqual([]);
    expect(Math.min(...own.map(({ count }) => count))).toBeGreaterThan(0);
    expect(report.identities!.filter(({ platform }) => platform === 'AWS')).toMatchObject([
      { who: SESSION, verdict: 'as planned' },
    ]);
  }, 120_000);

  const s3 = Connection.awsS3({ buckets: ['my-bucket', 'other-bucket'] });

  test('an action that no policy has is denied, with its resource', async () => {
    const statements = statementsOf(s3).map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((action) => action !== 's3:GetObjectVersion'),
    }));
    const report = await simulated(review([s3]), await environmentOf(statements));
    expect(verdicts(report).filter(([, verdict]) => verdict !== 'as planned')).toEqual([
      [
        'HarnessS3Read',
        'not as planned',
        's3:GetObjectVersion on arn:aws:s3:::my-bucket/*: no policy allows it',
        's3:GetObjectVersion on arn:aws:s3:::other-bucket/*: no policy allows it',
      ],
    ]);
    expect(report.permissions!.find(({ name }) => name === 'HarnessS3Read')).toMatchObject({
      connection: 'aws-s3',
      means: `denied: 2 of 4 requests simulated for ${ROLE}`,
      sources: [{ text: expect.any(String) as string }],
    });
    // It was not asked who the delegate is.
    expect(report.identities).toBeUndefined();
  }, 60_000);

  test('a boundary and an answer that is none are told apart', async () => {
    const bounded = await simulated(review([s3]), await environmentOf([], { isBounded: true }));
    expect(bounded.permissions![0]!.denied[0]).toMatch(/: the permissions boundary does not allow it$/);
    const missing = await simulated(review([s3]), await environmentOf([], { missing: ['aws:SourceVpc'] }));
    expect(missing.permissions![0]).toMatchObject({
      verdict: 'cannot tell',
      means: 'its policies ask for aws:SourceVpc, which a simulation cannot know',
    });
    const refused = await simulated(review([s3]), await environmentOf([], { refuses: 'AccessDenied' }));
    expect(refused.permissions![0]).toMatchObject({
      verdict: 'cannot tell',
      means: 'IAM answers AccessDenied',
      todo: expect.stringContaining('iam:SimulatePrincipalPolicy') as string,
    });
  }, 60_000);

  test.each([
    ['its ARN', ROLE, 'arn:aws:sts::222222222222:assumed-role/admin/me'],
    ['its name, in the account of the caller', 'harness', 'arn:aws:iam::111111111111:user/admin'],
  ])(
    'an administrator simulates a role by %s',
    async (_, role, sts) => {
      const ecr = Connection.awsEcr({ regions: ['us-east-1'], repositories: ['web'] });
      const environment = { ...(await environmentOf(statementsOf(ecr))), ...(await cloud({ sts })).environment };
      const report = await simulated(review([ecr]), environment, '--role', role);
      // Of the account of the role, which the simulator would deny otherwise.
      expect(new Set(verdicts(report).map(([, verdict]) => verdict))).toEqual(new Set(['as planned']));
      expect(report.identities).toBeUndefined();
    },
    60_000,
  );

  test('the role of the review is simulated, and not that of the caller', async () => {
    const admin = await cloud({ sts: 'arn:aws:sts::111111111111:assumed-role/admin/me' });
    const environment = { ...(await environmentOf([])), ...admin.environment };
    const { permissions } = await simulated({ ...review([s3]), where: { role: ROLE } }, environment);
    expect(permissions![0]).toMatchObject({
      verdict: 'not as planned',
      means: `denied: 1 of 1 request simulated for ${ROLE}`,
    });
    const elsewhere = { ...review([s3]), where: { account: '222222222222' } };
    const other = await simulated(elsewhere, environment, '--role', 'harness');
    expect(other.permissions![0]).toMatchObject({
      verdict: 'cannot tell',
      means: `IAM knows ${ROLE}, which is of another account`,
    });
  }, 60_000);

  test('what is allowed unless a key says otherwise is not told', async () => {
    const { permissions } = await simulated(
      review([s3]),
      await environmentOf(statementsOf(s3), { missing: ['aws:SourceIp'] }),
    );
    expect(new Set(permissions!.map(({ verdict }) => verdict))).toEqual(new Set(['cannot tell']));
  }, 60_000);

  test('an IAM that never answers ends with its time', async () => {
    const { address } = await serve(() => undefined);
    const environment = { ...(await environmentOf([])), AWS_ENDPOINT_URL_IAM: address };
    const { permissions } = await simulated(review([s3]), environment, '--timeout', '0.3', '--role', ROLE);
    expect(permissions![0]).toMatchObject({
      verdict: 'cannot tell',
      means: expect.stringContaining('IAM answers') as string,
    });
  }, 60_000);

  test('an empty answer is no success', async () => {
    const iam = await iamServer({ arn: ROLE, statements: [], isMute: true });
    const environment = { ...(await environmentOf([])), AWS_ENDPOINT_URL_IAM: iam.address };
    const report = await simulated(review([s3]), environment);
    expect(report.permissions![0]).toMatchObject({
      verdict: 'cannot tell',
      means: 'the simulation answers nothing',
    });
  }, 60_000);

  test('a managed policy, and a role of another account, cannot be told', async () => {
    const ecr = Connection.awsEcr({
      regions: ['us-east-1'],
      account: '222222222222',
      via: 'deploy',
      repositories: ['web'],
    });
    const report = await simulated(review([s3, ecr]), await environmentOf(statementsOf(s3)));
    const of = (name: string): unknown => report.permissions!.find((one) => one.name === name);
    expect(of('HarnessEcr')).toMatchObject({
      verdict: 'cannot tell',
      means: 'the role `deploy` of account 222222222222 has it',
    });
    const documented = await simulated(review([s3], Profile.DOCUMENTED), await environmentOf([]));
    expect(documented.permissions!.find(({ name }) => name === 'AmazonS3ReadOnlyAccess')).toMatchObject({
      verdict: 'cannot tell',
    });
  }, 60_000);
});

describe('on Google Cloud', () => {
  const EMAIL = 'delegate@my-project.iam.gserviceaccount.com';
  /** Of the roles of the list, some of what they hold. */
  const ROLES: Readonly<Record<string, readonly string[]>> = {
    'roles/secretmanager.viewer': [
      'resourcemanager.projects.get',
      'resourcemanager.projects.list',
      'secretmanager.secrets.list',
    ],
    'roles/secretmanager.secretAccessor': ['resourcemanager.projects.get', 'secretmanager.versions.access'],
    'roles/storage.objectViewer': ['resourcemanager.projects.get', 'storage.objects.get', 'storage.objects.list'],
  };

  /** Services of Google Cloud behind a proxy on loopback, each permission that is held there, and what they were asked. */
  async function google(held: readonly string[]): Promise<{ environment: Environment; asked: string[] }> {
    const asked: string[] = [];
    const tls = (file: string): Buffer => readFileSync(join(ROOT, 'test/data/tls', file));
    const server = httpsServer({ key: tls('clouds-key.pem'), cert: tls('clouds.pem') }, (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const url = new URL(request.url ?? '', `https://${request.headers.host}`);
        asked.push(`${request.method} ${url.host}${url.pathname}`);
        const permissions =
          body === ''
            ? url.searchParams.getAll('permissions')
            : (JSON.parse(body) as { permissions: string[] }).permissions;
        const [, role] = /^\/v1\/(roles\/[\w.]+)$/.exec(url.pathname) ?? [];
        const isWrong = permissions.includes('resourcemanager.projects.list');
        const answer =
          role === undefined
            ? { permissions: permissions.filter((name) => held.includes(name)) }
            : { name: role, includedPermissions: ROLES[role] };
        response.writeHead(isWrong ? 400 : 200, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(isWrong ? { error: { code: 400, status: 'INVALID_ARGUMENT' } } : answer));
      });
    });
    const { port } = await listening(server as never);
    const proxy = await connectProxy({ port });
    const metadata = await cloud({ email: EMAIL, googleToken: 'ya29.a-token', googleProject: 'my-project' });
    return {
      asked,
      environment: {
        ...metadata.environment,
        HTTPS_PROXY: proxy.address,
        // The library asks the metadata service through the proxy too, unless this names it.
        NO_PROXY: '127.0.0.1',
        NODE_EXTRA_CA_CERTS: join(ROOT, 'test/data/tls/clouds.pem'),
      },
    };
  }

  const list = review([
    Connection.gcpSecretManager({ secrets: ['secret-two'] }),
    Connection.gcp({ machines: [], buckets: ['my-artifacts'] }),
  ]);

  test('each role is tested where it is granted', async () => {
    const all = [...new Set(Object.values(ROLES).flat())];
    const { environment, asked } = await google(all);
    const report = await simulated(list, environment, '--identity', '--account', EMAIL);
    expect(report.identities).toMatchObject([{ who: EMAIL, verdict: 'as planned' }]);
    expect(verdicts(report).filter(([name]) => ROLES[name!] !== undefined)).toEqual([
      ['roles/storage.objectViewer', 'as planned'],
      ['roles/secretmanager.viewer', 'as planned'],
      ['roles/secretmanager.secretAccessor', 'as planned'],
    ]);
    expect(asked).toEqual(
      expect.arrayContaining([
        'GET iam.googleapis.com/v1/roles/secretmanager.viewer',
        'POST cloudresourcemanager.googleapis.com/v1/projects/my-project:testIamPermissions',
        'POST secretmanager.googleapis.com/v1/projects/my-project/secrets/secret-two:testIamPermissions',
        'GET storage.googleapis.com/storage/v1/b/my-artifacts/iam/testPermissions',
      ]),
    );
  }, 60_000);

  test('whoever is asked must be known to be the one of the plan', async () => {
    const { environment, asked } = await google([]);
    const { permissions } = await simulated(list, environment);
    expect(new Set(permissions!.map(({ means }) => means))).toEqual(
      new Set(['the review does not say who the delegate is']),
    );
    const user = write('user.json', JSON.stringify({ type: 'authorized_user', client_id: 'x', refresh_token: 'y' }));
    const ofUser = await simulated(list, { ...environment, GOOGLE_APPLICATION_CREDENTIALS: user }, '--account', EMAIL);
    expect(new Set(ofUser.permissions!.map(({ verdict }) => verdict))).toEqual(new Set(['cannot tell']));
    expect(asked).toEqual([]);
  }, 60_000);

  test('permissions of another account say nothing about the one of the plan', async () => {
    const { environment, asked } = await google([]);
    const report = await simulated(list, environment, '--account', `other-${EMAIL}`);
    expect(new Set(report.permissions!.map(({ verdict }) => verdict))).toEqual(new Set(['cannot tell']));
    expect(asked).toEqual([]);
  }, 60_000);

  test('a permission that is not held is denied by its name', async () => {
    const { environment } = await google([
      'resourcemanager.projects.get',
      'secretmanager.versions.access',
      'storage.objects.get',
    ]);
    const report = await simulated(list, environment, '--account', EMAIL);
    expect(verdicts(report).filter(([name]) => ROLES[name!] !== undefined)).toEqual([
      // Below a project, what is missing of a role may be what cannot be tested there.
      ['roles/storage.objectViewer', 'cannot tell'],
      ['roles/secretmanager.viewer', 'not as planned', 'secretmanager.secrets.list on project'],
      ['roles/secretmanager.secretAccessor', 'as planned'],
    ]);
  }, 60_000);
});

test('without the SDK it cannot tell, and says what to install', async () => {
  const s3 = Connection.awsS3({ buckets: ['my-bucket'] });
  const { environment } = await cloud({ sts: 'arn:aws:sts::111111111111:assumed-role/harness/x' });
  const identity = AWS.identity!;
  const { permissions } = await preflight(review([s3]), {
    timeout: 500,
    callers: {
      environment: { ...environment, AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'B' },
      platforms: [{ id: 'aws', title: 'AWS', flag: '--role', flags: {}, isOfTarget: false, caller: identity.caller() }],
      load: () => undefined,
    },
  });
  expect(permissions![0]).toMatchObject({
    verdict: 'cannot tell',
    means: '`@aws-sdk/client-iam` is not installed',
    todo: 'run: npm install @aws-sdk/client-iam',
  });
});
