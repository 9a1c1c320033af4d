import { visible } from '../base';

/** A connector of Harness, as far as it is read: fields of the allow-list, and nothing else. */

/** Place of a connector, which an entry of a list refers to. */
export interface ConnectorRef {
  /** `account`, `<organization>` or `<organization>/<project>`. */
  readonly scope: string;
  readonly identifier: string;
  /** Harness's type, such as `Gitlab`. */
  readonly type: string;
  /** File, with the address of the resource or the number of the document in it. */
  readonly from: string;
}

/** A connector with its fields, in the shape of Harness's API or of Terraform. */
export interface Connector extends ConnectorRef {
  readonly form: 'api' | 'terraform';
  /** `spec` of the API, or the values of the resource, without every field that is not allowed. */
  readonly values: unknown;
  /** Harness's own, such as its secret manager. */
  readonly isOfHarness?: true;
  /** Its copy in Git is broken. */
  readonly isInvalid?: true;
}

/** Identity of a connector, as comments of a list have it: without blanks, and in letters that end no comment. */
export function refKey({ scope, identifier }: Pick<ConnectorRef, 'scope' | 'identifier'>): string {
  return [scope, identifier].map((part) => visible(part).replace(/[^\w$./-]/gu, encodeURIComponent)).join(':');
}

export function scopeOf(organization: unknown, project: unknown): string {
  const parts = [organization, project].filter((part) => typeof part === 'string' && part !== '') as string[];
  return parts.length === 0 ? 'account' : parts.join('/');
}

/** Values at a path, through lists: `hosts.hostname` has one for each host. Texts, numbers and booleans, as text. */
export function valuesAt(value: unknown, path: string): string[] {
  let found: unknown[] = [value];
  for (const step of path.split('.')) {
    found = found.flatMap((one) => objectsIn(one).flatMap((item) => (Object.hasOwn(item, step) ? [item[step]] : [])));
  }
  return found
    .flatMap((one) => (Array.isArray(one) ? (one as unknown[]) : [one]))
    .flatMap((one) => (['string', 'number', 'boolean'].includes(typeof one) ? [String(one as string)] : []))
    .filter((text) => text !== '');
}

/** True when there is an object, or a list with one, at a path. */
export function hasAt(value: unknown, path: string): boolean {
  let found: unknown[] = [value];
  for (const step of path.split('.')) {
    found = found.flatMap((one) => objectsIn(one).flatMap((item) => (Object.hasOwn(item, step) ? [item[step]] : [])));
  }
  return found.some((one) => objectsIn(one).length > 0);
}

function objectsIn(value: unknown): Readonly<Record<string, unknown>>[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter(
    (one): one is Readonly<Record<string, unknown>> => typeof one === 'object' && one !== null && !Array.isArray(one),
  );
}
