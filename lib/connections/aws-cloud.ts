import { delegateCode, HARNESS, host, inTable, probe, VENDOR } from '../catalog';
import {
  assumeRolesScope,
  ASSUME_ROLES,
  AWS,
  awsFlags,
  awsValues,
  ECR_REPOSITORIES,
  ecrItems,
  pullsImages,
} from './aws-props';
import { connection } from './definition';
import { asks, SCOPE } from './props';
import { hosts } from './shorthands';
import {
  ASSUME_ROLE_STATEMENT,
  describeRegionsDocumented,
  describeRegionsRecommended,
  ECR_STATEMENTS,
} from '../catalog/aws-templates';

export default connection({
  id: 'aws-cloud',
  title: 'AWS Cloud',
  factory: 'awsCloud',
  summary: '443 to AWS.',
  props: AWS.extend('AwsCloudProps', {
    assumeRoles: ASSUME_ROLES,
    accessKeys: asks(
      'The connector has access keys, and not the role of the delegate: then the delegate asks a host before it takes a task.',
    ),
    ecrRepositories: ECR_REPOSITORIES.for(SCOPE).doc(
      'RECOMMENDED only: repositories of ECR that are browsed as artifact source, or pulled from.',
      '- none',
    ),
  }),
  scope: (values) => {
    const assumed = assumeRolesScope(values.assumeRoles);
    return {
      flags: new Set([...awsFlags(values), ...(pullsImages(values.ecrRepositories) ? ['ecrPull'] : [])]),
      values: { ...awsValues(values), ...assumed.values },
      items: { ecrRepositories: ecrItems(values.ecrRepositories), ...assumed.items },
    };
  },
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
    recommended: [describeRegionsRecommended, ASSUME_ROLE_STATEMENT, ...ECR_STATEMENTS],
  },
});
