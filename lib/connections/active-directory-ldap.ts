import { inTable, HARNESS, VENDOR } from '../catalog';
import { Port } from '../network';
import { connection } from './definition';
import { asks, PORTS } from './props';
import { onRequest } from './shorthands';

export default connection({
  id: 'active-directory-ldap',
  title: 'Active Directory LDAP',
  factory: 'activeDirectoryLdap',
  summary: '443, 389, 636 to your directory.',
  props: PORTS.extend('ActiveDirectoryLdapProps', {
    globalCatalog: asks('Opens 3268, the global catalog in clear text.'),
    globalCatalogTls: asks('Opens 3269, the global catalog inside TLS.'),
    kerberos: asks('Opens 88 (TCP and UDP) for a Kerberos bind.'),
  }),
  statements: [
    inTable(
      443,
      'service',
      'unexplained',
      'HTTPS: 443',
      'Microsoft lists no 443 for a directory; the table does not say what it is for',
      [VENDOR.microsoftAd],
    ),
    inTable(
      389,
      'service',
      'alternative',
      'LDAP without SSL: 389',
      'clear text, unless the client upgrades with StartTLS (from general knowledge, unverified)',
      [VENDOR.microsoftAd],
      { encrypted: false },
    ),
    inTable(636, 'service', 'alternative', 'Secure LDAP (LDAPS): 636', 'LDAP inside TLS', [VENDOR.microsoftAd], {
      encrypted: true,
    }),
    onRequest('globalCatalog', 3268, 'service', 'global catalog in clear text, for a search over the whole forest', [
      VENDOR.microsoftAd,
    ]),
    onRequest('globalCatalogTls', 3269, 'service', 'global catalog inside TLS, for a search over the whole forest', [
      VENDOR.microsoftAd,
    ]),
    onRequest('kerberos', 88, 'service', 'Kerberos, only when the bind uses it', [VENDOR.microsoftAd]),
    onRequest('kerberos', Port.udp(88), 'service', 'Kerberos over UDP, only when the bind uses it', [
      VENDOR.microsoftAd,
    ]),
  ],
  credentials: [{ what: 'a bind account in the directory that may read users and their groups', source: HARNESS.ldap }],
});
