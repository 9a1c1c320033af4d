import { AccessError, collect, groupBy, oneOf, show, throwIfAny, type Problem } from '../base';
import { type TemplateReader } from '../platform';
import {
  ANYTHING,
  Collector,
  isFields,
  TERRAFORM_FORMATS,
  type Outgoing,
  type TemplateFile,
  type TemplateKind,
} from '../platform/template';
import { PLATFORMS } from '../platforms';
import { refuseText, refuseValue, unknownTemplate } from './not-a-template';
import { parseTemplate, type ParsedTemplate } from './parse-template';
import { checkTemplateOptions, type TemplateOptions } from './template-options';

/**
 * The egress that a template allows, as far as its text shows: a CloudFormation template (JSON or YAML), a Terraform
 * configuration in JSON, the output of `terraform show -json` for a plan or a state, or policies of Kubernetes. Any template, not
 * only ours.
 *
 * @throws AccessError `InvalidProp`, `UnknownProp`, `EmptyFile`, `InvalidTemplate`, `UnknownTemplate`, `UnknownGroup`, `SeveralClouds`,
 * `SeveralPods`, `SeveralNamespaces`, `InvalidPodLabels`, and those of the choice of machines, network and policy
 *
 * @example
 * ```ts
 * const plan = readFileSync('plan.json', 'utf8'); // terraform show -json plan.out > plan.json
 * const outgoing = readTemplate(plan, { machines: 'delegate@acme-prod.iam.gserviceaccount.com', network: 'prod' });
 * ```
 */
export function readTemplate(text: string | readonly TemplateText[], options: TemplateOptions = {}): Outgoing {
  const [first, ...others] = readTemplates(text, options);
  if (others.length > 0) {
    throw AccessError.of('SeveralClouds', 'the template has rules of several clouds; use `readTemplates`');
  }
  return first!;
}

/**
 * The same for each cloud that has rules in the templates, which are read together.
 *
 * @throws AccessError as `readTemplate`, but for `SeveralClouds`
 */
export function readTemplates(text: string | readonly TemplateText[], options: TemplateOptions = {}): Outgoing[] {
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

/** One result for each platform that has rules in them; one without a target when none has. */
function read(texts: readonly TemplateText[], choices: TemplateOptions): Outgoing[] {
  const common = new Collector();
  const files = texts.map(({ name, text }) => inFile(name, () => fileOf(text, name, common)));
  const kinds = [...groupBy(files, ({ kind }) => kind).keys()] as TemplateKind[];
  const platforms = PLATFORMS.flatMap((platform) => {
    const own = platform.readers().filter((reader) => reader.kinds.some((kind) => kinds.includes(kind)));
    const apart = own.filter(({ isApart }) => isApart === true);
    return [own.filter((reader) => !apart.includes(reader)), ...apart.map((reader) => [reader])];
  });
  checkChoices(kinds, platforms.flat(), choices);
  const results = platforms.map((readers) => {
    const collector = new Collector();
    const targets = readers.flatMap((reader) => {
      const own = files.filter(({ kind }) => reader.kinds.includes(kind));
      return own.length === 0 ? [] : (reader.read(own, choices, collector) ?? []);
    });
    const kind = files.find((file) => readers.some((reader) => reader.kinds.includes(file.kind)))?.kind;
    return { collector, targets, kind, isApart: readers.some(({ isApart }) => isApart === true) };
  });
  const without = results.filter(({ targets, isApart }) => targets.length === 0 && !isApart);
  const shared = [...common.unknown, ...without.flatMap(({ collector }) => collector.unknown)];
  const found = results.filter(({ targets }) => targets.length > 0);
  // Files that have a layer of its own alone have no other rules to be missed.
  const hasApart = found.some(({ isApart }) => isApart);
  const own = found.filter(
    ({ isApart, collector: { read: names, permissions } }) =>
      isApart || !hasApart || names.length > 0 || permissions !== undefined,
  );
  return (own.length === 0 ? [{ collector: new Collector(), targets: [], kind: kinds[0] }] : own).map(
    ({ collector, targets, kind }) => {
      collector.unknown.unshift(...shared);
      collector.notes.unshift(...common.notes);
      return collector.outgoing(kind!, targets);
    },
  );
}

/** Errors name the file, as the user gave it. */
function inFile<T>(name: string, act: () => T): T {
  const problems: Problem[] = [];
  const result = collect(problems, name === '' ? '' : `${name}: `, act);
  throwIfAny(problems);
  return result as T;
}

/** @throws AccessError `UnknownTemplate` and those of parsing */
function fileOf(text: string, name: string, collector: Collector): TemplateFile {
  refuseText(text);
  const { value, notes, unread } = unwrapped(parseTemplate(text));
  refuseValue(value);
  unread.forEach((what) => collector.cannotTell(name === '' ? 'the template' : name, what, ANYTHING));
  collector.notes.push(...notes.map((note) => (name === '' ? note : `${name}:${note}`)));
  const formats = [...PLATFORMS.flatMap((platform) => platform.formats?.() ?? []), ...TERRAFORM_FORMATS];
  const format = formats.find((candidate) => candidate.recognizes(value));
  if (format === undefined) {
    throw unknownTemplate(value);
  }
  return format.fileOf(value, name, collector);
}

/** An answer that holds a template, as an object or as its text. */
function unwrapped(parsed: ParsedTemplate): ParsedTemplate {
  const body = isFields(parsed.value) && Object.keys(parsed.value).length <= 2 ? parsed.value.TemplateBody : undefined;
  return body === undefined ? parsed : typeof body === 'string' ? parseTemplate(body) : { ...parsed, value: body };
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
