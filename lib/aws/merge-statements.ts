import type { StatementPermission } from '../plan';

/**
 * Fewer statements that allow exactly the same: those with the same actions and conditions share their resources, then
 * those with the same resources and conditions share their actions. Never an action on a resource more. The first name
 * stays; which connection asked for what stays in the metadata of the policy.
 */
export function mergeStatements(statements: readonly StatementPermission[]): StatementPermission[] {
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

function join(
  statements: readonly StatementPermission[],
  shared: (statement: StatementPermission) => readonly string[],
  merge: (same: readonly StatementPermission[]) => Partial<StatementPermission>,
): StatementPermission[] {
  const groups = new Map<string, StatementPermission[]>();
  for (const statement of statements) {
    const key = JSON.stringify([[...shared(statement)].sort(), statement.conditions ?? {}]);
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  return [...groups.values()].map((same) => ({ ...same[0]!, ...merge(same) }));
}

function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())];
}
