import type { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { AccessError, compareTexts, groupBy, replaceTokens } from '../base';
import type { AwsPermission, StatementPermission } from '../plan';
import { AWS_LIMITS, distribute } from '../target';
import { mergeStatements, type MergedStatement } from './merge-statements';
import { fillPlaceholders } from './placeholders';
import { policySize } from './policy-size';

/** Statements of the plan in IAM's words. */

/** One customer-managed policy: the statements of one connection, or those that all connections share. */
export interface PolicyGroup {
  /** Stable: the name of the connection, or `Shared`. */
  readonly id: string;
  readonly statements: readonly MergedStatement[];
}

/** A connection cannot be called so: names begin with a lower-case letter. */
const SHARED = 'Shared';

/**
 * One policy for each connection, and one for what is the same in all of them; by name. A policy that is too large is
 * cut: which part a resource goes to follows from what it is, so that a bucket more does not move the others.
 *
 * @throws AccessError `PolicyTooLarge`
 */
export function policyGroups(permissions: readonly AwsPermission[], policiesPerRole: number): PolicyGroup[] {
  const groups = groupBy(
    permissions.filter((entry) => entry.kind === 'statement'),
    ({ shared, connection }) => (shared ? SHARED : connection),
  );
  return [...groups]
    .sort(([a], [b]) => compareTexts(a, b))
    .flatMap(([id, statements]) =>
      cut(id, mergeStatements(statements), policiesPerRole).map((part, i) => ({
        id: i === 0 ? id : `${id}-${i + 1}`,
        statements: part,
      })),
    );
}

/** The statements of each part, in the fewest parts that are small enough. */
function cut(id: string, statements: readonly MergedStatement[], most: number): MergedStatement[][] {
  const limit = AWS_LIMITS.policySize.value;
  if (policySize(statements) <= limit) {
    return [[...statements]];
  }
  const pieces = statements.flatMap((statement) => statement.resources.map((resource) => ({ statement, resource })));
  const largest = Math.max(
    ...pieces.map(({ statement, resource }) => policySize([{ ...statement, resources: [resource] }])),
  );
  const keyOf = ({ statement, resource }: Piece): string => `${statement.sid} ${resource}`;
  const parts = distribute(pieces, keyOf, (bin) => policySize(joinPieces(bin)) <= limit, { least: 2, most });
  if (parts === undefined) {
    const what = largest > limit ? `one statement of ${largest} characters` : `${policySize(statements)} characters`;
    throw AccessError.of(
      'PolicyTooLarge',
      `the policy of \`${id}\` has ${what}, which do not fit in ${most} policies of ${limit}; name fewer resources, make several connections of it with roles of their own, or raise \`quotas.policiesPerRole\``,
    );
  }
  return parts.filter((part) => part.length > 0).map(joinPieces);
}

interface Piece {
  readonly statement: MergedStatement;
  readonly resource: string;
}

/** Statements again, each with the resources that this part has of it. */
function joinPieces(pieces: readonly Piece[]): MergedStatement[] {
  const byStatement = new Map<MergedStatement, string[]>();
  for (const { statement, resource } of pieces) {
    byStatement.set(statement, [...(byStatement.get(statement) ?? []), resource]);
  }
  return [...byStatement].map(([statement, resources]) => ({ ...statement, resources }));
}

/** Paths of the AWS managed policies, each once, sorted. */
export function managedPolicies(permissions: readonly AwsPermission[]): string[] {
  return [
    ...new Set(permissions.flatMap((permission) => (permission.kind === 'managed' ? [permission.policy] : []))),
  ].sort();
}

/** The statements of one policy in order, each under a sid that is unique in it. */
export function bySid(statements: readonly MergedStatement[]): Map<string, MergedStatement> {
  const used = new Map<string, number>();
  return new Map(
    [...statements].sort(inOrder(statements)).map((statement) => {
      const count = (used.get(statement.sid) ?? 0) + 1;
      used.set(statement.sid, count);
      return [count === 1 ? statement.sid : `${statement.sid}${count}`, statement];
    }),
  );
}

/** Statements with what only the cloud knows filled in. */
export function policyStatements(
  stack: Stack,
  statements: ReadonlyMap<string, StatementPermission>,
): PolicyStatement[] {
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

/** As the catalogue has them; statements of one sid by their resources, so that the order of a user's list is none. */
function inOrder(statements: readonly MergedStatement[]): (a: MergedStatement, b: MergedStatement) => number {
  const first = new Map<string, number>();
  statements.forEach(({ sid }, i) => first.set(sid, first.get(sid) ?? i));
  return (a, b) => first.get(a.sid)! - first.get(b.sid)! || compareTexts(a.resources.join(' '), b.resources.join(' '));
}

function conditions(
  stack: Stack,
  given: NonNullable<StatementPermission['conditions']>,
): Record<string, Record<string, string | string[]>> {
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

/** Literals by text; tokens after them as they came, since the text of a token is a counter of the process. */
function sorted(resources: readonly string[]): string[] {
  return [...resources].sort((a, b) => compareTexts(replaceTokens(a, ''), replaceTokens(b, '')));
}
