import { groupBy } from '../../base';
import type { Permission } from '../../plan';

/**
 * Fewer statements that allow exactly the same: those with the same actions and conditions share their resources, then
 * those with the same resources and conditions share their actions. Never an action on a resource more. The first name
 * stays, and every reason is kept.
 */
export function mergeStatements(statements: readonly Permission[]): Permission[] {
  const byActions = join(
    statements,
    ({ actions }) => actions,
    (same) => ({ resources: union(same.map(({ resources }) => resources)) }),
  );
  return join(
    byActions,
    ({ resources }) => resources,
    (same) => ({ actions: union(same.map(({ actions }) => actions)) }),
  );
}

/** `<connection>:<sid>` of every statement that is in this one, sorted. */
export function statementKeys({ reasons }: Permission): string[] {
  return union([reasons.map(({ key }) => key)]).sort();
}

function join(
  statements: readonly Permission[],
  shared: (statement: Permission) => readonly string[],
  merge: (same: readonly Permission[]) => Partial<Permission>,
): Permission[] {
  const groups = groupBy(statements, (statement) =>
    JSON.stringify([[...shared(statement)].sort(), statement.conditions ?? {}]),
  );
  return [...groups.values()].map((same) => ({
    ...same[0]!,
    ...merge(same),
    reasons: same.flatMap(({ reasons }) => reasons),
  }));
}

function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())];
}
