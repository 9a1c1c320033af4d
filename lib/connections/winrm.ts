import { inTable, HARNESS, TABLE, VENDOR } from '../catalog';
import { connection } from './definition';
import { MACHINES } from './props';

export default connection({
  id: 'winrm',
  title: 'WinRM',
  factory: 'winRm',
  summary: '5985, 5986, 443 and 22 to your Windows machines.',
  props: MACHINES,
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
