import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './build';
import { quartiles, type Spread } from './statistics';
import type { Checks } from '../lib/preflight/checks';
import { caseOf, own } from '../scripts/preflight/cases';
import { Network } from '../scripts/preflight/network';
import { answering, EVERYTHING, RANGES } from '../scripts/preflight/places';
import { ROW_PROPS } from '../test/support/every-row';

/** A preflight of all 29 rows with 100 destinations, in namespaces whose firewall drops none of them, or every second one. */

export interface PreflightCost {
  readonly name: string;
  readonly wall: Spread;
  /** Peak of the resident memory, in MiB: the most of all runs; of the command. */
  readonly memory?: number;
}

const DESTINATIONS = 100;
const SECONDS = 1000;

export async function preflightCosts(runs: number): Promise<PreflightCost[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const network = new Network();
  try {
    await network.start();
    network.resolveAt(EVERYTHING);
    const { list, addresses } = listIn(folder);
    return [0, DESTINATIONS / 2].flatMap((least) => {
      const dropped = addressesOf(least, addresses);
      const open = addresses.filter((address) => !dropped.has(address)).map((address) => `${address}/32`);
      network.enforce(caseOf([own('open', [...new Set(open)], ['1-65535'])]).rules);
      const name = least === 0 ? 'all answer' : `${addresses.length - open.length} of them drop`;
      const costs = Array.from({ length: runs }, () => cost(list, folder, network.delegate));
      const ofScript = Array.from({ length: runs }, () => scriptSeconds(list, folder, network.delegate));
      return [
        {
          name,
          wall: quartiles(costs.map(({ seconds }) => seconds)),
          memory: Math.max(...costs.map(({ memory }) => memory)),
        },
        { name: `${name}, by the script`, wall: quartiles(ofScript) },
      ];
    });
  } finally {
    network.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Addresses that so many connections or more lead to. */
function addressesOf(least: number, addresses: readonly string[]): Set<string> {
  const some = new Set<string>();
  for (const address of addresses) {
    if (addresses.filter((one) => some.has(one)).length >= least) {
      break;
    }
    some.add(address);
  }
  return some;
}

/** The rows, and as many more addresses as make 100 destinations; every name leads to an address of its own. */
function listIn(folder: string): { list: string; addresses: string[] } {
  const list = join(folder, 'rows.yaml');
  const free = RANGES.flatMap((net) => PLACES.map((last) => `${net}.${last}/32`));
  const rows = Object.entries(ROW_PROPS).map(
    ([id, props]) => `- ${id}: ${JSON.stringify(props).replace(/"10\.[\d.]+\/\d+"/g, () => `"${free.pop()}"`)}\n`,
  );
  const write = (more: readonly string[]): Checks => {
    writeFileSync(list, [...rows, ...more].join(''));
    const { stdout } = spawnSync(process.execPath, [COMMAND, 'preflight', list, '--dry-run', '--json'], {
      encoding: 'utf8',
    });
    return JSON.parse(stdout) as Checks;
  };
  const missing = DESTINATIONS - write([]).checks.length;
  const { checks } = write(
    Array.from(
      { length: missing },
      (_, i) => `- custom: { name: m${i}, to: [${free.pop()}], ports: [443], reason: x, speaks: tls }\n`,
    ),
  );
  return { list, addresses: checks.map(({ host }) => (/^[\d.]+$/.test(host) ? host : answering(host))) };
}

/** Ends of addresses with a service of the right kind, apart from that of Harness. */
const PLACES = Array.from({ length: 30 }, (_, i) => 8 * (i + 1));

const COMMAND = join(ROOT, 'dist/bin.js');

function cost(list: string, folder: string, namespace: string): { seconds: number; memory: number } {
  const peak = join(folder, 'peak');
  const usage = join(ROOT, 'bench/peak.cjs');
  const began = performance.now();
  const { status, stderr } = spawnSync(
    'ip',
    [
      'netns',
      'exec',
      namespace,
      process.execPath,
      '--require',
      usage,
      COMMAND,
      'preflight',
      list,
      '--out',
      '/dev/null',
    ],
    { encoding: 'utf8', env: { PATH: process.env.PATH, BENCH_PEAK: peak } },
  );
  if (status !== 1) {
    throw new Error(`a preflight that finds something must end with 1, got ${status}: ${stderr}`);
  }
  return { seconds: (performance.now() - began) / SECONDS, memory: Number(readFileSync(peak, 'utf8')) };
}

function scriptSeconds(list: string, folder: string, namespace: string): number {
  const script = join(folder, 'preflight.sh');
  spawnSync(process.execPath, [COMMAND, 'preflight', list, '--script', '--out', script]);
  const began = performance.now();
  const { status, stdout } = spawnSync('ip', ['netns', 'exec', namespace, 'bash', script], { encoding: 'utf8' });
  if (status !== 0 || !stdout.includes('"preflight":1')) {
    throw new Error(`the script must print its results and end with 0, got ${status}`);
  }
  return (performance.now() - began) / SECONDS;
}
