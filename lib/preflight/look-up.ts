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

/**
 * @param milliseconds until it gives up
 * @param servers resolvers to ask instead of those of this machine, without its hosts file
 */
export async function lookUp(host: string, milliseconds: number, servers?: readonly string[]): Promise<LookUp> {
  if (isIP(host) !== 0) {
    return { addresses: [host], resolvers: [] };
  }
  const resolver = new Resolver({ timeout: milliseconds, tries: 1 });
  if (servers !== undefined) {
    resolver.setServers(servers);
  }
  const resolvers = resolver.getServers();
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length > 0) {
    return { addresses, resolvers };
  }
  const others = servers === undefined ? await ofMachine(host, milliseconds) : [];
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
