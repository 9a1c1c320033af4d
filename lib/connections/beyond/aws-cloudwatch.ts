import { list } from '../../base';
import { delegateCode, edition, onPage, VENDOR } from '../../catalog';
import { arn, inRegion } from '../../catalog/aws-templates';
import { AWS_PLACE, awsValues } from '../aws-props';
import { logGroupName, prometheusWorkspaceArn } from '../cloud-names';
import { connection } from '../definition';
import { SCOPE, scopeSwitch } from '../props';
import { on } from '../scope';
import { hosts, statements } from '../shorthands';

const PAGE = edition('harness/harness-go-sdk:harness/nextgen/enum_health_source_types.go@71b8d2b0', '2026-08-21');
const CODE = delegateCode(
  'srm-service/modules/cv-nextgen-service/contracts/delegate/src/main/java/io/harness/cvng/utils/CloudWatchUtils.java',
);
const GROUP = arn('logs', 'log-group:{logGroup}');

export default connection({
  id: 'aws-cloudwatch',
  title: 'AWS CloudWatch',
  page: PAGE,
  factory: 'awsCloudWatch',
  summary: '443 to AWS.',
  props: AWS_PLACE.extend('AwsCloudWatchProps', {
    metrics: scopeSwitch('RECOMMENDED only: read metrics.', 'true'),
    logGroups: list(logGroupName)
      .for(SCOPE)
      .doc('RECOMMENDED only: names of log groups that are read, which may end in `*`.', '- none'),
    logsInsights: scopeSwitch('RECOMMENDED only: queries of Logs Insights on the log groups.'),
    prometheusWorkspaces: list(prometheusWorkspaceArn)
      .for(SCOPE)
      .doc('RECOMMENDED only: ARNs of workspaces of managed Prometheus.', '- none'),
  }),
  scope: (values) => {
    const { logGroups = [], metrics = true, logsInsights } = values;
    return {
      flags: new Set(on({ metrics, logs: logGroups.length > 0, logsInsights })),
      values: { ...awsValues(values), logGroup: logGroups, prometheusArn: values.prometheusWorkspaces ?? [] },
    };
  },
  apiKind: 'awsServices',
  hosting: ['cloud'],
  statements: [onPage(443, 'api', 'metrics and logs, in TLS', [PAGE, VENDOR.awsEndpoints])],
  hosts: hosts(VENDOR.awsEndpoints, {
    'monitoring.{region}.{dnsSuffix}': 'metrics',
    'logs.{region}.{dnsSuffix}': 'logs',
    'aps-workspaces.{region}.{dnsSuffix}': 'managed Prometheus',
  }),
  credentials: [],
  permissions: {
    documented: [],
    recommended: [
      ...statements(VENDOR.awsActions('cloudwatch'), [
        {
          sid: 'HarnessCloudWatchMetrics',
          when: 'metrics',
          actions: ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'],
          resources: ['*'],
          conditions: inRegion,
          note: 'metrics have no ARN',
        },
      ]),
      ...statements(VENDOR.awsActions('logs'), [
        {
          sid: 'HarnessLogsRead',
          actions: ['logs:DescribeLogStreams', 'logs:FilterLogEvents'],
          moreActions: { logsInsights: ['logs:StartQuery', 'logs:GetQueryResults'] },
          resources: [GROUP, `${GROUP}:*`],
        },
        { sid: 'HarnessLogEvents', actions: ['logs:GetLogEvents'], resources: [`${GROUP}:log-stream:*`] },
        {
          sid: 'HarnessLogsDescribe',
          when: 'logs',
          actions: ['logs:DescribeLogGroups'],
          moreActions: { logsInsights: ['logs:StopQuery'] },
          resources: ['*'],
        },
      ]),
      ...statements(VENDOR.awsActions('aps'), [
        {
          sid: 'HarnessPrometheusQuery',
          actions: ['aps:QueryMetrics', 'aps:GetLabels', 'aps:GetSeries', 'aps:GetMetricMetadata'],
          resources: ['{prometheusArn}'],
          note: 'what a query needs; the code of the delegate was not read for it',
        },
      ]),
    ],
  },
  remarks: [
    {
      text: 'the older page requires all of CloudWatch, CloudTrail, Logs and Events; the delegate calls GetMetricData',
      source: CODE,
    },
  ],
});
