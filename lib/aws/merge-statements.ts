import { groupBy } from '../base';
import type { StatementPermission } from '../plan';

/** A statement of a policy, and every statement of the plan that is in it. */
export interface MergedStatement extends StatementPermission {
  /** `<connection>:<sid>`, sorted. */
  readonly reasons: readonly string[];
}

/**
 * Fewer statements that allow exactly the same: those with the same actions and conditions share their resources, then
 * those with the same resources and conditions share their actions. Never an action on a resource more. The first name
 * stays, and every name is among the reasons.
 */
export function mergeStatements(statements: readonly StatementPermission[]): MergedStatement[] {
  const byActions = join(
    statements.map((statement) => ({ ...statement, reasons: [`${statement.connection}:${statement.sid}`] })),
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
  statements: readonly MergedStatement[],
  shared: (statement: MergedStatement) => readonly string[],
  merge: (same: readonly MergedStatement[]) => Partial<MergedStatement>,
): MergedStatement[] {
  const groups = groupBy(statements, (statement) =>
    JSON.stringify([[...shared(statement)].sort(), statement.conditions ?? {}]),
  );
  return [...groups.values()].map((same) => ({
    ...same[0]!,
    ...merge(same),
    reasons: union(same.map(({ reasons }) => reasons)).sort(),
  }));
}

function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())];
}
