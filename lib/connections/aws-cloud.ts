import { list, object, textOr, type Parsed } from '../base';
import { delegateCode, HARNESS, host, inTable, probe, VENDOR } from '../catalog';
import { AWS, awsFlags, awsValues, ECR_REPOSITORIES, ecrItems, pullsImages } from './aws-props';
import { externalId, roleArn } from './cloud-names';
import { connection } from './definition';
import { asks, SCOPE } from './props';
import { hosts } from './shorthands';
import {
  describeRegionsDocumented,
  describeRegionsRecommended,
  ECR_STATEMENTS,
  statement,
} from '../catalog/aws-templates';

const ASSUME_ROLE = object('AssumeRoleTarget', {
  role: roleArn.required().doc('ARN of the role in the target account, exact.'),
  externalId: externalId.doc(
    'External id in the trust policy of the target role; 2 to 1,224 characters. Never shown: the review has a fingerprint of it.',
    '- none',
  ),
});

export default connection({
  id: 'aws-cloud',
  title: 'AWS Cloud',
  factory: 'awsCloud',
  summary: '443 to AWS.',
  props: AWS.extend('AwsCloudProps', {
    assumeRoles: list(textOr(roleArn, (role): Parsed<typeof ASSUME_ROLE> => ({ role }), ASSUME_ROLE))
      .for(SCOPE)
      .doc('RECOMMENDED only: roles in other accounts that Harness assumes ("STS role" of the connector).', '- none'),
    accessKeys: asks(
      'The connector has access keys, and not the role of the delegate: then the delegate asks a host before it takes a task.',
    ),
    ecrRepositories: ECR_REPOSITORIES.for(SCOPE).doc(
      'RECOMMENDED only: repositories of ECR that are browsed as artifact source, or pulled from.',
      '- none',
    ),
  }),
  scope: (values) => ({
    flags: new Set([...awsFlags(values), ...(pullsImages(values.ecrRepositories) ? ['ecrPull'] : [])]),
    values: { ...awsValues(values), assumeRoleArn: (values.assumeRoles ?? []).map(({ role }) => role) },
    items: {
      ecrRepositories: ecrItems(values.ecrRepositories),
      assumeRoles: (values.assumeRoles ?? []).map(({ role, externalId: id }) => ({
        role,
        ...(id === undefined ? {} : { externalId: id }),
      })),
    },
  }),
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
    probe(
      'aws.amazon.com',
      'the delegate asks it where a connector has access keys, not where it uses the role of the delegate',
      delegateCode(
        '950-delegate-tasks-beans/src/main/java/io/harness/delegate/beans/connector/awsconnector/AwsCapabilityHelper.java',
      ),
      'accessKeys',
    ),
  ],
  hosts: [
    ...hosts(VENDOR.awsEndpoints, {
      '*.{region}.{dnsSuffix}': 'the API of every service that the connector is used for',
      'ec2.{region}.{dnsSuffix}': 'DescribeRegions',
      'sts.{region}.{dnsSuffix}': 'AssumeRole',
      '{stsHost}': 'AssumeRole, global address',
      '{iamHost}': 'IAM has no region',
    }),
    host('*.{region}.{dualStackSuffix}', 'dual stack addresses', VENDOR.awsPartitions),
  ],
  credentials: [],
  remarks: [
    {
      text: 'the table requires an IAM user; a role of the delegate needs no access keys',
      source: HARNESS.awsConnector,
    },
    {
      text: 'a connector with a credential broker reaches the host of its broker: add a `Connection.custom` for it',
      source: HARNESS.connectorSchema,
    },
  ],
  permissions: {
    documented: [describeRegionsDocumented],
    recommended: [
      describeRegionsRecommended,
      statement(delegateCode('960-api-services/src/main/java/io/harness/aws/AwsClientImpl.java'), {
        sid: 'HarnessAssumeRole',
        actions: ['sts:AssumeRole'],
        resources: ['{assumeRoleArn}'],
        note: 'the external id belongs in the trust policy of the target role',
      }),
      ...ECR_STATEMENTS,
    ],
  },
});
