import type { Collector } from './outgoing';
import { ANYTHING } from './values';
import { parseYaml } from './yaml-text';
import { AccessError, show } from '../../base';

/**
 * The text of a template as a value: JSON, or YAML with the short forms of CloudFormation. What it cannot tell, and keys
 * that are twice, go to `collector`.
 *
 * @throws AccessError `InvalidTemplate`, `EmptyFile`
 */
export function parseTemplate(given: unknown, collector: Collector): unknown {
  if (typeof given !== 'string') {
    throw AccessError.of('InvalidTemplate', `a template must be a string with its text, got ${show(given)}`);
  }
  const text = given.replace(/^\ufeff/, '');
  if (text.trim() === '') {
    throw AccessError.of('EmptyFile', 'the template is empty');
  }
  return /^\s*[{[]/.test(text) ? parseJson(text, collector) : parseAsYaml(text, collector);
}

/** JSON, or a map of YAML in braces. */
function parseJson(text: string, collector: Collector): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    try {
      return parseAsYaml(text, collector);
    } catch {
      throw AccessError.of('InvalidTemplate', `the template is not valid JSON: ${show((error as Error).message)}`);
    }
  }
}

function parseAsYaml(text: string, collector: Collector): unknown {
  const { value, notes, second } = parseYaml(text);
  collector.notes.push(...notes);
  if (second !== undefined) {
    collector.cannotTell('the template', `a second document begins at ${second}, and only the first is read`, ANYTHING);
  }
  return value;
}
