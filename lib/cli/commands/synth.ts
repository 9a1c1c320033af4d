import { join } from 'node:path';
import type { Command } from 'commander';
import { AccessError, oneOf } from '../../base';
import { Plan, Profile } from '../../plan';
import { EXIT, type Outcome } from '../exit';
import { makeFolder, writeAllWhole } from '../files';
import { choice } from '../inputs';
import type { Io } from '../io';
import { PROFILE } from '../options';
import { synthCloudFormation } from '../synth/cloudformation';
import { synthTerraform } from '../synth/terraform';

const KINDS = ['cloudformation', 'terraform'] as const;

export interface SynthFlags {
  readonly to: string;
  readonly out: string;
  readonly profile?: string;
  readonly asOf?: string;
  readonly assumedBy?: string;
  readonly vpc?: string;
  readonly project?: string;
  readonly network?: string;
  readonly firewallPolicy?: string;
  readonly json?: boolean;
}

/** Names and texts of the files of a synth. */
export type SynthFiles = Readonly<Record<string, string>>;

export function addSynth(program: Command, io: Io, run: (command: () => Outcome) => void): void {
  program
    .command('synth')
    .argument('<file>', 'list of connections, YAML or JSON')
    .requiredOption('--to <kind>', KINDS.join(' or '))
    .requiredOption('--out <folder>', 'where the template and its review go; it is made if need be')
    .description(
      'a CloudFormation template or a Terraform configuration, and its review, for people without an app of their own',
    )
    .option('--profile <profile>', PROFILE)
    .option('--vpc <id>', 'cloudformation: the VPC of the security groups (default: a parameter of the template)')
    .option(
      '--assumed-by <service>',
      'cloudformation: who assumes the role, such as ecs-tasks.amazonaws.com; needed when the plan has AWS permissions',
    )
    .option('--project <id>', 'terraform: the Google Cloud project')
    .option('--network <name>', 'terraform: the VPC network')
    .option(
      '--firewall-policy <choice>',
      'terraform: none (VPC rules) or new (a policy, which matches host names) (default: none)',
    )
    .option('--json', 'the paths of the files as JSON')
    .option('--as-of <date>', 'the day against which acknowledgements run out (default: today)')
    .addHelpText(
      'after',
      `
It needs the packages of the cloud: npm install aws-cdk-lib constructs, or npm install cdktf @cdktf/provider-google constructs

Examples:
  harness-delegate-access synth connections.yaml --to cloudformation --assumed-by ecs-tasks.amazonaws.com --out out
  harness-delegate-access synth connections.yaml --to terraform --project acme-prod --network prod --out out`,
    )
    .action((file: string, flags: SynthFlags) => run(() => synth(file, flags, io)));
}

function synth(file: string, flags: SynthFlags, io: Io): Outcome {
  const kind = choice('--to', flags.to, KINDS);
  checkFlags(kind, flags);
  io.progress(`reading ${file}`);
  const plan = Plan.fromFile(file, {
    ...(flags.profile === undefined ? {} : { profile: Profile.of(flags.profile) }),
    ...(flags.asOf === undefined ? {} : { asOf: flags.asOf }),
  });
  io.progress(`loading the packages for ${kind}`, true);
  const files = kind === 'cloudformation' ? synthCloudFormation(plan, flags) : synthTerraform(plan, flags);
  makeFolder(flags.out);
  const byPath = Object.fromEntries(Object.entries(files).map(([name, text]) => [join(flags.out, name), text]));
  writeAllWhole(byPath);
  const paths = Object.keys(byPath);
  const warnings = plan.findings.filter(
    ({ severity, acknowledged }) => severity === 'warning' && acknowledged === undefined,
  );
  if (warnings.length > 0) {
    io.err(`${warnings.length} warnings, which nobody accepted: see the review\n`);
  }
  return {
    text:
      flags.json === true
        ? `${JSON.stringify({ files: paths }, undefined, 2)}\n`
        : paths.map((path) => `wrote ${path}\n`).join(''),
    exit: EXIT.fine,
  };
}

/** Flags of the one kind mean nothing for the other. */
function checkFlags(kind: (typeof KINDS)[number], flags: SynthFlags): void {
  const others =
    kind === 'cloudformation' ? (['project', 'network', 'firewallPolicy'] as const) : (['vpc', 'assumedBy'] as const);
  const given = others
    .filter((name) => flags[name] !== undefined)
    .map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  if (given.length > 0) {
    throw AccessError.of('InvalidChoice', `${oneOf(given)} would have no effect with \`--to ${kind}\``);
  }
}
