import { choice } from '../base';
import { host, inTable, VENDOR } from '../catalog';
import { connection } from './definition';
import { PORTS } from './props';

const SUMO_DEPLOYMENTS = ['us1', 'au', 'ca', 'de', 'eu', 'fed', 'jp', 'kr', 'us2', 'zrh'];

export default connection({
  id: 'sumo-logic',
  title: 'Sumo Logic',
  factory: 'sumoLogic',
  summary: '443 to your deployment.',
  props: PORTS.extend('SumoLogicProps', {
    deployment: choice(SUMO_DEPLOYMENTS).typed('string').doc('Your deployment, such as `eu`.', "'us1', with a finding"),
  }),
  hosting: ['saas'],
  statements: [inTable(443, 'api', 'as written', 'HTTPS: 443', '', [VENDOR.sumoEndpoints])],
  selector: { prop: 'deployment', choices: SUMO_DEPLOYMENTS, fallback: 'us1' },
  hosts: SUMO_DEPLOYMENTS.map((code) =>
    host(code === 'us1' ? 'api.sumologic.com' : `api.${code}.sumologic.com`, 'Search Job API', VENDOR.sumoEndpoints, {
      choice: code,
    }),
  ),
  credentials: [
    { what: 'an access id and key of a user that may query, in an Enterprise account', source: VENDOR.sumoSearchJob },
  ],
});
