import { hub, notInTable } from '../../catalog';
import { connection } from '../definition';
import { asks, MACHINES } from '../props';

const PAGE = hub('platform/connectors/cloud-providers/pdc-connector.md', '0aa61560');

export default connection({
  id: 'physical-data-center',
  title: 'Physical data center',
  page: PAGE,
  factory: 'physicalDataCenter',
  summary: '22, 5985 or 5986 to your machines, each on request.',
  props: MACHINES.extend('PhysicalDataCenterProps', {
    ssh: asks('Opens 22 to the machines.'),
    winRm: asks('Opens 5985 to the machines: WinRM without TLS.'),
    winRmTls: asks('Opens 5986 to the machines: WinRM inside TLS.'),
  }),
  statements: [
    notInTable(22, 'machines', 'on request', 'SSH; the port is in the credential, 22 where it has none', [PAGE], {
      when: { asked: 'ssh' },
    }),
    notInTable(5985, 'machines', 'on request', 'WinRM without TLS', [PAGE], { when: { asked: 'winRm' } }),
    notInTable(5986, 'machines', 'on request', 'WinRM inside TLS', [PAGE], { when: { asked: 'winRmTls' } }),
  ],
  credentials: [{ what: 'a credential for SSH or WinRM in Harness, which has the port', source: PAGE }],
  remarks: [
    {
      text: 'a host of the connector may carry a port of its own, which goes before that of the credential',
      source: PAGE,
    },
    { text: 'with Kerberos the delegate reaches 88 of the domain controllers: `active-directory-ldap`', source: PAGE },
  ],
});
