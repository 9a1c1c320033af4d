import type * as Yaml from 'yaml';
import { AccessError, oneOf, show } from '../base';
import { readCloudFormation } from './cloudformation';
import { Collector, isFields, type Outgoing } from './outgoing';
import { checkTemplateOptions, type TemplateOptions } from './template-options';
import { givenArguments, terraformKind, terraformResources } from './terraform';
import { AwsGroups } from './terraform-aws';
import { readGoogleRules } from './terraform-google';

/** Loaded when a template is not JSON. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
const yaml = (): typeof Yaml => require('yaml') as typeof Yaml;

const MAX_ALIASES = 100;

/**
 * What a template lets out, as far as its text says: a CloudFormation template (JSON or YAML), a Terraform configuration
 * in JSON, or what `terraform show -json` prints of a plan or a state. Anybody's, not only ours.
 *
 * @throws AccessError `InvalidProp`, `UnknownProp`, `EmptyFile`, `InvalidTemplate`, `UnknownTemplate`, `UnknownGroup`,
 * and those of the choice of machines, network and policy
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

function read(value: unknown, { groups = [], ...choice }: TemplateOptions): Outgoing {
  const kind = isFields(value) ? terraformKind(value) : undefined;
  if (isFields(value) && isFields(value.Resources)) {
    const given = Object.entries(choice).filter(([, wanted]) => wanted !== undefined);
    if (given.length > 0) {
      throw AccessError.of(
        'NotInTemplate',
        `a CloudFormation template has no ${oneOf(given.map(([name]) => name))}; its security groups are chosen by \`groups\``,
      );
    }
    return readCloudFormation(value, groups);
  }
  if (!isFields(value) || kind === undefined) {
    throw AccessError.of(
      'UnknownTemplate',
      'this is neither a CloudFormation template (`Resources`), nor a Terraform configuration in JSON (`resource`), nor the output of `terraform show -json` (`planned_values` or `values`)',
    );
  }
  const collector = new Collector();
  const resources = terraformResources(value, kind, collector);
  const all = new AwsGroups(resources, givenArguments(value), collector);
  const strangers = groups.filter((name) => !all.names.includes(name));
  if (strangers.length > 0) {
    const has = all.names.length === 0 ? 'it has none' : `it has ${oneOf(all.names)}`;
    throw AccessError.of(
      'UnknownGroup',
      `the template has no security group ${strangers.map(show).join(', ')}; ${has}`,
    );
  }
  all.read(groups);
  readGoogleRules(resources, choice, collector);
  return collector.outgoing(kind);
}

function parse(text: unknown): unknown {
  if (typeof text !== 'string') {
    throw AccessError.of('InvalidTemplate', `a template must be given as its text, got ${show(text)}`);
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
