import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Addresses of a host name, as the resolvers of this machine answer. */

export interface LookUp {
  /** IPv4 first. */
  readonly addresses: readonly string[];
  /** Resolvers that were asked; none for an address, and for a name of the hosts file. */
  readonly resolvers: readonly string[];
  /** Set where there is no address. */
  readonly failed?: 'no such name' | 'no answer';
}

/** Pace and place of a try. */
export interface TryOptions {
  /** Milliseconds for each step. */
  readonly timeout: number;
  /** Resolvers instead of those of this machine. */
  readonly resolvers?: readonly string[];
  /** Ends it: nothing of it holds the process any longer. */
  readonly signal?: AbortSignal | undefined;
}

/** @param options `resolvers` to ask instead of those of this machine, without its hosts file */
export async function lookUp(host: string, { timeout, resolvers: own, signal }: TryOptions): Promise<LookUp> {
  if (isIP(host) !== 0) {
    return { addresses: [host], resolvers: [] };
  }
  // A datagram may be lost: it is asked twice within the time, of which the second try has twice as much.
  const resolver = new Resolver({ timeout: Math.ceil(timeout / 3), tries: 2 });
  if (own !== undefined) {
    resolver.setServers(own);
  }
  const resolvers = resolver.getServers();
  const cancel = (): void => resolver.cancel();
  signal?.addEventListener('abort', cancel);
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  signal?.removeEventListener('abort', cancel);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length > 0) {
    return { addresses, resolvers };
  }
  const others = own === undefined && signal?.aborted !== true ? await ofMachine(host, timeout) : [];
  if (others.length > 0) {
    return { addresses: others.map(({ address }) => address), resolvers: [] };
  }
  const isSilent = answers.every(
    (answer) => answer.status === 'rejected' && isTimeout((answer.reason as NodeJS.ErrnoException).code),
  );
  return { addresses: [], resolvers, failed: isSilent ? 'no answer' : 'no such name' };
}

/** Names of the hosts file, and short names of a search domain. */
async function ofMachine(host: string, milliseconds: number): Promise<{ readonly address: string }[]> {
  const found = lookup(host, { all: true }).catch(() => []);
  return Promise.race([found, sleep(milliseconds, [], { ref: false })]);
}

function isTimeout(code: string | undefined): boolean {
  return ['ETIMEOUT', 'ECONNREFUSED', 'ECANCELLED', 'ESERVFAIL'].includes(code ?? '');
}
