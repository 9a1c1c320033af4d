import { sign } from 'aws4';
import { credentialsOf, type Found, type Keys } from './credentials';
import { tryToSend, type Answer } from '../../../http';
import { partitionOf } from '../../../plan';
import type { Asking, Caller } from '../../../platform';

/**
 * Who the credentials of this place are, as STS says. Without an SDK: one signed request, or the token of the pod, which needs
 * no signature. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */

const VERSION = '2011-06-15';
const MAX_BYTES = 64 * 1024;
const SESSION = 'harness-delegate-access-preflight';
/** The shortest session of STS. */
const SECONDS = '900';

export async function callerOf(asking: Asking): Promise<Caller> {
  const found = await credentialsOf(asking);
  const { from, without, role, webIdentity, keys } = found;
  if (without !== undefined) {
    return { outcome: without.isNone ? 'none' : 'not asked', from, detail: without.why, ...who(role) };
  }
  if (!isSafe(addressOf(asking))) {
    return { outcome: 'not asked', from, detail: 'the address of STS in the environment is not https', ...who(role) };
  }
  const answer = webIdentity === undefined ? await signed(keys!, asking) : await withToken(webIdentity, asking);
  return callerIn(found, answer);
}

function callerIn({ from, role, webIdentity }: Found, answer: Answer | string): Caller {
  if (typeof answer === 'string') {
    // A role that the service of the credentials names is one; what the environment says may be refused.
    const outcome = role === undefined ? 'not asked' : webIdentity === undefined ? 'known' : 'claimed';
    return { outcome, from, detail: `STS: ${answer}`, ...who(role) };
  }
  const arn = /<Arn>(arn:[a-z0-9-]+:(?:sts|iam)::\d{12}:[\w+=,.@/-]{1,1024})<\/Arn>/.exec(answer.text)?.[1];
  if (answer.status === 200 && arn !== undefined) {
    return { outcome: 'known', who: arn, from };
  }
  const code = /<Code>(\w{1,64})<\/Code>/.exec(answer.text)?.[1] ?? String(answer.status);
  const isLate = LATE.test(code) || /signature expired|not yet current/i.test(answer.text);
  const detail = `STS answers ${code}${isLate ? '; check the clock of this machine' : ''}`;
  // A portal, a proxy and a service that is busy refuse no credentials.
  return { outcome: REFUSED.test(code) || isLate ? 'refused' : 'not asked', from, detail, ...who(role) };
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
const REFUSED =
  /^(?:AccessDenied\w*|ExpiredToken\w*|InvalidClientTokenId|InvalidIdentityToken|IDPRejectedClaim|IncompleteSignature|MissingAuthenticationToken|NotAuthorized|OptInRequired|SignatureDoesNotMatch|UnrecognizedClient\w*)$/;
const LATE = /^RequestExpired$/;

function who(arn: string | undefined): Pick<Caller, 'who'> {
  return arn === undefined ? {} : { who: arn };
}

function signed(keys: Keys, asking: Asking): Promise<Answer | string> {
  const url = new URL(addressOf(asking));
  url.search = `Action=GetCallerIdentity&Version=${VERSION}`;
  const { headers } = sign(
    {
      method: 'GET',
      host: url.host,
      path: `${url.pathname}${url.search}`,
      service: 'sts',
      region: regionOf(asking) ?? 'us-east-1',
    },
    keys,
  );
  return ask(url, asking, { headers: headers as Readonly<Record<string, string>> });
}

function withToken({ role, token }: NonNullable<Found['webIdentity']>, asking: Asking): Promise<Answer | string> {
  const body = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: VERSION,
    RoleArn: role,
    RoleSessionName: SESSION,
    DurationSeconds: SECONDS,
    WebIdentityToken: token,
  }).toString();
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return ask(new URL(addressOf(asking)), asking, { method: 'POST', headers, body });
}

function ask(
  url: URL,
  { environment, timeout, signal, proxy }: Asking,
  options: { readonly method?: 'POST'; readonly headers: Readonly<Record<string, string>>; readonly body?: string },
): Promise<Answer | string> {
  if (url.protocol === 'http:') {
    return tryToSend(url, { ...options, timeout, signal, maxBytes: MAX_BYTES, environment: {} });
  }
  const isOwn = proxy === undefined || (environment.https_proxy ?? environment.HTTPS_PROXY) !== undefined;
  const proxies = isOwn ? environment : { ...environment, https_proxy: addressOfProxy(proxy) };
  return tryToSend(url, { ...options, timeout, signal, maxBytes: MAX_BYTES, environment: proxies });
}

function addressOfProxy({ host, port }: NonNullable<Asking['proxy']>): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Of the process, then of the review. */
export function regionOf(asking: Asking): string | undefined {
  const { AWS_REGION, AWS_DEFAULT_REGION } = asking.environment;
  return asRegion(AWS_REGION ?? AWS_DEFAULT_REGION) ?? placeRegion(asking);
}

/** Of the review. */
export function placeRegion({ where }: Asking): string | undefined {
  return asRegion(where?.region);
}

function asRegion(text = ''): string | undefined {
  return /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(text) ? text : undefined;
}

/** Tokens leave this machine in TLS alone. */
function isSafe(address: string): boolean {
  const { protocol, hostname, username } = new URL(address);
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && isLocal));
}

/** Of the region, as the SDKs ask it by default. https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html */
function addressOf(asking: Asking): string {
  const { AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL } = asking.environment;
  const own = AWS_ENDPOINT_URL_STS ?? AWS_ENDPOINT_URL ?? '';
  const region = regionOf(asking);
  return URL.canParse(own)
    ? own
    : `https://sts.${region === undefined ? 'amazonaws.com' : `${region}.${partitionOf(region).dnsSuffix}`}/`;
}
