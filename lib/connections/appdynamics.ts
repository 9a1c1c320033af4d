import { host, inTable, inTls, notInTable, HARNESS, VENDOR } from '../catalog';
import { hostLabel } from './cloud-names';
import { connection } from './definition';
import { HOSTING, PORTS, VARIABLE } from './props';

export default connection({
  id: 'appdynamics',
  title: 'AppDynamics',
  factory: 'appDynamics',
  summary: '80; the service itself speaks 443 (SaaS) or 8181 (own).',
  props: PORTS.extend('AppDynamicsProps', {
    hosting: HOSTING.doc('Hosting of the service.', '- `own` when `to` is set and `tenant` is not, `saas` otherwise'),
    tenant: hostLabel.for(VARIABLE).doc('Your tenant in `{tenant}.saas.appdynamics.com`.', '- any tenant'),
  }),
  hosting: ['saas', 'own'],
  statements: [
    inTable(
      80,
      { saas: 'api', own: 'service' },
      'unexplained',
      'HTTP: 80',
      'the SaaS controller speaks 443, a self-hosted one 8090 or 8181',
      [VENDOR.appDynamicsPorts],
    ),
    notInTable(443, 'api', 'missing', 'the SaaS controller', [VENDOR.appDynamicsPorts, HARNESS.monitoring], {
      when: { hosting: ['saas'] },
    }),
    notInTable(
      8181,
      'service',
      'missing',
      'TLS default of a self-hosted controller; for 8090 set `ports`',
      [VENDOR.appDynamicsPorts],
      { when: { hosting: ['own'] }, speaks: inTls(VENDOR.appDynamicsPorts) },
    ),
  ],
  hosts: [host('{tenant}.saas.appdynamics.com', 'the SaaS controller', VENDOR.appDynamicsHosts, { hosting: 'saas' })],
  credentials: [
    {
      what: 'the account name with an API client or a user; the table asks for a role that may view, edit and delete new applications',
      source: HARNESS.monitoring,
    },
  ],
  remarks: [
    {
      text: 'the table also requires editing and deleting applications; reading metrics does not seem to need it, but no source confirms it',
      source: HARNESS.monitoring,
    },
  ],
});
