import { clearOrTls, delegateCode, inTable, inTls, probe, HARNESS, TABLE, VENDOR } from '../catalog';
import { connection } from './definition';
import { asks, PORTS } from './props';
import { onRequest } from './shorthands';

export default connection({
  id: 'elk-elasticsearch',
  title: 'ELK Elasticsearch',
  factory: 'elkElasticsearch',
  summary: '9200 to your cluster.',
  props: PORTS.extend('ElkElasticsearchProps', {
    elasticCloud: asks('Opens 443 and 9243 as well, on which Elastic Cloud answers.'),
  }),
  statements: [
    inTable(
      9200,
      'service',
      'as written',
      'TCP: 9200',
      'right for a self-hosted cluster; Elastic Cloud speaks 443 or 9243',
      [VENDOR.elasticPorts, HARNESS.elk],
      { speaks: clearOrTls(HARNESS.elk) },
    ),
    onRequest('elasticCloud', 443, 'service', 'Elastic Cloud', [VENDOR.elasticCloudHosts]),
    onRequest('elasticCloud', 9243, 'service', 'Elastic Cloud, seen on some addresses', [VENDOR.elasticCloudHosts], {
      speaks: inTls(VENDOR.elasticCloudHosts),
    }),
    probe(
      'www.elastic.co',
      'the site of the vendor, whatever cluster is set: a check of the cluster itself would not pass with mutual TLS',
      delegateCode(
        '950-delegate-tasks-beans/src/main/java/io/harness/delegate/beans/connector/elkconnector/ELKCapabilityHelper.java',
      ),
    ),
  ],
  credentials: [{ what: 'a user that may read the indices, or a token header and its value', source: TABLE }],
});
