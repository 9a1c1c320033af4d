import { setTimeout as sleep } from 'node:timers/promises';
import type { GoogleAuth } from 'google-auth-library';
import type { Caller, GrantedPermission, Simulated, Simulation, SimulationAsking } from '../../../platform';

/**
 * Tests the permissions of the roles of a review, as the delegate: nothing is done to any resource, and the call needs no
 * permission. https://docs.cloud.google.com/resource-manager/reference/rest/v1/projects/testIamPermissions
 */

type Sdk = typeof import('google-auth-library');

const SDK = 'google-auth-library';
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';

export const simulation: Simulation = { sdk: SDK, simulate };

interface Tester {
  readonly auth: GoogleAuth;
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  /** Of roles whose project the review does not name. */
  readonly project: string | undefined;
}

async function simulate(
  permissions: readonly GrantedPermission[],
  _: Caller,
  { load, timeout, signal, expected }: SimulationAsking,
): Promise<readonly Simulated[]> {
  const all = (why: string, todo: string): Simulated[] => permissions.map(() => unknown(why, todo));
  if (expected === undefined) {
    return all('the review does not say who the delegate is', 'name its service account with `--account`');
  }
  const { GoogleAuth: Auth } = load(SDK) as Sdk;
  const auth = new Auth({ scopes: [SCOPE] });
  const within = <T>(asked: Promise<T>): Promise<T | undefined> =>
    Promise.race([asked.catch(() => undefined), sleep(timeout, undefined, { ref: false })]);
  // As the library itself finds them, which is who is asked.
  const who = (await within(auth.getCredentials()))?.client_email;
  if (who === undefined || !expected.is(who)) {
    return all(
      `${who ?? 'an identity that is not known'} is asked, and the plan grants to ${expected.text}`,
      'run it as what the plan grants to',
    );
  }
  const project = await within(auth.getProjectId());
  const results: Simulated[] = [];
  for (const permission of permissions) {
    const tried = signal?.aborted === true ? undefined : within(ofOne(permission, { auth, timeout, project, signal }));
    results.push({ as: who, ...((await tried) ?? unknown('Google Cloud does not answer', 'check the way to it')) });
  }
  return results;
}

function unknown(why: string, todo: string): Simulated {
  return { count: 0, denied: [], unknown: { why, todo } };
}

async function ofOne(permission: GrantedPermission, tester: Tester): Promise<Simulated> {
  const project = permission.where.project ?? tester.project;
  if (project === undefined) {
    return unknown(
      'the project of the role is not known here',
      'set `GOOGLE_CLOUD_PROJECT`; behind a proxy, name the metadata service in `NO_PROXY`',
    );
  }
  const [resource = ''] = permission.resources;
  const test = testOf(resource.split(' '), project);
  if (test === undefined) {
    return unknown(`permissions at ${resource} are not tested`, 'compare them with `audit`');
  }
  try {
    const role = await ask<{ includedPermissions?: string[] }>(tester, {
      url: `https://iam.googleapis.com/v1/${permission.name}`,
    });
    const wanted = (role.includedPermissions ?? []).filter((name) => name.startsWith(test.service));
    const held = new Set<string>();
    const tested = new Set<string>();
    for (let from = 0; from < wanted.length; from += BATCH) {
      await testThem(tester, test, wanted.slice(from, from + BATCH), held, tested);
    }
    const denied = [...tested].filter((name) => !held.has(name));
    // A role is held as a whole: what is missing of it below a project may be what cannot be tested there.
    const isPart = test.service !== '' && held.size > 0 && denied.length > 0;
    return tested.size === 0 || isPart
      ? unknown(
          tested.size === 0
            ? `nothing of ${permission.name} can be tested at ${resource}`
            : `some of ${permission.name} is held at ${resource}, and not ${denied.join(', ')}`,
          'compare it with `audit`',
        )
      : { count: tested.size, denied: denied.map((name) => `${name} on ${resource}`) };
  } catch (error) {
    const { status, message } = error as { readonly status?: number; readonly message: string };
    return unknown(
      `Google Cloud answers ${status ?? message.slice(0, 100)}`,
      'check the way to iam.googleapis.com and to the service of the role, and the credentials',
    );
  }
}

/** Most permissions of one request. */
const BATCH = 100;

interface Test {
  /** Begin of the names of permissions that the resource can have. */
  readonly service: string;
  request(permissions: readonly string[]): Request;
}

interface Request {
  readonly url: string;
  readonly method?: 'POST';
  readonly data?: object;
}

/** Of each level of the catalogue. */
function testOf([level, ...names]: readonly string[], project: string): Test | undefined {
  const post = (service: string, url: string): Test => ({
    service,
    request: (permissions) => ({ url: `${url}:testIamPermissions`, method: 'POST', data: { permissions } }),
  });
  const [first = '', second = ''] = names.map(encodeURIComponent);
  switch (level) {
    case 'project':
      return post('', `https://cloudresourcemanager.googleapis.com/v1/projects/${names.length > 0 ? first : project}`);
    case 'secret':
      return post('secretmanager.', `https://secretmanager.googleapis.com/v1/projects/${project}/secrets/${first}`);
    case 'repository':
      return post(
        'artifactregistry.',
        `https://artifactregistry.googleapis.com/v1/projects/${project}/locations/${first}/repositories/${second}`,
      );
    case 'bucket':
      return {
        service: 'storage.',
        request: (permissions) => ({
          url: `https://storage.googleapis.com/storage/v1/b/${first}/iam/testPermissions?${permissions.map((name) => `permissions=${name}`).join('&')}`,
        }),
      };
    default:
      return undefined;
  }
}

/** Halves of a request that is refused are tried alone: some permissions of a role belong to no resource of this kind. */
async function testThem(
  tester: Tester,
  test: Test,
  permissions: readonly string[],
  held: Set<string>,
  tested: Set<string>,
): Promise<void> {
  try {
    const { permissions: some = [] } = await ask<{ permissions?: string[] }>(tester, test.request(permissions));
    permissions.forEach((name) => tested.add(name));
    some.forEach((name) => held.add(name));
  } catch (error) {
    if ((error as { readonly status?: number }).status !== 400) {
      throw error;
    }
    if (permissions.length > 1) {
      const half = Math.ceil(permissions.length / 2);
      await testThem(tester, test, permissions.slice(0, half), held, tested);
      await testThem(tester, test, permissions.slice(half), held, tested);
    }
  }
}

async function ask<T>({ auth, timeout, signal }: Tester, request: Request): Promise<T> {
  const stopped = signal === undefined ? {} : { signal };
  const { data } = await auth.request<T>({ ...request, ...stopped, timeout, retry: false });
  return data;
}
