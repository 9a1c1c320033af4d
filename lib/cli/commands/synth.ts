import { join } from 'node:path';
import type { Command } from 'commander';
import { AccessError, oneOf } from '../../base';
import { isOpenWarning, Plan } from '../../plan';
import type { PlatformSynth } from '../../platform';
import { PLATFORMS } from '../../platforms';
import type { Outcome } from '../exit';
import { makeFolder, writeAllWhole } from '../files';
import { choice, optionsOf } from '../inputs';
import type { Io } from '../io';
import { PROFILE } from '../options';
import { told } from '../output';

/** Outputs of the platforms that can be written. */
const SYNTHS: readonly PlatformSynth[] = PLATFORMS.flatMap(({ synth: own }) => own ?? []);
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
    .requiredOption('--to <kind>', KINDS.join(' or '))
    .requiredOption('--out <folder>', 'folder for the template and its review; created when missing')
    .description(
      'write a CloudFormation template or a Terraform configuration, and its review, without an app of your own',
    )
    .option('--profile <profile>', PROFILE);
  for (const { kind, flags } of SYNTHS) {
    flags.forEach(({ flag, description }) => command.option(flag, `${kind}: ${description}`));
  }
  command
    .option('--json', 'the paths of the files as JSON')
    .option('--as-of <date>', 'the day against which acknowledgements expire (default: today)')
    .addHelpText('after', helpText())
    .action((file: string, flags: SynthCommandFlags) => run(() => synth(file, flags, io)));
}

function helpText(): string {
  const packages = SYNTHS.map((entry) => `npm install ${entry.packages.join(' ')}`).join(', or ');
  const examples = SYNTHS.map(
    ({ kind, example }) => `  harness-delegate-access synth connections.yaml --to ${kind} ${example} --out out`,
  );
  return `\nIt needs the packages of the cloud: ${packages}\n\nExamples:\n${examples.join('\n')}`;
}

function synth(file: string, flags: SynthCommandFlags, io: Io): Outcome {
  const kind = choice('--to', flags.to, KINDS);
  const values = flags as unknown as Readonly<Record<string, string | undefined>>;
  checkFlags(kind, values);
  io.progress(`reading ${file}`);
  const plan = Plan.fromFile(file, optionsOf(flags));
  io.progress(`loading the packages for ${kind}`, true);
  const files = SYNTHS.find((entry) => entry.kind === kind)!.run(plan, values);
  makeFolder(flags.out);
  const byPath = Object.fromEntries(Object.entries(files).map(([name, text]) => [join(flags.out, name), text]));
  writeAllWhole(byPath);
  const paths = Object.keys(byPath);
  const warnings = plan.findings.filter(isOpenWarning);
  if (warnings.length > 0) {
    io.err(`${warnings.length} unacknowledged ${warnings.length === 1 ? 'warning' : 'warnings'}, see the review\n`);
  }
  return told({ files: paths }, () => paths.map((path) => `wrote ${path}\n`).join(''), { json: flags.json });
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
