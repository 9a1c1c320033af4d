import type { Source } from './types';

/** Ports whose protocol is not HTTP: IANA's registry of service names and port numbers, but for `UNREGISTERED`. */
export const NOT_HTTP: Readonly<Record<number, string>> = {
  21: 'FTP',
  22: 'SSH',
  23: 'Telnet',
  25: 'SMTP',
  53: 'DNS',
  88: 'Kerberos',
  389: 'LDAP',
  445: 'SMB',
  465: 'SMTP',
  587: 'SMTP',
  636: 'LDAP',
  1433: 'SQL Server',
  1521: 'Oracle',
  2049: 'NFS',
  3268: 'LDAP',
  3269: 'LDAP',
  3306: 'MySQL',
  3389: 'RDP',
  5432: 'PostgreSQL',
  5671: 'AMQP',
  5672: 'AMQP',
  6379: 'Redis',
  27017: 'MongoDB',
};

/** Usual ports of HTTP and of HTTP in TLS: `http`, `https`, `http-alt` and `pcsync-https` there. */
export const HTTP_PORTS: readonly number[] = [80, 443, 8080, 8443];

/** Defaults of products that IANA registers for others or not at all (from general knowledge, unverified). */
export const UNREGISTERED: readonly number[] = [1521, 27017];

export const NOT_HTTP_SOURCE: Source = {
  ref: 'https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xhtml',
  date: '2026-11-25',
  dateIs: 'recorded',
};
