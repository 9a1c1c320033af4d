import { host, inTable, HARNESS, VENDOR } from '../catalog';
import { hostLabel } from './cloud-names';
import { connection } from './definition';
import { PORTS, VARIABLE } from './props';

export default connection({
  id: 'dynatrace',
  title: 'Dynatrace',
  factory: 'dynatrace',
  summary: '443 to your environment.',
  props: PORTS.extend('DynatraceProps', {
    environment: hostLabel
      .for(VARIABLE)
      .doc('Your environment in `{environment}.live.dynatrace.com`.', '- any environment'),
  }),
  hosting: ['saas'],
  statements: [
    inTable(443, 'api', 'as written', 'HTTPS: 443', 'set `to` for a self-hosted cluster', [VENDOR.dynatrace]),
  ],
  hosts: [host('{environment}.live.dynatrace.com', 'environment API', VENDOR.dynatrace)],
  credentials: [
    { what: 'an access token with the scopes "Read metrics" and "Read entities"', source: HARNESS.monitoring },
  ],
  remarks: [{ text: 'the table names no scope of the access token', source: HARNESS.monitoring }],
});
