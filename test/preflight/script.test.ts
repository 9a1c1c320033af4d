import { parseAllDocuments } from 'yaml';
import { preflightScript, readResults } from '../../lib/preflight';
import { cli, folder } from '../support/cli';
import { everyRow, everyRowBeyond } from '../support/every-row';
import { Connection, HarnessPlatform, Plan, reviewOf, Target } from 'harness-delegate-access';

/** `npm run test:preflight` runs the script. */

const { write } = folder();
const review = reviewOf(
  Plan.of(
    [
      Connection.jenkins({ to: ['192.0.2.7/32'] }),
      Connection.custom({ name: 'db', to: ['192.0.2.8/32'], ports: [5432], reason: 'x' }),
    ],
    {
      harness: HarnessPlatform.of({ cluster: 'prod1', googleLogging: false }),
      reach: { harness: ['198.51.100.0/24'] },
      asOf: '2026-11-26',
    },
  ).on(Target.AWS_SECURITY_GROUP),
);
const line = (host: string, port: number, tls: boolean, outcome: string): string =>
  JSON.stringify({ preflight: 1, host, port, tls, proxy: '-:-', outcome, addresses: [host], milliseconds: 3 });

test('the script has a line for each connection', () => {
  const script = preflightScript(review, { closed: ['203.0.113.9:22'], parallel: 4, timeout: 400 });
  expect(script).toMatch(/^#!\/usr\/bin\/env bash\n/);
  expect(script).toContain('\n192.0.2.8 5432 tcp - -\n192.0.2.7 443 tls - -\n203.0.113.9 22 tcp - -\nCHECKS\n');
  expect(script).toContain('hda_seconds=1\nhda_parallel=4\n');
});

test('through a proxy, the line has the proxy', () => {
  const through = reviewOf(
    Plan.of([Connection.jenkins({ to: ['jenkins.example.org'] })], {
      reach: { proxy: { to: ['192.0.2.1/32'], ports: [3128] }, selfHosted: 'proxy' },
      asOf: '2026-11-26',
    }).on(Target.AWS_SECURITY_GROUP),
  );
  expect(preflightScript(through)).toMatch(/\njenkins\.example\.org 443 tls 192\.0\.2\.1 3128\n/);
});

test('what it prints becomes the report, out of a log too', () => {
  const results = [
    'Starting delegate',
    `2026-11-26T20:00:00Z ${line('192.0.2.7', 443, true, 'connected, certificate not judged')}`,
    line('192.0.2.8', 5432, false, 'dropped'),
    line('192.0.2.99', 1, false, 'connected'),
  ].join('\r\n');
  const report = readResults(review, results);
  const own = report.results.filter(({ key }) => !key.startsWith('harness'));
  expect(own.map(({ key, outcome, verdict }) => [key, outcome, verdict])).toEqual([
    ['db:5432', 'dropped', 'not as planned'],
    ['jenkins:443', 'connected, certificate not judged', 'cannot tell'],
  ]);
  const missing = report.results.length - 2;
  expect(report.results.filter(({ outcome }) => outcome === 'no result')).toHaveLength(missing);
  const same = 'the script ends early, or was made of another list or with other options';
  expect(report.remarks).toEqual([
    `the results have nothing of ${missing} connections: ${same}`,
    `the results have 1 connections that this list does not have: ${same}`,
    'the script had no trust store: whether certificates are trusted, and for the right name, is unknown',
  ]);
});

test('a name that leads past its block is told from its addresses', () => {
  const manager = JSON.parse(line('app.harness.io', 443, true, 'connected')) as object;
  const outcomeAt = (address: string): string =>
    readResults(review, JSON.stringify({ ...manager, addresses: [address] })).results.find(
      ({ host }) => host === 'app.harness.io',
    )!.outcome;
  expect([outcomeAt('198.51.100.7'), outcomeAt('203.0.113.7')]).toEqual(['connected', 'not through the endpoint']);
});

test('an outcome that is unknown is no success', () => {
  const { results } = readResults(review, line('192.0.2.8', 5432, false, 'toString'));
  expect(results.find(({ key }) => key === 'db:5432')).toMatchObject({ outcome: 'no result', verdict: 'cannot tell' });
});

test('a log that is cut keeps its whole lines, and says so', () => {
  const report = readResults(review, `${line('192.0.2.8', 5432, false, 'dropped')}\n{"preflight":1,"host":"192.0`);
  expect(report.results.find(({ key }) => key === 'db:5432')!.outcome).toBe('dropped');
  expect(report.remarks[0]).toBe('the results are cut in their last line');
});

test('a certificate out of its time is judged by the clock of the machine that met it', () => {
  const late = {
    ...(JSON.parse(line('192.0.2.7', 443, true, 'certificate not valid now')) as object),
    clock: 2524608000,
  };
  const { results } = readResults(review, JSON.stringify(late));
  expect(results.find(({ key }) => key === 'jenkins:443')!.means).toBe(
    'the certificate is not valid at the time of this machine; the clock says 2050-01-01T00:00:00.000Z',
  );
});

describe('the command', () => {
  const list = (): string => write('list.yaml', '- jenkins: { to: [192.0.2.7/32] }\n- datadog\n');

  test('prints the script, and reads what it printed', () => {
    expect(cli('preflight', list(), '--script')).toMatchObject({
      exit: 0,
      out: expect.stringContaining('\n192.0.2.7 443 tls') as string,
    });
    const results = write('results.txt', line('192.0.2.7', 443, true, 'refused'));
    const { exit, out } = cli('preflight', list(), '--read', results);
    expect(exit).toBe(1);
    expect(out).toContain('refused');
  });

  const JOB = ['--job', '--name', 'blue', '--namespace', 'harness', '--image', 'harness/delegate:26.02.88404'];

  test('prints a Job that policies select as they select the delegate, with the script as it is', () => {
    const { exit, out } = cli('preflight', list(), ...JOB);
    expect(exit).toBe(0);
    const [map, job] = parseAllDocuments(out).map((document) => document.toJS() as Record<string, never>);
    expect(map).toMatchObject({
      kind: 'ConfigMap',
      metadata: { name: 'blue-preflight', namespace: 'harness' },
      data: { 'preflight.sh': cli('preflight', list(), '--script').out },
    });
    expect(job).toMatchObject({
      kind: 'Job',
      metadata: { name: 'blue-preflight', namespace: 'harness' },
      spec: {
        template: {
          metadata: { labels: { 'harness.io/name': 'blue' } },
          spec: {
            serviceAccountName: 'blue',
            restartPolicy: 'Never',
            containers: [{ image: 'harness/delegate:26.02.88404' }],
            volumes: [{ configMap: { name: 'blue-preflight' } }],
          },
        },
      },
    });
  });

  test.each<[string, readonly string[], string]>([
    ['a Job without a delegate', ['--job'], 'set `--name`, `--namespace` and `--image`'],
    ['a name without a Job', ['--name', 'blue'], '`--name` has no effect without `--job`'],
    ['two ends', ['--script', '--dry-run'], 'give one of `--dry-run` or `--script`, got 2'],
    ['a wrong name', [...JOB.slice(0, 2), 'Blue', ...JOB.slice(3)], '`--name` must be the name of the delegate'],
    ['a wrong image', [...JOB.slice(0, 6), 'a b'], '`--image` must be an image such as'],
  ])('refuses %s', (_, args, said) => {
    expect(cli('preflight', list(), ...args)).toMatchObject({
      exit: 2,
      out: '',
      err: expect.stringContaining(said) as string,
    });
  });
});

test('for every row the script is below 60 kB', () => {
  const every = reviewOf(
    Plan.of([...everyRow(), ...everyRowBeyond()], { asOf: '2026-11-26' }).on(Target.AWS_SECURITY_GROUP),
  );
  const size = preflightScript(every).length;
  expect(size).toBeGreaterThan(7000);
  expect(size).toBeLessThan(60_000);
});
