import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { LEGEND } from '../lib/review';
import { parseReview, toSummary, toSummaryDifference, type ReviewDocument } from 'harness-delegate-access';

/**
 * `npm run synth`: synthesizes the four stacks of the examples and prints what each opens, from the reviews that they
 * write. What the toolkits say goes to a log, which is shown when one of them fails, or with `--verbose`.
 */

const ROOT = join(__dirname, '..');
const LOGS = join(ROOT, '.scratch', 'synth');
const OUTPUTS = ['cdk.out', 'cdktf.out'];
const isVerbose = process.argv.includes('--verbose');
const isTerminal = process.stdout.isTTY;
const WIDTH = isTerminal ? Math.min(120, Math.max(60, process.stdout.columns)) : 120;

/** A toolkit, and where it writes the reviews of its two stacks. */
interface Example {
  readonly name: string;
  /** Run by Node. */
  readonly command: readonly string[];
  /** Beginnings of the files, in the order in which they are shown; the second as its difference to the first. */
  readonly reviews: readonly [string, string];
}

const EXAMPLES: readonly Example[] = [
  {
    name: 'aws',
    command: ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet'],
    reviews: ['cdk.out/DelegateDocumented.DelegateAccess', 'cdk.out/DelegateRecommended.DelegateAccess'],
  },
  {
    name: 'gcp',
    command: ['node_modules/tsx/dist/cli.mjs', '--tsconfig', 'tsconfig.dev.json', 'examples/gcp/main.ts'],
    reviews: [
      'cdktf.out/stacks/delegate-documented/delegate-documented.delegate-access',
      'cdktf.out/stacks/delegate-recommended/delegate-recommended.delegate-access',
    ],
  },
];

process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));
main().catch((error: unknown) => {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  OUTPUTS.forEach((folder) => rmSync(join(ROOT, folder), { recursive: true, force: true }));
  mkdirSync(LOGS, { recursive: true });
  const began = Date.now();
  const waiting = setInterval(() => progress(`synthesizing, ${Math.round((Date.now() - began) / 1000)} s`), 1000);
  const codes = await Promise.all(EXAMPLES.map(run));
  clearInterval(waiting);
  progress('');
  EXAMPLES.filter((_, i) => isVerbose || codes[i] !== 0).forEach(({ name }) => {
    process.stderr.write(`--- ${relative(ROOT, logOf(name))}\n${readFileSync(logOf(name), 'utf8')}\n`);
  });
  process.exitCode = codes.find((code) => code !== 0) ?? 0;
  if (process.exitCode === 0) {
    process.stdout.write(EXAMPLES.flatMap(blocksOf).join('\n') + endText());
  }
}

/** Ends with the code of the toolkit. */
function run({ name, command }: Example): Promise<number> {
  const log = createWriteStream(logOf(name));
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.on('error', (error) => log.write(`${error.message}\n`));
    child.on('close', (code) => log.end(() => resolve(code ?? 1)));
  });
}

function logOf(name: string): string {
  return join(LOGS, `${name}.log`);
}

function blocksOf({ reviews }: Example): string[] {
  const [first, second] = reviews.map(fileOf) as [string, string];
  const [documented, recommended] = [readReview(first), readReview(second)];
  return [
    toSummary(documented, { width: WIDTH, page: `${first}.html` }),
    toSummaryDifference(recommended, documented, { width: WIDTH, page: `${second}.html` }),
  ];
}

/** The review, whose name has a hash of where it applies; without its extension. */
function fileOf(begin: string): string {
  const folder = dirname(begin);
  const file = readdirSync(join(ROOT, folder)).find(
    (name) => join(folder, name).startsWith(`${begin}.`) && name.endsWith('.json'),
  );
  return join(folder, file!.replace(/\.json$/, ''));
}

function readReview(path: string): ReviewDocument {
  return parseReview(readFileSync(join(ROOT, `${path}.json`), 'utf8'));
}

function endText(): string {
  return `
${LEGEND}

Open cdk.out/DelegateRecommended.DelegateAccess.*.review.html in a browser: every port with its reason and source.
Templates: cdk.out/*.template.json and cdktf.out/stacks/*/cdk.tf.json. Log of the toolkits: ${relative(ROOT, LOGS)}/.
Next: copy examples/one-list/connections.yaml, edit it, and run \`npx harness-delegate-access review connections.yaml\`.
`;
}

/** On a terminal only. */
function progress(what: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\u001b[K${what}`);
  }
}
