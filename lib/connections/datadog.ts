import { choice } from '../base';
import { host, inTable, HARNESS, VENDOR } from '../catalog';
import { connection } from './definition';
import { PORTS } from './props';

const DATADOG_SITES = [
  'datadoghq.com',
  'us3.datadoghq.com',
  'us5.datadoghq.com',
  'datadoghq.eu',
  'ap1.datadoghq.com',
  'ap2.datadoghq.com',
  'uk1.datadoghq.com',
  'ddog-gov.com',
  'us2.ddog-gov.com',
];

/** Sites whose bare name Harness documents as the address; of the others it documents `app.`. */
const BARE_SITES = ['us3.datadoghq.com', 'us5.datadoghq.com'];

export default connection({
  id: 'datadog',
  title: 'Datadog',
  factory: 'datadog',
  summary: '443 to your site.',
  props: PORTS.extend('DatadogProps', {
    site: choice(DATADOG_SITES)
      .typed('string')
      .doc('Your Datadog site, such as `datadoghq.eu`.', "'datadoghq.com', with a finding"),
  }),
  hosting: ['saas'],
  statements: [inTable(443, 'api', 'as written', 'HTTPS: 443', '', [VENDOR.datadogNetwork])],
  selector: { prop: 'site', choices: DATADOG_SITES, fallback: 'datadoghq.com' },
  hosts: DATADOG_SITES.flatMap((site) => [
    host(`api.${site}`, 'REST API', VENDOR.datadogSites, { choice: site }),
    host(`app.${site}`, 'web application', VENDOR.datadogSites, { choice: site }),
    ...(BARE_SITES.includes(site)
      ? [host(site, 'the address that Harness documents', HARNESS.monitoring, { choice: site })]
      : []),
  ]),
  credentials: [{ what: 'an API key and an application key', source: HARNESS.monitoring }],
  remarks: [
    {
      text: 'the table requires an API key only; the connector takes an application key as well',
      source: HARNESS.monitoring,
    },
  ],
});
