import { isIP } from 'node:net';
import { AccessError, show } from '../base';
import { Destination, Port } from '../network';
import type { ReviewDocument, ReviewPort, ReviewRule, ReviewWay } from '../review';

/** Connections to try, by a review: each open port of it on each way. */

/** One connection to try. */
export interface Check {
  /** Key of the port in the review, such as `jenkins:443`. */
  readonly key: string;
  readonly connection: string;
  /** Host name or address. */
  readonly host: string;
  readonly port: number;
  /** True where TLS is spoken; a handshake is made then. */
  readonly isTls: boolean;
  /** True for a service of the user's own, whose certificate may be the user's own. */
  readonly isOwn: boolean;
  readonly proxy?: { readonly host: string; readonly port: number };
  /** Blocks that the name must lead to: those of an endpoint. */
  readonly within?: readonly string[];
  /** True for an address out of a block, at which nothing may listen. */
  readonly isSample?: true;
  /** Not set for a port that is requested: then nothing must answer. */
  readonly isClosed?: true;
}

/** A destination that is not tried, and why. */
export interface NotChecked {
  readonly key: string;
  /** Empty for what has none. */
  readonly destination: string;
  readonly why: string;
}

export interface Checks {
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

export interface CheckOptions {
  /** Hosts for blocks and wildcards of the list: names and addresses. */
  readonly hosts?: readonly string[];
  /** Destinations that must be closed, each as `host:port`. */
  readonly closed?: readonly string[];
  /** Most connections to try; of more, some of each port. @default 500 */
  readonly limit?: number;
}

const LIMIT = 500;

/** Pace of the tries. */
export interface Pace {
  /** Connections at once. @default 8 */
  readonly parallel?: number;
  /** Milliseconds for each step of a connection. @default 3,000 */
  readonly timeout?: number;
}

export const PACE: Required<Pace> = { parallel: 8, timeout: 3000 };

/** Lines of Harness first, then hosts that the delegate asks before a task, then the rest. @throws AccessError `InvalidHost` */
export function checksOf(review: ReviewDocument, options: CheckOptions = {}): Checks {
  const hosts = (options.hosts ?? []).map(hostOf);
  const notChecked: NotChecked[] = [];
  const perPort = [...review.ports]
    .filter(({ asked }) => asked)
    .sort((a, b) => rankOf(a) - rankOf(b))
    .map((port) => distinct(checksOfPort(port, hosts, notChecked)));
  const limited = withinLimit(perPort, options.limit ?? LIMIT, notChecked);
  const tried = new Set(perPort.flat().flatMap(({ host, proxy }) => [host, proxy?.host]));
  hosts
    .filter((host) => !tried.has(host))
    .forEach((host) =>
      notChecked.push({ key: '--hosts', destination: host, why: 'no block and no wildcard of the list has it' }),
    );
  return { checks: [...limited, ...(options.closed ?? []).map((text) => closedCheck(text, review))], notChecked };
}

function rankOf({ row, verdict }: ReviewPort): number {
  return row === 'harness' ? 0 : verdict === 'probe' ? 1 : 2;
}

function checksOfPort(port: ReviewPort, hosts: readonly string[], notChecked: NotChecked[]): Check[] {
  const skip = (destination: string, why: string): void => void notChecked.push({ key: port.key, destination, why });
  const { from, to, protocol } = Port.parse(port.port);
  if (protocol !== 'tcp') {
    skip(port.askedFor.join(', '), 'UDP has no connection that could be tried');
    return [];
  }
  const ports = from === to ? [from] : [from, to];
  if (to > from + 1) {
    skip(`${from} to ${to}`, 'of a range the first and the last port are tried');
  }
  return (port.ways ?? []).flatMap((way) => ofWay(port, way, ports, hosts, skip));
}

function ofWay(
  port: ReviewPort,
  way: ReviewWay,
  ports: readonly number[],
  hosts: readonly string[],
  skip: (destination: string, why: string) => void,
): Check[] {
  const common = {
    key: port.key,
    connection: port.connection,
    isTls: port.speaks?.includes('tls') === true && !port.speaks.includes('http'),
    isOwn: port.kind === 'selfHosted' || port.kind === 'machines',
  };
  const make = (host: string, more: Partial<Check> = {}): Check[] =>
    ports.map((number) => ({ ...common, host, port: number, ...more }));
  switch (way.through) {
    case 'name':
      return way.to.flatMap((name) => named(name, hosts, skip).flatMap((host) => make(host)));
    case 'endpoint': {
      const within = way.to.filter((text) => text.includes('/'));
      return way.hosts.flatMap((name) =>
        named(name, hosts, skip).flatMap((host) => make(host, within.length === 0 ? {} : { within })),
      );
    }
    case 'proxy': {
      const [proxies, samples] = split(
        way.to.flatMap((text) => addressesOf(text, hosts, skip)),
        ({ isSample }) => !isSample,
      );
      const [number] = (way.ports ?? []).map((text) => Port.parse(text).from);
      if (proxies.length === 0 && samples.length > 0) {
        skip(way.hosts.join(', '), 'through a proxy somewhere in a block; name it with `--hosts`');
      }
      return number === undefined
        ? []
        : proxies.flatMap((proxy) =>
            way.hosts
              .flatMap((name) => named(name, hosts, skip))
              .flatMap((host) => make(host, { proxy: { host: proxy.host, port: number } })),
          );
    }
    case 'address': {
      // Names of the list itself, and names behind its blocks: those are asked by name, and must lead there.
      const [names, rest] = split(way.to, (text) => way.hosts.includes(text));
      const behind = way.hosts.filter((name) => !names.includes(name));
      const blocks = rest.filter((text) => text.includes('/'));
      const within = blocks.length === 0 ? {} : { within: blocks };
      return [
        ...names.flatMap((name) => named(name, hosts, skip)).flatMap((host) => make(host)),
        ...(behind.length > 0
          ? behind.flatMap((name) => named(name, hosts, skip)).flatMap((host) => make(host, within))
          : rest.flatMap((text) =>
              addressesOf(text, hosts, skip).flatMap(({ host, isSample }) =>
                make(host, isSample ? { isSample: true } : {}),
              ),
            )),
      ];
    }
  }
}

function split<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** A name, or the hosts that a wildcard stands for. */
function named(name: string, hosts: readonly string[], skip: (destination: string, why: string) => void): string[] {
  if (!name.includes('*')) {
    return [name];
  }
  const pattern = new RegExp(
    `^${name
      .split('.')
      .map((label) => (label === '*' ? '[^.]+' : escaped(label)))
      .join('\\.')}$`,
  );
  const found = hosts.filter((host) => pattern.test(host));
  if (found.length === 0) {
    skip(name, 'a wildcard stands for names that no list has; name one with `--hosts`');
  }
  return found;
}

function escaped(label: string): string {
  return label.replace(/[^a-z0-9_-]/gi, '\\$&');
}

/** Addresses of a destination: itself, the hosts in its block, or some of it. */
function addressesOf(
  text: string,
  hosts: readonly string[],
  skip: (destination: string, why: string) => void,
): { readonly host: string; readonly isSample: boolean }[] {
  if (!/^[0-9a-f.:]+\/\d+$/i.test(text)) {
    if (/^[a-z0-9_.-]+\.[a-z0-9_-]+$/i.test(text)) {
      return [{ host: text, isSample: false }];
    }
    skip(text, 'its addresses are known in the cloud only; name hosts of it with `--hosts`');
    return [];
  }
  const [address = '', length = ''] = text.split('/');
  const isOne = Number(length) === (address.includes(':') ? 128 : 32);
  if (isOne) {
    return [{ host: address, isSample: false }];
  }
  const block = Destination.parse(text);
  const inside = hosts.filter((host) => /^[0-9a-f.:]+$/i.test(host) && covers(block, host));
  if (inside.length > 0) {
    return inside.map((host) => ({ host, isSample: false }));
  }
  if (address.includes(':') || Number(length) === 0) {
    skip(text, 'too many addresses to find one that answers; name hosts of it with `--hosts`');
    return [];
  }
  skip(text, 'one address of it is tried; name hosts of it with `--hosts`');
  return [{ host: nextAddress(address), isSample: true }];
}

function covers(block: Destination, host: string): boolean {
  return block.covers(Destination.parse(`${host}/${host.includes(':') ? 128 : 32}`));
}

/** The first address of a block that a machine may have. */
function nextAddress(address: string): string {
  const parts = address.split('.').map(Number);
  return [...parts.slice(0, 3), Math.min(255, parts[3]! + 1)].join('.');
}

function distinct(checks: readonly Check[]): Check[] {
  return [...new Map(checks.map((check) => [checkKey(check), check])).values()];
}

/** Equal for checks that are one connection. */
export function checkKey({ host, port, isTls, proxy, isClosed }: Check): string {
  return JSON.stringify([host, port, isTls, proxy ?? null, isClosed ?? false]);
}

/** Some of each port, evenly, where there are too many. */
function withinLimit(perPort: readonly (readonly Check[])[], limit: number, notChecked: NotChecked[]): Check[] {
  const total = perPort.reduce((sum, checks) => sum + checks.length, 0);
  if (total <= limit) {
    return perPort.flat();
  }
  const share = Math.max(1, Math.floor(limit / perPort.length));
  return perPort.flatMap((checks) => {
    const step = Math.max(1, Math.ceil(checks.length / share));
    const kept = checks.filter((_, i) => i % step === 0);
    if (kept.length < checks.length) {
      notChecked.push({
        key: checks[0]!.key,
        destination: `${checks.length} destinations`,
        why: `${kept.length} of them are tried; \`--limit\` raises it`,
      });
    }
    return kept;
  });
}

/** @throws AccessError `InvalidHost` */
function hostOf(text: string): string {
  const host = text.trim().toLowerCase();
  if (!/^[a-z0-9_.:-]{1,253}$/.test(host)) {
    throw AccessError.of('InvalidHost', `\`--hosts\` must be host names and addresses, with commas, got ${show(text)}`);
  }
  return host;
}

/** @throws AccessError `InvalidHost` */
function closedCheck(text: string, review: ReviewDocument): Check {
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_.-]+)):(\d{1,5})$/i.exec(text.trim()) ?? [];
  const number = Number(port);
  if (port === undefined || number < 1 || number > 65535) {
    throw AccessError.of(
      'InvalidHost',
      `\`--closed\` must be a host and a port such as \`192.0.2.7:22\`, got ${show(text)}`,
    );
  }
  const host = (bracketed ?? plain!).toLowerCase();
  const opener = review.rules.find((rule) => opens(rule, host, number));
  if (opener !== undefined) {
    throw AccessError.of(
      'InvalidHost',
      `\`--closed\` must be what the plan does not open, got ${show(text)}, which ${opener.reasons.map((key) => `\`${key}\``).join(', ')} opens; remove it, or the port from the list`,
    );
  }
  return {
    key: `closed ${text.trim()}`,
    connection: '',
    host,
    port: number,
    isTls: false,
    isOwn: true,
    isClosed: true,
  };
}

/** True for a rule by which the plan opens it; a port that a target opens to any address is opened for others. */
function opens({ protocol, from, to, enforcement, destination }: ReviewRule, host: string, port: number): boolean {
  const isThere =
    destination.text === host ||
    (destination.kind === 'cidr' && isIP(host) !== 0 && covers(Destination.parse(destination.text), host));
  return protocol === 'tcp' && from <= port && port <= to && enforcement !== 'port-only' && isThere;
}
