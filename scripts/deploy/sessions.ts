import { ACCOUNT, type Answer, type Credentials, type Moto } from './moto';
import { BUCKETS, callOf, type Pair, type Verdict } from './pairs';

/** Makes calls in sessions of roles while moto enforces IAM. */

export interface Answered {
  readonly verdict: Verdict;
  /** A role without policies is denied, and an administrator is not. */
  readonly isEnforced: boolean;
}

const ADMINISTRATOR = { RoleName: 'administrator', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] };
const DENIED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'];
/** S3 says so before it looks at permissions. */
const NO_BUCKET = 'NoSuchBucket';

/** Answers to the calls of the pairs; `roleOf` names the role that makes it, `nobody` a role without policies. */
export async function ask(
  moto: Moto,
  pairs: readonly Pair[],
  roleOf: (pair: Pair) => string,
  nobody: string,
): Promise<Map<Pair, Answered>> {
  createAdministrator(moto);
  moto.callAll(BUCKETS.map((Bucket) => ({ service: 's3', operation: 'CreateBucket', parameters: { Bucket } })));
  const roles = [...new Set([...pairs.map(roleOf), nobody, ADMINISTRATOR.RoleName])];
  const credentials = assume(moto, roles);
  const verdicts = (roleOfPair: (pair: Pair) => string): Verdict[] =>
    moto.try(pairs.map((pair) => callOf(pair, credentials.get(roleOfPair(pair))))).map(verdictOf);
  await moto.enforceIam(true);
  const own = verdicts(roleOf);
  const toNobody = verdicts(() => nobody);
  const toAdministrator = verdicts(() => ADMINISTRATOR.RoleName);
  await moto.enforceIam(false);
  deleteAdministrator(moto);
  return new Map(
    pairs.map((pair, i) => [
      pair,
      { verdict: own[i]!, isEnforced: toNobody[i] === 'denied' && toAdministrator[i] === 'allowed' },
    ]),
  );
}

/** Sessions of roles by name. Made before IAM is enforced: moto does not know services as principals. */
function assume(moto: Moto, roles: readonly string[]): Map<string, Credentials> {
  const sessions = moto.callAll<{ Credentials: Credentials }>(
    roles.map((role) => ({
      service: 'sts',
      operation: 'AssumeRole',
      parameters: { RoleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, RoleSessionName: 'delegate' },
    })),
  );
  return new Map(roles.map((role, i) => [role, sessions[i]!.Credentials]));
}

/** A call that fails for want of parameters was allowed. */
function verdictOf({ error, status }: Answer): Verdict {
  const isDenied = error !== undefined && DENIED.includes(error);
  if (error === NO_BUCKET || (status === 403 && !isDenied)) {
    throw new Error(`moto did not look at permissions: ${error}`);
  }
  return isDenied ? 'denied' : 'allowed';
}

function createAdministrator(moto: Moto): void {
  const { RoleName } = ADMINISTRATOR;
  moto.call('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: JSON.stringify(TRUST) });
  moto.call('iam', 'AttachRolePolicy', ADMINISTRATOR);
}

function deleteAdministrator(moto: Moto): void {
  moto.call('iam', 'DetachRolePolicy', ADMINISTRATOR);
  moto.call('iam', 'DeleteRole', { RoleName: ADMINISTRATOR.RoleName });
}
