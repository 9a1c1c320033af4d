import { host, inTable, row } from '../row-builder';
import { delegateCode, HARNESS, VENDOR } from '../sources';
import type { Row } from '../types';
import {
  arn,
  describeRegionsDocumented,
  describeRegionsRecommended,
  inRegion,
  managed,
  S3_STATEMENTS,
  statement,
} from './aws-permissions';

export const AWS_CLOUD: Row = row({
  id: 'aws-cloud',
  title: 'AWS Cloud',
  apiKind: 'awsServices',
  hosting: ['cloud'],
  statements: [
    inTable(
      443,
      'api',
      'as written',
      'Depends on the firewall settings of your VPC, but typically, HTTP: 443.',
      'TLS; the label says HTTP, and "typically" leaves a doubt that no AWS page shares',
      [VENDOR.awsEndpoints],
    ),
  ],
  hosts: [
    host('*.{region}.{dnsSuffix}', 'the API of every service that the connector is used for', VENDOR.awsEndpoints),
    host('ec2.{region}.{dnsSuffix}', 'DescribeRegions', VENDOR.awsEndpoints),
    host('sts.{region}.{dnsSuffix}', 'AssumeRole', VENDOR.awsEndpoints),
    host('sts.amazonaws.com', 'AssumeRole, global address', VENDOR.awsEndpoints),
    host('iam.amazonaws.com', 'IAM has no region', VENDOR.awsEndpoints),
    host('*.{region}.api.aws', 'dual stack addresses', VENDOR.awsPartitions),
  ],
  credentials: [],
  remarks: [
    {
      text: 'the table asks for an IAM user; a role of the delegate needs no access keys',
      source: HARNESS.awsConnector,
    },
  ],
  aws: {
    documented: [describeRegionsDocumented],
    recommended: [
      describeRegionsRecommended,
      statement(delegateCode('960-api-services/src/main/java/io/harness/aws/AwsClientImpl.java'), {
        sid: 'HarnessAssumeRole',
        actions: ['sts:AssumeRole'],
        resources: ['{assumeRoleArn}'],
        note: 'the external id belongs in the trust policy of the target role',
      }),
    ],
  },
});

export const AWS_CODE_DEPLOY: Row = row({
  id: 'aws-codedeploy',
  title: 'AWS CodeDeploy',
  apiKind: 'awsServices',
  hosting: ['cloud'],
  statements: [inTable(443, 'api', 'as written', 'HTTPS: 443', '', [VENDOR.codeDeployAgent])],
  hosts: [
    host('codedeploy.{region}.{dnsSuffix}', 'CodeDeploy API', VENDOR.codeDeployEndpoints),
    ...['ec2', 's3', '*.s3'].map((service) =>
      host(`${service}.{region}.{dnsSuffix}`, 'instances and revisions', VENDOR.awsEndpoints),
    ),
  ],
  credentials: [],
  aws: {
    documented: [
      managed('service-role/AWSCodeDeployRole', [
        {
          finding: 'ServiceRoleOnDelegate',
          text: 'AWSCodeDeployRole is the role that CodeDeploy itself assumes; on the delegate it also allows to terminate instances, to change Auto Scaling groups and to publish to SNS',
          source: VENDOR.codeDeployPolicies,
        },
      ]),
      managed('AWSCodeDeployDeployerAccess'),
      describeRegionsDocumented,
    ],
    recommended: [
      describeRegionsRecommended,
      statement(VENDOR.awsActions('codedeploy'), {
        sid: 'HarnessCodeDeployList',
        when: 'listForUi',
        actions: ['codedeploy:ListApplications', 'codedeploy:ListDeploymentConfigs'],
        resources: ['*'],
      }),
      statement(VENDOR.awsActions('codedeploy'), {
        sid: 'HarnessCodeDeployApp',
        each: { items: 'applications' },
        actions: [
          'codedeploy:GetApplication',
          'codedeploy:GetApplicationRevision',
          'codedeploy:ListApplicationRevisions',
          'codedeploy:RegisterApplicationRevision',
        ],
        resources: [arn('codedeploy', 'application:{application}')],
      }),
      statement(VENDOR.awsActions('codedeploy'), {
        sid: 'HarnessCodeDeployGroups',
        each: { items: 'applications' },
        actions: ['codedeploy:ListDeploymentGroups'],
        resources: [
          arn('codedeploy', 'application:{application}'),
          arn('codedeploy', 'deploymentgroup:{application}/*'),
        ],
        note: "AWS's references disagree on the resource, so both are listed",
      }),
      statement(VENDOR.awsActions('codedeploy'), {
        sid: 'HarnessCodeDeployDeploy',
        each: { items: 'deploymentGroups' },
        actions: [
          'codedeploy:CreateDeployment',
          'codedeploy:GetDeployment',
          'codedeploy:GetDeploymentGroup',
          'codedeploy:GetDeploymentInstance',
          'codedeploy:BatchGetDeploymentInstances',
          'codedeploy:ListDeployments',
          'codedeploy:ListDeploymentInstances',
        ],
        resources: [arn('codedeploy', 'deploymentgroup:{application}/{deploymentGroup}')],
      }),
      statement(VENDOR.awsActions('codedeploy'), {
        sid: 'HarnessCodeDeployConfig',
        actions: ['codedeploy:GetDeploymentConfig'],
        resources: [arn('codedeploy', 'deploymentconfig:{deploymentConfig}')],
      }),
      statement(VENDOR.awsActions('codedeploy'), {
        sid: 'HarnessCodeDeployTargets',
        when: 'deploymentTargets',
        resources: ['*'],
        actions: [
          'codedeploy:BatchGetDeploymentTargets',
          'codedeploy:GetDeploymentTarget',
          'codedeploy:ListDeploymentTargets',
        ],
      }),
      statement(
        delegateCode(
          '930-delegate-tasks/src/main/java/software/wings/service/impl/aws/delegate/AwsCodeDeployHelperServiceDelegateImpl.java',
        ),
        {
          sid: 'HarnessCodeDeployInstances',
          when: 'describeInstances',
          actions: ['ec2:DescribeInstances'],
          resources: ['*'],
          conditions: inRegion,
          note: 'after a deployment the delegate describes the instances that it reached',
        },
      ),
      ...S3_STATEMENTS,
    ],
  },
  scopes: [{ prop: 'applications', why: 'the CodeDeploy applications that Harness deploys' }],
});

export const AWS_S3: Row = row({
  id: 'aws-s3',
  title: 'AWS S3',
  apiKind: 'awsServices',
  hosting: ['cloud'],
  statements: [inTable(443, 'api', 'as written', 'HTTP: 443', 'TLS; the label says HTTP', [VENDOR.awsEndpoints])],
  hosts: [
    host('ec2.{region}.{dnsSuffix}', 'DescribeRegions', VENDOR.awsEndpoints),
    host('s3.{region}.{dnsSuffix}', 'S3 API', VENDOR.awsEndpoints),
    host(
      '{bucket}.s3.{region}.{dnsSuffix}',
      'S3 API of a bucket that is named (from general knowledge, unverified)',
      VENDOR.awsEndpoints,
    ),
    host(
      '*.s3.{region}.{dnsSuffix}',
      'S3 API, one name for each bucket (from general knowledge, unverified)',
      VENDOR.awsEndpoints,
    ),
  ],
  credentials: [],
  aws: {
    documented: [
      managed('AmazonS3ReadOnlyAccess', [
        {
          finding: 'ReadsEveryBucket',
          text: 'AmazonS3ReadOnlyAccess reads every object of every bucket in the account',
          source: VENDOR.awsManagedPolicies('AmazonS3ReadOnlyAccess'),
        },
      ]),
      describeRegionsDocumented,
    ],
    recommended: [describeRegionsRecommended, ...S3_STATEMENTS],
  },
  scopes: [{ prop: 'buckets', why: 'the buckets that Harness reads artifacts from' }],
  remarks: [
    {
      text: 'Harness prints an older text of AmazonS3ReadOnlyAccess; today the policy also has s3:Describe* and reads object lambdas',
      source: HARNESS.awsConnector,
    },
    {
      text: 'no documented S3 policy has a KMS action, so buckets with keys of your own cannot be read; RECOMMENDED takes `kmsKeys`',
      source: VENDOR.awsActions('kms'),
    },
  ],
});
