import { list } from '../../base';
import { delegateCode, hub, onPage, VENDOR } from '../../catalog';
import { arn, describeRegionsDocumented, describeRegionsRecommended, statement } from '../../catalog/aws-templates';
import { AWS, awsFlags, awsValues } from '../aws-props';
import { roleArn, stackName } from '../cloud-names';
import { connection } from '../definition';
import { SCOPE } from '../props';
import { hosts, statements } from '../shorthands';

const PAGE = hub(
  'continuous-delivery/cd-infrastructure/cloudformation-infra/provision-with-the-cloud-formation-create-stack-step.md',
  'f4e5584e',
);
const CODE = delegateCode('960-api-services/src/main/java/io/harness/aws/AWSCloudformationClientImpl.java');
const STACK = [arn('cloudformation', 'stack/{stackName}/*')];

export default connection({
  id: 'aws-cloudformation',
  title: 'AWS CloudFormation',
  page: PAGE,
  factory: 'awsCloudFormation',
  summary: '443 to AWS.',
  props: AWS.extend('AwsCloudFormationProps', {
    stackNames: list(stackName)
      .for(SCOPE)
      .doc('Names of the stacks, which may end in `*`; needed by RECOMMENDED.', '- none'),
    serviceRoles: list(roleArn)
      .for(SCOPE)
      .doc(
        'ARNs of the roles with which CloudFormation works ("Role ARN" of the step); needed by RECOMMENDED.',
        '- none',
      ),
  }),
  scope: (values) => ({
    flags: new Set(awsFlags(values)),
    values: { ...awsValues(values), stackName: values.stackNames ?? [], serviceRoleArn: values.serviceRoles ?? [] },
  }),
  apiKind: 'awsServices',
  deploys: true,
  hosting: ['cloud'],
  statements: [onPage(443, 'api', 'the API of CloudFormation, in TLS', [PAGE, VENDOR.awsEndpoints])],
  hosts: hosts(VENDOR.awsEndpoints, {
    'cloudformation.{region}.{dnsSuffix}': 'the API',
    'ec2.{region}.{dnsSuffix}': 'DescribeRegions',
    's3.{region}.{dnsSuffix}': 'templates',
  }),
  credentials: [],
  permissions: {
    documented: [{ ...describeRegionsDocumented, source: PAGE }],
    recommended: [
      describeRegionsRecommended,
      ...statements(CODE, [
        {
          sid: 'HarnessCfnDescribe',
          actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplateSummary'],
          resources: ['*'],
          note: 'stacks are looked for without a name, and a template has none',
        },
      ]),
      ...statements(VENDOR.awsActions('cloudformation'), [
        {
          sid: 'HarnessCfnStack',
          actions: ['cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:DeleteStack'],
          resources: STACK,
          conditions: { ArnEquals: { 'cloudformation:RoleArn': ['{serviceRoleArn}'] } },
          note: 'only with a role of `serviceRoles`, which has the rights for what a template makes',
        },
        {
          sid: 'HarnessCfnChange',
          actions: [
            'CreateChangeSet',
            'DescribeChangeSet',
            'ExecuteChangeSet',
            'DeleteChangeSet',
            'DescribeStackEvents',
            'DescribeStackResources',
            'GetTemplate',
          ].map((action) => `cloudformation:${action}`),
          resources: STACK,
        },
      ]),
      statement(VENDOR.awsActions('iam'), {
        sid: 'HarnessCfnPassRole',
        actions: ['iam:PassRole'],
        resources: ['{serviceRoleArn}'],
        conditions: { StringEquals: { 'iam:PassedToService': ['cloudformation.amazonaws.com'] } },
      }),
    ],
  },
  scopes: [
    { prop: 'stackNames', why: 'the names of the stacks' },
    { prop: 'serviceRoles', why: 'without a role of CloudFormation the delegate needs whatever a template makes' },
  ],
  remarks: [
    {
      text: 'the page says that the credentials depend on the template, and its example allows iam:* and five more whole services; the role of CloudFormation takes that from the delegate',
      source: PAGE,
    },
  ],
});
