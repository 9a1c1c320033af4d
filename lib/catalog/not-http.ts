import type { Source } from './types';

/** Well-known ports whose protocol is not HTTP: IANA's registry of service names and port numbers. */
export const NOT_HTTP: Readonly<Record<number, string>> = {
  22: 'SSH',
  25: 'SMTP',
  53: 'DNS',
  88: 'Kerberos',
  389: 'LDAP',
  465: 'SMTP',
  587: 'SMTP',
  636: 'LDAP',
  3268: 'LDAP',
  3269: 'LDAP',
};

export const NOT_HTTP_SOURCE: Source = {
  ref: 'https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xhtml',
  date: '2026-11-25',
  dateIs: 'recorded',
};
