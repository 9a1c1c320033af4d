import { spawnSync } from 'node:child_process';
import { build } from './build';

/** Cost of very large input, each case in a process of its own: everything from `node` to its end. */

export interface ScaleCost {
  readonly name: string;
  readonly size: number;
  readonly result: string;
  /** User and system time, which other processes of the machine do not add to. */
  readonly seconds: number;
  /** Peak of the resident memory, in MiB. */
  readonly memory: number;
}

const KEYS = 60_000;
const BLOCKS = 1_000_000;
const CASES: readonly (readonly [name: string, size: number])[] = [
  ['keys of a file', KEYS],
  ['keys of an entry', KEYS],
  ['keys of a connection', KEYS],
  ['one key again and again', KEYS],
  ['wrong entries', KEYS],
  ['aggregate, apart', BLOCKS],
  ['aggregate, neighbours', BLOCKS],
  ['minimise, apart', BLOCKS],
  ['minimise, neighbours', BLOCKS],
  ['subtract', BLOCKS],
  ['plan', 30_000],
  ['closed port beside an open one', 30_000],
  ['plan', BLOCKS],
  ['audit of JSON, 60 rules a group', 500],
  ['audit of YAML, 60 rules a group', 500],
  ['audit of 6 MB of YAML', 500],
];

export function scaleCosts(): ScaleCost[] {
  const program = build('scale');
  return CASES.map(([name, size]) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [program, name, `${size}`], { encoding: 'utf8' });
    if (status !== 0) {
      throw new Error(`${name}: ${stderr}`);
    }
    const { result, milliseconds, kibibytes } = JSON.parse(stdout) as Record<string, number> & { result: string };
    return { name, size, result, seconds: milliseconds! / 1000, memory: kibibytes! / 1024 };
  });
}
