import type { TerraformJson } from './written';
import type { Schema } from '../../test/support/bindings';
import type { Block } from '../../test/support/terraform';

/** What Terraform must plan for the JSON that was written, worked out without Terraform. */

/** Stands for what is known after apply, alone or as part of a text. */
export const AFTER_APPLY = '(known after apply)';

/** In a text of Terraform: `$${` and `%%{` are plain, `${…}` is an expression, `%{` a directive. */
const TEMPLATE = /\$\$\{|%%\{|\$\{([^{}]*)\}|%\{/g;
const REFERENCE = /^(google_\w+)\.([\w-]+)\.(\w+)$/;

/** The arguments of a resource with every expression evaluated, sets sorted, and nothing that is empty. */
export function expectedOf(json: TerraformJson, schema: Schema, block: Block): Block {
  const result: Block = {};
  for (const { name, type, computed } of schema.attributes) {
    const isSet = Array.isArray(type) && type[0] === 'set';
    put(result, name, block[name] === undefined && computed ? AFTER_APPLY : evaluate(json, block[name]), isSet);
  }
  for (const { name, nesting, block: inner } of schema.blocks) {
    const nested = [block[name] ?? []].flat() as Block[];
    put(
      result,
      name,
      nested.map((one) => expectedOf(json, inner, one)),
      nesting === 'set',
    );
  }
  return result;
}

/** Leaves out what is not there, and gives sets one order. */
export function put(result: Block, name: string, value: unknown, isSet: boolean): void {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) {
    return;
  }
  result[name] = isSet
    ? [...(value as unknown[])].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    : value;
}

function evaluate(json: TerraformJson, value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => evaluate(json, element));
  }
  return typeof value === 'string' ? evaluateText(json, value) : value;
}

function evaluateText(json: TerraformJson, text: string): string {
  const result = text.replace(TEMPLATE, (match, expression: string | undefined) => {
    if (match === '$${' || match === '%%{') {
      return match.slice(1);
    }
    if (expression === undefined) {
      throw new Error(`a directive begins in ${JSON.stringify(text)}`);
    }
    return evaluateExpression(json, expression);
  });
  return result.includes(AFTER_APPLY) ? AFTER_APPLY : result;
}

/** The library writes variables of the user and references to its own resources, nothing else. */
function evaluateExpression(json: TerraformJson, expression: string): string {
  const variable = /^var\.(\w+)$/.exec(expression)?.[1];
  const [, type = '', id = '', argument = ''] = REFERENCE.exec(expression) ?? [];
  if (variable !== undefined && typeof json.variable?.[variable]?.default === 'string') {
    return json.variable[variable].default;
  }
  const target = json.resource[type]?.[id];
  if (target === undefined) {
    throw new Error(`\${${expression}} is no variable and no reference`);
  }
  const value = target[argument];
  return value === undefined ? AFTER_APPLY : evaluateText(json, String(value));
}
