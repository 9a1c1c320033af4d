import { mergeStatements } from './merge-statements';
import { policySize } from './policy-size';
import { AWS_LIMITS } from './quotas';
import { AccessError, compareTexts, groupBy, withNames } from '../../base';
import type { Permission } from '../../plan';
import { distribute } from '../../platform';

/** Policies of IAM for the permissions of a plan. */

/** One customer-managed policy: the statements of one connection, or those that all connections share. */
export interface PolicyGroup {
  /** Stable: the name of the connection, or `Shared`. */
  readonly id: string;
  readonly statements: readonly Permission[];
}

/** No connection has this name: names begin with a lower-case letter. */
const SHARED = 'Shared';

/**
 * One policy for each connection, and one for the common statements; by name. A policy that is too large is split: the
 * part of a resource follows from its content, so that a new bucket does not move the others.
 *
 * @throws AccessError `PolicyTooLarge`
 */
export function policyGroups(permissions: readonly Permission[], policiesPerRole: number): PolicyGroup[] {
  const groups = groupBy(
    permissions.filter((entry) => entry.kind === 'statement'),
    ({ shared, reasons }) => (shared ? SHARED : reasons[0]!.connection),
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
function cut(id: string, statements: readonly Permission[], most: number): Permission[][] {
  const limit = AWS_LIMITS.policySize.value;
  if (policySize(statements) <= limit) {
    return [[...statements]];
  }
  const pieces = statements.flatMap((statement) => statement.resources.map((resource) => ({ statement, resource })));
  const largest = Math.max(
    ...pieces.map(({ statement, resource }) => policySize([{ ...statement, resources: [resource] }])),
  );
  const keyOf = ({ statement, resource }: Piece): string => `${statement.name} ${withNames(resource)}`;
  const parts = distribute(pieces, keyOf, (bin) => policySize(joinPieces(bin)) <= limit, { least: 2, most });
  if (parts === undefined) {
    const what = largest > limit ? `one statement of ${largest} characters` : `${policySize(statements)} characters`;
    throw AccessError.of(
      'PolicyTooLarge',
      `the policy of \`${id}\` has ${what}, which do not fit in ${most} policies of ${limit}; use fewer resources, split it into several connections with roles of their own, or raise \`quotas.policiesPerRole\``,
    );
  }
  return parts.filter((part) => part.length > 0).map(joinPieces);
}

interface Piece {
  readonly statement: Permission;
  readonly resource: string;
}

/** Statements again, each with the resources that this part has of it. */
function joinPieces(pieces: readonly Piece[]): Permission[] {
  const byStatement = new Map<Permission, string[]>();
  for (const { statement, resource } of pieces) {
    byStatement.set(statement, [...(byStatement.get(statement) ?? []), resource]);
  }
  return [...byStatement].map(([statement, resources]) => ({ ...statement, resources }));
}

/** Paths of the AWS managed policies, each once, sorted. */
export function managedPolicies(permissions: readonly Permission[]): string[] {
  return [...new Set(permissions.flatMap(({ kind, name }) => (kind === 'managed policy' ? [name] : [])))].sort();
}

/** The statements of one policy in order, each under a sid that is unique in it. */
export function bySid(statements: readonly Permission[]): Map<string, Permission> {
  const used = new Map<string, number>();
  return new Map(
    [...statements].sort(inOrder(statements)).map((statement) => {
      const count = (used.get(statement.name) ?? 0) + 1;
      used.set(statement.name, count);
      return [count === 1 ? statement.name : `${statement.name}${count}`, statement];
    }),
  );
}

/** As the catalogue has them; statements of one sid by their resources, so that the order of a user's list is none. */
function inOrder(statements: readonly Permission[]): (a: Permission, b: Permission) => number {
  const first = new Map<string, number>();
  statements.forEach(({ name }, i) => first.set(name, first.get(name) ?? i));
  return (a, b) => first.get(a.name)! - first.get(b.name)! || compareTexts(namesOf(a), namesOf(b));
}

/** The order of a user's list is none, and neither is that of tokens. */
function namesOf({ resources }: Permission): string {
  return resources.map(withNames).sort().join(' ');
}
