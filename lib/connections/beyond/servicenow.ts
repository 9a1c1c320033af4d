import { host, hub, onPage } from '../../catalog';
import { hostLabel } from '../cloud-names';
import { connection } from '../definition';
import { PORTS, VARIABLE } from '../props';

const PAGE = hub('platform/connectors/ticketing-systems/connect-to-service-now.md', '0014c05d');

export default connection({
  id: 'servicenow',
  title: 'ServiceNow',
  page: PAGE,
  factory: 'serviceNow',
  summary: '443 to your instance.',
  props: PORTS.extend('ServiceNowProps', {
    instance: hostLabel.for(VARIABLE).doc('Your instance in `{instance}.service-now.com`.', '- any instance'),
  }),
  hosting: ['saas'],
  statements: [onPage(443, 'api', 'tables and import sets, in TLS', [PAGE])],
  hosts: [host('{instance}.service-now.com', 'tables and import sets', PAGE)],
  credentials: [
    {
      what: 'a user with itil (or admin) and import_transformer (or import_admin) who may see the tickets, and a password or an API key; or a certificate and a key of ADFS; or a refresh token of OIDC',
      source: PAGE,
    },
  ],
  remarks: [
    {
      text: 'with ADFS or a refresh token the delegate reaches the host that gives the token as well: add a `Connection.custom` for it',
      source: PAGE,
    },
  ],
});
