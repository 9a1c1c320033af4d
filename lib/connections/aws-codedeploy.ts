import { list, object, textOr, type Parsed } from '../base';
import { delegateCode, host, inTable, VENDOR } from '../catalog';
import { AWS, awsFlags, awsValues, bucketFlags, bucketItems, REVISION_BUCKETS } from './aws-props';
import { awsName, kmsKeyArn, namePattern } from './cloud-names';
import { connection } from './definition';
import { SCOPE, scopeSwitch } from './props';
import { on } from './scope';
import { statements } from './shorthands';
import {
  arn,
  describeRegionsDocumented,
  describeRegionsRecommended,
  inRegion,
  managed,
  S3_STATEMENTS,
  statement,
} from '../catalog/aws-templates';

const APPLICATION = object('CodeDeployApplicationScope', {
  name: awsName.required(),
  deploymentGroups: list(awsName, 1).doc(
    'Names of its deployment groups.',
    '- every deployment group of the application',
  ),
});

export default connection({
  id: 'aws-codedeploy',
  title: 'AWS CodeDeploy',
  factory: 'awsCodeDeploy',
  summary: '443 to AWS.',
  props: AWS.extend('AwsCodeDeployProps', {
    applications: list(textOr(awsName, (name): Parsed<typeof APPLICATION> => ({ name }), APPLICATION))
      .for(SCOPE)
      .doc('The applications; needed by RECOMMENDED.', '- none'),
    deploymentConfigs: list(namePattern, 1)
      .for(SCOPE)
      .doc('Deployment configurations; may end in `*`.', "['CodeDeployDefault.*']"),
    listForUi: scopeSwitch('Fill the lists of the Harness UI.', 'true'),
    describeInstances: scopeSwitch('Describe the instances that a deployment reached.', 'true'),
    deploymentTargets: scopeSwitch('Read deployment targets (ECS and Lambda compute platforms).'),
    revisionBuckets: REVISION_BUCKETS.for(SCOPE).doc(
      'Buckets with revisions, browsed as artifacts: read, never written.',
      '- none',
    ),
    kmsKeys: list(kmsKeyArn)
      .for(SCOPE)
      .doc('ARNs of the customer-managed keys of revision buckets that do not set their own.', '- none'),
    objectVersions: scopeSwitch('Read old versions of revisions too.', 'true'),
  }),
  scope: (values) => ({
    flags: new Set([
      ...awsFlags(values),
      ...bucketFlags(values),
      ...on({
        listForUi: values.listForUi !== false,
        describeInstances: values.describeInstances !== false,
        deploymentTargets: values.deploymentTargets,
      }),
    ]),
    values: { ...awsValues(values), deploymentConfig: values.deploymentConfigs ?? ['CodeDeployDefault.*'] },
    items: {
      ...bucketItems(values.revisionBuckets ?? [], values),
      applications: (values.applications ?? []).map(({ name }) => ({ application: name })),
      deploymentGroups: (values.applications ?? []).flatMap(({ name, deploymentGroups = ['*'] }) =>
        deploymentGroups.map((deploymentGroup) => ({ application: name, deploymentGroup })),
      ),
    },
  }),
  apiKind: 'awsServices',
  deploys: true,
  hosting: ['cloud'],
  statements: [inTable(443, 'api', 'as written', 'HTTPS: 443', '', [VENDOR.codeDeployAgent])],
  hosts: [
    host('codedeploy.{region}.{dnsSuffix}', 'CodeDeploy API', VENDOR.codeDeployEndpoints),
    ...['ec2', 's3', '*.s3'].map((service) =>
      host(`${service}.{region}.{dnsSuffix}`, 'instances and revisions', VENDOR.awsEndpoints),
    ),
  ],
  credentials: [],
  permissions: {
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
      ...statements(VENDOR.awsActions('codedeploy'), [
        {
          sid: 'HarnessCodeDeployList',
          when: 'listForUi',
          actions: ['codedeploy:ListApplications', 'codedeploy:ListDeploymentConfigs'],
          resources: ['*'],
        },
        {
          sid: 'HarnessCodeDeployApp',
          each: { items: 'applications' },
          actions: [
            'codedeploy:GetApplication',
            'codedeploy:GetApplicationRevision',
            'codedeploy:ListApplicationRevisions',
            'codedeploy:RegisterApplicationRevision',
          ],
          resources: [arn('codedeploy', 'application:{application}')],
        },
        {
          sid: 'HarnessCodeDeployGroups',
          each: { items: 'applications' },
          actions: ['codedeploy:ListDeploymentGroups'],
          resources: [
            arn('codedeploy', 'application:{application}'),
            arn('codedeploy', 'deploymentgroup:{application}/*'),
          ],
          note: "AWS's references disagree on the resource, so both are listed",
        },
        {
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
        },
        {
          sid: 'HarnessCodeDeployConfig',
          actions: ['codedeploy:GetDeploymentConfig'],
          resources: [arn('codedeploy', 'deploymentconfig:{deploymentConfig}')],
        },
        {
          sid: 'HarnessCodeDeployTargets',
          when: 'deploymentTargets',
          resources: ['*'],
          actions: [
            'codedeploy:BatchGetDeploymentTargets',
            'codedeploy:GetDeploymentTarget',
            'codedeploy:ListDeploymentTargets',
          ],
        },
      ]),
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
