import { cpus } from 'node:os';
import { against } from './against';
import { aggregationCost } from './aggregation';
import { connectorsCost } from './connectors';
import { buildIfStale } from './fresh-build';
import { importCosts } from './imports';
import { namesCost } from './names';
import { exponent, plannerCost } from './planner';
import { preflightCosts } from './preflight';
import { commandCosts, synthReviewCost } from './reviews';
import { ruleCounts } from './rule-counts';
import { scaleCosts } from './scale';
import { format } from './statistics';
import { synthCosts } from './synths';

/** Measures what docs/performance.md claims, or this checkout `against` another commit; run it on a quiet machine. */

const RUNS = 30;
/** Half of them take as long as the firewall drops. */
const PREFLIGHTS = 5;
const SIZES = [29, 1000, 10_000];

function row(name: string, ...columns: readonly string[]): void {
  console.log([`  ${name.padEnd(38)}`, ...columns.map((column) => column.padStart(28))].join(''));
}

function imports(): void {
  console.log('\nLoading an entry point, over bare Node');
  const costs = importCosts(
    {
      'harness-delegate-access': './dist/index.js',
      'harness-delegate-access/kubernetes': './dist/kubernetes/index.js',
      'harness-delegate-access/aws': './dist/aws/index.js',
      'aws-cdk-lib + aws-ec2 + aws-iam': './bench/cdk-only.cjs',
      'harness-delegate-access/gcp': './dist/gcp/index.js',
      'cdktf': 'cdktf',
    },
    RUNS,
  );
  costs.forEach(({ name, over }) => row(name, format(over, 'ms')));
  const [index] = importCosts({ "the provider's index (3 runs)": '@cdktf/provider-google' }, 3);
  row(index!.name, format(index!.over, 'ms'));
}

function synths(): void {
  console.log('\nWhole synth of all 29 rows, least-privilege, against a program by hand with the same resources');
  row('', 'ours', 'by hand', 'ratio', 'by hand twice');
  for (const cloud of ['aws', 'gcp'] as const) {
    const { resources, ours, byHand, ratio, noise } = synthCosts(cloud, RUNS);
    row(
      `${cloud}, ${resources} resources`,
      format(ours, 'ms', 0),
      format(byHand, 'ms', 0),
      format(ratio, 'x', 3),
      format(noise, 'x', 3),
    );
  }
}

function reviews(): void {
  console.log('\nThe command, from `node` to its end');
  commandCosts(RUNS).forEach(({ name, wall }) => row(name, format(wall, 'ms', 0)));
  console.log('\nWhat writing the review (Markdown, HTML, JSON) adds to a synth of all 29 rows');
  (['aws', 'gcp'] as const).forEach((cloud) => row(cloud, format(synthReviewCost(cloud, RUNS), 'ms', 0)));
}

async function planner(): Promise<void> {
  console.log('\nPlanning and minimising, when warm');
  row('', 'time', 'flows, rules', 'peak memory');
  const costs = [];
  for (const size of SIZES) {
    const cost = plannerCost(size);
    costs.push(cost);
    row(
      `${size} connections, 4 blocks each`,
      format(cost.time, 'ms', 2),
      `${cost.flows}, ${cost.rules}`,
      `${cost.memory.toFixed(0)} MiB`,
    );
  }
  for (const size of [1000, 10_000]) {
    const { names, capacity, rules, layers } = namesCost(size, RUNS);
    row(`${names} names, rules of a firewall`, format(rules, 'ms'), `${capacity} units`);
    row(`${names} names, on two layers`, format(layers, 'ms'));
  }
  row('1000 connectors to a list', format(connectorsCost(1000, RUNS), 'ms'));
  row('growth from 1,000 to 10,000', `n^${exponent(costs[1]!, costs[2]!).toFixed(2)}`);
  const { prefixes, blocks, time } = await aggregationCost(8000);
  row(`aggregating ${prefixes} prefixes`, format(time, 'ms', 2), `${blocks} blocks, the fewest`);
}

function counts(): void {
  const { source, counts: all } = ruleCounts();
  console.log(`\nRules of a security group (address lists ${source}; ports 80 and 443)`);
  row('', 'a rule for each pair', 'plain calls of the CDK', 'ours');
  all.forEach(({ name, pairs, plain, ours }) => row(name, `${pairs}`, `${plain}`, `${ours}`));
}

function scale(): void {
  console.log('\nVery large input, from `node` to its end');
  row('', 'CPU time', 'peak memory', 'result');
  scaleCosts().forEach(({ name, size, result, seconds, memory }) =>
    row(`${name}, ${size}`, `${seconds.toFixed(2)} s`, `${memory.toFixed(0)} MiB`, result),
  );
}

/** As root, since it makes network namespaces. */
async function preflights(): Promise<void> {
  console.log('\nA preflight of all 29 rows, 100 destinations, 8 at once, 3 s for each step');
  if (process.getuid?.() !== 0) {
    console.log('  NOT RUN: it makes network namespaces, which takes root');
    return;
  }
  row('', 'from `node` to its end', 'peak memory');
  (await preflightCosts(PREFLIGHTS)).forEach(({ name, wall, memory }) =>
    row(name, format(wall, 's'), memory === undefined ? '' : `${memory.toFixed(0)} MiB`),
  );
}

async function readme(): Promise<void> {
  const [cpu] = cpus();
  console.log(
    `Node ${process.version}, ${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}; median (quartiles) of ${RUNS} runs or pairs`,
  );
  imports();
  synths();
  reviews();
  await planner();
  counts();
  scale();
  await preflights();
}

async function main([what, ...args]: readonly string[]): Promise<void> {
  if (what !== undefined && what !== 'against' && what !== 'preflight') {
    throw new Error(`must be \`bench\`, \`bench preflight\` or \`bench against\`, got \`bench ${what}\``);
  }
  buildIfStale();
  return what === 'against' ? against(args) : what === 'preflight' ? preflights() : readme();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
