import type { IConstruct } from 'constructs';
import { nameOrNothing } from './token-names';
import { AccessError, isTokenText, refuseListToken, show } from '../../../base';
import { finding, recorded, type Finding } from '../../../plan';
import { refuse } from '../../../platform';
import { GCP_LIMITS } from '../limits';

/** The machines whose egress is denied. */

/** Accounts that Google Cloud gives to machines which name none, or that its services run under. https://cloud.google.com/iam/docs/service-account-types#default */
const DEFAULT_ACCOUNT = /(?:-compute@developer|@cloudservices|@appspot)\.gserviceaccount\.com$/;
/** Data sources and attributes that give one of them. */
const DEFAULT_REFERENCE = /google_(?:compute|app_engine)_default_service_account\./;

const TARGETS = ['targetServiceAccounts', 'targetTags', 'targetSecureTags'] as const;
type Targets = { readonly [Prop in (typeof TARGETS)[number]]?: readonly string[] } & {
  readonly sharedAccount?: boolean;
};

/** A hole in a list is an entry. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? Array.from(value as readonly unknown[]) : [];
}

/** Refuses rules without a target: they apply to every machine of the network, which would lose all other egress. */
export function checkTargets(props: Targets, isPolicy: boolean): void {
  const given = TARGETS.map((prop) => [prop, props[prop]] as const).filter(([, value]) => value !== undefined);
  const [invalid, value] = given.find(([, targets]) => !Array.isArray(targets)) ?? [];
  const [name, targets] = given[0] ?? [];
  const count = listOf(targets).length;
  const max = name === 'targetServiceAccounts' ? GCP_LIMITS.serviceAccounts.value : GCP_LIMITS.secureTags.value;
  const got = given.length === 0 ? 'none' : given.map(([prop]) => prop).join(', ');
  given.forEach(([prop, entries]) => listOf(entries).forEach((entry) => refuseListToken(entry, prop)));
  refuse(
    {
      when: invalid !== undefined,
      code: 'InvalidTargets',
      message: `\`${invalid}\` must be a list, got ${show(value)}`,
    },
    {
      when: given.length !== 1 || count === 0,
      code: 'InvalidTargets',
      message: `set exactly one of \`targetServiceAccounts\`, \`targetTags\` and \`targetSecureTags\`, not empty, or every machine of the network would lose all other egress; got ${got}`,
    },
    {
      when: isPolicy && name === 'targetTags',
      code: 'InvalidTargets',
      message: 'a firewall policy has no network tags; set `targetServiceAccounts` or `targetSecureTags`',
    },
    {
      when: !isPolicy && name === 'targetSecureTags',
      code: 'InvalidTargets',
      message: 'VPC firewall rules have no secure tags; set `targetServiceAccounts` or `targetTags`',
    },
    { when: count > max, code: 'InvalidTargets', message: `\`${name}\` takes at most ${max} entries, got ${count}` },
  );
}

/** Refuses an account that other machines run under, unless the user says so. @throws AccessError `DefaultServiceAccount`, `InvalidProp` */
export function checkShared({ targetServiceAccounts, sharedAccount }: Targets, scope: IConstruct): void {
  if (sharedAccount !== undefined && typeof sharedAccount !== 'boolean') {
    throw AccessError.of('InvalidProp', `\`sharedAccount\` must be true or false, got ${show(sharedAccount)}`);
  }
  const shared = defaultAccounts(targetServiceAccounts, scope);
  refuse({
    when: shared.length > 0 && sharedAccount !== true,
    code: 'DefaultServiceAccount',
    message: `\`targetServiceAccounts\` has ${shared.join(', ')}, under which machines run that name no other account: all of them would lose all other egress; run the delegate under an account of its own, target tags, or set \`sharedAccount: true\``,
  });
}

function defaultAccounts(accounts: unknown, scope: IConstruct): string[] {
  return listOf(accounts)
    .filter((email): email is string => typeof email === 'string')
    .map((email) => (isTokenText(email) ? nameOrNothing(scope, email) : email))
    .filter((email) => DEFAULT_ACCOUNT.test(email) || DEFAULT_REFERENCE.test(email));
}

export function sharedAccountFinding({ targetServiceAccounts, sharedAccount }: Targets): Finding[] {
  return sharedAccount !== true
    ? []
    : [
        finding('SharedAccount', 'egress', {
          what: `every machine that runs under ${listOf(targetServiceAccounts).join(', ') || 'the targeted account'} loses all other egress, not the delegate alone`,
          why: '`sharedAccount: true` is set',
          fix: 'run the delegate under a service account of its own',
          source: recorded('https://cloud.google.com/iam/docs/service-account-types#default'),
        }),
      ];
}

/** `service account delegate@…` or `tags delegate, build`, for the review. */
export function targetsText(props: Targets): string | undefined {
  const [prop, values] =
    TARGETS.map((name) => [name, props[name]] as const).find(([, list]) => list !== undefined) ?? [];
  const kind = { targetServiceAccounts: 'service account', targetTags: 'tag', targetSecureTags: 'secure tag' };
  return prop === undefined ? undefined : `${kind[prop]}${values!.length === 1 ? '' : 's'} ${values!.join(', ')}`;
}
