import { groupBy } from '../base';
import {
  actionsMeant,
  type Outgoing,
  type Permitted,
  type Principal,
  type Selection,
  type Unknown,
} from '../platform/template';
import type { ReviewDocument, ReviewPermission } from '../review';
import { covers, implies, overlaps } from './iam-match';
import { choicesOf, filledNeeds, filledPermitted, placesIn, type Places } from './iam-places';
import { isSameProject, lower, selects, type ActionOnResource } from './permission-needs';
import { surplusOf, type PermissionSurplus } from './permission-surplus';

/** Permissions of a template against those of a review: excess, missing, cannot tell. */

export interface PermissionLack extends Pick<ReviewPermission, 'kind' | 'name' | 'connection' | 'note'> {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** The statement that denies it, where one does. */
  readonly deniedBy?: string;
}

export interface PermissionAudit {
  readonly surplus: readonly PermissionSurplus[];
  readonly lacking: readonly PermissionLack[];
  readonly unknown: readonly Unknown[];
  /** Values that were assumed to be those of the delegate, such as `account 111122223333`. */
  readonly places: readonly string[];
}

/**
 * Judges the permissions of a principal. A value that the review leaves to the stack, and of which the policies name
 * several, is assumed to be the only one with which nothing is missing, and said.
 */
export function auditPermissions(review: ReviewDocument, outgoing: Outgoing, principal: Principal): PermissionAudit {
  const sets = setsOf(review.permissions, principal);
  const results = sets.map((permissions) => auditSet({ ...review, permissions }, outgoing, principal));
  const [first] = results as [PermissionAudit, ...PermissionAudit[]];
  const exact = results.find(({ lacking, surplus, unknown }) => lacking.length + surplus.length + unknown.length === 0);
  if (results.length === 1 || exact !== undefined) {
    return exact ?? first;
  }
  const what = `the review has a role of this name in ${results.length} accounts, and it is none of them exactly; audit a file that names its account`;
  return { ...first, unknown: [{ where: principal.name, what }, ...first.unknown] };
}

/** Permissions that a principal may be meant to have: those of a role of this name in each account, or the delegate's own. */
function setsOf(
  permissions: readonly ReviewPermission[],
  { name, aliases = [], place }: Principal,
): (readonly ReviewPermission[])[] {
  const nameOf = (role: string): string => role.slice(role.lastIndexOf('/') + 1);
  const isIt = (role: string): boolean => name === nameOf(role) || aliases.includes(nameOf(role));
  const theirs = permissions.filter(
    ({ where: { role, account } }) => role !== undefined && isIt(role) && (place === undefined || place === account),
  );
  const byAccount = [...groupBy(theirs, ({ where }) => where.account ?? '').values()];
  return byAccount.length === 0 ? [permissions.filter(({ where }) => where.role === undefined)] : byAccount;
}

function auditSet(review: ReviewDocument, { unknown }: Outgoing, principal: Principal): PermissionAudit {
  const { known, several } = placesIn(review, principal);
  const doubts = unknown.filter(({ isPermission }) => isPermission === true);
  const judge = (places: Places): PermissionAudit =>
    judged(filledNeeds(review.permissions, places), filledPermitted(principal.permitted, places), doubts);
  const names = Object.keys(several);
  const all =
    names.length === 0 ? [] : choicesOf(several).map((choice) => ({ choice, result: judge({ ...known, ...choice }) }));
  const [one, ...others] = all.filter(({ result }) => result.lacking.length + result.unknown.length === 0);
  if (names.length === 0) {
    return { ...judge(known), places: [] };
  }
  if (one !== undefined && others.length === 0) {
    return { ...one.result, places: Object.entries(one.choice).map(([name, value]) => `${name} ${value}`) };
  }
  const result = judge(known);
  const what = Object.entries(several).map(([name, values]) => `${name} (its policies name ${values.join(', ')})`);
  const ambiguous = `the ${what.join(' and the ')} of the delegate is not known; set it in the app, and audit the review of its synth`;
  return { ...result, unknown: [{ where: principal.name, what: ambiguous }, ...result.unknown], places: [] };
}

function judged(
  permissions: readonly ReviewPermission[],
  permitted: readonly Permitted[],
  doubts: readonly Unknown[],
): PermissionAudit {
  const needs = permissions.flatMap(needsOf);
  const lacking: { readonly need: ActionOnResource; readonly deniedBy?: string }[] = [];
  const found: Unknown[] = [];
  for (const need of needs) {
    const answer = answerTo(need, permitted, doubts);
    if (answer.is === 'missing') {
      lacking.push({ need, ...(answer.why === undefined ? {} : { deniedBy: answer.why }) });
    } else if (answer.is === 'perhaps') {
      const where = `${need.permission.connection}:${need.permission.name}`;
      found.push({ where, what: `${describe(need)}: ${answer.why}` });
    }
  }
  return { surplus: surplusOf(permitted, needs), lacking: joined(lacking), unknown: found, places: [] };
}

function needsOf(permission: ReviewPermission): ActionOnResource[] {
  const { kind, name, actions, resources } = permission;
  if (kind === 'managed policy') {
    return [{ permission, action: name, resource: '' }];
  }
  const names = kind === 'statement' ? actions.flatMap(actionsMeant) : [name];
  const places = kind === 'role' ? resources.map((resource) => withoutProject(resource, permission)) : resources;
  return names.flatMap((action) => places.map((resource) => ({ permission, action, resource })));
}

/** `repository acme-prod europe-west1 images` in the project acme-prod is `repository europe-west1 images`. */
function withoutProject(resource: string, { where }: ReviewPermission): string {
  const [level = '', ...names] = resource.split(' ');
  return [level, ...names.filter((name) => name !== where.project).sort()].join(' ');
}

interface Answer {
  readonly is: 'allowed' | 'missing' | 'perhaps';
  readonly why?: string;
}

function answerTo(need: ActionOnResource, permitted: readonly Permitted[], doubts: readonly Unknown[]): Answer {
  const denials = permitted.filter(({ effect }) => effect === 'deny');
  const denied = denials.find((denial) => denial.isCertain && denial.conditions.length === 0 && allows(denial, need));
  if (denied !== undefined) {
    return { is: 'missing', why: denied.where };
  }
  const mayDeny = denials.find((denial) => touches(denial, need));
  const allowances = permitted.filter((entry) => entry.effect === 'allow' && allows(entry, need));
  const sure = allowances.find(
    ({ isCertain, conditions }) => isCertain && implies(need.permission.conditions, conditions),
  );
  const boundary = doubts[0];
  if (sure !== undefined && mayDeny === undefined && boundary === undefined) {
    return { is: 'allowed' };
  }
  if (sure !== undefined) {
    return {
      is: 'perhaps',
      why: mayDeny === undefined ? `${boundary!.where} may deny it` : `${mayDeny.where} may deny it`,
    };
  }
  const [conditional] = allowances;
  const managed = permitted.find(({ kind, effect }) => kind === 'managed policy' && effect === 'allow');
  const maybe =
    conditional === undefined
      ? need.permission.kind === 'statement' && managed !== undefined
        ? `the policy ${managed.name} may allow it`
        : boundary === undefined
          ? undefined
          : `${boundary.where} may allow it`
      : `${conditional.where} allows it ${conditional.isCertain ? `under ${conditional.conditions.join('; ')}` : 'if it is there'}`;
  return maybe === undefined ? { is: 'missing' } : { is: 'perhaps', why: maybe };
}

/** True when an entry is about all of what is needed. */
function allows(entry: Permitted, { permission, action, resource }: ActionOnResource): boolean {
  if (entry.kind === 'managed policy') {
    return permission.kind === 'managed policy'
      ? entry.name === action
      : entry.name === ADMINISTRATOR && permission.kind === 'statement';
  }
  if (entry.kind !== permission.kind) {
    return entry.kind === 'statement' && isEverything(entry) && permission.kind === 'managed policy';
  }
  return entry.kind === 'role'
    ? entry.name === action &&
        isSameProject(entry, permission) &&
        (entry.resources.patterns.includes(resource) || isWholeProject(entry))
    : selects(entry.actions, action.toLowerCase(), lower) && selects(entry.resources, resource);
}

const ADMINISTRATOR = 'AdministratorAccess';

function isEverything({ actions, resources, conditions }: Permitted): boolean {
  return (
    [actions, resources].every(({ patterns, isExcept }) => !isExcept && patterns.includes('*')) &&
    conditions.length === 0
  );
}

function isWholeProject({ resources }: Permitted): boolean {
  return resources.patterns.includes('project');
}

/** True when a denial is about a part of what is needed. */
function touches({ kind, actions, resources }: Permitted, { permission, action, resource }: ActionOnResource): boolean {
  return (
    kind === 'statement' &&
    (permission.kind !== 'statement' || (meets(actions, action.toLowerCase(), lower) && meets(resources, resource)))
  );
}

function meets({ patterns, isExcept }: Selection, text: string, form = (pattern: string): string => pattern): boolean {
  return isExcept
    ? !patterns.some((pattern) => covers(form(pattern), text))
    : patterns.some((pattern) => overlaps(form(pattern), text));
}

/** The missing actions of one statement on the same resources in one entry. */
function joined(lacking: readonly { readonly need: ActionOnResource; readonly deniedBy?: string }[]): PermissionLack[] {
  const byResource = groupBy(lacking, ({ need: { permission, resource }, deniedBy }) =>
    JSON.stringify([permission.connection, permission.name, permission.conditions, resource, deniedBy]),
  );
  return [...byResource.values()].map((same) => {
    const [{ need, deniedBy }] = same as [(typeof same)[number]];
    const { connection, kind, name, note, actions } = need.permission;
    return {
      ...{ connection, kind, name, note },
      actions: kind === 'statement' ? same.map(({ need: { action } }) => action) : actions,
      resources: need.resource === '' ? [] : [need.resource],
      ...(deniedBy === undefined ? {} : { deniedBy }),
    };
  });
}

function describe({ permission: { kind }, action, resource }: ActionOnResource): string {
  return kind === 'managed policy' ? action : `${action} on ${resource}`;
}
