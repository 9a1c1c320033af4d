import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { caseOf, disagreements, randomCases, type Case } from './preflight/cases';
import { onWrongGrounds } from './preflight/grounds';
import { Network } from './preflight/network';
import { argsOf, byCommand, byScript, checkedScript, differing, ROOT, type Place } from './preflight/runs';
import { closeServices, services } from './preflight/services';
import type { PreflightReport } from '../lib/preflight';
import { Connection } from 'harness-delegate-access';

/**
 * A preflight behind real firewalls: for random lists, what it says is what the firewall does, both ways. `npm run
 * test:preflight -- <seed> <lists>` repeats a run. As root, in network namespaces of its own, towards documentation ranges alone.
 */

const LISTS = 25;
const PACKAGES = ['curl', 'iproute2', 'nftables', 'shellcheck', 'squid', 'faketime'];

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

/** The tests of the identity, in which the script is asked as well; shellcheck has seen it. */
function byScriptToo(): void {
  const env = { ...process.env, PREFLIGHT_SCRIPT: '1' };
  execFileSync('npx', ['jest', '--ci', 'test/preflight/identity'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const kept = argsOf(caseOf([Connection.awsS3({ buckets: ['my-bucket'], regions: ['us-east-1'] })]).review);
  const all = ['--identity', '--role', 'x', '--account', 'a@b.iam.gserviceaccount.com', '--namespace', 'n'];
  checkedScript([...kept, ...all]);
  console.log('identity: the script says what the command says');
}

/** Services and proxies that both ask; sourced under `bash -eu`, the script goes on and judges no certificate. */
async function onLoopback(): Promise<void> {
  const place = { trust: join(ROOT, 'test/data/tls/localhost.pem') };
  try {
    const all = await services();
    for (const { name, review } of all) {
      const args = argsOf(review);
      const command = await byCommand(args, place);
      assert.deepEqual(differing(command, await byScript(args, place)), [], name);
      assert.equal(command.results[0]!.outcome, EXPECTED[name] ?? command.results[0]!.outcome, name);
      const sourced = await byScript(args, place, 'sourced');
      assert.deepEqual(differing(command, asJudged(sourced)), [], `${name}, sourced`);
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

/** The same report, where no certificate is judged. */
function asJudged(report: PreflightReport): PreflightReport {
  const results = report.results.map((result) =>
    result.outcome === 'connected, certificate not judged'
      ? { ...result, outcome: 'connected' as const, verdict: 'as planned' as const }
      : result,
  );
  return { ...report, results };
}

async function behindFirewalls(network: Network, place: Place, cases: readonly Case[]): Promise<void> {
  const outcomes = new Map<string, number>();
  for (const { review, rules, others } of cases) {
    network.enforce(rules);
    const args = argsOf(review, others);
    const report = await byCommand(args, place);
    assert.deepEqual(disagreements(report, rules).wrong, []);
    assert.deepEqual(differing(report, await byScript(args, place)), []);
    report.results.forEach(({ outcome }) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1));
  }
  const judged = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
  const dropped = outcomes.get('dropped') ?? 0;
  assert.ok(dropped > 0 && dropped < judged, 'some must be dropped, and some not');
  console.log(
    `${cases.length} lists behind nftables: ${judged} connections, ${dropped} dropped, 0 disagreements; the script says the same`,
  );
  console.log([...outcomes].map(([outcome, count]) => `  ${String(count).padStart(5)} ${outcome}`).join('\n'));
}

/** Behind a firewall that opens nothing, and one that opens everything, it must disagree. */
async function controls(network: Network, place: Place, { review, rules, others }: Case): Promise<void> {
  const args = argsOf(review, others);
  network.enforce([]);
  const narrow = disagreements(await byCommand(args, place), rules).wrong.length;
  assert.ok(narrow > 0, 'it must disagree behind a firewall that opens nothing');
  network.enforce([...rules, ...everything()]);
  const wide = disagreements(await byCommand(args, place), rules).wrong.length;
  assert.ok(wide > 0, 'it must disagree behind a firewall that opens everything');
  console.log(
    `control: behind a closed firewall ${narrow} disagreements, behind an open firewall ${wide} disagreements`,
  );
}

function everything(): Case['rules'] {
  return caseOf([
    Connection.custom({ name: 'all', to: ['0.0.0.0/0', '::/0'], ports: ['1-65535'], reason: 'a control' }),
  ]).rules;
}

async function main(): Promise<void> {
  const seed = Number(process.argv[2] ?? Date.now() % 2 ** 31);
  console.log(`seed of the random lists: ${seed}`);
  if (process.getuid?.() === 0) {
    execFileSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...PACKAGES], { stdio: 'ignore' });
  }
  execFileSync('npm', ['run', '--silent', 'compile'], { cwd: ROOT, stdio: 'inherit' });
  byScriptToo();
  await onLoopback();
  const network = new Network();
  try {
    await network.start();
    const place = { namespace: network.delegate, trust: network.trust };
    const cases = randomCases(Number(process.argv[3] ?? LISTS), seed);
    await behindFirewalls(network, place, cases);
    await controls(network, place, cases[0]!);
    const grounds = await onWrongGrounds(network, place);
    console.log(`${grounds.join(', ')}: each is named, and the script says what the command says`);
  } finally {
    network.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
