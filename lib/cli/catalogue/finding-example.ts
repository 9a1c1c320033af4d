import { withoutUserInfo } from '../../base';
import type { FindingKind, Kind } from '../../catalog';
import { text } from '../../network';

/** The subject of an acknowledgement: a finding by its key. */
export interface Acknowledged {
  readonly finding: string;
  readonly connection: string;
  readonly port?: string;
}

/**
 * A real key without its kind, by kind; `undefined` for a kind that cannot be acknowledged. Other kinds have an example
 * that any list may have.
 */
export const SUBJECTS: Readonly<Partial<Record<FindingKind, string | undefined>>> = {
  Alternative: 'active-directory-ldap:389',
  LeftOpen: 'kubernetes-cluster:6443',
  UnexplainedPort: 'aws-ec2:9090',
  MissingPort: 'gcp:443',
  AskedByUser: 'aws-ec2:22',
  PortsGiven: 'nexus',
  TablePermission: 'aws-ec2',
  ScopeIgnored: 'aws-s3',
  NoMachines: 'gcp',
  MachinesNotNamed: 'gcp',
  NoPlace: 'bugsnag',
  DeadAsDocumented: 'gcp',
  NothingOpen: 'winrm',
  BroadDestination: 'aws-ec2',
  ChoiceAssumed: 'azure',
  HarnessAssumed: 'harness',
  HarnessLineClosed: 'harness:google-logging',
  UnnamedPolicy: 'aws-elb-alb-ecs',
  PassRoleOnAnyRole: 'aws-elb-alb-ecs',
  CanRewriteOwnEgress: 'aws-ec2',
  ServiceRoleOnDelegate: 'aws-codedeploy',
  ReadsEveryBucket: 'aws-s3',
  RoleTitleMismatch: 'gcp',
  UnusedAcknowledgement: undefined,
  ExpiredAcknowledgement: undefined,
  PortOnlyEgress: 'datadog:443',
  Port25Restricted: 'smtp:25',
  RolesElsewhere: 'gcp',
  NameNotExpressible: 'aws-cloud:443/sts.*.amazonaws.com',
  UnresolvedNamesIgnored: 'egress',
  OtherRulesFirst: 'egress',
  ClassicRulesFirst: 'egress',
  BilledByNgfwStandard: 'egress',
  RbacNeeded: 'gcp',
  FarEndUnchanged: 'egress:ci',
  UnconditionedTrust: 'role:ecs-tasks.amazonaws.com',
  ProxyPortUnset: 'reach.awsServices',
  NotForHttpProxy: 'github-repo:22',
  NotBehindEndpoint: 'aws-cloud',
  ServiceNotReached: 'aws-cloud',
  EndpointOfOtherRegion: 'aws-cloud',
  PodGroupsByHand: 'cluster',
  NodeGroupsDecide: 'cluster',
  NoDnsForPods: 'role',
  PodIdentityNotReached: 'role',
  RightsBesideAssumedRole: 'aws-elb-alb-ecs',
  PassRoleElsewhere: 'aws-elb-alb-ecs:role/task',
};

/** A finding of this kind, as an acknowledgement names it: the one of this key, or an example. */
export function acknowledgedOf(name: FindingKind, kind: Kind, subject = ''): Acknowledged | undefined {
  if (name in SUBJECTS && SUBJECTS[name] === undefined) {
    return undefined;
  }
  const [connection = '', ...port] = (subject === '' ? (SUBJECTS[name] ?? usual(kind)) : subject).split(':');
  return {
    finding: name,
    connection: text.parse(connection, 'connection'),
    ...(port.length === 0 ? {} : { port: withoutUserInfo(text.parse(port.join(':'), 'port')) }),
  };
}

/** Subject of a kind without a key here: any connection, or the part of the construct. */
function usual({ stage, about }: Kind): string {
  return stage !== 'construct' ? 'jenkins' : about === 'network' ? 'egress' : 'role';
}

/** As the file of a list has it. */
export function acknowledgementYaml({ finding, connection, port }: Acknowledged): string {
  return [
    'acknowledged:',
    `  - finding: ${finding}`,
    `    connection: ${scalar(connection)}`,
    ...(port === undefined ? [] : [`    port: ${/^[1-9]\d*$/.test(port) ? port : scalar(port)}`]),
    '    reason: who decided it, and why',
  ].join('\n');
}

function scalar(value: string): string {
  return /^[a-z][\w.-]*$/i.test(value) && !/^(true|false|null)$/i.test(value) ? value : JSON.stringify(value);
}
