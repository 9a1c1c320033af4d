import { Port } from '../../network';
import { inTable, notInTable, row } from '../row-builder';
import { HARNESS, TABLE, VENDOR } from '../sources';
import type { Row } from '../types';

export const ACTIVE_DIRECTORY_LDAP: Row = row({
  id: 'active-directory-ldap',
  title: 'Active Directory LDAP',
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
    notInTable(
      3268,
      'service',
      'on request',
      'global catalog in clear text, for a search over the whole forest',
      [VENDOR.microsoftAd],
      { when: { asked: 'globalCatalog' } },
    ),
    notInTable(
      3269,
      'service',
      'on request',
      'global catalog inside TLS, for a search over the whole forest',
      [VENDOR.microsoftAd],
      { when: { asked: 'globalCatalogTls' } },
    ),
    notInTable(88, 'service', 'on request', 'Kerberos, only when the bind uses it', [VENDOR.microsoftAd], {
      when: { asked: 'kerberos' },
    }),
    notInTable(
      Port.udp(88),
      'service',
      'on request',
      'Kerberos over UDP, only when the bind uses it',
      [VENDOR.microsoftAd],
      { when: { asked: 'kerberos' } },
    ),
  ],
  credentials: [{ what: 'a bind account in the directory that may read users and their groups', source: HARNESS.ldap }],
});

export const SMTP: Row = row({
  id: 'smtp',
  title: 'SMTP',
  statements: [
    inTable(
      25,
      'service',
      'as written',
      'TCP: 25',
      'clouds block or throttle 25 to outside addresses; submission is 587 or 465, chosen with `ports`',
      [VENDOR.awsPort25, VENDOR.googlePort25, HARNESS.smtp],
    ),
  ],
  credentials: [
    { what: 'user name and password of the mail account, when the server asks for them', source: HARNESS.smtp },
  ],
  remarks: [
    {
      text: 'the table says that no permission is needed; the SMTP form of Harness takes a user name and a password',
      source: HARNESS.smtp,
    },
  ],
});

export const WIN_RM: Row = row({
  id: 'winrm',
  title: 'WinRM',
  statements: [
    inTable(
      5985,
      'machines',
      'alternative',
      'HTTP: 5985',
      'WinRM without TLS',
      [VENDOR.microsoftWinRm, HARNESS.winRm],
      { encrypted: false },
    ),
    inTable(
      5986,
      'machines',
      'alternative',
      'HTTPS: 5986 and 443',
      'WinRM inside TLS',
      [VENDOR.microsoftWinRm, HARNESS.winRm],
      { encrypted: true },
    ),
    inTable(
      443,
      'machines',
      'unexplained',
      'HTTPS: 5986 and 443',
      'Windows listens there only with the compatibility listener, which is off by default',
      [VENDOR.microsoftWinRm],
    ),
    inTable(22, 'machines', 'unexplained', 'SSH: 22', 'SSH is not WinRM; for SSH to machines add `Connection.ssh`', [
      VENDOR.microsoftWinRm,
    ]),
  ],
  credentials: [{ what: 'a user account in the Active Directory domain of the Windows machines', source: TABLE }],
});
