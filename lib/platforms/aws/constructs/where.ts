import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ReviewWhere } from '../../../review';

/** The account of a construct's stack, when the app names it. */
export function whereOf(scope: Construct): ReviewWhere {
  const { account } = Stack.of(scope);
  return Token.isUnresolved(account) ? {} : { account };
}
