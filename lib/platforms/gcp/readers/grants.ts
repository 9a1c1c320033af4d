import { AccessError, didYouMean, oneOf, show } from '../../../base';
import {
  brief,
  fieldsOf,
  isFields,
  isRepeated,
  isUnset,
  listOf,
  NOTHING,
  objectsIn,
  type Collector,
  type Fields,
  type Permitted,
  type TerraformIndex,
  type TerraformResource,
} from '../../../platform/template';

/** Roles that a service account has, in Terraform and in the policies of projects and buckets. */

const GRANT = /^google_(.+)_iam_(member|binding|policy)$/;
const ACCOUNT = 'google_service_account';

/** Arguments that name the resource of a grant, by the type between `google_` and `_iam_`. */
const PLACES: Readonly<Record<string, GrantPlace>> = {
  project: { level: 'project', names: [] },
  storage_bucket: { level: 'bucket', names: ['bucket'] },
  artifact_registry_repository: { level: 'repository', names: ['location', 'repository'] },
  secret_manager_secret: { level: 'secret', names: ['secret_id'] },
  kms_crypto_key: { level: 'key', names: ['crypto_key_id'], isPath: true },
};

interface GrantPlace {
  readonly level: string;
  readonly names: readonly string[];
  /** Its one name is a path, in which project, location and ring stand. */
  readonly isPath?: boolean;
}

interface Binding {
  readonly where: string;
  readonly role: unknown;
  readonly members: readonly unknown[];
  readonly condition: unknown;
  readonly of: TerraformResource;
}

/** Reads the account that was chosen, that of the machines, or the only one. @throws AccessError `UnknownAccount` */
export function readGrants(
  index: TerraformIndex,
  { account, machines }: { readonly account?: string; readonly machines?: string },
  collector: Collector,
): void {
  const bindings = index.resources
    .filter(({ type }) => GRANT.test(type))
    .flatMap((grant) => bindingsOf(grant, index, collector));
  if (bindings.length === 0) {
    if (account !== undefined) {
      throw unknownAccount(account, []);
    }
    return;
  }
  const names = new Map<string, readonly string[]>();
  bindings.forEach(({ members, of }) =>
    members.forEach((member) => {
      const [name, ...aliases] = accountOf(member, of, index);
      if (name !== undefined) {
        names.set(name, [name, ...aliases]);
      }
    }),
  );
  const called = (wanted: string): string[] =>
    [...names].filter(([, all]) => all.includes(wanted)).map(([name]) => name);
  const chosen =
    account === undefined
      ? machines === undefined || called(machines).length === 0
        ? [...names.keys()]
        : called(machines)
      : called(account);
  if (account !== undefined && chosen.length === 0) {
    throw unknownAccount(account, [...names.keys()]);
  }
  if (chosen.length === 1) {
    collector.permissions = {
      of: { name: chosen[0]!, permitted: permittedTo(chosen[0]!, bindings, index, collector) },
    };
  } else if (chosen.length > 1) {
    collector.permissions = { several: chosen };
  }
}

function unknownAccount(account: string, names: readonly string[]): AccessError {
  return AccessError.of(
    'UnknownAccount',
    `no role is granted to the service account ${show(account)}; ${names.length === 0 ? 'the template has no grant to one' : `roles have ${oneOf(names.slice(0, MOST))}${names.length > MOST ? ' and more' : ''}`}${didYouMean(account, names)}`,
  );
}

/** Accounts that an error names. */
const MOST = 10;

/** Role and members of a grant; several of a policy. */
function bindingsOf(grant: TerraformResource, index: TerraformIndex, collector: Collector): Binding[] {
  const { address, values, type, doubt } = grant;
  if (doubt !== undefined || isRepeated(grant)) {
    collector.mayAllow(address, doubt ?? 'how many there are is known only to Terraform');
  }
  if (!type.endsWith('_policy')) {
    const { role, member, members, condition } = values;
    return [{ where: address, role, members: [...listOf(member), ...listOf(members)], condition, of: grant }];
  }
  const data = index.referred(values.policy_data, grant)?.resource;
  const all = data === undefined ? parsed(values.policy_data)?.bindings : data.values.binding;
  if (all === undefined) {
    collector.mayAllow(address, `its policy is ${brief(values.policy_data)}`);
  }
  return objectsIn(all).map(({ role, members, condition }, i) => ({
    ...{ where: `${address}.bindings[${i}]`, role, condition, of: grant },
    members: listOf(members),
  }));
}

function parsed(text: unknown): Fields | undefined {
  try {
    return typeof text === 'string' ? fieldsOf(JSON.parse(text)) : undefined;
  } catch {
    // No JSON, such as an expression: the caller reports it.
    return undefined;
  }
}

/** Name of the service account that a member is, and its other names; none for members of another kind, and unknown ones. */
function accountOf(member: unknown, from: TerraformResource, index: TerraformIndex): string[] {
  const text = typeof member === 'string' ? member : '';
  const literal = /^serviceAccount:([^${}]+@[^${}]+)$/.exec(text)?.[1];
  if (literal !== undefined) {
    const own = index.resources.find((resource) => resource.type === ACCOUNT && emailOf(resource) === literal);
    return [literal, ...(own === undefined ? [] : [own.address])];
  }
  const reference = /^(?:serviceAccount:)?(\$\{[^{}]+\})$/.exec(text)?.[1];
  const referred = reference === undefined ? undefined : index.referred(reference, from);
  const account = referred?.resource;
  if (referred === undefined || account?.type !== ACCOUNT || !/^(?:member|email|)$/.test(referred.attribute)) {
    return [];
  }
  const email = emailOf(account);
  return email === undefined ? [account.address] : [email, account.address];
}

function emailOf({ values: { email, account_id: id, project } }: TerraformResource): string | undefined {
  const isKnown = [id, project].every((part) => typeof part === 'string' && !part.includes('${'));
  return typeof email === 'string' && !email.includes('${')
    ? email
    : isKnown
      ? `${id as string}@${project as string}.iam.gserviceaccount.com`
      : undefined;
}

function permittedTo(
  name: string,
  bindings: readonly Binding[],
  index: TerraformIndex,
  collector: Collector,
): Permitted[] {
  const groups = new Set<string>();
  const found = bindings.flatMap((binding) => {
    const is = binding.members.map((member) => memberIs(member, name, binding.of, index));
    binding.members
      .filter((_, i) => is[i] === 'perhaps')
      .forEach((member) => groups.add(`${brief(member)} has ${brief(binding.role)}`));
    return is.includes('yes') ? [permitted(binding, collector)].flat() : [];
  });
  if (groups.size > 0) {
    const [first, ...others] = groups;
    collector.mayAllow(
      name,
      `${first}${others.length === 0 ? '' : `, and ${others.length} more like it`}: whether the account is meant is not in the files`,
    );
  }
  return found;
}

/** Members whose members are not in a policy are `perhaps`. */
function memberIs(
  member: unknown,
  name: string,
  from: TerraformResource,
  index: TerraformIndex,
): 'yes' | 'no' | 'perhaps' {
  const [own] = accountOf(member, from, index);
  if (own !== undefined) {
    return own === name ? 'yes' : 'no';
  }
  if (typeof member !== 'string' || member.includes('${')) {
    return 'perhaps';
  }
  return /^all(?:Authenticated)?Users$/.test(member)
    ? 'yes'
    : /^(?:group|domain|principalSet):/.test(member)
      ? 'perhaps'
      : 'no';
}

function permitted({ where, role, condition, of }: Binding, collector: Collector): Permitted[] {
  const kind = GRANT.exec(of.type)![1]!;
  const { level, names, isPath = false }: GrantPlace = PLACES[kind] ?? { level: kind.replaceAll('_', ' '), names: [] };
  const values = names.map((name) => textOf(of.values[name]));
  const path = isPath ? partsOfPath(values[0] ?? '') : undefined;
  const project = path?.project ?? textOf(of.values.project);
  if (typeof role !== 'string' || role.includes('${') || values.includes(undefined)) {
    collector.mayAllow(
      where,
      `what is granted is known at deployment only: ${brief(role)} on ${brief(of.values[names[0] ?? ''])}`,
    );
    return [];
  }
  const place =
    PLACES[kind] === undefined
      ? [of.address]
      : (path?.names ?? (values as string[]).map((value) => value.split('/').pop()!)).sort();
  const isUnderCondition = !isUnset(condition) && objectsIn(condition).length > 0;
  return [
    {
      ...{ where, effect: 'allow', kind: 'role', name: role, actions: NOTHING, isCertain: true },
      resources: { patterns: [[level, ...place].join(' ')], isExcept: false },
      conditions: isUnderCondition ? [String(fieldsOf(objectsIn(condition)[0]).expression)] : [],
      ...(project === undefined ? {} : { project }),
    },
  ];
}

/** `projects/p/locations/l/keyRings/r/cryptoKeys/k`, `p/l/r/k` or `l/r/k`. */
function partsOfPath(path: string): { readonly names: string[]; readonly project?: string } {
  const parts = path.split('/');
  const values = parts.length === 8 ? parts.filter((_, i) => i % 2 === 1) : parts;
  return values.length === 4 ? { project: values[0]!, names: values.slice(1) } : { names: values };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && !value.includes('${') ? value : undefined;
}

/** Answers of `gcloud projects get-iam-policy` and `gcloud storage buckets get-iam-policy`. */
export function isPolicyAnswer(value: unknown): boolean {
  return isFields(value) && Array.isArray(value.bindings) && (value.etag !== undefined || value.version !== undefined);
}

/** The bindings of such an answer as Terraform has them. */
export function bindingsOfAnswer({ bindings, resourceId, kind }: Fields): TerraformResource[] {
  const bucket = typeof resourceId === 'string' ? /\/buckets\/([^/]+)$/.exec(resourceId)?.[1] : undefined;
  const isBucket = kind === 'storage#policy' || bucket !== undefined;
  return objectsIn(bindings).map((binding, i) => ({
    address: `bindings[${i}]`,
    type: isBucket ? 'google_storage_bucket_iam_binding' : 'google_project_iam_binding',
    values: { ...binding, ...(isBucket ? { bucket } : {}) },
  }));
}
