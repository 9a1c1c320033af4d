import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { tryToSend, type Answer } from '../../../http';
import type { Asking } from '../../../platform';

/**
 * Credentials of this place, in the order in which the delegate's Java looks for them
 * (https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html). They sign one request, and are
 * neither kept nor shown.
 */

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Found {
  /** Their place. */
  readonly from: string;
  readonly keys?: Keys;
  /** A token of the cluster, for a role. */
  readonly webIdentity?: { readonly role: string; readonly token: string };
  /** ARN of the role that they say they are of. */
  readonly role?: string;
  /** Set where there are none that can be used. */
  readonly without?: { readonly isNone: boolean; readonly why: string };
}

const MAX_BYTES = 64 * 1024;
const JSON_HEADERS = { Accept: 'application/json' };

export async function credentialsOf(asking: Asking): Promise<Found> {
  const { environment } = asking;
  return (
    fromEnvironment(asking) ??
    fromWebIdentity(asking) ??
    fromProfile(asking) ??
    (await fromContainer(asking)) ??
    (environment.AWS_EC2_METADATA_DISABLED === 'true'
      ? { from: 'the environment', without: { isNone: true, why: 'it has none, and AWS_EC2_METADATA_DISABLED is set' } }
      : await fromMachine(asking))
  );
}

function fromEnvironment({ environment }: Asking): Found | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = environment;
  return isText(accessKeyId) && isText(secretAccessKey)
    ? {
        from: 'keys in the environment',
        keys: {
          accessKeyId,
          secretAccessKey,
          ...(isText(AWS_SESSION_TOKEN) ? { sessionToken: AWS_SESSION_TOKEN } : {}),
        },
      }
    : undefined;
}

function fromWebIdentity({ environment }: Asking): Found | undefined {
  const { AWS_ROLE_ARN: role, AWS_WEB_IDENTITY_TOKEN_FILE: file } = environment;
  if (!isText(role) || !isText(file)) {
    return undefined;
  }
  const from = 'the service account of the pod (AWS_ROLE_ARN)';
  const token = textOf(file);
  return token === undefined
    ? { from, role, without: { isNone: false, why: 'AWS_WEB_IDENTITY_TOKEN_FILE cannot be read' } }
    : { from, role, webIdentity: { role, token } };
}

/** A user without an entry has none. */
function home(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}

function fromProfile({ environment }: Asking): Found | undefined {
  const { AWS_PROFILE, AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE, HOME = home() } = environment;
  const files = [
    AWS_SHARED_CREDENTIALS_FILE ?? join(HOME, '.aws/credentials'),
    AWS_CONFIG_FILE ?? join(HOME, '.aws/config'),
  ];
  return isText(AWS_PROFILE) || files.some((file) => existsSync(file))
    ? { from: 'a profile', without: { isNone: false, why: 'profiles are not read' } }
    : undefined;
}

/** The address of ECS tasks, and the hosts that the other variable may name. https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html */
const OF_TASKS = 'http://169.254.170.2';
const ALLOWED = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|169\.254\.170\.(?:2|23)|\[fd00:ec2::23\])$/;

async function fromContainer(asking: Asking): Promise<Found | undefined> {
  const { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: relative, AWS_CONTAINER_CREDENTIALS_FULL_URI: full } =
    asking.environment;
  const from = isText(relative) ? 'the role of the ECS task' : 'Pod Identity of the cluster';
  const url = urlOf(isText(relative) ? `${OF_TASKS}${relative}` : (full ?? ''));
  if (!isText(relative) && !isText(full)) {
    return undefined;
  }
  if (url === undefined || url.username !== '' || (url.protocol !== 'https:' && !ALLOWED.test(url.hostname))) {
    return { from, without: { isNone: false, why: 'the variable of the container names a host that is not allowed' } };
  }
  const answer = await direct(url, asking, { ...JSON_HEADERS, ...authorizationOf(asking) });
  return credentialsIn(from, answer);
}

function authorizationOf({ environment }: Asking): Readonly<Record<string, string>> {
  const { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file, AWS_CONTAINER_AUTHORIZATION_TOKEN: own } = environment;
  const token = isText(file) ? textOf(file) : own;
  return isText(token) && !/[\r\n]/.test(token) ? { Authorization: token } : {};
}

/** Instance metadata, version 2. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html */
const METADATA = 'http://169.254.169.254';
const PATH = '/latest/meta-data/iam/security-credentials/';

async function fromMachine(asking: Asking): Promise<Found> {
  const from = 'metadata of the machine';
  const none = (why: string): Found => ({ from, without: { isNone: true, why } });
  const base = urlOf(asking.environment.AWS_EC2_METADATA_SERVICE_ENDPOINT ?? METADATA);
  if (base === undefined) {
    return none('AWS_EC2_METADATA_SERVICE_ENDPOINT is no address');
  }
  const token = await direct(
    new URL('/latest/api/token', base),
    asking,
    { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
    'PUT',
  );
  if (typeof token === 'string') {
    return none(
      `there are no keys in the environment, and of the metadata service: ${token}; a pod or container needs a hop limit of 2`,
    );
  }
  const headers = { 'X-aws-ec2-metadata-token': token.text.trim() };
  if (token.status !== 200 || /[\r\n]/.test(headers['X-aws-ec2-metadata-token'])) {
    return none(`the metadata service answers ${token.status}`);
  }
  const names = await direct(new URL(PATH, base), asking, headers);
  if (typeof names === 'string' || (names.status !== 200 && names.status !== 404)) {
    const why = typeof names === 'string' ? names : `it answers ${names.status}`;
    return { from, without: { isNone: false, why } };
  }
  const [name = ''] = names.status === 404 ? [] : names.text.split('\n');
  if (!/^[\w+=,.@-]{1,64}$/.test(name.trim())) {
    return none('the machine has no role');
  }
  return credentialsIn(from, await direct(new URL(`${PATH}${name.trim()}`, base), asking, headers));
}

function credentialsIn(from: string, answer: Answer | string): Found {
  if (typeof answer === 'string' || answer.status !== 200) {
    const why = typeof answer === 'string' ? answer : `it answers ${answer.status}`;
    return { from, without: { isNone: false, why } };
  }
  try {
    const { AccessKeyId, SecretAccessKey, Token, RoleArn } = JSON.parse(answer.text) as Readonly<
      Record<string, unknown>
    >;
    if (isText(AccessKeyId) && isText(SecretAccessKey)) {
      return {
        from,
        keys: {
          accessKeyId: AccessKeyId,
          secretAccessKey: SecretAccessKey,
          ...(isText(Token) ? { sessionToken: Token } : {}),
        },
        ...(isText(RoleArn) ? { role: RoleArn } : {}),
      };
    }
  } catch {
    // Told below.
  }
  return { from, without: { isNone: false, why: 'its answer holds no credentials' } };
}

/** No proxy leads to an address of this machine. */
function direct(
  url: URL,
  { timeout, signal }: Asking,
  headers: Readonly<Record<string, string>>,
  method: 'GET' | 'PUT' = 'GET',
): Promise<Answer | string> {
  return tryToSend(url, { method, headers, timeout, signal, maxBytes: MAX_BYTES, environment: {} });
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function textOf(file: string): string | undefined {
  try {
    // A pipe would hold the process.
    return statSync(file).isFile() ? readFileSync(file, 'utf8').trim() : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
