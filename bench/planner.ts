import { spawnSync } from 'node:child_process';
import { build } from './build';
import { quartiles, type Spread } from './statistics';

/** Planning alone: from the list to the minimised rules of a security group, no CDK; each size in a process of its own. */

export interface PlannerCost {
  readonly connections: number;
  readonly flows: number;
  readonly rules: number;
  /** Milliseconds, when warm. */
  readonly time: Spread;
  /** MiB over a process that loads the library and plans nothing. */
  readonly memory: number;
}

export function plannerCost(connections: number): PlannerCost {
  const program = build('planner');
  const { flows, rules, samples } = run<{ flows: number; rules: number; samples: number[] }>(
    program,
    connections,
    'time',
  );
  const resident = (count: number): number => run<{ kibibytes: number }>(program, count, 'memory').kibibytes;
  return {
    connections,
    flows,
    rules,
    time: quartiles(samples.map((ns) => ns / 1e6)),
    memory: (resident(connections) - resident(0)) / 1024,
  };
}

/** Time grows with this power of the number of connections. */
export function exponent(from: PlannerCost, to: PlannerCost): number {
  return Math.log(to.time.median / from.time.median) / Math.log(to.connections / from.connections);
}

function run<T>(program: string, count: number, what: 'time' | 'memory'): T {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, `${count}`, what], { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`planner: ${stderr}`);
  }
  return JSON.parse(stdout) as T;
}
