/** Permissions that a template gives the delegate, as far as its text shows. */

/** Names with `*` and `?`: those of the list, or all others. */
export interface Selection {
  readonly patterns: readonly string[];
  /** `NotAction`, `NotResource`: everything but the list. */
  readonly isExcept: boolean;
}

export interface Permitted {
  /** Its place in the template. */
  readonly where: string;
  readonly effect: 'allow' | 'deny';
  readonly kind: 'managed policy' | 'statement' | 'role';
  /** Path and name of a managed policy, id of a role; the sid of a statement. */
  readonly name: string;
  /** Of a statement. */
  readonly actions: Selection;
  /** ARNs of a statement, with `{partition}`, `{region}`, `{account}` for those of the stack; of a role `project`, `bucket name`. */
  readonly resources: Selection;
  /** `Operator key: value, value`; a condition of Google Cloud as it is written. */
  readonly conditions: readonly string[];
  /** Project of a role, where it is known. */
  readonly project?: string;
  /** False for what may not be there, depending on the deployment. */
  readonly isCertain: boolean;
}

/** The principal whose permissions were read, with all of them. */
export interface Principal {
  /** Name of the role or the account. */
  readonly name: string;
  /** Other names of it, such as the name of a role whose logical id `name` is. */
  readonly aliases?: readonly string[];
  /** Account of AWS or project of Google Cloud, where a file says so. */
  readonly place?: string;
  readonly permitted: readonly Permitted[];
}

/** Result of reading permissions: those of one principal, or the principals between which nothing was chosen. */
export type PermissionsRead = { readonly of: Principal } | { readonly several: readonly string[] };

export const NOTHING: Selection = { patterns: [], isExcept: false };
