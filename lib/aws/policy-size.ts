import type { StatementPermission } from '../plan';

/**
 * Characters of a policy as IAM counts them: without white space. What only the deployment knows is counted at the
 * longest that it can be; a name or an ARN that is a token, at what is long for one. So a policy is rarely larger than
 * counted; if it is, IAM refuses the deployment and nothing is lost.
 */

const LONGEST: Readonly<Record<string, number>> = { partition: 10, region: 14, account: 12, dnsSuffix: 16 };
/** A name may have 64 characters, an ARN around it about as many. */
const TOKEN_LENGTH = 128;
const DOCUMENT = '{"Version":"2012-10-17","Statement":[]}'.length;

export function policySize(statements: readonly StatementPermission[]): number {
  return statements.reduce((sum, statement) => sum + statementSize(statement) + 1, DOCUMENT);
}

function statementSize({ sid, actions, resources, conditions }: StatementPermission): number {
  const text = JSON.stringify({
    Sid: sid,
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(conditions === undefined ? {} : { Condition: conditions }),
  });
  return text
    .replace(/\$\{Token\[[^\]]*\]\}/g, 'x'.repeat(TOKEN_LENGTH))
    .replace(/\{(partition|region|account|dnsSuffix)\}/g, (_, name: string) => 'x'.repeat(LONGEST[name]!))
    .replace(/\s/g, '').length;
}
