import type { Command } from 'commander';
import { AccessError, readText, STANDARD_INPUT } from '../../base';
import {
  auditMarkdown,
  auditOf,
  auditTable,
  formOf,
  readTemplates,
  type Audit,
  type TemplateOptions,
} from '../../compare';
import type { TemplateChoice } from '../../platform';
import type { Outgoing } from '../../platform/template';
import { PLATFORMS } from '../../platforms';
import { Target } from '../../platforms/target';
import type { ReviewDocument } from '../../review';
import { EXIT, EXIT_CODES, exitOf, outcome, type ExitCode, type Outcome } from '../exit';
import {
  DEFAULT_TARGET,
  isLarge,
  keptReview,
  layerNames,
  layersOf,
  MAX_INPUT,
  reviewFrom,
  type PlanFlags,
} from '../inputs';
import type { Io } from '../io';
import { PROFILE, targets, withDocument } from '../options';
import { formatOf, json, type OutputFlags } from '../output';

const FORMATS = ['table', 'markdown', 'json'] as const;

interface AuditFlags extends PlanFlags, OutputFlags {
  readonly template: readonly string[];
  readonly all?: boolean;
}

/** Choices of every platform, by the name of their flag. */
const CHOICES: readonly TemplateChoice[] = PLATFORMS.flatMap(({ choices }) => choices);

export function addAudit(program: Command, io: Io, run: (command: () => Outcome) => void): void {
  const command = program
    .command('audit')
    .argument('<file>', 'list of connections, or a kept review (JSON)')
    .requiredOption(
      '--template <path>',
      'a CloudFormation template, a Terraform configuration in JSON, the output of `terraform show -json`, an answer of the AWS CLI or of gcloud, policies of Kubernetes in YAML or JSON, `-` for standard input; repeatable, all are read together',
      (path: string, paths: readonly string[] = []) => [...paths, path],
    )
    .description(
      'compare a template with a list: excess, missing, cannot tell; any template, not only those of this library',
    )
    .option('--target <target>', targets('that of the template'))
    .option('--profile <profile>', PROFILE)
    .option('--all', 'every entry, not the first of each group');
  CHOICES.forEach((choice) => addChoice(command, choice));
  withDocument(command, FORMATS)
    .addHelpText(
      'after',
      `
Examples:
  harness-delegate-access audit connections.yaml --template cdk.out/Delegate.template.json
  terraform show -json plan.out > plan.json && harness-delegate-access audit connections.yaml --template plan.json
  aws ec2 describe-security-groups | harness-delegate-access audit connections.yaml --template - --group delegate

"Cannot tell" lists what depends on the deployment; nothing is guessed.

${EXIT_CODES}`,
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
  if ([file, ...flags.template].filter((path) => path === STANDARD_INPUT).length > 1) {
    throw AccessError.of('InvalidChoice', 'standard input can be read once; set `-` for the list or for one template');
  }
  flags.template.forEach((path) => io.progress(`reading ${path}`, isLarge(path)));
  const all = wantedOf(outgoingOf(flags), keptReview(file), flags);
  const found = all.map((outgoing) => auditOf(reviewFor(outgoing, all, file, flags, io), outgoing));
  io.progress('comparing');
  const { out } = flags;
  const width = out === undefined ? { width: io.width } : {};
  const renderers = {
    table: () => found.map((each) => auditTable(each, { all: flags.all, ...width })).join('\n'),
    markdown: () => found.map((each) => auditMarkdown(each, { all: flags.all })).join('\n'),
    json: () => json(found.length === 1 ? found[0] : found),
  };
  return outcome(renderers[format](), exitOf(worst(found), flags), out);
}

/**
 * Rules of the layers that the review is for, where the templates have some of them; a layer that they do not have may pass anything.
 *
 * @throws AccessError `WrongTarget`
 */
function wantedOf(
  all: readonly Outgoing[],
  kept: ReviewDocument | undefined,
  { target }: AuditFlags,
): readonly Outgoing[] {
  const names = (kept === undefined ? target : layerNames(kept))?.split(',').map((name) => name.trim()) ?? [];
  const has = ({ targets: own }: Outgoing, name: string): boolean => own.some((one) => formOf(one) === formOf(name));
  const wanted = all.filter((outgoing) => names.some((name) => has(outgoing, name)));
  const missing = names.filter((name) => !all.some((outgoing) => has(outgoing, name)));
  const titles = missing.map((name) => Target.of(name).facts);
  const unlike = titles.find(({ filters = 'packets' }) => filters !== 'packets');
  const [first, ...others] = wanted;
  if (first === undefined) {
    if (unlike !== undefined) {
      throw AccessError.of(
        'WrongTarget',
        `the templates have no rules that this release reads for ${unlike.title}, whose rules are not compared with those of packets; name with \`--target\` a layer that the templates have`,
      );
    }
    return all;
  }
  const unknown = titles.map(({ title }) => ({
    where: title,
    what: 'no rules of this layer are in the templates, so what it passes is not known',
  }));
  return [{ ...first, unknown: [...first.unknown, ...unknown] }, ...others];
}

/** The list on the layers of the templates in its cloud; of several targets of one layer, the last. */
function reviewFor(
  outgoing: Outgoing,
  all: readonly Outgoing[],
  file: string,
  flags: AuditFlags,
  io: Io,
): ReviewDocument {
  const target = outgoing.targets.at(-1) ?? flags.target?.split(',')[0] ?? DEFAULT_TARGET;
  const { platform } = Target.of(target).facts;
  const isOwn =
    flags.target !== undefined && (all.length === 1 || layersOf(flags.target)[0].facts.platform === platform);
  const others = all
    .flatMap(({ targets: own }) => own.at(-1) ?? [])
    .filter((name) => name !== target && Target.of(name).facts.platform === platform);
  const isList = keptReview(file) === undefined;
  const review = reviewFrom(
    file,
    isList ? { ...flags, target: isOwn ? flags.target : [target, ...others].join(',') } : flags,
    io,
  );
  if (review.target.platform !== Target.of(target).facts.platform) {
    throw AccessError.of(
      'WrongTarget',
      `the template has rules for ${Target.of(target).facts.title}, and the review is for ${review.target.title}; choose a target of the same cloud`,
    );
  }
  return review;
}

/** Excess before "cannot tell" before what is missing. */
function worst(found: readonly Audit[]): ExitCode {
  if (found.some(({ surplus, permissions }) => surplus.length + (permissions?.surplus.length ?? 0) > 0)) {
    return EXIT.found;
  }
  if (found.some(({ cannotTell }) => cannotTell.length > 0)) {
    return EXIT.cannotTell;
  }
  return found.some(({ lacking, permissions }) => lacking.length + (permissions?.lacking.length ?? 0) > 0)
    ? EXIT.missing
    : EXIT.fine;
}

function outgoingOf({ template: paths, ...flags }: AuditFlags): Outgoing[] {
  const texts = paths.map((path) => ({ name: path, text: readText(path, MAX_INPUT) }));
  const values = flags as Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  const choices = CHOICES.map(({ name, flag }) => [name, values[flagName(flag)]] as const);
  return readTemplates(texts, Object.fromEntries(choices) as TemplateOptions);
}

/** `--firewall-policy <choice>` as the values of a command have it: `firewallPolicy`. */
function flagName(flag: string): string {
  const [long = ''] = flag.slice(2).split(' ');
  return long.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
