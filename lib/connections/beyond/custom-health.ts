import { clearOrTls, fromUser, HARNESS, terraformConnector } from '../../catalog';
import { connection } from '../definition';
import { LEFT_OPEN } from '../props';

const PAGE = HARNESS.monitoring;

export default connection({
  id: 'custom-health',
  title: 'Custom health source',
  page: PAGE,
  factory: 'customHealth',
  summary: 'the port is that of the address, so `ports` is needed.',
  props: LEFT_OPEN,
  statements: [
    fromUser(
      'ports',
      443,
      'service',
      'left open',
      'metrics or logs; the port of the address, such as 3100 of Grafana Loki',
      [PAGE, terraformConnector('customhealthsource')],
      { speaks: clearOrTls(PAGE) },
    ),
  ],
  credentials: [{ what: 'headers and parameters of the requests, which may hold tokens', source: PAGE }],
});
