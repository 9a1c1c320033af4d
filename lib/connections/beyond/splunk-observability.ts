import { HARNESS, host, onPage } from '../../catalog';
import { hostLabel } from '../cloud-names';
import { connection } from '../definition';
import { PORTS, VARIABLE } from '../props';

const PAGE = HARNESS.monitoring;

export default connection({
  id: 'splunk-observability',
  title: 'Splunk Observability',
  page: PAGE,
  factory: 'splunkObservability',
  summary: '443 to your realm.',
  props: PORTS.extend('SplunkObservabilityProps', {
    realm: hostLabel.for(VARIABLE).doc('Your realm in `api.{realm}.signalfx.com`, such as `eu0`.', '- any realm'),
  }),
  hosting: ['saas'],
  statements: [onPage(443, 'api', 'metrics, in TLS', [PAGE])],
  hosts: [
    host('api.{realm}.signalfx.com', 'the API', PAGE),
    host('stream.{realm}.signalfx.com', 'streams of metrics', PAGE),
  ],
  credentials: [{ what: 'a token with the scope API', source: PAGE }],
  remarks: [{ text: 'the provider of Terraform has no resource for this connector', source: HARNESS.connectorSchema }],
});
