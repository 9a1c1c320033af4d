import type { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { AccessError } from '../base';
import type { AwsPermission, StatementPermission } from '../plan';
import { AWS_LIMITS, distribute } from '../target';
import { mergeStatements } from './merge-statements';
import { policySize } from './policy-size';

/** Statements of the plan in IAM's words. */

/** One customer-managed policy: the statements of one connection, or those that all connections share. */
export interface PolicyGroup {
  /** Stable: the name of the connection, or `Shared`. */
  readonly id: string;
  readonly statements: readonly StatementPermission[];
  /** Who asks for it: `<connection>:<sid>`, of every connection that does. */
  readonly reasons: readonly string[];
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
  const groups = new Map<string, StatementPermission[]>();
  for (const permission of permissions.filter((entry) => entry.kind === 'statement')) {
    const id = permission.shared ? SHARED : permission.connection;
    groups.set(id, [...(groups.get(id) ?? []), permission]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([id, statements]) => {
      const reasons = statements.map(({ connection, sid }) => `${connection}:${sid}`);
      const once = id === SHARED ? oncePerSid(statements) : statements;
      return cut(id, mergeStatements(once), policiesPerRole).map((part, i) => ({
        id: i === 0 ? id : `${id}-${i + 1}`,
        statements: part,
        reasons,
      }));
    });
}

/** The statements of each part, in the fewest parts that are small enough. */
function cut(id: string, statements: readonly StatementPermission[], most: number): StatementPermission[][] {
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
  readonly statement: StatementPermission;
  readonly resource: string;
}

/** Statements again, each with the resources that this part has of it. */
function joinPieces(pieces: readonly Piece[]): StatementPermission[] {
  const byStatement = new Map<StatementPermission, string[]>();
  for (const { statement, resource } of pieces) {
    byStatement.set(statement, [...(byStatement.get(statement) ?? []), resource]);
  }
  return [...byStatement].map(([statement, resources]) => ({ ...statement, resources }));
}

function oncePerSid(statements: readonly StatementPermission[]): StatementPermission[] {
  return [...new Map(statements.map((statement) => [statement.sid, statement])).values()];
}

/** Paths of the AWS managed policies, each once, sorted. */
export function managedPolicies(permissions: readonly AwsPermission[]): string[] {
  return [
    ...new Set(permissions.flatMap((permission) => (permission.kind === 'managed' ? [permission.policy] : []))),
  ].sort();
}

/** Statements with what only the cloud knows filled in; sids made unique within the policy. */
export function policyStatements(stack: Stack, statements: readonly StatementPermission[]): PolicyStatement[] {
  const used = new Map<string, number>();
  return [...statements].sort(bySid(statements)).map((statement) => {
    const count = (used.get(statement.sid) ?? 0) + 1;
    used.set(statement.sid, count);
    return new PolicyStatement({
      sid: count === 1 ? statement.sid : `${statement.sid}${count}`,
      effect: Effect.ALLOW,
      actions: [...statement.actions],
      resources: sorted(statement.resources.map((resource) => fill(stack, resource))),
      ...(statement.conditions === undefined ? {} : { conditions: conditions(stack, statement.conditions) }),
    });
  });
}

/** As the catalogue has them; statements of one sid by their resources, so that the order of a user's list is none. */
function bySid(statements: readonly StatementPermission[]): (a: StatementPermission, b: StatementPermission) => number {
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
  const values: Record<string, string> = {
    partition: stack.partition,
    region: stack.region,
    account: stack.account,
    dnsSuffix: stack.urlSuffix,
  };
  return template.replace(/\{(partition|region|account|dnsSuffix)\}/g, (_, name: string) => values[name]!);
}

/** Literals by text; tokens after them as they came, since the text of a token is a counter of the process. */
function sorted(resources: readonly string[]): string[] {
  return [...resources].sort(compareTexts);
}

function compareTexts(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.replace(/\$\{Token\[[^\]]*\]\}/g, ''));
  return left! < right! ? -1 : left! > right! ? 1 : 0;
}
