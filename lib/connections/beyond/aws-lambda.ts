import { list } from '../../base';
import { delegateCode, hub, onPage, VENDOR } from '../../catalog';
import { arn, managedOn, statement } from '../../catalog/aws-templates';
import { AWS_PLACE, awsValues } from '../aws-props';
import { lambdaName, roleArn } from '../cloud-names';
import { connection } from '../definition';
import { SCOPE, scopeSwitch } from '../props';
import { on } from '../scope';
import { hosts, statements } from '../shorthands';

const PAGE = hub('continuous-delivery/deploy-srv-diff-platforms/aws/lambda/aws-lambda-deployments.md', '2cfbe7a2');
const CODE = delegateCode(
  '930-delegate-tasks/src/main/java/io/harness/delegate/task/aws/lambda/AwsLambdaTaskHelper.java',
);
const FUNCTION = arn('lambda', 'function:{function}');
const WITH_VERSIONS = [FUNCTION, `${FUNCTION}:*`];

export default connection({
  id: 'aws-lambda',
  title: 'AWS Lambda',
  page: PAGE,
  factory: 'awsLambda',
  summary: '443 to AWS.',
  props: AWS_PLACE.extend('AwsLambdaProps', {
    functions: list(lambdaName).for(SCOPE).doc('Names of the functions; needed by RECOMMENDED.', '- none'),
    passRoles: list(roleArn)
      .for(SCOPE)
      .doc('ARNs of the execution roles of the functions; needed by RECOMMENDED, empty for none.', '- none'),
    aliases: scopeSwitch('RECOMMENDED only: make and move aliases.'),
    invoke: scopeSwitch('RECOMMENDED only: invoke the functions.'),
    tags: scopeSwitch('RECOMMENDED only: tags in the manifests.'),
  }),
  scope: (values) => ({
    flags: new Set(on({ aliases: values.aliases, invoke: values.invoke, tags: values.tags })),
    values: { ...awsValues(values), function: values.functions ?? [], passRoleArn: values.passRoles ?? [] },
  }),
  apiKind: 'awsServices',
  deploys: true,
  hosting: ['cloud'],
  statements: [onPage(443, 'api', 'the API of Lambda, in TLS', [PAGE, VENDOR.awsEndpoints])],
  hosts: hosts(VENDOR.awsEndpoints, {
    'lambda.{region}.{dnsSuffix}': 'the API',
    's3.{region}.{dnsSuffix}': 'code',
  }),
  credentials: [],
  permissions: {
    documented: [
      managedOn(PAGE, 'IAMReadOnlyAccess'),
      managedOn(PAGE, 'service-role/AWSLambdaRole'),
      managedOn(PAGE, 'AWSLambda_FullAccess', [
        {
          finding: 'PassRoleOnAnyRole',
          text: 'AWSLambda_FullAccess passes any role of the account to Lambda, and changes every function',
          source: VENDOR.awsManagedPolicies('AWSLambda_FullAccess'),
        },
      ]),
      managedOn(PAGE, 'AmazonS3ReadOnlyAccess', [
        {
          finding: 'ReadsEveryBucket',
          text: 'AmazonS3ReadOnlyAccess reads every object of every bucket in the account',
          source: VENDOR.awsManagedPolicies('AmazonS3ReadOnlyAccess'),
        },
      ]),
      managedOn(PAGE, 'AmazonEC2ContainerRegistryReadOnly'),
    ],
    recommended: [
      ...statements(VENDOR.awsActions('lambda'), [
        {
          sid: 'HarnessLambdaDeploy',
          actions: [
            'GetFunction',
            'GetFunctionConfiguration',
            'CreateFunction',
            'UpdateFunctionCode',
            'UpdateFunctionConfiguration',
            'PublishVersion',
            'ListVersionsByFunction',
            'ListAliases',
            'DeleteFunction',
          ].map((action) => `lambda:${action}`),
          resources: WITH_VERSIONS,
          note: 'a rollback of the first deployment deletes the function',
        },
        {
          sid: 'HarnessLambdaAlias',
          when: 'aliases',
          actions: ['lambda:CreateAlias', 'lambda:UpdateAlias'],
          resources: WITH_VERSIONS,
        },
        { sid: 'HarnessLambdaInvoke', when: 'invoke', actions: ['lambda:InvokeFunction'], resources: WITH_VERSIONS },
        {
          sid: 'HarnessLambdaTag',
          when: 'tags',
          actions: ['lambda:TagResource', 'lambda:ListTags'],
          resources: WITH_VERSIONS,
        },
      ]),
      statement(VENDOR.awsActions('iam'), {
        sid: 'HarnessLambdaPassRole',
        actions: ['iam:PassRole'],
        resources: ['{passRoleArn}'],
        conditions: { StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com'] } },
      }),
    ],
  },
  scopes: [
    { prop: 'functions', why: 'the names of the functions that Harness deploys' },
    { prop: 'passRoles', why: 'the ARNs of their execution roles, or an empty list for none' },
  ],
  remarks: [
    { text: 'the documented actions have no lambda:UpdateAlias, which a deployment with aliases calls', source: CODE },
    {
      text: 'whoever changes the code of a function has the rights of its execution role: name no function whose role may do more than the delegate',
      source: VENDOR.awsActions('lambda'),
    },
    { text: 'code comes from S3 or ECR: add `aws-s3` or `aws-ecr` for it', source: PAGE },
    {
      text: 'SAM and Serverless run in pods of builds, and need CloudFormation, S3 and IAM as well',
      source: PAGE,
    },
  ],
});
