import { host, inTable, inTls, HARNESS, VENDOR } from '../catalog';
import { hostLabel } from './cloud-names';
import { connection } from './definition';
import { asks, HOSTING, PORTS, VARIABLE } from './props';
import { onRequest } from './shorthands';

export default connection({
  id: 'splunk',
  title: 'Splunk',
  factory: 'splunk',
  summary: '8089 to your server or to Splunk Cloud.',
  props: PORTS.extend('SplunkProps', {
    hosting: HOSTING.doc('Hosting of the service.', '- `saas` when `deployment` is set, `own` otherwise'),
    hec: asks('Opens 8088 of the HTTP event collector as well.'),
    deployment: hostLabel.for(VARIABLE).doc('Your deployment in `{deployment}.splunkcloud.com`.', '- any deployment'),
  }),
  hosting: ['own', 'saas'],
  statements: [
    inTable(
      8089,
      { own: 'service', saas: 'api' },
      'as written',
      'TCP: 8089 for API',
      'Splunk Cloud opens 8089 only to addresses on its allow list: the delegate needs a stable NAT address',
      [VENDOR.splunkPorts, VENDOR.splunkCloud],
      { speaks: inTls(VENDOR.splunkPorts) },
    ),
    onRequest(
      'hec',
      8088,
      { own: 'service', saas: 'api' },
      'the HTTP event collector, for connectors with a token of it',
      [HARNESS.splunkTerraform],
      { speaks: inTls(HARNESS.splunkTerraform) },
    ),
  ],
  hosts: [
    host('{deployment}.splunkcloud.com', 'Splunk Cloud Platform', VENDOR.splunkCloud, { hosting: 'saas' }),
    host('{deployment}.cloud.splunk.com', 'Splunk Cloud, older addresses', HARNESS.monitoring, { hosting: 'saas' }),
  ],
  credentials: [
    {
      what: 'a user without SAML whose role has the search capability and the searched indexes, or a bearer token of one, or a token of the HTTP event collector',
      source: HARNESS.monitoring,
    },
  ],
  remarks: [
    {
      text: 'the table requires read on eventtypes; Harness asks for the search capability and access to the indexes',
      source: HARNESS.monitoring,
    },
  ],
});
