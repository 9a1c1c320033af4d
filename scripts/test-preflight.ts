import { strict as assert } from 'node:assert';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { kindAt, Network, type Kind, type Rules } from './preflight/network';
import { closeServices, services } from './preflight/services';
import type { PreflightReport } from '../lib/preflight';
import { Connection, HarnessPlatform, Plan, reviewOf, Target, type ReviewDocument } from 'harness-delegate-access';

/**
 * A preflight behind real firewalls: for random lists, what it says is what the firewall does, both ways. `npm run
 * test:preflight -- <seed>` repeats a run. As root, in network namespaces of its own, towards documentation ranges alone.
 */

const LISTS = 25;
const ROOT = join(__dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'preflight-'));

interface Case {
  readonly plan: Plan;
  readonly rules: Rules;
  /** Destinations beside those of the list, as `host:port`. */
  readonly others: readonly string[];
}

const range = fc.constantFrom('192.0.2', '198.51.100', '203.0.113');
const address = fc.tuple(range, fc.integer({ min: 1, max: 254 })).map(([net, last]) => `${net}.${last}`);
const block = fc.oneof(
  { weight: 3, arbitrary: address.map((one) => `${one}/32`) },
  { weight: 1, arbitrary: fc.tuple(range, fc.integer({ min: 0, max: 15 })).map(([net, n]) => `${net}.${n * 16}/28`) },
);
const port = fc.constantFrom(22, 80, 443, 5432, 8080, 9200);
const lists = fc.record({
  entries: fc.array(
    fc.record({
      to: fc.uniqueArray(block, { minLength: 1, maxLength: 3 }),
      ports: fc.uniqueArray(port, { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  others: fc.uniqueArray(
    fc.tuple(address, port).map(([host, number]) => `${host}:${number}`),
    { minLength: 3, maxLength: 6 },
  ),
});

function caseOf({ entries, others }: typeof lists extends fc.Arbitrary<infer T> ? T : never): Case {
  const connections = entries.map(({ to, ports }, i) =>
    Connection.custom({ name: `c${i}`, to, ports, reason: 'of a random list', speaks: 'tls' }),
  );
  const plan = Plan.of(connections, {
    harness: HarnessPlatform.of({ cluster: 'prod1' }),
    reach: { harness: ['192.0.2.250/32'] },
    asOf: '2026-11-26',
  });
  return { plan, rules: plan.on(Target.AWS_SECURITY_GROUP).rules, others };
}

/** True when the rules open a destination. */
function isOpen(rules: Rules, host: string, number: number): boolean {
  const [one] = [`${host}/32`];
  return rules.some(
    ({ port: { protocol, from, to }, destination }) =>
      protocol === 'tcp' && from <= number && number <= to && destination.covers(reading(one!)),
  );
}

const known = new Map<string, Rules[number]['destination']>();
function reading(text: string): Rules[number]['destination'] {
  const found =
    known.get(text) ?? Connection.custom({ name: 'x', to: [text], ports: [1], reason: 'x' }).request.to![0]!;
  known.set(text, found);
  return found;
}

const TRUST = join(ROOT, 'test/data/tls/localhost.pem');

/** Standard output of a program, in the namespace of the delegate or outside. */
function printed(command: readonly string[], network?: Network): Promise<string> {
  const [file, ...args] = network === undefined ? command : ['ip', 'netns', 'exec', network.delegate, ...command];
  const env = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: TRUST, PREFLIGHT_TRUST: TRUST };
  return new Promise((resolve, reject) =>
    execFile(file!, args, { cwd: ROOT, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (stdout === '') {
        reject(error ?? new Error(stderr));
      } else {
        resolve(stdout);
      }
    }),
  );
}

const PREFLIGHT = [process.execPath, 'dist/bin.js', 'preflight'];

function argsOf(review: ReviewDocument, others: readonly string[] = []): string[] {
  const kept = join(folder, 'review.json');
  writeFileSync(kept, JSON.stringify(review));
  return ['--against', kept, '--parallel', '16', ...(others.length === 0 ? [] : ['--closed', others.join(',')])];
}

async function byCommand(args: readonly string[], network?: Network): Promise<PreflightReport> {
  return JSON.parse(await printed([...PREFLIGHT, ...args, '--json', '--timeout', '1'], network)) as PreflightReport;
}

/** The same by the script, run in bash, or sourced as `INIT_SCRIPT` is. */
async function byScript(
  args: readonly string[],
  network?: Network,
  how: 'run' | 'sourced' = 'run',
): Promise<PreflightReport> {
  const [script, results] = [join(folder, 'preflight.sh'), join(folder, 'results.txt')];
  const text = await printed([...PREFLIGHT, ...args, '--script', '--timeout', '2']);
  writeFileSync(script, text);
  execFileSync('shellcheck', [script], { stdio: 'inherit' });
  const command =
    how === 'run' ? ['bash', script] : ['bash', '-euc', `unset PREFLIGHT_TRUST; source ${script}; echo went on`];
  const output = await printed(command, network);
  assert.equal(output.endsWith('went on\n'), how === 'sourced');
  writeFileSync(results, output);
  return JSON.parse(await printed([...PREFLIGHT, ...args, '--json', '--read', results])) as PreflightReport;
}

/** A resolver that does not answer, and one without the name: the script cannot tell them apart. */
const NO_ADDRESS: readonly string[] = ['no address', 'no such name', 'resolver does not answer'];

/** Connections on which the command and the script do not say the same. */
function differing(command: PreflightReport, script: PreflightReport): string[] {
  return command.results.flatMap(({ key, host, port: number, outcome, verdict }, i) => {
    const other = script.results[i]!;
    const isSame = outcome === other.outcome || (NO_ADDRESS.includes(outcome) && NO_ADDRESS.includes(other.outcome));
    return isSame && other.verdict === verdict
      ? []
      : [`${key} ${host}:${number} is ${outcome} for the command, ${other.outcome} for the script`];
  });
}

/** Outcome of a handshake with a service that is reached. */
const REACHED: Readonly<Record<Kind, string>> = {
  tls: 'certificate of another',
  plain: 'no TLS',
  silent: 'silent after the handshake began',
  reset: 'reset after the handshake began',
};

/** Results that are not what the rules say, and how many were judged. */
function disagreements(report: PreflightReport, rules: Rules): { wrong: string[]; judged: number } {
  // Names have no resolver in a namespace; test/preflight has one.
  const own = report.results.filter(({ key }) => !key.startsWith('harness:'));
  const wrong = own.flatMap(({ key, host, port: number, outcome, verdict }) => {
    const wanted = isOpen(rules, host, number);
    const isClosed = key.startsWith('closed ');
    const expected = !wanted ? 'dropped' : isClosed ? 'connected' : REACHED[kindAt(host)];
    return outcome === expected && (!isClosed || (verdict === 'not as planned') === wanted)
      ? []
      : [`${key} ${host}:${number} is ${outcome}, ${verdict}; open: ${wanted}`];
  });
  return { wrong, judged: own.length };
}

/** Outcomes behind proxies. */
const EXPECTED: Readonly<Record<string, string>> = {
  'proxy: open': 'connected',
  'proxy: user': 'proxy wants a user',
  'proxy: no': 'proxy refuses',
  'proxy: mute': 'proxy does not answer',
  'Squid: open': 'connected',
  'Squid: user': 'proxy wants a user',
  'Squid: no': 'proxy refuses',
};

/** Services and proxies that both ask; sourced under `bash -eu`, the script goes on and judges no certificate. */
async function onLoopback(): Promise<void> {
  try {
    const all = await services();
    for (const { name, review } of all) {
      const args = argsOf(review);
      const command = await byCommand(args);
      assert.deepEqual(differing(command, await byScript(args)), [], name);
      assert.equal(command.results[0]!.outcome, EXPECTED[name] ?? command.results[0]!.outcome, name);
      const sourced = await byScript(args, undefined, 'sourced');
      assert.deepEqual(differing(command, sourced), [], `${name}, sourced`);
      const isUnknown = sourced.remarks.some((remark) => remark.includes('no trust store'));
      assert.equal(
        isUnknown,
        command.results.some(({ outcome }) => outcome === 'connected'),
        name,
      );
    }
    console.log(`${all.length} sets of services and proxies on loopback: the script says what the command says`);
  } finally {
    await closeServices();
  }
}

async function main(): Promise<void> {
  const seed = Number(process.argv[2] ?? Date.now() % 2 ** 31);
  console.log(`seed of the random lists: ${seed}`);
  if (process.getuid?.() === 0) {
    execFileSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
    execFileSync(
      'apt-get',
      ['install', '-y', '-q', '--no-install-recommends', 'iproute2', 'nftables', 'shellcheck', 'squid'],
      {
        stdio: 'ignore',
      },
    );
  }
  execFileSync('npm', ['run', '--silent', 'compile'], { cwd: ROOT, stdio: 'inherit' });
  await onLoopback();
  const network = new Network();
  try {
    await network.start();
    const cases = fc.sample(lists, { numRuns: LISTS, seed }).map(caseOf);
    let judged = 0;
    let closed = 0;
    for (const one of cases) {
      network.enforce(one.rules);
      const args = argsOf(reviewOf(one.plan.on(Target.AWS_SECURITY_GROUP)), one.others);
      const report = await byCommand(args, network);
      const found = disagreements(report, one.rules);
      assert.deepEqual(found.wrong, []);
      assert.deepEqual(differing(report, await byScript(args, network)), []);
      judged += found.judged;
      closed += report.results.filter(({ outcome }) => outcome === 'dropped').length;
    }
    assert.ok(closed > 0 && closed < judged, 'some must be dropped, and some not');
    console.log(
      `${LISTS} lists behind nftables: ${judged} connections, ${closed} dropped, 0 disagreements; the script says the same`,
    );
    const [first] = cases;
    const args = argsOf(reviewOf(first!.plan.on(Target.AWS_SECURITY_GROUP)), first!.others);
    network.enforce([]);
    const narrow = disagreements(await byCommand(args, network), first!.rules).wrong.length;
    assert.ok(narrow > 0, 'it must disagree behind a firewall that opens nothing');
    network.enforce([...first!.rules, ...everything()]);
    const wide = disagreements(await byCommand(args, network), first!.rules).wrong.length;
    assert.ok(wide > 0, 'it must disagree behind a firewall that opens everything');
    console.log(
      `control: behind a closed firewall ${narrow} disagreements, behind an open firewall ${wide} disagreements`,
    );
  } finally {
    network.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function everything(): Rules {
  const all = Connection.custom({ name: 'all', to: ['0.0.0.0/0'], ports: ['1-65535'], reason: 'a control' });
  return Plan.of([all], { reach: { harness: ['192.0.2.250/32'] }, asOf: '2026-11-26' }).on(Target.AWS_SECURITY_GROUP)
    .rules;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
