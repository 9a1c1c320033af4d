import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, ROOT } from './build';
import type { Program } from './cpu';
import type { Cloud } from './resources';
import { ROW_PROPS } from '../test/support/every-row';

/** Comparisons of two checkouts, each with its own build and its own programs. */

/** Milliseconds; `base` is a process without the library, which both are set beside. */
export type Round = Readonly<Record<'this' | 'other' | 'base', number>>;

interface Ratio {
  readonly title: string;
  readonly of: (round: Round) => number;
}

export interface Comparison {
  readonly name: string;
  readonly programs: Readonly<Record<keyof Round, Program>>;
  readonly ratios: readonly Ratio[];
}

const RAW: Ratio = { title: 'this / other', of: (round) => round.this / round.other };
/** In each round on its own, so that what the machine does to a round is in all three. */
const NET: Ratio = {
  title: 'this / other, each less base',
  of: ({ this: mine, other, base }) => (mine - base) / (other - base),
};
const BY_HAND: readonly Ratio[] = [
  { title: 'this / by hand (base)', of: (round) => round.this / round.base },
  { title: 'other / by hand (base)', of: (round) => round.other / round.base },
];

const CDK = ['aws-cdk-lib', 'aws-cdk-lib/aws-ec2', 'aws-cdk-lib/aws-iam', 'constructs'];

interface Synth {
  readonly cloud: Cloud;
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The CDK's own validator takes nine tenths of a synth, ours or by hand; without it the rest can be seen. */
const SYNTHS: readonly Synth[] = [
  { cloud: 'gcp', name: 'gcp', env: {} },
  { cloud: 'aws', name: 'aws, no validator', env: { CDK_VALIDATION: 'false' } },
  { cloud: 'aws', name: 'aws', env: {} },
];

/** @param mine a copy of this checkout's build; @param folder for lists and outputs */
export function comparisons(mine: string, other: string, folder: string): Comparison[] {
  return [
    loads('root entry; base: an empty process', mine, other, [], 'harness-delegate-access'),
    loads('/aws; base: the CDK alone', mine, other, CDK, 'harness-delegate-access/aws'),
    review(mine, other, folder),
    ...SYNTHS.map((synth) => synthOf(synth, mine, other, folder)),
  ];
}

function loads(name: string, mine: string, other: string, before: readonly string[], entry: string): Comparison {
  return {
    name,
    programs: {
      this: loading(mine, ...before, entry),
      other: loading(other, ...before, entry),
      base: loading(mine, ...before),
    },
    ratios: [NET, RAW],
  };
}

function review(mine: string, other: string, folder: string): Comparison {
  const list = commonRows(mine, other, folder);
  const command = (root: string): Program => ({ args: [join(root, 'dist/bin.js'), 'review', list], cwd: folder });
  return {
    name: 'review of 29 rows; base: an empty process',
    programs: { this: command(mine), other: command(other), base: loading(mine) },
    ratios: [RAW, NET],
  };
}

function synthOf({ cloud, name, env }: Synth, mine: string, other: string, folder: string): Comparison {
  return {
    name: `synth on ${name}; base: by hand`,
    programs: {
      this: program(build(`ours-${cloud}`, ROOT, mine), folder, env),
      other: program(build(`ours-${cloud}`, other), folder, env),
      base: program(build(`by-hand-${cloud}`, ROOT, mine), folder, env),
    },
    ratios: [...BY_HAND, RAW],
  };
}

function loading(root: string, ...modules: readonly string[]): Program {
  return { args: ['-e', modules.map((name) => `require('${name}');`).join('')], cwd: root };
}

function program(path: string, folder: string, env: Program['env']): Program {
  return { args: [path], cwd: folder, env: { ...env, BENCH_OUT: folder } };
}

/** A file with the rows that both know, so that a longer table is not measured against a shorter one. */
function commonRows(mine: string, other: string, folder: string): string {
  const [own, theirs] = [mine, other].map((root) => rowIds(root));
  const entries = Object.entries(ROW_PROPS).filter(([id]) => own!.has(id) && theirs!.has(id));
  const path = join(folder, 'rows.yaml');
  writeFileSync(path, entries.map(([id, props]) => `- ${id}: ${JSON.stringify(props)}\n`).join(''));
  return path;
}

function rowIds(root: string): ReadonlySet<string> {
  const text = execFileSync(process.execPath, [join(root, 'dist/bin.js'), 'list', '--json'], { encoding: 'utf8' });
  return new Set((JSON.parse(text) as { readonly rows: readonly { readonly id: string }[] }).rows.map(({ id }) => id));
}
