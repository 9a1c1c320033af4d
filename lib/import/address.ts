/** Addresses of connectors: host and port, and nothing else of them, since the rest can hold secrets. */

/** A host and a port. */
export interface Address {
  /** Lower-case name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly scheme?: string;
  /** True when the text itself has the port. */
  readonly hasPort: boolean;
}

/** The reason that a text is no address; never the text itself. */
export interface NoAddress {
  readonly why: string;
}

export type ReadAddress = Address | NoAddress;

/** Ports of addresses that name none. */
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  https: 443,
  http: 80,
  oci: 443,
  ssh: 22,
  git: 9418,
};

/** Longest text that is looked at. */
const MAX = 2048;
const NAME = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;
const IPV6 = /^[0-9a-f:.]*:[0-9a-f:.]*$/;

/** True where the text was read as an address. */
export function isAddress(read: ReadAddress): read is Address {
  return 'host' in read;
}

/** True for a value that Harness, Terraform or a template fills later. */
export function isExpression(text: string): boolean {
  return /<\+|\$\{|\{\{/.test(text);
}

/**
 * Reads `https://h`, `h:443`, `h`, `oci://h/x`, `ssh://git@h:7999/x`, `git@h:org/x`, `git://h` and addresses in brackets; a
 * missing scheme is https. User info, path, query and fragment are dropped.
 */
export function readAddress(given: string): ReadAddress {
  const text = given.trim();
  const refused = refusal(text);
  if (refused !== undefined) {
    return { why: refused };
  }
  const [, scheme, rest = text] = /^([a-z][a-z0-9+.-]*):\/\/([^]*)$/i.exec(text) ?? [];
  if (scheme === undefined && isScp(text)) {
    return addressOf(text.replace(/^[^]*@/, '').replace(/:[^]*$/, ''), undefined, 'ssh');
  }
  const [, scpHost, scpPort] = scheme === undefined ? (/^[^/:@]+@([^/:]+):(\d+)(?:\/|$)/.exec(text) ?? []) : [];
  if (scpHost !== undefined) {
    return addressOf(scpHost, scpPort, 'ssh');
  }
  const authority = rest.replace(/[/?#\\][^]*$/, '').replace(/^[^]*@/, '');
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(authority);
  if (bracketed !== null) {
    return addressOf(bracketed[1]!, bracketed[2], scheme);
  }
  const [, host = authority, port] = /^([^:]*)(?::(\d*))?$/.exec(authority) ?? [];
  return addressOf(host, port === '' ? undefined : port, scheme);
}

function refusal(text: string): string | undefined {
  if (text === '') {
    return 'it is empty';
  }
  if (text.length > MAX) {
    return `it is longer than ${MAX} characters`;
  }
  if (isExpression(text)) {
    return 'it is an expression, which is filled when a pipeline runs';
  }
  return /[\u0000-\u0020\u007f-\u009f*<>"'`|^{}\u2028\u2029]/.test(text)
    ? 'it has characters that no address has'
    : undefined;
}

/** `git@host:org/repository`: what follows the colon is a path, unless it is digits up to a slash. */
function isScp(text: string): boolean {
  return /^[^/]+@[^/:]+:/.test(text) && !/^[^/]+@[^/:]+:\d+(?:\/|$)/.test(text);
}

function addressOf(given: string, port: string | undefined, scheme: string | undefined): ReadAddress {
  const host = given.toLowerCase().replace(/\.$/, '');
  const isIp = IPV6.test(host);
  if (!isIp && !NAME.test(host)) {
    return { why: 'it has no host that a name could be' };
  }
  const number = port === undefined ? DEFAULT_PORTS[scheme?.toLowerCase() ?? 'https'] : Number(port);
  if (number === undefined) {
    return { why: 'its scheme has no port that is known, and the address names none' };
  }
  if (!Number.isInteger(number) || number < 1 || number > 65535) {
    return { why: 'its port is none between 1 and 65535' };
  }
  return {
    host,
    port: number,
    ...(scheme === undefined ? {} : { scheme: scheme.toLowerCase() }),
    hasPort: port !== undefined,
  };
}

/** A host as a destination of a list: a literal address is a block of one. */
export function destinationOf(host: string): string {
  return IPV6.test(host) ? `${host}/128` : /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) ? `${host}/32` : host;
}
