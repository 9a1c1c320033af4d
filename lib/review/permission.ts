import { choice, list, object, plain } from '../base';
import type { Permission, PlannedCredential } from '../plan';
import { SOURCE, sourceOf } from './source';
import type { ReviewCredential, ReviewPermission } from './types';

const PLACE = object(
  'ReviewPermissionPlace',
  {
    account: plain,
    project: plain,
    namespace: plain,
    role: plain.doc("Role of another account that has it, by name; the delegate's own role when not set."),
  },
  { isOpen: true },
);

/** A permission of a connection, in a review. */
export const PERMISSION = object(
  'ReviewPermission',
  {
    connection: plain.required(),
    kind: choice(['managed policy', 'statement', 'role']).required(),
    name: plain.required().doc('The policy, the sid or the role.'),
    actions: list(plain).required(),
    resources: list(plain).required().doc('ARNs; for a role the level and the resource at which it is granted.'),
    conditions: list(plain).required(),
    where: PLACE.required().doc('Account, project or namespace in which it is granted, as far as that is known.'),
    note: plain.required(),
    source: SOURCE.doc("None where the note is the user's own."),
  },
  { isOpen: true },
);

export const CREDENTIAL = object(
  'ReviewCredential',
  { connection: plain.required(), what: plain.required(), source: SOURCE.required() },
  { isOpen: true },
);

/** One for each connection that asks for it. */
export function permissionOf(permission: Permission): ReviewPermission[] {
  const { kind, name, title, actions, resources, conditions = {}, where, reasons } = permission;
  const allowed = { kind, name, actions: title === undefined ? actions : [title], resources };
  const conditionTexts = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} ${key}: ${values.join(', ')}`),
  );
  const known = Object.fromEntries(Object.entries(where).filter(([, value]) => !/^[{$]/.test(value as string)));
  return reasons.map(({ connection, note, source }) => ({
    connection,
    ...allowed,
    conditions: conditionTexts,
    where: known,
    note,
    source: source && sourceOf(source),
  }));
}

export function credentialOf({ connection, what, source }: PlannedCredential): ReviewCredential {
  return { connection, what, source: sourceOf(source) };
}
