import { groupBy } from '../../base';
import type { Permission } from '../../plan';

/**
 * Fewer statements that allow exactly the same: those with the same actions and conditions share their resources, then
 * those with the same resources and conditions share their actions. Never an action on a resource more. The first name
 * stays, and every reason is kept.
 */
export function mergeStatements(statements: readonly Permission[]): Permission[] {
  return join(join(statements, 'actions', 'resources'), 'resources', 'actions');
}

/** `<connection>:<sid>` of every statement that is in this one, sorted. */
export function statementKeys({ reasons }: Permission): string[] {
  return union([reasons.map(({ key }) => key)]).sort();
}

function join(
  statements: readonly Permission[],
  shared: 'actions' | 'resources',
  merged: 'actions' | 'resources',
): Permission[] {
  const groups = groupBy(statements, (statement) =>
    JSON.stringify([[...statement[shared]].sort(), statement.conditions ?? {}]),
  );
  return [...groups.values()].map((same) => ({
    ...same[0]!,
    [merged]: union(same.map((statement) => statement[merged])),
    reasons: same.flatMap(({ reasons }) => reasons),
  }));
}

function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())];
}
