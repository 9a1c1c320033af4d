import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/**
 * The property tests over whole outputs, at their full size, on every core. The CDKTF keeps every construct that has a
 * token (0.7 MB for each list), so a process takes a part of them; each has seeds of its own.
 */

const ROOT = join(__dirname, '..');
const LISTS = Number(process.env.LISTS ?? 10_000);
const SEQUENCES = Number(process.env.SEQUENCES ?? 1000);
const MUTATIONS = Number(process.env.MUTATIONS ?? 24_000);
const REPORTS = join(ROOT, 'test-reports');

/** Lists of one process, at most. */
const SLICE = 1250;

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

async function run(index: number, slices: number, seed: number): Promise<Report> {
  const output = join(REPORTS, `conformance-${index}.json`);
  const share = (count: number): string => `${Math.ceil(count / slices)}`;
  const child = spawn(
    join(ROOT, 'node_modules/.bin/jest'),
    ['test/conformance', '--runInBand', '--json', `--outputFile=${output}`],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        LISTS: share(LISTS),
        SEQUENCES: share(SEQUENCES),
        MUTATIONS: share(MUTATIONS),
        SEED: `${seed}`,
      },
    },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (status !== 0) {
    console.error(said);
  }
  return JSON.parse(readFileSync(output, 'utf8')) as Report;
}

async function main(): Promise<void> {
  mkdirSync(REPORTS, { recursive: true });
  const workers = Math.min(availableParallelism(), 8);
  const slices = Math.max(workers, Math.ceil(LISTS / SLICE));
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 30);
  console.log(
    `${LISTS} lists, ${SEQUENCES} sequences of edits and ${MUTATIONS} mutations of templates in ${slices} processes, ${workers} at a time, seeds ${seed} and on`,
  );
  const reports: Report[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < slices; i = next++) {
      reports.push(await run(i, slices, seed + i));
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  const failed = reports.reduce((sum, { numFailedTests }) => sum + numFailedTests, 0);
  console.log(
    failed === 0
      ? 'the outputs are what the plans say, edits change nothing else, and no verdict of an audit is false'
      : `${failed} tests failed`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
