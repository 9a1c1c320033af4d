import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { caseOf, own } from './cases';
import type { Network } from './network';
import { nameFor, PORTAL } from './places';
import { argsOf, byCommand, byScript, commandIn, differing, environmentOf, PREFLIGHT, type Place } from './runs';
import type { PreflightReport } from '../../lib/preflight';

/** Networks that are wrong as a whole: what the report says first. */

const NAMES = [1, 2, 3].map((n) => nameFor(n - 1, 8 * n, 'good'));

function list(): ReturnType<typeof caseOf> {
  return caseOf([own('names', NAMES, [443]), own('one', ['192.0.2.16/32'], [443])]);
}

const outcomes = ({ results }: PreflightReport, connection: string): string[] => [
  ...new Set(results.filter((result) => result.connection === connection).map(({ outcome }) => outcome)),
];

/** @returns lines of what was seen */
export async function onWrongGrounds(network: Network, place: Place): Promise<string[]> {
  const { review, rules } = list();
  const args = argsOf(review);
  const both = async (at: Place = place): Promise<PreflightReport> => {
    const command = await byCommand(args, at);
    assert.deepEqual(differing(command, await byScript(args, at)), []);
    return command;
  };
  network.enforce(rules);
  const fine = await both();
  assert.deepEqual([outcomes(fine, 'names'), outcomes(fine, 'one')], [['connected'], ['connected']]);
  // Of the lines of Harness, which no authority of this machine signs.
  assert.match(fine.remarks.join('\n'), /^3 hosts show certificates of Authority of the test: a proxy that re-signs/);

  network.enforce(rules, { lookups: false });
  const silent = await both();
  assert.deepEqual([outcomes(silent, 'names'), outcomes(silent, 'one')], [['resolver does not answer'], ['connected']]);
  assert.match(silent.remarks.join('\n'), /^no resolver answers for \d+ names: mend that first$/);

  network.enforce(rules);
  network.resolveAt(PORTAL);
  const portal = await both();
  assert.deepEqual(outcomes(portal, 'names'), ['certificate of another']);
  assert.match(
    portal.remarks.join('\n'),
    /hosts show certificates of .*: a proxy that re-signs, a portal, or an authority of your own/,
  );
  network.resolveAt();

  const late = await both({ ...place, before: ['faketime', '2050-01-01'] });
  assert.deepEqual(outcomes(late, 'one'), ['certificate not valid now']);
  assert.match(late.results.find(({ connection }) => connection === 'one')!.means, /the clock says 2050-01-01/);

  const stopped = await interrupted(network, args, place);
  assert.equal(stopped.isStopped, true);
  assert.deepEqual(outcomes(stopped, 'one'), ['stopped']);

  network.enforce(rules);
  network.unplug();
  const none = await both();
  assert.deepEqual([outcomes(none, 'names'), outcomes(none, 'one')], [['resolver does not answer'], ['no route']]);
  assert.ok(none.remarks.includes('this machine has no network at all'));
  return ['no resolver', 'a portal', 'a wrong clock', 'an interrupt', 'no network'];
}

/** A run behind a firewall that drops everything, interrupted as by Ctrl-C. */
async function interrupted(network: Network, args: readonly string[], place: Place): Promise<PreflightReport> {
  network.enforce([]);
  const [file, ...rest] = commandIn([...PREFLIGHT, ...args, '--json', '--timeout', '50'], place);
  const child = spawn(file!, rest, { env: environmentOf(place), stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await sleep(2000);
  child.kill('SIGINT');
  const code = await Promise.race([ended, sleep(5000, 'still there' as const)]);
  assert.ok(code === 1 || code === 4, `an interrupt must end it with its report, got ${code}`);
  return JSON.parse(text) as PreflightReport;
}
