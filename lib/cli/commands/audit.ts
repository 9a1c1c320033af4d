import type { Command } from 'commander';
import { auditMarkdown, auditOf, auditTable, readTemplate, type Audit, type Outgoing } from '../../audit';
import { AccessError, readText } from '../../base';
import { Target } from '../../target';
import { EXIT, type Outcome } from '../exit';
import { DEFAULT_TARGET, keptReview, MAX_INPUT, reviewFrom, type PlanFlags } from '../inputs';
import type { Io } from '../io';
import { PROFILE, targets, withDocument } from '../options';
import { formatOf, json, type OutputFlags } from '../output';

const FORMATS = ['table', 'markdown', 'json'] as const;

interface AuditFlags extends PlanFlags, OutputFlags {
  readonly template: string;
  readonly group?: readonly string[];
  readonly machines?: string;
  readonly network?: string;
  readonly policy?: string;
}

export function addAudit(program: Command, io: Io, run: (command: () => Outcome) => void): void {
  const command = program
    .command('audit')
    .argument('<file>', 'list of connections, or a review that was kept as JSON')
    .requiredOption(
      '--template <path>',
      'a CloudFormation template, a Terraform configuration in JSON, or what `terraform show -json` prints',
    )
    .description(
      'what is open in a template and no connection needs, and what a connection needs and the template lacks; any template, not only ours',
    )
    .option(
      '--group <name>',
      'a security group of the delegate, by logical id or address; may be given again (default: all of them, together)',
      (name: string, names: readonly string[] = []) => [...names, name],
    )
    .option(
      '--machines <targets>',
      "the delegate's service account or tag, as the firewall rules target it (default: the only one)",
    )
    .option('--network <name>', 'the network whose VPC firewall rules count (default: the only one)')
    .option('--policy <name>', 'the firewall policy whose rules count (default: the only one)')
    .option('--target <target>', targets('what the template has'))
    .option('--profile <profile>', PROFILE);
  withDocument(command, FORMATS)
    .addHelpText(
      'after',
      `
Examples:
  harness-delegate-access audit connections.yaml --template cdk.out/Delegate.template.json
  terraform show -json plan.out > plan.json && harness-delegate-access audit connections.yaml --template plan.json

What the template leaves to its deployment is listed under "Cannot tell"; nothing is guessed. It ends with 0 when exactly
what is needed is open, with 1 when anything is listed, with 2 when the input is wrong.`,
    )
    .action((file: string, flags: AuditFlags) => run(() => audit(file, flags, io)));
}

function audit(file: string, flags: AuditFlags, io: Io): Outcome {
  const format = formatOf(flags, FORMATS);
  const outgoing = templateOf(flags);
  const target = targetOf(outgoing);
  const review = reviewFrom(
    file,
    keptReview(file) === undefined ? { ...flags, target: flags.target ?? target } : flags,
    io,
  );
  if (review.target.platform !== Target.of(target).facts.platform) {
    throw AccessError.of(
      'WrongTarget',
      `the template has rules for ${Target.of(target).facts.title}, and the review is for ${review.target.title}; choose a target of the same cloud`,
    );
  }
  io.progress('comparing');
  const found = auditOf(review, outgoing);
  return {
    text: render(found, format),
    exit: found.isClean ? EXIT.fine : EXIT.found,
    ...(flags.out === undefined ? {} : { out: flags.out }),
  };
}

function templateOf({ template, group, machines, network, policy }: AuditFlags): Outgoing {
  const text = readText(template, MAX_INPUT);
  try {
    return readTemplate(text, { groups: group, machines, network, policy });
  } catch (error) {
    if (!(error instanceof AccessError)) {
      throw error;
    }
    throw new AccessError(
      error.problems.map((problem) => ({ ...problem, message: `${template}: ${problem.message}` })),
    );
  }
}

/** The target whose rules the template has. */
function targetOf({ read }: Outgoing): string {
  const types = read.map((name) => name.split('.').find((part) => part.startsWith('google_')) ?? '');
  if (types.some((type) => type.includes('policy'))) {
    return Target.GCP_FIREWALL_POLICY.name;
  }
  return types.some((type) => type !== '') ? Target.GCP_VPC_RULES.name : DEFAULT_TARGET;
}

function render(found: Audit, format: (typeof FORMATS)[number]): string {
  return format === 'json' ? json(found) : format === 'markdown' ? auditMarkdown(found) : auditTable(found);
}
