import type { Cloud, Conditions, PermissionKind, Source } from '../catalog';

/** One permission of a connection in a cloud; the platform fills `{partition}`, `{account}`, `{region}` and `{project}`. */
export interface Permission {
  /** Who can grant it. */
  readonly cloud: Cloud;
  readonly kind: PermissionKind;
  /** Path and name of a managed policy, sid of a statement, id of a role. */
  readonly name: string;
  /** Its common title, where the name does not say. */
  readonly title?: string;
  /** Of a statement. */
  readonly actions: readonly string[];
  /** ARNs of a statement; the level of a role and the names of what it is granted on, as one text. */
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
  /** In which account or project it is granted. */
  readonly where: PermissionPlace;
  /** Of a role: what it is granted on. */
  readonly level?: string;
  /** Of a role: the names of what it is granted on, such as `bucket`. */
  readonly names?: Readonly<Record<string, string>>;
  /** The same in every connection that has it: one for each role is enough. */
  readonly shared: boolean;
  /** Reasons; one for each connection that needs it. */
  readonly reasons: readonly PermissionReason[];
}

/** The place where a permission is granted. */
export interface PermissionPlace {
  readonly account?: string;
  readonly project?: string;
  readonly namespace?: string;
  /** Role of another account that has it, by name; the delegate's own role when not set. */
  readonly role?: string;
}

/** A connection that needs a permission, and the documentation of it. */
export interface PermissionReason {
  /** `<connection>:<name>`; under it templates and the review carry the permission. */
  readonly key: string;
  readonly connection: string;
  /** Id of the row, or `custom`. */
  readonly row: string;
  readonly note: string;
  /** None where the note is the user's own. */
  readonly source?: Source;
}
