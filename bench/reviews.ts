import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, ROOT } from './build';
import { quartiles, type Spread } from './statistics';
import { ROW_PROPS } from '../test/support/every-row';

/** The command from a shell, and what the review costs a synth. */

const COMMAND = join(ROOT, 'dist/bin.js');
const FORMATS = ['table', 'markdown', 'html', 'json', 'svg'] as const;

export interface ReviewCost {
  readonly name: string;
  /** Milliseconds, from `node` to its end. */
  readonly wall: Spread;
}

/** `review` of all 29 rows, and of 2,000 flows as a page. */
export function commandCosts(runs: number): ReviewCost[] {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const rows = join(folder, 'rows.yaml');
    writeFileSync(
      rows,
      Object.entries(ROW_PROPS)
        .map(([id, props]) => `- ${id}: ${JSON.stringify(props)}\n`)
        .join(''),
    );
    const many = join(folder, 'many.yaml');
    writeFileSync(many, Array.from({ length: 1000 }, (_, i) => entry(i)).join(''));
    const all = [
      ...FORMATS.map((format) => ({ name: `29 rows, ${format}`, args: ['review', rows, '--format', format] })),
      {
        name: '29 rows, diff of the profiles',
        args: ['diff', rows, '--from-profile', 'recommended', '--to-profile', 'documented'],
      },
      {
        name: '29 rows, policies of Cilium as YAML',
        args: ['synth', rows, '--to', 'cilium-network-policy', '--name', 'd', '--namespace', 'h', '--out', folder],
      },
      { name: '2,000 flows, html', args: ['review', many, '--format', 'html'] },
    ];
    return all.map(({ name, args }) => ({
      name,
      wall: quartiles(Array.from({ length: runs }, () => wall([COMMAND, ...args], folder))),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds that writing the review adds to a synth of all 29 rows; pairs, one after the other, in turns. */
export function synthReviewCost(cloud: 'aws' | 'gcp', runs: number): Spread {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const program = build(`ours-${cloud}`);
    const once = (review: '0' | '1'): number => wall([program], folder, { BENCH_OUT: folder, BENCH_REVIEW: review });
    return quartiles(
      Array.from({ length: runs }, (_, run) => {
        const first = once(run % 2 === 0 ? '1' : '0');
        const second = once(run % 2 === 0 ? '0' : '1');
        return run % 2 === 0 ? first - second : second - first;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A connection of two blocks that cannot be joined with others. */
function entry(i: number): string {
  const block = (first: number): string => `${first}.${Math.floor(i / 128)}.${(i % 128) * 2}.0/24`;
  return `- custom: { name: c-${i}, to: [${block(10)}, ${block(11)}], ports: [8443], reason: because }\n`;
}

function wall(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    maxBuffer: 256 * 1024 * 1024,
  });
  // A difference that opens something ends with 1.
  if (status !== 0 && status !== 1) {
    throw new Error(`${args.join(' ')}: ${String(stderr)}`);
  }
  return Number(process.hrtime.bigint() - start) / 1e6;
}
