import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { StackPlace } from '../arn-findings';
import { nameOfToken } from './token-names';
import type { PlanOptions } from '../../../plan';
import { DECIDED_AT_DEPLOYMENT, type ReviewWhere } from '../../../review';

/** Whose access it is, and where: what two delegates with the same list differ in. */

interface Places {
  readonly vpc?: string;
  readonly groups?: readonly string[];
  readonly role?: string;
}

/** Path of a construct, account and region of its stack, and what it is attached to: ids, or the paths of what makes them. */
export function whereOf(scope: IConstruct, { vpc, groups, role }: Places): ReviewWhere {
  const { account, region } = Stack.of(scope);
  const name = (value: string): string => nameOfToken(scope, value);
  return {
    construct: scope.node.path,
    account: literal(account),
    region: literal(region),
    ...(vpc === undefined ? {} : { vpc: name(vpc) }),
    ...(groups === undefined ? {} : { groups: groups.map(name).join(', ') }),
    ...(role === undefined ? {} : { role: name(role) }),
  };
}

/** Account and region of the stack, when the app sets them. */
export function stackPlace(scope: IConstruct): StackPlace {
  const { account, region } = Stack.of(scope);
  return {
    ...(Token.isUnresolved(account) ? {} : { account }),
    ...(Token.isUnresolved(region) ? {} : { region }),
  };
}

/** Options of a plan that the stack has: its region. */
export function stackDefaults(scope: IConstruct): Pick<PlanOptions, 'region'> {
  const { region } = stackPlace(scope);
  return region === undefined ? {} : { region };
}

function literal(value: string): string {
  return Token.isUnresolved(value) ? DECIDED_AT_DEPLOYMENT : value;
}
