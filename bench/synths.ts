import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build';
import { difference, resourcesOf, type Cloud } from './resources';
import { quartiles, type Spread } from './statistics';

/** Whole programs, from `node program.js` to the written template: ours against one by hand that gives the same. */

export interface SynthCost {
  readonly cloud: Cloud;
  /** Resources that both programs give. */
  readonly resources: number;
  /** Milliseconds. */
  readonly ours: Spread;
  readonly byHand: Spread;
  /** Ours over by hand, each pair run one after the other, in turns. */
  readonly ratio: Spread;
  /** The program by hand over itself: what the noise of the machine alone makes of a ratio. */
  readonly noise: Spread;
}

/** @throws Error when the two programs do not give the same resources */
export function synthCosts(cloud: Cloud, runs: number): SynthCost {
  const dir = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const [ours, byHand] = [build(`ours-${cloud}`), build(`by-hand-${cloud}`)];
    const [one, other] = [ours, byHand].map((program) => {
      wall(program, dir);
      return resourcesOf(cloud, dir);
    });
    if (one!.join() !== other!.join()) {
      throw new Error(`the programs for ${cloud} give different resources:\n${difference(one!, other!).join('\n')}`);
    }
    const times = Array.from({ length: runs }, (_, run) => {
      const order = run % 2 === 0 ? [ours, byHand, byHand] : [byHand, byHand, ours];
      const measured = order.map((program) => ({ program, ms: wall(program, dir) }));
      const [first, second] = measured.filter(({ program }) => program === byHand).map(({ ms }) => ms);
      const mine = measured.find(({ program }) => program === ours)!.ms;
      return { ours: mine, byHand: run % 2 === 0 ? first! : second!, again: run % 2 === 0 ? second! : first! };
    });
    return {
      cloud,
      resources: one!.length,
      ours: quartiles(times.map((time) => time.ours)),
      byHand: quartiles(times.map((time) => time.byHand)),
      ratio: quartiles(times.map((time) => time.ours / time.byHand)),
      noise: quartiles(times.map((time) => time.again / time.byHand)),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function wall(program: string, dir: string): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, [program], {
    cwd: dir,
    env: { ...process.env, BENCH_OUT: dir },
  });
  if (status !== 0) {
    throw new Error(`${program}: ${String(stderr)}`);
  }
  return Number(process.hrtime.bigint() - start) / 1e6;
}
