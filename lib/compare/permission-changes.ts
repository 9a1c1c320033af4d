import { groupBy } from '../base';
import { actionsMeant } from '../platform/template';
import type { ReviewDocument, ReviewPermission } from '../review';
import { covers, implies } from './iam-match';
import type { ActionOnResource } from './permission-needs';

/** A permission, or the part of one that only one of two reviews allows. */
export interface PermissionChange extends Pick<ReviewPermission, 'connection' | 'kind' | 'name' | 'note'> {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  /** The role of another account that has it, such as `HarnessDeploy in 222222222222`. */
  readonly role?: string;
  /** AWS managed policies of the same connection on the other side, which may include some of it. */
  readonly perhaps: readonly string[];
}

/**
 * Permissions that `review` has and `other` does not, of every cloud, action by action and resource by resource; a
 * wildcard covers its matches. It means what CheckNoNewAccess of IAM Access Analyzer means, and is stricter where that
 * is simpler: the actions of an AWS managed policy are not known here, so it covers none; resources of two statements
 * together cover no wider pattern; a condition covers only the same condition with fewer values of a positive operator.
 */
export function permissionChanges(review: ReviewDocument, other: ReviewDocument): PermissionChange[] {
  const given = groupBy(permissionsOf(other).flatMap(grantsOf), ({ permission: { kind } }) => kind);
  const isGiven = (grant: ActionOnResource): boolean =>
    (given.get(grant.permission.kind) ?? []).some((candidate) => allows(candidate, grant));
  // A pattern may be given by its actions, one by one.
  const missing = permissionsOf(review)
    .flatMap(grantsOf)
    .filter((grant) => !isGiven(grant) && !actionsMeant(grant.action).every((action) => isGiven({ ...grant, action })));
  const groups = groupBy(missing, ({ permission: { connection, kind, name, conditions, where } }) =>
    JSON.stringify([connection, kind, name, conditions, where]),
  );
  return [...groups.values()].flatMap((grants) => join(grants, other));
}

/** Those that the target's platform grants, and those of other platforms. */
function permissionsOf({ permissions, elsewhere = [] }: ReviewDocument): ReviewPermission[] {
  return [...permissions, ...elsewhere];
}

function grantsOf(permission: ReviewPermission): ActionOnResource[] {
  const { kind, name, actions, resources } = permission;
  // A managed policy and a role are one unit, whatever they hold.
  const names = kind === 'statement' ? actions : [name];
  return names.flatMap((action) =>
    (resources.length === 0 ? [''] : resources).map((resource) => ({ permission, action, resource })),
  );
}

/** True when the first allows everything that the second allows. */
function allows(first: ActionOnResource, second: ActionOnResource): boolean {
  return (
    isSamePlace(first.permission.where, second.permission.where) &&
    isOnResource(first, second) &&
    implies(second.permission.conditions, first.permission.conditions)
  );
}

function isOnResource(first: ActionOnResource, second: ActionOnResource): boolean {
  return first.permission.kind === 'statement'
    ? covers(first.action.toLowerCase(), second.action.toLowerCase()) && covers(first.resource, second.resource)
    : first.action === second.action && (first.resource === second.resource || isWholeProject(first));
}

const PLACES = ['account', 'project', 'namespace'] as const;

/** Places that one of them does not name are no difference. */
function isSamePlace(first: ReviewPermission['where'], second: ReviewPermission['where']): boolean {
  // No role is the delegate's own, which is never another one.
  const isSameRole = first.role === second.role;
  return (
    isSameRole &&
    PLACES.every((key) => first[key] === undefined || second[key] === undefined || first[key] === second[key])
  );
}

/** A role on the project applies to everything in it. */
function isWholeProject({ permission: { kind }, resource }: ActionOnResource): boolean {
  return kind === 'role' && resource === 'project';
}

/** The grants of one permission, as few entries that allow exactly them. */
function join(grants: readonly ActionOnResource[], other: ReviewDocument): PermissionChange[] {
  const { connection, kind, name, note, conditions, where } = grants[0]!.permission;
  const byAction = [...groupBy(grants, ({ action }) => action)].map(([action, of]) => ({
    action,
    resources: [...new Set(of.map(({ resource }) => resource))].filter((resource) => resource !== ''),
  }));
  return [...groupBy(byAction, ({ resources }) => resources.join(' ')).values()].map((same) => ({
    connection,
    kind,
    name,
    note,
    actions: kind === 'statement' ? same.map(({ action }) => action) : grants[0]!.permission.actions,
    resources: same[0]!.resources,
    conditions,
    ...(where.role === undefined ? {} : { role: `${where.role} in ${where.account ?? ''}`.trim() }),
    perhaps: kind === 'statement' ? managedOf(other, connection) : [],
  }));
}

function managedOf(review: ReviewDocument, connection: string): string[] {
  return permissionsOf(review)
    .filter((permission) => permission.kind === 'managed policy' && permission.connection === connection)
    .map(({ name }) => name);
}
