import {
  brief,
  isFields,
  listOf,
  type Collector,
  type Fields,
  type Permitted,
  type Selection,
} from '../../../../platform/template';

/** Statements of a policy of IAM, whoever wrote it. */

/** Its place, and what is known of the file around it. */
export interface PolicyContext {
  readonly where: string;
  readonly isCertain: boolean;
  /** A value of the file as a text; `undefined` when only the deployment knows it. */
  textOf(value: unknown): string | undefined;
}

const KEYS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/** Adds what cannot be read to `collector`; such a part may allow anything. */
export function statementsOf(document: unknown, context: PolicyContext, collector: Collector): Permitted[] {
  const parsed = parsedDocument(document);
  if (!isFields(parsed) || parsed.Statement === undefined) {
    collector.mayAllow(context.where, `its policy is ${brief(document)}`);
    return [];
  }
  return listOf(parsed.Statement).flatMap((statement, i) => {
    const where = `${context.where}.Statement[${i}]`;
    const odd = isFields(statement) ? Object.keys(statement).find((key) => !KEYS.includes(key)) : undefined;
    if (!isFields(statement) || odd !== undefined) {
      const what = odd === undefined ? `it is ${brief(statement)}` : `the key ${brief(odd)} is not known here`;
      collector.mayAllow(where, what);
      return [];
    }
    return ofStatement(statement, { ...context, where }, collector);
  });
}

/** Terraform and the account have a policy as a text, the AWS API in URL encoding. */
function parsedDocument(document: unknown): unknown {
  if (typeof document !== 'string') {
    return document;
  }
  try {
    return JSON.parse(document.startsWith('%') ? decodeURIComponent(document) : document) as unknown;
  } catch {
    // Neither JSON nor encoded JSON: the caller reports it.
    return undefined;
  }
}

function ofStatement(
  statement: Fields,
  { where, isCertain, textOf }: PolicyContext,
  collector: Collector,
): Permitted[] {
  const { Sid: sid, Effect: effect } = statement;
  const actions = selection(statement.Action, statement.NotAction, textOf);
  const resources = selection(statement.Resource, statement.NotResource, textOf);
  const conditions = conditionsOf(statement.Condition, textOf);
  if (
    (effect !== 'Allow' && effect !== 'Deny') ||
    actions === undefined ||
    resources === undefined ||
    conditions === undefined
  ) {
    collector.mayAllow(where, `what it allows is known at deployment only: ${brief(statement)}`);
    return [];
  }
  return [
    {
      ...{
        where,
        effect: effect === 'Allow' ? 'allow' : 'deny',
        kind: 'statement',
        actions,
        resources,
        conditions,
        isCertain,
      },
      name: typeof sid === 'string' ? sid : '',
    },
  ];
}

function selection(names: unknown, others: unknown, textOf: PolicyContext['textOf']): Selection | undefined {
  const isExcept = names === undefined;
  const texts = listOf(isExcept ? others : names).map(textOf);
  const isBoth = names !== undefined && others !== undefined;
  return isBoth || texts.length === 0 || texts.includes(undefined)
    ? undefined
    : { patterns: texts as string[], isExcept };
}

/** In the words of a review, so that both can be compared; `undefined` when a part is not known. */
function conditionsOf(condition: unknown, textOf: PolicyContext['textOf']): string[] | undefined {
  if (condition === undefined) {
    return [];
  }
  if (!isFields(condition)) {
    return undefined;
  }
  const texts = Object.entries(condition).flatMap(([operator, keys]) =>
    isFields(keys)
      ? Object.entries(keys).map(([key, values]) => {
          const all = listOf(values).map((value) => (typeof value === 'boolean' ? String(value) : textOf(value)));
          return all.includes(undefined) ? undefined : `${operator} ${key}: ${(all as string[]).sort().join(', ')}`;
        })
      : [undefined],
  );
  return texts.includes(undefined) ? undefined : (texts as string[]);
}
