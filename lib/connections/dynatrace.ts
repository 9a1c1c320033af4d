import { host, inTable, HARNESS, VENDOR } from '../catalog';
import { hostLabel } from './cloud-names';
import { connection } from './definition';
import { asks, PORTS, VARIABLE } from './props';
import { onRequest } from './shorthands';

export default connection({
  id: 'dynatrace',
  title: 'Dynatrace',
  factory: 'dynatrace',
  summary: '443 to your environment.',
  props: PORTS.extend('DynatraceProps', {
    environment: hostLabel
      .for(VARIABLE)
      .doc('Your environment in `{environment}.live.dynatrace.com`.', '- any environment'),
    grail: asks('Opens 443 to the platform of the environment as well, for logs from Grail.'),
  }),
  hosting: ['saas'],
  statements: [
    inTable(443, 'api', 'as written', 'HTTPS: 443', 'set `to` for a self-hosted cluster', [VENDOR.dynatrace]),
    {
      ...onRequest('grail', 443, 'api', 'a connector with a platform URL reads logs from Grail', [
        HARNESS.connectorSchema,
      ]),
      key: 'grail',
      hosts: [host('{environment}.apps.dynatrace.com', 'platform API, for Grail', HARNESS.connectorSchema)],
    },
  ],
  hosts: [host('{environment}.live.dynatrace.com', 'environment API', VENDOR.dynatrace)],
  credentials: [
    { what: 'an access token with the scopes "Read metrics" and "Read entities"', source: HARNESS.monitoring },
  ],
  remarks: [
    { text: 'the table names no scope of the access token', source: HARNESS.monitoring },
    {
      text: 'a connector for Grail has a platform token, which the table does not know',
      source: HARNESS.connectorSchema,
    },
  ],
});
