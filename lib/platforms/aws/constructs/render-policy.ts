import type { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { compareTexts, withNames } from '../../../base';
import type { Permission } from '../../../plan';
import { fillPlaceholders } from '../placeholders';

/** Statements of the plan in IAM's words. */

/** Statements with what only the cloud knows filled in. */
export function policyStatements(stack: Stack, statements: ReadonlyMap<string, Permission>): PolicyStatement[] {
  return [...statements].map(
    ([sid, statement]) =>
      new PolicyStatement({
        sid,
        effect: Effect.ALLOW,
        actions: [...statement.actions],
        resources: sorted(statement.resources.map((resource) => fill(stack, resource))),
        ...(statement.conditions === undefined ? {} : { conditions: conditions(stack, statement.conditions) }),
      }),
  );
}

function conditions(stack: Stack, given: NonNullable<Permission['conditions']>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => {
          const filled = sorted(values.map((value) => fill(stack, value)));
          return [key, filled.length === 1 ? filled[0]! : filled];
        }),
      ),
    ]),
  );
}

function fill(stack: Stack, template: string): string {
  const { partition, region, account, urlSuffix: dnsSuffix } = stack;
  return fillPlaceholders(template, { partition, region, account, dnsSuffix });
}

/** By text, with the name of each token in its place, since the text of a token is a counter of the process. */
function sorted(resources: readonly string[]): string[] {
  return [...resources].sort((a, b) => compareTexts(withNames(a), withNames(b)));
}
