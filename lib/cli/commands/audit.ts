import type { Command } from 'commander';
import { AccessError, readText } from '../../base';
import { auditMarkdown, auditOf, auditTable, readTemplate } from '../../compare';
import type { TemplateChoice } from '../../platform';
import type { Outgoing } from '../../platform/template';
import { PLATFORMS } from '../../platforms';
import { Target } from '../../platforms/target';
import { outcome, type Outcome } from '../exit';
import { DEFAULT_TARGET, isLarge, keptReview, MAX_INPUT, reviewFrom, type PlanFlags } from '../inputs';
import type { Io } from '../io';
import { PROFILE, targets, withDocument } from '../options';
import { formatOf, json, type OutputFlags } from '../output';

const FORMATS = ['table', 'markdown', 'json'] as const;

interface AuditFlags extends PlanFlags, OutputFlags {
  readonly template: string;
}

/** Choices of every platform, by the name of their flag. */
const CHOICES: readonly TemplateChoice[] = PLATFORMS.flatMap(({ choices }) => choices);

export function addAudit(program: Command, io: Io, run: (command: () => Outcome) => void): void {
  const command = program
    .command('audit')
    .argument('<file>', 'list of connections, or a kept review (JSON)')
    .requiredOption(
      '--template <path>',
      'a CloudFormation template, a Terraform configuration in JSON, or the output of `terraform show -json`',
    )
    .description(
      'compare a template with a list: excess, missing, cannot tell; any template, not only those of this library',
    )
    .option('--target <target>', targets('that of the template'))
    .option('--profile <profile>', PROFILE);
  CHOICES.forEach((choice) => addChoice(command, choice));
  withDocument(command, FORMATS)
    .addHelpText(
      'after',
      `
Examples:
  harness-delegate-access audit connections.yaml --template cdk.out/Delegate.template.json
  terraform show -json plan.out > plan.json && harness-delegate-access audit connections.yaml --template plan.json

"Cannot tell" lists what depends on the deployment; nothing is guessed. Exit code 0: exactly the required traffic is open;
1: anything is listed; 2: wrong input.`,
    )
    .action((file: string, flags: AuditFlags) => run(() => audit(file, flags, io)));
}

function addChoice(command: Command, { flag, description, isList }: TemplateChoice): void {
  if (isList === true) {
    command.option(flag, description, (name: string, names: readonly string[] = []) => [...names, name]);
  } else {
    command.option(flag, description);
  }
}

function audit(file: string, flags: AuditFlags, io: Io): Outcome {
  const format = formatOf(flags, FORMATS);
  io.progress(`reading ${flags.template}`, isLarge(flags.template));
  const outgoing = templateOf(flags);
  // Of several clouds in one file, the last.
  const target = outgoing.targets[outgoing.targets.length - 1] ?? DEFAULT_TARGET;
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
  const renderers = { table: auditTable, markdown: auditMarkdown, json };
  return outcome(renderers[format](found), !found.isClean, flags.out);
}

function templateOf({ template, ...flags }: AuditFlags): Outgoing {
  const text = readText(template, MAX_INPUT);
  const values = flags as Readonly<Record<string, string | readonly string[] | undefined>>;
  const choices = CHOICES.map(({ name, flag }) => [name, values[flagName(flag)]] as const);
  try {
    return readTemplate(text, Object.fromEntries(choices));
  } catch (error) {
    if (!(error instanceof AccessError)) {
      throw error;
    }
    throw new AccessError(
      error.problems.map((problem) => ({ ...problem, message: `${template}: ${problem.message}` })),
    );
  }
}

/** `--firewall-policy <choice>` as the values of a command have it: `firewallPolicy`. */
function flagName(flag: string): string {
  const [long = ''] = flag.slice(2).split(' ');
  return long.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
