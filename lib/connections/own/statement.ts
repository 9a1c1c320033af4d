import { conditions } from './conditions';
import { iamAction, statementArn } from './iam-names';
import { GRANT_NAMES, namedGrant } from './named-grants';
import { choice, list, object, Schema, show, textOr, type Parsed, type Problem } from '../../base';
import { matchingActions, takesKey } from '../../catalog/iam-actions';
import { text } from '../../network';

/** Statements of IAM that a user writes, in the words of this library, checked against AWS's actions. */

const GRANT = choice(GRANT_NAMES, 'AwsGrant');

const OBJECT = object('AwsStatement', {
  grant: GRANT.doc('A grant by its name, instead of `actions`.', '- `actions` names them'),
  actions: list(iamAction, 1).doc(
    'Actions, such as `sqs:SendMessage`; `*` and `?` are findings.',
    '- those of `grant`',
  ),
  resources: list(statementArn, 1).doc('ARNs, or `*`.', '- those of `grant`'),
  conditions: conditions.doc('Operators with their keys and values.', '- none'),
  sid: text.doc('Name of the statement: letters and digits.', '- the first action'),
  reason: text.doc('Why the delegate needs it; shown to whoever reviews it.', '- the `reason` of the connection'),
});

export type AwsStatement = Parsed<typeof OBJECT>;

const SID = /^[A-Za-z0-9]{1,64}$/;

/** The words of IAM that mean something else than what this library has, or have other names here. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  action: 'write `actions`',
  resource: 'write `resources`',
  condition: 'write `conditions`',
  notaction: 'it allows everything but what it names; name every action in `actions`',
  notactions: 'it allows everything but what it names; name every action in `actions`',
  notresource: 'it allows everything but what it names; name every resource in `resources`',
  notresources: 'it allows everything but what it names; name every resource in `resources`',
  principal: 'the principal is the role of the delegate; leave it out',
  notprincipal: 'the principal is the role of the delegate; leave it out',
};

const STATEMENT = new Schema<AwsStatement>(
  (value, at, problems) => {
    const foreign = foreignWords(value, at);
    if (foreign.length > 0) {
      problems.push(...foreign);
      return undefined;
    }
    const known = problems.length;
    const parsed = OBJECT.read(value, at, problems);
    if (parsed !== undefined && problems.length === known) {
      problems.push(...statementProblems(parsed, at));
    }
    return parsed;
  },
  () => OBJECT.facts,
  false,
);

/** Statements, each as an object or as the name of a grant. */
export const awsStatements = list(
  textOr(GRANT, (grant): AwsStatement => ({ grant: grant as AwsStatement['grant'] }), STATEMENT),
  1,
);

function foreignWords(value: unknown, at: string): Problem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, entry]) => {
    const what = wordProblem(key, entry);
    return what === undefined
      ? []
      : [
          {
            code: 'InvalidStatement',
            message: `\`${at}.${key}\` is no word of a statement here: ${what}`,
            at: `${at}.${key}`,
          },
        ];
  });
}

function wordProblem(key: string, value: unknown): string | undefined {
  const word = key.toLowerCase();
  if (word === 'effect') {
    return value === 'Allow'
      ? 'every statement allows; leave it out'
      : `every statement allows, got ${show(value)}; deny in a permissions boundary or in a policy of your own`;
  }
  return key === 'Sid' ? 'write `sid`' : OWN_WORDS[word];
}

function statementProblems({ grant, actions, resources, conditions: given, sid }: AwsStatement, at: string): Problem[] {
  const invalid = (message: string): Problem => ({ code: 'InvalidStatement', message: `\`${at}\` ${message}`, at });
  const problems: Problem[] = [];
  if ((grant === undefined) === (actions === undefined)) {
    problems.push(invalid(`needs \`actions\` or \`grant\`, got ${grant === undefined ? 'neither' : 'both'}`));
  }
  const needsResources = grant === undefined || namedGrant(grant).resources === undefined;
  if (needsResources && resources === undefined) {
    problems.push(
      invalid(`needs \`resources\`: ARNs${grant === undefined ? ', or `*`' : ` of ${namedGrant(grant).on}`}`),
    );
  }
  if (sid !== undefined && !SID.test(sid)) {
    problems.push(invalid(`: \`sid\` must be 1 to 64 letters and digits, got ${show(sid)}`.slice(2)));
  }
  return [...problems, ...keyProblems(actions ?? [], given ?? {}, at)];
}

/** A key that the request does not have makes the condition false, and the statement dead, unless the operator says otherwise. */
function keyProblems(
  patterns: readonly string[],
  given: NonNullable<AwsStatement['conditions']>,
  at: string,
): Problem[] {
  const actions = patterns.flatMap(matchingActions);
  return Object.entries(given).flatMap(([operator, keys]) =>
    Object.keys(keys).flatMap((key) => {
      const without = actions.filter((action) => !takesKey(action, key)).map(({ name }) => name);
      const mayBeMissing = operator === 'Null' || operator.endsWith('IfExists') || operator.startsWith('ForAllValues:');
      return without.length === 0 || (mayBeMissing && without.length < actions.length)
        ? []
        : [
            {
              code: 'UnknownConditionKey',
              message: `\`${at}.conditions.${operator}\`: ${without.slice(0, 3).join(', ')}${without.length > 3 ? ` and ${without.length - 3} more` : ''} ${without.length === 1 ? 'has' : 'have'} no condition key ${show(key)}, so the statement would never allow ${without.length === 1 ? 'it' : 'them'}; remove the key, or put these actions in a statement of their own`,
              at: `${at}.conditions`,
            },
          ];
    }),
  );
}
