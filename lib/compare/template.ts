import type * as Yaml from 'yaml';
import { AccessError, oneOf, show } from '../base';
import { type TemplateReader } from '../platform';
import {
  Collector,
  isFields,
  terraformFile,
  terraformKind,
  type Outgoing,
  type TemplateFile,
} from '../platform/template';
import { PLATFORMS } from '../platforms';
import { checkTemplateOptions, type TemplateOptions } from './template-options';

/** Loaded when a template is not JSON. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
const yaml = (): typeof Yaml => require('yaml') as typeof Yaml;

const MAX_ALIASES = 100;

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
export function readTemplate(text: string, options: TemplateOptions = {}): Outgoing {
  checkTemplateOptions(options);
  try {
    return read(parse(text), options);
  } catch (error) {
    // A value that is nested deeper than the stack goes.
    if (error instanceof RangeError) {
      throw AccessError.of('InvalidTemplate', 'the template is nested too deeply to be read');
    }
    throw error;
  }
}

function read(value: unknown, choices: TemplateOptions): Outgoing {
  const collector = new Collector();
  const file = fileOf(value, collector);
  const readers = PLATFORMS.flatMap((platform) => platform.readers()).filter(({ kinds }) => kinds.includes(file.kind));
  checkChoices(file, readers, choices);
  const targets = readers.flatMap((reader) => reader.read(file, choices, collector) ?? []);
  return collector.outgoing(file.kind, targets);
}

/** @throws AccessError `UnknownTemplate` */
function fileOf(value: unknown, collector: Collector): TemplateFile {
  if (isFields(value) && isFields(value.Resources)) {
    return { kind: 'CloudFormation template', value, resources: [], given: new Map() };
  }
  const kind = isFields(value) ? terraformKind(value) : undefined;
  if (!isFields(value) || kind === undefined) {
    throw AccessError.of(
      'UnknownTemplate',
      'this is neither a CloudFormation template (`Resources`), nor a Terraform configuration in JSON (`resource`), nor the output of `terraform show -json` (`planned_values` or `values`)',
    );
  }
  return terraformFile(value, kind, collector);
}

/** A choice that no reader of such a file knows. @throws AccessError `NotInTemplate` */
function checkChoices({ kind }: TemplateFile, readers: readonly TemplateReader[], choices: TemplateOptions): void {
  const known = readers.flatMap((reader) => reader.choices);
  const given = Object.keys(choices).filter((name) => choices[name] !== undefined && !known.includes(name));
  if (given.length > 0) {
    throw AccessError.of('NotInTemplate', `a ${kind} has no ${oneOf(given)}; choose its rules with ${oneOf(known)}`);
  }
}

function parse(text: unknown): unknown {
  if (typeof text !== 'string') {
    throw AccessError.of('InvalidTemplate', `a template must be a string with its text, got ${show(text)}`);
  }
  if (text.trim() === '') {
    throw AccessError.of('EmptyFile', 'the template is empty');
  }
  if (/^\s*[{[]/.test(text)) {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      throw AccessError.of('InvalidTemplate', `the template is not valid JSON: ${show((error as Error).message)}`);
    }
  }
  return parseYaml(text);
}

/** YAML with the short forms of CloudFormation, which are tags. */
function parseYaml(text: string): unknown {
  const { parseDocument, visit, isScalar } = yaml();
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent', uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    throw AccessError.of('InvalidTemplate', `the template is neither JSON nor valid YAML: ${show(error.message)}`);
  }
  visit(document, {
    Node: (_, node) => {
      const tag =
        'tag' in node && typeof node.tag === 'string' && /^![A-Za-z]/.test(node.tag) ? node.tag.slice(1) : undefined;
      if (tag === undefined) {
        return undefined;
      }
      const key = tag === 'Ref' || tag === 'Condition' ? tag : `Fn::${tag}`;
      node.tag = undefined;
      const value = isScalar(node) ? node.value : document.createNode(node.toJS(document));
      return document.createNode({ [key]: value });
    },
  });
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (problem) {
    throw AccessError.of('InvalidTemplate', `the template is not valid YAML: ${show((problem as Error).message)}`);
  }
}
