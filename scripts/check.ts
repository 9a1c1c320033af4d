import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { groupBy } from '../lib/base';
import { SCRIPTS } from '../projenrc/scripts';
import { importsOf } from './check/imports';
import { choose, nearest } from './check/nearest';
import { run } from './check/run';

/**
 * Types of the whole project, lint of what changed since the last commit (or of the files that are named), and the
 * suites nearest to it. Lint by types, `knip` and the other suites are left to `npm test`, which the last line says.
 */

const ROOT = join(__dirname, '..');
/** Suites of one run, besides those that changed. */
const MOST = 10;
/** Suites that show that the whole still stands, for whatever is in `lib`. */
const SMOKE = ['test/review/table.test.ts', 'test/bad-inputs/bad-inputs.test.ts'];
/** Suites that take many seconds, or that look at processes rather than at files. */
const SLOW =
  /conformance\/|readme|doc-examples|linters|examples\/|json-schema|delegate-access|delegate-egress|minimise|fuzz\//;

const git = (...args: string[]): string[] =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '');
const tool = (name: string): string => join('node_modules/.bin', name);

function changedFiles(): string[] {
  const named = process.argv.slice(2);
  const changed = [...git('diff', '--name-only', 'HEAD'), ...git('ls-files', '--others', '--exclude-standard')];
  return (named.length > 0 ? named : changed).filter((file) => existsSync(join(ROOT, file)));
}

/** The suites to run, and those that load what changed and are left out. */
async function suitesOf(changed: readonly string[]): Promise<{ chosen: string[]; left: string[] }> {
  const all = git('ls-files', '--cached', '--others', '--exclude-standard', 'test/*.test.ts').filter((file) =>
    existsSync(join(ROOT, file)),
  );
  const related = nearest(all, changed, await importsOf(all, ROOT));
  const quick = related.filter(({ file, distance }) => distance <= 1 || !SLOW.test(file));
  const chosen = new Set(choose(quick, MOST));
  related.filter(({ file }) => SMOKE.includes(file)).forEach(({ file }) => chosen.add(file));
  return { chosen: [...chosen], left: related.map(({ file }) => file).filter((file) => !chosen.has(file)) };
}

async function lint(changed: readonly string[]): Promise<boolean> {
  const sources = changed.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
  if (sources.length === 0) {
    return true;
  }
  const eslint = [tool('eslint'), '--max-warnings=0', '--no-warn-ignored', ...sources];
  return run(`lint of ${sources.length} files`, eslint, { LINT_WITHOUT_TYPES: '1' });
}

/** ` (aws 7, gcp 5)` */
function byFolder(files: readonly string[]): string {
  const folders = [...groupBy(files, (file) => dirname(file).replace(/^test\/?/, '') || 'test')];
  return folders.length === 0 ? '' : ` (${folders.map(([folder, { length }]) => `${folder} ${length}`).join(', ')})`;
}

async function main(): Promise<void> {
  const changed = changedFiles();
  const { chosen, left } = await suitesOf(changed);
  const results = await Promise.all([
    run('types', SCRIPTS.types!.split(' ')),
    lint(changed),
    chosen.length === 0 || run(`${chosen.length} suites`, [tool('jest'), '--ci', '--runTestsByPath', ...chosen]),
    changed.some((file) => file.startsWith('lib/')) ? run('circles', SCRIPTS['lint:circles']!.split(' ')) : true,
  ]);
  console.log(
    `left to \`npm test\`: lint by types, knip, ${left.length} suites that load what changed${byFolder(left)}`,
  );
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

void main();
