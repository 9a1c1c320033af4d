import { X509Certificate } from 'node:crypto';
import { connect, isIP, type Socket } from 'node:net';
import { connect as tlsConnect, rootCertificates, type PeerCertificate, type TLSSocket } from 'node:tls';
import { visible } from '../base';
import { ProxyRefusal, tunnel } from '../http';
import { Destination } from '../network';
import type { Check } from './checks';
import { lookUp, type TryOptions } from './look-up';

/** One connection, tried: names, TCP, the proxy, a handshake. Nothing else is sent, and nothing that comes is kept. */

/** End of a try. */
export type Outcome =
  | 'connected'
  /** Of the script without a trust store. */
  | 'connected, certificate not judged'
  | 'no such name'
  | 'no address'
  | 'resolver does not answer'
  | 'not through the endpoint'
  | 'refused'
  | 'dropped'
  | 'no route'
  | 'reset'
  | 'silent after the handshake began'
  | 'reset after the handshake began'
  | 'no TLS'
  | 'certificate of another'
  | 'certificate not trusted'
  | 'certificate not valid now'
  | 'certificate of a proxy'
  | 'proxy refuses'
  | 'proxy wants a user'
  | 'proxy does not answer'
  /** Of the script without a tool that it needs. */
  | 'cannot be tried here'
  /** Of results without a line of it. */
  | 'no result'
  | 'stopped';

export interface Attempt {
  readonly outcome: Outcome;
  /** Addresses of the name. */
  readonly addresses: readonly string[];
  readonly resolvers: readonly string[];
  /** Address that was tried last. */
  readonly address?: string;
  /** Signer of the certificate. */
  readonly signer?: string;
  /** ISO time of the machine that tried it, where another one reads the results. */
  readonly clock?: string;
  readonly milliseconds: number;
}

/** Most addresses of a name that are tried, of both families. */
const MAX_ADDRESSES = 4;

export async function attempt(check: Check, options: TryOptions): Promise<Attempt> {
  const began = performance.now();
  const done = (outcome: Outcome, more: Partial<Attempt> = {}): Attempt => ({
    outcome,
    addresses: [],
    resolvers: [],
    ...more,
    milliseconds: Math.round(performance.now() - began),
  });
  if (check.proxy !== undefined) {
    return done(...(await throughProxy(check, check.proxy, options)));
  }
  const { addresses, resolvers, failed } = await lookUp(check.host, options);
  if (failed !== undefined) {
    return done(failed === 'no answer' ? 'resolver does not answer' : 'no such name', { resolvers });
  }
  const outside = outsideOf(check, addresses);
  if (outside !== undefined) {
    return done('not through the endpoint', { addresses, resolvers, address: outside });
  }
  let last: readonly [Outcome, Partial<Attempt>] = ['no route', {}];
  for (const address of inTurns(addresses).slice(0, MAX_ADDRESSES)) {
    last = await toAddress(check, address, options);
    if (last[0] !== 'no route') {
      break;
    }
  }
  return done(last[0], { addresses, resolvers, ...last[1] });
}

/** One address of each family after the other. */
function inTurns(addresses: readonly string[]): string[] {
  const of = (family: number): string[] => addresses.filter((address) => isIP(address) === family);
  const [four, six] = [of(4), of(6)];
  return Array.from({ length: Math.max(four.length, six.length) }, (_, i) => [four[i], six[i]])
    .flat()
    .filter((address) => address !== undefined);
}

/** An address that does not lead where the name must. */
export function outsideOf({ within }: Check, addresses: readonly string[]): string | undefined {
  return within === undefined ? undefined : addresses.find((address) => !isWithin(address, within));
}

function isWithin(address: string, blocks: readonly string[]): boolean {
  const one = Destination.parse(`${address}/${address.includes(':') ? 128 : 32}`);
  return blocks.some((block) => Destination.parse(block).covers(one));
}

async function toAddress(
  check: Check,
  address: string,
  options: TryOptions,
): Promise<readonly [Outcome, Partial<Attempt>]> {
  const socket = await opened(address, check.port, options);
  if (typeof socket === 'string') {
    return [socket, { address }];
  }
  if (!check.isTls) {
    socket.destroy();
    return ['connected', { address }];
  }
  const [outcome, more] = await handshake(socket, check, options.timeout);
  return [outcome, { address, ...more }];
}

function opened(host: string, port: number, { timeout, signal }: TryOptions): Promise<Socket | Outcome> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    const end = (result: Socket | Outcome): void => {
      clearTimeout(timer);
      socket.removeAllListeners('error').on('error', () => undefined);
      if (typeof result === 'string') {
        socket.destroy();
      }
      resolve(result);
    };
    const timer = setTimeout(() => end('dropped'), timeout);
    socket.once('connect', () => end(socket));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => end(outcomeOf(code)));
  });
}

function outcomeOf(code: string | undefined): Outcome {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'reset';
    case 'ETIMEDOUT':
      return 'dropped';
    case 'ABORT_ERR':
      return 'stopped';
    default:
      // EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, EACCES of a local firewall.
      return 'no route';
  }
}

async function throughProxy(
  check: Check,
  proxy: { readonly host: string; readonly port: number },
  { timeout, signal }: TryOptions,
): Promise<readonly [Outcome, Partial<Attempt>]> {
  try {
    const socket = await tunnel(proxy, check.host, check.port, { timeout, signal });
    if (!check.isTls) {
      socket.destroy();
      return ['connected', {}];
    }
    return await handshake(socket, check, timeout);
  } catch (error) {
    if (error instanceof ProxyRefusal) {
      return [error.status === 407 ? 'proxy wants a user' : 'proxy refuses', {}];
    }
    return ['proxy does not answer', {}];
  }
}

const ALTNAME = 'ERR_TLS_CERT_ALTNAME_INVALID';
const NOT_NOW = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

function handshake(
  socket: Socket,
  { host, isOwn }: Check,
  timeout: number,
): Promise<readonly [Outcome, Partial<Attempt>]> {
  return new Promise((resolve) => {
    const secure = tlsConnect({
      socket,
      host,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: false,
    });
    const end = (outcome: Outcome, more: Partial<Attempt> = {}): void => {
      clearTimeout(timer);
      secure.removeAllListeners('error').on('error', () => undefined);
      secure.destroy();
      socket.destroy();
      resolve([outcome, more]);
    };
    const timer = setTimeout(() => end('silent after the handshake began'), timeout);
    secure.once('secureConnect', () => end(...judged(secure, isOwn)));
    secure.once('error', ({ code = '' }: NodeJS.ErrnoException) => {
      // A server that wants a certificate of its client was reached.
      const wantsClient = /CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE/.test(code);
      end(
        wantsClient
          ? 'connected'
          : /WRONG_VERSION|UNSUPPORTED_PROTOCOL|HTTP_REQUEST|RECORD|EPROTO/.test(code)
            ? 'no TLS'
            : 'reset after the handshake began',
      );
    });
    secure.once('close', () => end('reset after the handshake began'));
  });
}

/** The trust store of this process: Node's, and what `NODE_EXTRA_CA_CERTS` adds. */
function judged(secure: TLSSocket, isOwn: boolean): readonly [Outcome, Partial<Attempt>] {
  const certificate = secure.getPeerCertificate(true);
  const signer = signerOf(certificate);
  const error = secure.authorizationError as unknown as Error | string | null | undefined;
  const code = typeof error === 'string' ? error : ((error as NodeJS.ErrnoException | null | undefined)?.code ?? '');
  if (secure.authorized) {
    return isOwn || isPublic(certificate) ? ['connected', { signer }] : ['certificate of a proxy', { signer }];
  }
  if (code === ALTNAME) {
    return ['certificate of another', { signer }];
  }
  return [NOT_NOW.includes(code) ? 'certificate not valid now' : 'certificate not trusted', { signer }];
}

function signerOf({ issuer }: PeerCertificate): string {
  const named = issuer as unknown as Readonly<Record<string, string | string[] | undefined>> | undefined;
  const name = [named?.O, named?.CN].flat().filter((part) => part !== undefined);
  return name.length === 0 ? 'no authority that it names' : visible(name.join(', ')).slice(0, 100);
}

/** True where the chain ends at an authority that comes with Node. */
function isPublic(certificate: PeerCertificate): boolean {
  let root = certificate as PeerCertificate & { issuerCertificate?: PeerCertificate };
  for (let depth = 0; depth < 10; depth += 1) {
    const next = root.issuerCertificate as typeof root | undefined;
    if (next === undefined || next.fingerprint256 === root.fingerprint256) {
      break;
    }
    root = next;
  }
  publicRoots ??= new Set(rootCertificates.map((pem) => new X509Certificate(pem).fingerprint256));
  return publicRoots.has(root.fingerprint256);
}

let publicRoots: Set<string> | undefined;
