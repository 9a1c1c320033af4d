import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { planLists } from './lists';
import { quartiles, type Spread } from './statistics';
import { Connection, Plan, Profile, Target } from 'harness-delegate-access';

/** Planning alone: from the list to the minimised rules of a security group, no CDK. */

const PROGRAM = join(__dirname, 'planner-memory.ts');
const ROOT = join(__dirname, '..');

export interface PlannerCost {
  readonly connections: number;
  readonly flows: number;
  readonly rules: number;
  /** Milliseconds, when warm. */
  readonly time: Spread;
}

export function plan(connections: readonly Connection[]): { flows: number; rules: number } {
  const target = Plan.of(connections, { profile: Profile.DOCUMENTED, asOf: '2026-11-24' }).on(
    Target.AWS_SECURITY_GROUP,
  );
  return { flows: target.flows.length, rules: target.minimised.length };
}

/** mitata has warmed the planner up before its first sample. */
export async function plannerCost(count: number): Promise<PlannerCost> {
  const { measure } = await import('mitata');
  const connections = planLists(count);
  const { samples } = await measure(() => plan(connections), { min_samples: 12, min_cpu_time: 2e9 });
  return { connections: count, ...plan(connections), time: quartiles(samples.map((ns) => ns / 1e6)) };
}

/** Time grows with this power of the number of connections. */
export function exponent(from: PlannerCost, to: PlannerCost): number {
  return Math.log(to.time.median / from.time.median) / Math.log(to.connections / from.connections);
}

/** Largest resident size of a process of its own, in MiB, over one that loads the library and plans nothing. */
export function peakMemory(count: number): number {
  const peak = (n: number): number => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', PROGRAM, `${n}`], {
      cwd: ROOT,
      env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.dev.json') },
    });
    const kilobytes = Number(String(stdout));
    if (!(kilobytes > 0)) {
      throw new Error(`planner-memory: ${String(stderr)}`);
    }
    return kilobytes;
  };
  return (peak(count) - peak(0)) / 1024;
}
