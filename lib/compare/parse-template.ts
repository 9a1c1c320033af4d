import type * as Yaml from 'yaml';
import { AccessError, show } from '../base';

/** The text of a template as a value: JSON, or YAML with the short forms of CloudFormation. */

/** Loaded when a template is not JSON. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
const yaml = (): typeof Yaml => require('yaml') as typeof Yaml;

const MAX_ALIASES = 100;

/** @throws AccessError `InvalidTemplate`, `EmptyFile` */
export function parseTemplate(text: unknown): unknown {
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
