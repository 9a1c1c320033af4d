import { inTable, notInTable, HARNESS, TABLE, VENDOR } from '../catalog';
import { connection } from './definition';
import { asks, PORTS } from './props';

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
      'right for a cluster of your own; Elastic Cloud speaks 443 or 9243',
      [VENDOR.elasticPorts, HARNESS.elk],
    ),
    notInTable(443, 'service', 'on request', 'Elastic Cloud', [VENDOR.elasticCloudHosts], {
      when: { asked: 'elasticCloud' },
    }),
    notInTable(9243, 'service', 'on request', 'Elastic Cloud, seen on some addresses', [VENDOR.elasticCloudHosts], {
      when: { asked: 'elasticCloud' },
    }),
  ],
  credentials: [{ what: 'a user that may read the indices, or a token header and its value', source: TABLE }],
});
