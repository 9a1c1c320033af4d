import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { otherCommit, thisCommit } from './builds';
import { comparisons, type Comparison, type Round } from './comparisons';
import { rounds } from './cpu';
import { format, medianWithin } from './statistics';

/** `npm run bench -- against [commit] [--pairs N] [--only word]`: this checkout beside another commit, in CPU time. */

const BASELINE = '426eabc';
const PAIRS = '100';
const WIDTHS = [46, 11, 11, 11, 24];

/** @param args what follows `against` */
export function against(args: readonly string[]): void {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { pairs: { type: 'string', default: PAIRS }, only: { type: 'string', default: '' } },
  });
  const pairs = Number(values.pairs);
  if (!Number.isInteger(pairs) || pairs < 1 || positionals.length > 1) {
    throw new Error(`must be \`against [commit] [--pairs N] [--only word]\`, got \`against ${args.join(' ')}\``);
  }
  const [mine, other] = [thisCommit(), otherCommit(positionals[0] ?? BASELINE)];
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    heading(mine.name, other.name, pairs);
    comparisons(mine.root, other.root, folder)
      .filter(({ name }) => name.includes(values.only))
      .forEach((comparison) => compare(comparison, pairs));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function heading(mine: string, other: string, pairs: number): void {
  console.log(
    `${mine} (this) against ${other} (other): Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}
CPU time, user and system, of whole processes; medians of ${pairs} interleaved pairs, and the 95 % interval of the median`,
  );
  print('', 'this, ms', 'other, ms', 'base, ms', 'ratio');
}

/** Measures one comparison and prints each of its ratios. */
function compare({ name, programs, ratios }: Comparison, pairs: number): void {
  const all = rounds(programs, pairs);
  const middle = (of: keyof Round): string => medianWithin(all.map((round) => round[of])).median.toFixed(1);
  print(name, middle('this'), middle('other'), middle('base'), '');
  for (const { title, of } of ratios) {
    print(`  ${title}`, '', '', '', format(medianWithin(all.map(of)), 'x', 3));
  }
}

function print(...columns: readonly string[]): void {
  const cells = columns.map((text, i) => (i === 0 ? text.padEnd(WIDTHS[i]!) : text.padStart(WIDTHS[i]!)));
  console.log(cells.join(' ').trimEnd());
}
