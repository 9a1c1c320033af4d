import type * as Data from './iam-actions-data';

/** Actions of AWS and the condition keys that they take; loaded on first use. */

export interface IamAction {
  /** `s3:GetObject`. */
  readonly name: string;
  readonly conditionKeys: readonly string[];
  /** False for an action that only `*` allows. */
  readonly takesResource: boolean;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports
const data = (): typeof Data => require('./iam-actions-data') as typeof Data;

let lines: ReadonlyMap<string, string> | undefined;
const parsed = new Map<string, readonly IamAction[]>();

/** Edition of the data, an ISO date. */
export function iamEdition(): string {
  return data().IAM_EDITION;
}

/** Prefixes of services: `s3`, `ec2`. */
export function iamServices(): string[] {
  return [...linesOf().keys()];
}

/** Actions of a service, by name; none for a service that AWS does not have. */
export function actionsOf(service: string): readonly IamAction[] {
  const known = parsed.get(service);
  const line = linesOf().get(service);
  if (known !== undefined || line === undefined) {
    return known ?? [];
  }
  const [keyText = '', ...groups] = line.split('|');
  const keys = keyText.split(' ');
  const actions = groups.flatMap((group) => {
    const [numbers = '', ...names] = group.split(' ');
    const takesResource = !numbers.startsWith('*');
    const own = numbers.replace('*', '').split(',');
    const conditionKeys = own.flatMap((number) => (number === '' ? [] : [keys[Number(number)]!]));
    return names.map((name) => ({ name: `${service}:${name}`, conditionKeys, takesResource }));
  });
  parsed.set(service, actions);
  return actions;
}

/** Actions that `service:Name` means, where `*` and `?` are any letters; IAM does not look at capitals. */
export function matchingActions(pattern: string): IamAction[] {
  const colon = pattern.indexOf(':');
  const matches = wildcard(pattern.slice(colon + 1));
  return actionsOf(pattern.slice(0, colon).toLowerCase()).filter(({ name }) =>
    matches.test(name.slice(name.indexOf(':') + 1)),
  );
}

/** `*` and `?` as IAM reads them. */
function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'is');
}

/** Keys that AWS calls global, and that only some actions have. */
const PARTLY_GLOBAL = /^aws:(?:RequestTag|ResourceTag)\/|^aws:TagKeys$/i;

/** True for a condition key that the request of this action has. */
export function takesKey({ conditionKeys }: IamAction, key: string): boolean {
  const global = data()
    .GLOBAL_KEYS.split(' ')
    .filter((name) => !PARTLY_GLOBAL.test(name));
  return [...global, ...conditionKeys].some((known) => isKey(known, key));
}

/** `aws:PrincipalTag/tag-key`, `s3:ExistingObjectTag/<key>` and `aws:RequestTag/${TagKey}` hold a name of the user. */
function isKey(known: string, key: string): boolean {
  const [begin = '', ...rest] = known.split(/\$\{[^}]*\}|<[^>]*>|tag-key/);
  const end = rest.at(-1) ?? '';
  const text = key.toLowerCase();
  return rest.length === 0
    ? known.toLowerCase() === text
    : text.startsWith(begin.toLowerCase()) &&
        text.endsWith(end.toLowerCase()) &&
        text.length > begin.length + end.length;
}

function linesOf(): ReadonlyMap<string, string> {
  lines ??= new Map(
    data()
      .IAM_ACTIONS.trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('|')), line.slice(line.indexOf('|') + 1)]),
  );
  return lines;
}
