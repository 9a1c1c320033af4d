import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ReviewWhere } from '../../../review';

/** Path of a construct, and account and region of its stack when the app sets them. */
export function whereOf(scope: Construct): ReviewWhere {
  const { account, region } = Stack.of(scope);
  return {
    construct: scope.node.path,
    ...(Token.isUnresolved(account) ? {} : { account }),
    ...(Token.isUnresolved(region) ? {} : { region }),
  };
}
