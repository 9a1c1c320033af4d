import { AccessError, groupBy, oneOf, show } from '../base';
import { type TemplateReader } from '../platform';
import {
  Collector,
  isFields,
  TERRAFORM_FORMATS,
  type Outgoing,
  type TemplateFile,
  type TemplateKind,
} from '../platform/template';
import { PLATFORMS } from '../platforms';
import { parseTemplate } from './parse-template';
import { checkTemplateOptions, type TemplateOptions } from './template-options';

/**
 * The egress that a template allows, as far as its text shows: a CloudFormation template (JSON or YAML), a Terraform
 * configuration in JSON, or the output of `terraform show -json` for a plan or a state. Any template, not only ours.
 *
 * @throws AccessError `InvalidProp`, `UnknownProp`, `EmptyFile`, `InvalidTemplate`, `UnknownTemplate`, `UnknownGroup`,
 * and those of the choice of machines, network and policy
 *
 * @example
 * ```ts
 * const plan = readFileSync('plan.json', 'utf8'); // terraform show -json plan.out > plan.json
 * const outgoing = readTemplate(plan, { machines: 'delegate@acme-prod.iam.gserviceaccount.com', network: 'prod' });
 * ```
 */
export function readTemplate(text: string | readonly TemplateText[], options: TemplateOptions = {}): Outgoing {
  checkTemplateOptions(options);
  const texts = textsOf(text);
  try {
    return read(texts, options);
  } catch (error) {
    // A value that is nested deeper than the stack goes.
    if (error instanceof RangeError) {
      throw AccessError.of('InvalidTemplate', 'the template is nested too deeply to be read');
    }
    throw error;
  }
}

/** One of several templates that are read together. */
export interface TemplateText {
  /** Name for messages, such as the path of the file. */
  readonly name: string;
  readonly text: string;
}

/** @throws AccessError `InvalidTemplate` */
function textsOf(given: unknown): readonly TemplateText[] {
  if (!Array.isArray(given)) {
    return [{ name: '', text: given as string }];
  }
  const texts: readonly unknown[] = Array.from(given as unknown[]);
  const wrong = texts.filter((entry) => !isFields(entry) || typeof entry.name !== 'string');
  if (texts.length === 0 || wrong.length > 0) {
    throw AccessError.of(
      'InvalidTemplate',
      `templates must be a list of \`{ name, text }\` with one entry at least, got ${show(wrong.length > 0 ? wrong[0] : given)}`,
    );
  }
  return texts as readonly TemplateText[];
}

function read(texts: readonly TemplateText[], choices: TemplateOptions): Outgoing {
  const collector = new Collector();
  const files = texts.map(({ name, text }) => fileOf(parseTemplate(text), name, collector));
  const kinds = [...groupBy(files, ({ kind }) => kind).keys()] as TemplateKind[];
  const readers = PLATFORMS.flatMap((platform) => platform.readers()).filter((reader) =>
    reader.kinds.some((kind) => kinds.includes(kind)),
  );
  checkChoices(kinds, readers, choices);
  const targets = readers.flatMap((reader) => {
    const own = files.filter(({ kind }) => reader.kinds.includes(kind));
    return reader.read(own, choices, collector) ?? [];
  });
  return collector.outgoing(kinds[0]!, targets);
}

/** @throws AccessError `UnknownTemplate` */
function fileOf(value: unknown, name: string, collector: Collector): TemplateFile {
  const formats = [...PLATFORMS.flatMap((platform) => platform.formats?.() ?? []), ...TERRAFORM_FORMATS];
  const format = formats.find((candidate) => candidate.recognizes(value));
  if (format === undefined) {
    throw AccessError.of(
      'UnknownTemplate',
      'this is neither a CloudFormation template (`Resources`), nor a Terraform configuration in JSON (`resource`), nor the output of `terraform show -json` (`planned_values` or `values`)',
    );
  }
  return format.fileOf(value, name, collector);
}

/** A choice that no reader of such files knows. @throws AccessError `NotInTemplate` */
function checkChoices(
  kinds: readonly TemplateKind[],
  readers: readonly TemplateReader[],
  choices: TemplateOptions,
): void {
  const known = [...new Set(readers.flatMap((reader) => reader.choices))];
  const given = Object.keys(choices).filter((name) => choices[name] !== undefined && !known.includes(name));
  if (given.length > 0) {
    throw AccessError.of(
      'NotInTemplate',
      `a ${kinds.join(' and a ')} has no ${oneOf(given)}; choose its rules with ${oneOf(known)}`,
    );
  }
}
