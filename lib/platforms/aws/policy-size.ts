import { fillPlaceholders } from './placeholders';
import { withTokens } from '../../base';
import type { Permission } from '../../plan';

/**
 * Characters of a policy as IAM counts them: without white space. Values known only at deployment count at their
 * maximum length; a name or an ARN that is a token, at a long one. So a policy is rarely larger than
 * counted; if it is, IAM refuses the deployment and nothing is lost.
 */

/** The longest of AWS's partitions, regions and suffixes. boto/botocore:botocore/data/partitions.json@0e6e2404b */
const LONGEST = {
  partition: 'aws-us-gov',
  region: 'ap-southeast-1',
  account: '111111111111',
  dnsSuffix: 'amazonaws.com.cn',
};
/** A name may have 64 characters, an ARN around it about as many. */
const TOKEN_LENGTH = 128;
const DOCUMENT = '{"Version":"2012-10-17","Statement":[]}'.length;

export function policySize(statements: readonly Permission[]): number {
  return statements.reduce((sum, statement) => sum + statementSize(statement) + 1, DOCUMENT);
}

function statementSize({ name, actions, resources, conditions }: Permission): number {
  const text = JSON.stringify({
    Sid: name,
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(conditions === undefined ? {} : { Condition: conditions }),
  });
  return fillPlaceholders(
    withTokens(text, () => 'x'.repeat(TOKEN_LENGTH)),
    LONGEST,
  ).replace(/\s/g, '').length;
}
