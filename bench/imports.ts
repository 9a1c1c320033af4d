import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { quartiles, type Spread } from './statistics';

/** Cost of loading an entry point, in a process of its own, over a process that loads nothing. */

const ROOT = join(__dirname, '..');

export interface ImportCost {
  readonly name: string;
  /** Milliseconds over bare Node; each run paired with a bare one just before it. */
  readonly over: Spread;
}

function wall(code: string): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['-e', code], { cwd: ROOT });
  if (status !== 0) {
    throw new Error(`${code}: ${String(stderr)}`);
  }
  return Number(process.hrtime.bigint() - start) / 1e6;
}

export function importCosts(modules: Readonly<Record<string, string>>, runs: number): ImportCost[] {
  const samples = new Map(Object.keys(modules).map((name) => [name, [] as number[]]));
  for (let run = 0; run < runs; run++) {
    for (const [name, path] of Object.entries(modules)) {
      const bare = wall('');
      samples.get(name)!.push(wall(`require(${JSON.stringify(path)})`) - bare);
    }
  }
  return [...samples].map(([name, values]) => ({ name, over: quartiles(values) }));
}
