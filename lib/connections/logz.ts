import { choice } from '../base';
import { host, inTable, HARNESS, VENDOR } from '../catalog';
import { connection } from './definition';
import { PORTS } from './props';

const LOGZ_REGIONS = ['us', 'au', 'ca', 'eu', 'nl', 'uk', 'wa'];

export default connection({
  id: 'logz',
  title: 'Logz',
  factory: 'logz',
  summary: '443 to your region.',
  props: PORTS.extend('LogzProps', {
    region: choice(LOGZ_REGIONS).typed('string').doc('Region of your account.', "'us', with a finding"),
  }),
  hosting: ['saas'],
  statements: [inTable(443, 'api', 'as written', 'HTTPS: 443', '', [VENDOR.logzRegions])],
  selector: { prop: 'region', choices: LOGZ_REGIONS, fallback: 'us' },
  hosts: LOGZ_REGIONS.map((region) =>
    host(region === 'us' ? 'api.logz.io' : `api-${region}.logz.io`, 'Search API', VENDOR.logzRegions, {
      choice: region,
    }),
  ),
  credentials: [{ what: 'an API token of an Enterprise account', source: HARNESS.logz }],
});
