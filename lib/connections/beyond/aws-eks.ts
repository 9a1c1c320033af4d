import { list } from '../../base';
import { delegateCode, HARNESS, host, onPage, VENDOR } from '../../catalog';
import { arn, describeRegionsDocumented, describeRegionsRecommended } from '../../catalog/aws-templates';
import { AWS, awsFlags, awsValues } from '../aws-props';
import { eksClusterName } from '../cloud-names';
import { connection } from '../definition';
import { SCOPE, scopeSwitch } from '../props';
import { on } from '../scope';
import { hosts, statements } from '../shorthands';

const PAGE = HARNESS.awsConnector;
const CODE = delegateCode(
  '930-delegate-tasks/src/main/java/io/harness/delegate/task/aws/AwsEKSDelegateTaskHelper.java',
);

export default connection({
  id: 'aws-eks',
  title: 'AWS EKS',
  page: PAGE,
  factory: 'awsEks',
  summary: '443 to AWS; for a private endpoint of a cluster add a `kubernetes-cluster` with its addresses and 443.',
  props: AWS.extend('AwsEksProps', {
    clusters: list(eksClusterName).for(SCOPE).doc('Names of the clusters; needed by RECOMMENDED.', '- none'),
    listClusters: scopeSwitch('RECOMMENDED only: fill the list of clusters in the Harness UI.', 'true'),
  }),
  scope: (values) => ({
    flags: new Set([...awsFlags(values), ...on({ listClusters: values.listClusters !== false })]),
    values: { ...awsValues(values), eksCluster: values.clusters ?? [] },
  }),
  apiKind: 'awsServices',
  hosting: ['cloud'],
  statements: [onPage(443, 'api', 'the API of EKS, and the public endpoint of a cluster', [PAGE, VENDOR.awsEndpoints])],
  hosts: [
    ...hosts(VENDOR.awsEndpoints, {
      'eks.{region}.{dnsSuffix}': 'DescribeCluster and ListClusters',
      'ec2.{region}.{dnsSuffix}': 'DescribeRegions',
      'sts.{region}.{dnsSuffix}': 'the token of the cluster, and AssumeRole',
    }),
    host('*.*.{region}.eks.{dnsSuffix}', 'public endpoint of a cluster (from general knowledge, unverified)', PAGE),
  ],
  credentials: [{ what: 'an access entry for the role in each cluster, and RBAC there', source: PAGE }],
  permissions: {
    documented: [{ ...describeRegionsDocumented, source: PAGE }],
    recommended: [
      describeRegionsRecommended,
      ...statements(VENDOR.awsActions('eks'), [
        {
          sid: 'HarnessEksDescribe',
          actions: ['eks:DescribeCluster'],
          resources: [arn('eks', 'cluster/{eksCluster}')],
          note: 'the address and the certificate of the cluster',
        },
        { sid: 'HarnessEksList', when: 'listClusters', actions: ['eks:ListClusters'], resources: ['*'] },
      ]),
    ],
  },
  scopes: [{ prop: 'clusters', why: 'the names of the clusters that Harness deploys to' }],
  remarks: [
    { text: 'IAM gives no rights inside a cluster', source: CODE },
    {
      text: 'a tool that INIT_SCRIPT installs, such as aws-iam-authenticator, comes from hosts of its own: add a `Connection.custom` for it',
      source: PAGE,
    },
  ],
});
