import { AccessError, show } from '../base';

/** The proxy that the environment names for an address, as curl reads it: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** A proxy: its address, and what it wants to know of its user. */
export interface Proxy {
  readonly host: string;
  readonly port: number;
  /** Value of `Proxy-Authorization`. */
  readonly authorization?: string;
}

const PORT = 3128;

/** @throws AccessError `InvalidProxy`, which never shows the user info */
export function proxyFor(url: URL, environment: Environment): Proxy | undefined {
  const own = url.protocol === 'https:' ? ['https_proxy', 'HTTPS_PROXY'] : ['http_proxy'];
  // Upper-case HTTP_PROXY is what a CGI request may set, so curl does not read it; both cases of the others are read.
  const name = [...own, 'all_proxy', 'ALL_PROXY'].find((one) => environment[one] !== undefined);
  const value = name === undefined ? undefined : environment[name];
  if (name === undefined || value === undefined || value.trim() === '' || isPassedBy(url.hostname, environment)) {
    return undefined;
  }
  return readProxy(value.trim(), name);
}

/** @param name of where it is set, in errors */
export function readProxy(text: string, name: string): Proxy {
  const given = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  let parsed: URL;
  try {
    parsed = new URL(given);
  } catch {
    throw invalid(name, text);
  }
  if (parsed.protocol !== 'http:' || parsed.hostname === '') {
    throw invalid(name, text);
  }
  const user = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
  const hasPort = /:\d+(?:\/|$)/.test(given.replace(/^[^]*@/, '').replace(/^\w+:\/\//, ''));
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: parsed.port === '' ? (hasPort ? 80 : PORT) : Number(parsed.port),
    ...(user === ':' ? {} : { authorization: `Basic ${Buffer.from(user).toString('base64')}` }),
  };
}

function invalid(name: string, text: string): AccessError {
  return AccessError.of(
    'InvalidProxy',
    `\`${name}\` must be the address of an HTTP proxy such as \`http://proxy.example.com:3128\`, got ${show(text)}`,
  );
}

/** True for a host that `NO_PROXY` names: itself, a domain with or without a dot, or `*`. */
function isPassedBy(host: string, environment: Environment): boolean {
  const entries = (environment.no_proxy ?? environment.NO_PROXY ?? '')
    .split(/[\s,]+/)
    .map((entry) =>
      entry
        .toLowerCase()
        .replace(/:\d+$/, '')
        .replace(/^\*?\./, ''),
    )
    .filter((entry) => entry !== '');
  return entries.some((entry) => entry === '*' || host === entry || host.endsWith(`.${entry}`));
}
