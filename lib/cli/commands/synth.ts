import { join } from 'node:path';
import type { Command } from 'commander';
import { AccessError, groupBy, oneOf } from '../../base';
import { isOpenWarning, Plan } from '../../plan';
import { PlanOnTarget, type PlatformSynth, type ReviewedTarget, type SynthFiles } from '../../platform';
import { PLATFORMS } from '../../platforms';
import { reviewOf, toHtml, toMarkdown, type ReviewDocument } from '../../review';
import type { Outcome } from '../exit';
import { makeFolder, writeAllWhole } from '../files';
import { choice, optionsOf } from '../inputs';
import type { Io } from '../io';
import { PROFILE } from '../options';
import { told } from '../output';

/** Outputs of the platforms that can be written. */
const SYNTHS: readonly PlatformSynth[] = PLATFORMS.flatMap(({ synths }) => synths ?? []);
const KINDS = SYNTHS.map(({ kind }) => kind);

interface SynthCommandFlags {
  readonly to: string;
  readonly out: string;
  readonly profile?: string;
  readonly asOf?: string;
  readonly json?: boolean;
}

export function addSynth(program: Command, io: Io, run: (command: () => Outcome) => void): void {
  const command = program
    .command('synth')
    .argument('<file>', 'list of connections, YAML or JSON')
    .requiredOption('--to <kind>', oneOf(KINDS))
    .requiredOption('--out <folder>', 'folder for the files and their review; created when missing')
    .description(
      'write a template, the rules of a filter of names, or the settings of a delegate, and the review, without an app of your own',
    )
    .option('--profile <profile>', PROFILE);
  for (const [flag, same] of groupBy(
    SYNTHS.flatMap(({ kind, flags }) => flags.map((own) => ({ kind, ...own }))),
    (own) => own.flag,
  )) {
    const texts = [...groupBy(same, ({ description }) => description)].map(
      ([description, kinds]) => `${kinds.map(({ kind }) => kind).join(', ')}: ${description}`,
    );
    command.option(flag, texts.join('; '));
  }
  command
    .option('--json', 'the paths of the files as JSON')
    .option('--as-of <date>', 'the day against which acknowledgements expire (default: today)')
    .addHelpText('after', helpText())
    .action((file: string, flags: SynthCommandFlags) => run(() => synth(file, flags, io)));
}

function helpText(): string {
  const packages = SYNTHS.filter((entry) => entry.packages.length > 0)
    .map((entry) => `npm install ${entry.packages.join(' ')}`)
    .join(', or ');
  const examples = SYNTHS.map(
    ({ kind, example }) =>
      `  harness-delegate-access synth connections.yaml --to ${kind}${example === '' ? '' : ` ${example}`} --out out`,
  );
  return `\nTemplates need the packages of their cloud: ${packages}\n\nExamples:\n${examples.join('\n')}`;
}

function synth(file: string, flags: SynthCommandFlags, io: Io): Outcome {
  const kind = choice('--to', flags.to, KINDS);
  const values = flags as unknown as Readonly<Record<string, string | undefined>>;
  checkFlags(kind, values);
  io.progress(`reading ${file}`);
  const plan = Plan.fromFile(file, optionsOf(flags));
  const { run, packages, reviewed } = SYNTHS.find((entry) => entry.kind === kind)!;
  if (packages.length > 0) {
    io.progress(`loading the packages for ${kind}`, true);
  }
  const review = reviewed === undefined ? undefined : reviewBeside(plan, reviewed(values, plan));
  const files = { ...run(plan, values), ...(review === undefined ? {} : reviewFiles(review)) };
  makeFolder(flags.out);
  const byPath = Object.fromEntries(Object.entries(files).map(([name, text]) => [join(flags.out, name), text]));
  writeAllWhole(byPath);
  const paths = Object.keys(byPath);
  const warnings = (review ?? plan).findings.filter(isOpenWarning);
  if (warnings.length > 0) {
    io.err(`${warnings.length} unacknowledged ${warnings.length === 1 ? 'warning' : 'warnings'}, see the review\n`);
  }
  return told({ files: paths }, () => paths.map((path) => `wrote ${path}\n`).join(''), { json: flags.json });
}

/** The review of an output that writes none itself. */
function reviewBeside(list: Plan, { facts, findings, plan = list, where }: ReviewedTarget): ReviewDocument {
  const platform = PLATFORMS.find(({ id }) => id === facts.platform)!;
  const onTarget = new PlanOnTarget(plan, facts, platform);
  const judged = onTarget.log.with(findings).judged({
    stages: ['plan', 'target', 'construct'],
    targets: [facts.name],
    platform: facts.platform,
  });
  return reviewOf(onTarget, { findings: judged, where });
}

/** A review as the files that a construct writes beside its template. */
function reviewFiles(review: ReviewDocument): SynthFiles {
  return {
    'review.md': toMarkdown(review),
    'review.html': toHtml(review),
    'review.json': `${JSON.stringify(review, undefined, 2)}\n`,
  };
}

/** Refuses flags of another kind. */
function checkFlags(kind: string, values: Readonly<Record<string, string | undefined>>): void {
  const own = SYNTHS.find((entry) => entry.kind === kind)!.flags.map(({ name }) => name);
  const given = SYNTHS.flatMap(({ flags }) => flags).filter(
    ({ name }) => values[name] !== undefined && !own.includes(name),
  );
  if (given.length > 0) {
    const names = given.map(({ flag }) => flag.split(' ')[0]!);
    throw AccessError.of('InvalidChoice', `${oneOf(names)} has no effect with \`--to ${kind}\``);
  }
}
