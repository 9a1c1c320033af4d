import type { Port } from '../network';
import type { Source, Speaks, Spoken, Statement } from './types';

interface Protocol {
  readonly name: string;
  readonly speaks: Speaks;
}

const protocol = (name: string, speaks: Speaks = 'other'): Protocol => ({ name, speaks });

/** Protocols of ports: IANA's registry of service names and port numbers, but for `UNREGISTERED`. */
const PROTOCOLS: Readonly<Record<number, Protocol>> = {
  21: protocol('FTP'),
  22: protocol('SSH', 'ssh'),
  23: protocol('Telnet'),
  25: protocol('SMTP', 'starttls'),
  53: protocol('DNS'),
  80: protocol('HTTP', 'http'),
  88: protocol('Kerberos'),
  389: protocol('LDAP', 'starttls'),
  443: protocol('HTTPS', 'tls'),
  445: protocol('SMB'),
  465: protocol('SMTP', 'tls'),
  587: protocol('SMTP', 'starttls'),
  636: protocol('LDAP', 'tls'),
  1433: protocol('SQL Server'),
  1521: protocol('Oracle'),
  2049: protocol('NFS'),
  3268: protocol('LDAP', 'starttls'),
  3269: protocol('LDAP', 'tls'),
  3306: protocol('MySQL'),
  3389: protocol('RDP'),
  5432: protocol('PostgreSQL', 'starttls'),
  5671: protocol('AMQP', 'tls'),
  5672: protocol('AMQP'),
  5985: protocol('HTTP', 'http'),
  5986: protocol('HTTPS', 'tls'),
  6379: protocol('Redis'),
  6443: protocol('HTTPS', 'tls'),
  8080: protocol('HTTP', 'http'),
  8443: protocol('HTTPS', 'tls'),
  27017: protocol('MongoDB'),
};

/** Defaults of products that IANA registers for others or not at all (from general knowledge, unverified). */
const UNREGISTERED: readonly number[] = [1521, 27017];

const REGISTRY: Source = {
  ref: 'https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xhtml',
  date: '2026-11-25',
  dateIs: 'recorded',
};

/** Clear text or TLS, as the server is set up. */
export const clearOrTls = (source: Source): Spoken => ({ what: ['http', 'tls'], source });
export const clearText = (source: Source): Spoken => ({ what: ['http'], source });
export const inTls = (source: Source): Spoken => ({ what: ['tls'], source });

/** Protocol of a port that no row has: that of the registry, `other` where it has none. */
export function registered(port: Port): Spoken {
  const known = port.from === port.to ? PROTOCOLS[port.from] : undefined;
  // Nothing that shows a name over TCP shows it over UDP.
  return known === undefined
    ? { what: ['other'] }
    : {
        what: [port.protocol === 'tcp' ? known.speaks : 'other'],
        ...(UNREGISTERED.includes(port.from) ? {} : { source: REGISTRY }),
      };
}

/** Spoken on a port of a statement: what its row says, or the registry. */
export function spokenOn({ speaks }: Pick<Statement, 'speaks'>, port: Port): Spoken {
  const spoken = speaks ?? registered(port);
  return port.protocol === 'udp' ? { ...spoken, what: ['other'] } : spoken;
}

/** Names of protocols on a port or a range that are not HTTP, and the source where the registry has them. */
export function notHttp({ from, to }: Port): { readonly names: readonly string[]; readonly source?: Source } {
  const known = Object.entries(PROTOCOLS).filter(
    ([port, { name }]) => Number(port) >= from && Number(port) <= to && !name.startsWith('HTTP'),
  );
  const isRegistered = !(from === to && UNREGISTERED.includes(from));
  return {
    names: [...new Set(known.map(([, { name }]) => name))],
    ...(isRegistered ? { source: REGISTRY } : {}),
  };
}

/** True for the usual ports of HTTP and of HTTP in TLS. */
export function isUsualHttp({ from, to }: Port): boolean {
  return from === to && USUAL_HTTP.includes(from);
}

/** `http`, `https`, `http-alt` and `pcsync-https` of the registry. */
const USUAL_HTTP = [80, 443, 8080, 8443];
