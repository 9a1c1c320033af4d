import { choice } from '../../base';
import { delegateCode, HARNESS, host, onPage, recorded, terraformConnector } from '../../catalog';
import { connection } from '../definition';
import { COMMON } from '../props';

const PAGE = terraformConnector('pagerduty');
const CODE = delegateCode(
  '950-delegate-tasks-beans/src/main/java/io/harness/delegate/beans/cvng/pagerduty/PagerDutyUtils.java',
);
const REGIONS = ['us', 'eu'] as const;

export default connection({
  id: 'pagerduty',
  title: 'PagerDuty',
  page: PAGE,
  factory: 'pagerDuty',
  summary: '443 to your region.',
  props: COMMON.extend('PagerDutyProps', {
    region: choice(REGIONS).doc('Region of your account.', "'us', with a finding"),
  }),
  hosting: ['saas'],
  statements: [onPage(443, 'api', 'the REST API, in TLS', [PAGE])],
  selector: { prop: 'region', choices: REGIONS, fallback: 'us' },
  hosts: [
    host('api.pagerduty.com', 'REST API; the delegate asks it before it takes a task', CODE, { choice: 'us' }),
    host('api.eu.pagerduty.com', 'REST API of the EU', recorded('api.eu.pagerduty.com in public repositories'), {
      choice: 'eu',
    }),
    host('api.pagerduty.com', 'the only host in the code of the delegate', CODE, { choice: 'eu' }),
  ],
  credentials: [{ what: 'a key of the REST API', source: PAGE }],
  remarks: [
    {
      text: 'the connector has no address, so accounts of the EU may not work with it (unverified)',
      source: HARNESS.connectorSchema,
    },
  ],
});
