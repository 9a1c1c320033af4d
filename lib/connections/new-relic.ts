import { choice } from '../base';
import { host, inTable, HARNESS, VENDOR } from '../catalog';
import { connection } from './definition';
import { PORTS } from './props';

const NEW_RELIC_HOSTS: Record<string, string> = {
  us: 'api.newrelic.com',
  eu: 'api.eu.newrelic.com',
  jp: 'api.jp.newrelic.com',
  gov: 'gov-api.newrelic.com',
};

const INSIGHTS_HOSTS: Record<string, string> = {
  us: 'insights-api.newrelic.com',
  eu: 'insights-api.eu.newrelic.com',
};

export default connection({
  id: 'new-relic',
  title: 'New Relic',
  factory: 'newRelic',
  summary: '443 to your region.',
  props: PORTS.extend('NewRelicProps', {
    region: choice(['us', 'eu', 'jp', 'gov']).doc('Region of your account.', "'us', with a finding"),
  }),
  hosting: ['saas'],
  statements: [inTable(443, 'api', 'as written', 'HTTPS: 443', '', [VENDOR.newRelicRegions])],
  selector: { prop: 'region', choices: Object.keys(NEW_RELIC_HOSTS), fallback: 'us' },
  hosts: [
    ...Object.entries(NEW_RELIC_HOSTS).map(([region, name]) =>
      host(name, 'NerdGraph and REST', VENDOR.newRelicRegions, { choice: region }),
    ),
    ...Object.entries(INSIGHTS_HOSTS).map(([region, name]) =>
      host(
        name,
        'the Insights API, which the connector uses by default (code of December 2023)',
        HARNESS.newRelicUrls,
        {
          choice: region,
        },
      ),
    ),
  ],
  credentials: [{ what: 'a user key and the account id', source: HARNESS.monitoring }],
  remarks: [
    {
      text: 'the table requires an "API key"; today it is a user key, together with the account id',
      source: HARNESS.monitoring,
    },
    {
      text: 'connectors of Harness take addresses of the regions us and eu alone',
      source: HARNESS.newRelicUrls,
    },
  ],
});
