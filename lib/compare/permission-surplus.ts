import { covers, implies } from './iam-match';
import { isSameProject, lower, selects, type ActionOnResource } from './permission-needs';
import { groupBy } from '../base';
import { actionsMeant, type Permitted } from '../platform/template';

/** Permissions of a template that no connection needs. */

export interface PermissionSurplus {
  readonly where: string;
  readonly kind: Permitted['kind'];
  /** The policy, the sid or the role. */
  readonly name: string;
  /** As the template has them; everything but them, where `isExcept`. */
  readonly actions: readonly string[];
  readonly isExcept: boolean;
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  /** False when it depends on conditions or on the deployment. */
  readonly isCertain: boolean;
  /** The rest of an action with wildcards that is needed in part. */
  readonly inPart?: readonly string[];
}

/** Allowed parts that no connection needs. */
export function surplusOf(permitted: readonly Permitted[], needs: readonly ActionOnResource[]): PermissionSurplus[] {
  const denials = permitted.filter(
    ({ effect, isCertain, conditions }) => effect === 'deny' && isCertain && conditions.length === 0,
  );
  return permitted.filter(({ effect }) => effect === 'allow').flatMap((entry) => surplusIn(entry, needs, denials));
}

function surplusIn(
  entry: Permitted,
  needs: readonly ActionOnResource[],
  denials: readonly Permitted[],
): PermissionSurplus[] {
  const { where, kind, name, conditions } = entry;
  const common = { where, kind, name, conditions };
  const isCertain = entry.isCertain && conditions.length === 0;
  const { patterns: actions, isExcept } = entry.actions;
  if (kind !== 'statement') {
    return isNeededByName(entry, needs)
      ? []
      : [{ ...common, actions: [], isExcept: false, resources: entry.resources.patterns, isCertain }];
  }
  if (isExcept || entry.resources.isExcept) {
    const resources = entry.resources.isExcept ? ['everything but some resources'] : entry.resources.patterns;
    return [{ ...common, actions, isExcept, resources, isCertain }];
  }
  // A policy of AWS that is needed may hold the statement as well.
  const isPerhapsNeeded = needs.some(({ permission }) => permission.kind === 'managed policy');
  const rests = actions.flatMap((action) => {
    const rest = entry.resources.patterns
      .map((resource) => ({ resource, left: leftOf(action, resource, entry, needs, denials) }))
      .filter(({ left }) => left !== 'nothing');
    return rest.map(({ resource, left }) => ({ action, resource, left: left as Left }));
  });
  return [...groupBy(rests, ({ resource, left }) => JSON.stringify([resource, left !== 'all'])).values()].flatMap(
    (same) => {
      const resources = [same[0]!.resource];
      const certain = isCertain && !isPerhapsNeeded;
      return same[0]!.left === 'all'
        ? [{ ...common, actions: same.map(({ action }) => action), isExcept, resources, isCertain: certain }]
        : same.map(({ action, left }) => ({
            ...common,
            actions: [action],
            isExcept,
            resources,
            isCertain: certain,
            inPart: left as readonly string[],
          }));
    },
  );
}

type Left = 'all' | readonly string[];

/** Parts of an action on a resource that are not needed: all of it, the actions that a wildcard means beyond those, or nothing. */
function leftOf(
  action: string,
  resource: string,
  { conditions }: Permitted,
  needs: readonly ActionOnResource[],
  denials: readonly Permitted[],
): Left | 'nothing' {
  const isNeeded = (name: string): boolean =>
    needs.some(
      (need) =>
        need.permission.kind === 'statement' &&
        covers(need.action.toLowerCase(), name.toLowerCase()) &&
        covers(need.resource, resource) &&
        implies(conditions, need.permission.conditions),
    );
  const isDenied = (name: string): boolean =>
    denials.some((denial) => selects(denial.actions, name.toLowerCase(), lower) && selects(denial.resources, resource));
  const isFine = (name: string): boolean => isNeeded(name) || isDenied(name);
  if (isFine(action)) {
    return 'nothing';
  }
  const all = actionsMeant(action);
  const left = all.filter((name) => !isFine(name));
  return left.length === 0 ? 'nothing' : left.length === all.length ? 'all' : left;
}

function isNeededByName(entry: Permitted, needs: readonly ActionOnResource[]): boolean {
  return needs.some(
    ({ permission, action, resource }) =>
      permission.kind === entry.kind &&
      action === entry.name &&
      (entry.kind === 'managed policy' ||
        (isSameProject(entry, permission) &&
          (resource === 'project' || entry.resources.patterns.every((pattern) => pattern === resource)))),
  );
}
