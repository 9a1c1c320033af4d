import { clearText, host, inTable, notInTable, HARNESS, TABLE, VENDOR } from '../catalog';
import { connection } from './definition';
import { HOSTING, PORTS } from './props';

export default connection({
  id: 'bugsnag',
  title: 'Bugsnag',
  factory: 'bugsnag',
  summary: '49080; the service itself speaks 443 (SaaS) or 30080 (own).',
  props: PORTS.extend('BugsnagProps', {
    hosting: HOSTING.doc('Hosting of the service.', '- `own` when `to` is set, `saas` otherwise'),
  }),
  hosting: ['saas', 'own'],
  statements: [
    inTable(
      49080,
      'service',
      'unexplained',
      'Data Access API is exposed on the same TCP port as the dashboard, 49080',
      'only the old self-hosted single-machine edition',
      [VENDOR.bugsnagLegacy],
      { speaks: clearText(VENDOR.bugsnagLegacy) },
    ),
    notInTable(443, 'api', 'missing', 'the SaaS API', [VENDOR.bugsnagApi, HARNESS.bugsnag], {
      when: { hosting: ['saas'] },
    }),
    notInTable(30080, 'service', 'missing', 'the self-hosted clustered edition', [VENDOR.bugsnagClustered], {
      when: { hosting: ['own'] },
      speaks: clearText(VENDOR.bugsnagClustered),
    }),
  ],
  hosts: [host('api.bugsnag.com', 'Data Access API', HARNESS.bugsnag, { hosting: 'saas' })],
  credentials: [{ what: 'a Data Access API token', source: TABLE }],
});
