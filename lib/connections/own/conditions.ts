import {
  AccessError,
  didYouMean,
  freeText,
  partsAroundTokens,
  schema,
  show,
  type Schema,
  type Problem,
} from '../../base';
import type { Conditions } from '../../catalog';

/** Conditions of a statement that a user writes. */

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS = [
  ...['Equals', 'NotEquals', 'EqualsIgnoreCase', 'NotEqualsIgnoreCase', 'Like', 'NotLike'].map((end) => `String${end}`),
  ...['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].flatMap((end) => [
    `Numeric${end}`,
    `Date${end}`,
  ]),
  ...['Equals', 'Like', 'NotEquals', 'NotLike'].map((end) => `Arn${end}`),
  ...['Bool', 'BinaryEquals', 'IpAddress', 'NotIpAddress', 'Null'],
];

const TYPE = 'Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>';
const JSON_SCHEMA = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    additionalProperties: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }] },
  },
};

/** `{ StringEquals: { 'aws:ResourceAccount': '111122223333' } }`, every value as a list. */
export const conditions: Schema<Conditions> = schema(
  () => ({ json: JSON_SCHEMA, type: TYPE }),
  (value, at) => {
    const problems: Problem[] = [];
    const parsed = Object.entries(objectOf(value, at)).map(([operator, keys]) => {
      problems.push(...operatorProblems(operator, at));
      const where = `${at}.${operator}`;
      const entries = Object.entries(objectOf(keys, where)).map(([key, values]) => [
        key,
        valuesOf(values, `${where}[${show(key)}]`),
      ]);
      return [operator, Object.fromEntries(entries)];
    });
    if (problems.length > 0) {
      throw new AccessError(problems);
    }
    return Object.fromEntries(parsed) as Conditions;
  },
);

function operatorProblems(operator: string, at: string): Problem[] {
  const bare = operator.replace(/^For(?:AllValues|AnyValue):/, '').replace(/(?<!^Null)IfExists$/, '');
  return OPERATORS.includes(bare)
    ? []
    : [
        {
          code: 'InvalidCondition',
          message: `\`${at}\` has no operator ${show(operator)}; allowed: those of IAM, such as StringEquals${didYouMean(bare, OPERATORS)}`,
          at,
        },
      ];
}

function objectOf(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length === 0) {
    throw AccessError.of(
      'InvalidCondition',
      `\`${at}\` must be an object such as \`{ StringEquals: { 'aws:ResourceAccount': '111122223333' } }\`, got ${show(value)}`,
    );
  }
  return value as Readonly<Record<string, unknown>>;
}

function valuesOf(value: unknown, at: string): string[] {
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  if (values.length === 0) {
    throw AccessError.of('InvalidCondition', `\`${at}\` must have a value, got an empty list`);
  }
  return values.map((entry) => {
    const text = freeText(entry, at);
    if (partsAroundTokens(text).some((part) => /[{}$]/.test(part))) {
      throw AccessError.of(
        'InvalidCondition',
        `\`${at}\` must be a text without policy variables, got ${show(entry)}; write the value`,
      );
    }
    return text;
  });
}
