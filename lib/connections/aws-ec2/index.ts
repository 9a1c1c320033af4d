import { clearText, host, inTable, sshToMachines, VENDOR } from '../../catalog';
import { connection } from '../definition';
import { DISCOVERY_CODE, DOCUMENTED, RECOMMENDED } from './permissions';
import { AWS_EC2, scopeOf, wideOf } from './props';
import { onRequest } from '../shorthands';

export default connection({
  id: 'aws-ec2',
  title: 'AWS EC2',
  factory: 'awsEc2',
  summary: '443 to AWS, 80 and 9090 to your machines.',
  props: AWS_EC2,
  scope: scopeOf,
  wide: wideOf,
  apiKind: 'awsServices',
  deploys: true,
  hosting: ['cloud'],
  statements: [
    inTable(443, 'api', 'as written', 'HTTP: 443', 'TLS; the label says HTTP', [VENDOR.awsEndpoints]),
    inTable(80, 'machines', 'unexplained', 'HTTP: 80', 'no EC2 page explains it', []),
    inTable(
      9090,
      'machines',
      'unexplained',
      'TCP: 9090',
      'the default of Prometheus; no EC2 page explains it',
      [VENDOR.securityGroupRulesModule],
      { speaks: clearText(VENDOR.securityGroupRulesModule) },
    ),
    sshToMachines,
    onRequest('winRm', 5985, 'machines', 'deployments to Windows machines over WinRM without TLS', [
      VENDOR.microsoftWinRm,
    ]),
    onRequest('winRmTls', 5986, 'machines', 'deployments to Windows machines over WinRM inside TLS', [
      VENDOR.microsoftWinRm,
    ]),
  ],
  hosts: ['ec2', 'autoscaling', 'elasticloadbalancing', 'sts'].map((service) =>
    host(`${service}.{region}.{dnsSuffix}`, `${service} API`, VENDOR.awsEndpoints),
  ),
  credentials: [],
  permissions: { documented: DOCUMENTED, recommended: RECOMMENDED },
  remarks: [
    { text: 'finding hosts takes two read calls; the table requires full access to EC2', source: DISCOVERY_CODE },
    {
      text: 'the table requires DescribeRegions beside AmazonEC2FullAccess, which has it already',
      source: VENDOR.awsManagedPolicies('AmazonEC2FullAccess'),
    },
    {
      text: 'AmazonEC2FullAccess has no iam:PassRole, so launch templates with an instance profile fail all the same; RECOMMENDED takes `asg.instanceRoles`',
      source: VENDOR.awsManagedPolicies('AmazonEC2FullAccess'),
    },
  ],
});
