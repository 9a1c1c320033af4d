import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** CPU time of a process of its own: what the other programs of the machine do changes it far less than wall time. */

const USAGE = join(__dirname, 'usage.cjs');
/** Variables that change a child for a reason outside the code. */
const FOREIGN = ['NODE_OPTIONS', 'NODE_COMPILE_CACHE', 'NODE_V8_COVERAGE', 'NODE_PATH'];

export interface Program {
  /** Arguments of `node`. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Milliseconds of CPU, user and system, over all threads, from the start of the process to its `exit` event; the end of
 * the process itself, about 2 ms, is not in it.
 *
 * @throws Error when the process fails
 */
function cpuTime({ args, cwd, env = {} }: Program): number {
  const own = Object.entries(process.env).filter(([name]) => !FOREIGN.includes(name));
  const { status, stderr, output } = spawnSync(process.execPath, ['--require', USAGE, ...args], {
    cwd,
    env: { ...Object.fromEntries(own), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    maxBuffer: 256 * 1024 * 1024,
  });
  const microseconds = Number(output?.[3]?.toString());
  if (status !== 0 || !(microseconds > 0)) {
    throw new Error(`node ${args.join(' ')} in ${cwd} ended with ${status}: ${String(stderr)}`);
  }
  return microseconds / 1000;
}

/**
 * Milliseconds of every program in every round. The programs of a round run one after the other, each as often in each
 * place; the first rounds warm the file cache up and are thrown away.
 */
export function rounds<K extends string>(
  programs: Readonly<Record<K, Program>>,
  count: number,
  warmUps = 3,
): Record<K, number>[] {
  const names = Object.keys(programs) as K[];
  const all = Array.from({ length: warmUps + count }, (_, round) => {
    const order = orderOf(names, round);
    return Object.fromEntries(order.map((name) => [name, cpuTime(programs[name])])) as Record<K, number>;
  });
  return all.slice(warmUps);
}

/** Forward and back in turns, and begun one later every other time. */
function orderOf<T>(items: readonly T[], round: number): T[] {
  const first = Math.floor(round / 2) % items.length;
  const turned = [...items.slice(first), ...items.slice(0, first)];
  return round % 2 === 0 ? turned : turned.reverse();
}
