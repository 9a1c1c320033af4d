import { strict as assert } from 'node:assert';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PreflightReport } from '../../lib/preflight';
import type { ReviewDocument } from 'harness-delegate-access';

/** The command and the script, run for a review, here or in a namespace. */

export const ROOT = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'preflight-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Namespace and surroundings of a run. */
export interface Place {
  /** Name of a network namespace. @default - the one of this process */
  readonly namespace?: string;
  /** Authorities to trust, as a file. */
  readonly trust: string;
  /** Program and arguments before the command. */
  readonly before?: readonly string[];
}

export const PREFLIGHT = [process.execPath, join(ROOT, 'dist/bin.js'), 'preflight'];

export function commandIn(command: readonly string[], { namespace, before = [] }: Place): string[] {
  const inside = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace];
  return [...inside, ...before, ...command];
}

export function environmentOf({ trust }: Place): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: trust, PREFLIGHT_TRUST: trust };
}

/** Standard output of a program, whatever it ends with. */
function printed(command: readonly string[], place: Place): Promise<string> {
  const [file, ...args] = commandIn(command, place);
  return new Promise((resolve, reject) =>
    execFile(file!, args, { env: environmentOf(place), maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (stdout === '') {
        reject(error ?? new Error(stderr));
      } else {
        resolve(stdout);
      }
    }),
  );
}

/** Arguments of both for a review. */
export function argsOf(review: ReviewDocument, others: readonly string[] = []): string[] {
  const kept = join(folder, 'review.json');
  writeFileSync(kept, JSON.stringify(review));
  return ['--against', kept, '--parallel', '16', ...(others.length === 0 ? [] : ['--closed', others.join(',')])];
}

export async function byCommand(args: readonly string[], place: Place): Promise<PreflightReport> {
  return JSON.parse(await printed([...PREFLIGHT, ...args, '--json', '--timeout', '2'], place)) as PreflightReport;
}

/** Text of the script, which shellcheck has seen. */
export function checkedScript(args: readonly string[]): string {
  const script = join(folder, 'checked.sh');
  const [node, ...command] = PREFLIGHT;
  execFileSync(node!, [...command, ...args, '--script', '--out', script], { stdio: ['ignore', 'ignore', 'ignore'] });
  execFileSync('shellcheck', [script], { stdio: 'inherit' });
  return script;
}

/** The same by the script, run in bash, or sourced as `INIT_SCRIPT` is. */
export async function byScript(
  args: readonly string[],
  place: Place,
  how: 'run' | 'sourced' = 'run',
): Promise<PreflightReport> {
  const here = { trust: place.trust };
  const [script, results] = [join(folder, 'preflight.sh'), join(folder, 'results.txt')];
  writeFileSync(script, await printed([...PREFLIGHT, ...args, '--script', '--timeout', '2'], here));
  execFileSync('shellcheck', [script], { stdio: 'inherit' });
  const command =
    how === 'run' ? ['bash', script] : ['bash', '-euc', `unset PREFLIGHT_TRUST; source ${script}; echo went on`];
  const output = await printed(command, place);
  assert.equal(output.endsWith('went on\n'), how === 'sourced');
  writeFileSync(results, output);
  return JSON.parse(await printed([...PREFLIGHT, ...args, '--json', '--read', results], here)) as PreflightReport;
}

/** Outcomes that the script cannot tell apart: a silent resolver and a name that is not there; and who signed. */
const ALIKE: readonly (readonly string[])[] = [
  ['no address', 'no such name', 'resolver does not answer'],
  ['connected', 'certificate of a proxy'],
];

/** Connections on which the command and the script do not say the same. */
export function differing(command: PreflightReport, script: PreflightReport): string[] {
  return command.results.flatMap(({ key, host, port, outcome, verdict }, i) => {
    const other = script.results[i]!;
    const isSame =
      outcome === other.outcome || ALIKE.some((some) => some.includes(outcome) && some.includes(other.outcome));
    return isSame && other.verdict === verdict
      ? []
      : [`${key} ${host}:${port} is ${outcome} for the command, ${other.outcome} for the script`];
  });
}
