import type { Kind, Severity } from './kind';

/** Every kind of finding, as data: the pages about them and `explain` are made of it. Names are public API. */

const NO_NAMES = ['aws-security-group', 'gcp-vpc-rules'];
const POLICY = ['gcp-firewall-policy'];

const network = (severity: Severity, means: string, todo: string, more: Partial<Kind> = {}): Kind => ({
  stage: 'plan',
  about: 'network',
  severity,
  means,
  todo,
  ...more,
});
const permissions = (severity: Severity, means: string, todo: string, more: Partial<Kind> = {}): Kind => ({
  ...network(severity, means, todo, more),
  about: 'permissions',
});

const CHOOSE = 'choose `Profile.RECOMMENDED`, or name the ports of your service with `ports`';
const NARROW = 'say where the connection is reached from your network with `reach` (a proxy, endpoints), or give `to`';

export const FINDING_KINDS = {
  Alternative: network('warning', 'the table lists ports that are alternatives', CHOOSE, {
    noticeWhen: 'the port is closed, or the encrypted one of them',
  }),
  LeftOpen: network('notice', 'the table leaves the port open', 'check the port that you gave against your service'),
  UnexplainedPort: network('warning', 'the table has a port that no source explains', CHOOSE, {
    noticeWhen: 'the profile closes the port',
  }),
  MissingPort: network(
    'warning',
    'the table lacks a port without which the service is dead',
    'choose `Profile.RECOMMENDED`, or add a `Connection.custom` for it',
    { noticeWhen: 'the profile opens the port' },
  ),
  AskedByUser: network('notice', 'a port is open because you asked for it', 'nothing to do'),
  PortsGiven: network('notice', "your ports stand in place of the row's", 'leave out `ports` to follow the table'),
  TablePermission: permissions(
    'notice',
    'the table and its sources disagree on a permission or credential',
    'follow the source, and create what it says',
  ),
  ScopeIgnored: permissions(
    'warning',
    'a scope has no effect under DOCUMENTED',
    'choose `Profile.RECOMMENDED` to limit the permissions to it, or take it off the connection',
  ),
  NoMachines: network(
    'notice',
    'machine ports are closed because you said that there are no machines',
    'name the machines when there are some',
  ),
  MachinesNotNamed: network(
    'notice',
    'machine ports are closed because no machines are named',
    'name them with `machines` or `reach.machines`, or say `machines: []` for none',
  ),
  NoPlace: network('notice', 'a port has no place under this hosting', 'give `to` when you host the service yourself'),
  DeadAsDocumented: network(
    'warning',
    'what the table documents leaves the connection with nothing open',
    'choose `Profile.RECOMMENDED`, or add a `Connection.custom` for what it needs',
  ),
  NothingOpen: network(
    'warning',
    'a connection ends with nothing open',
    'name where it leads, or take it off the list',
  ),
  BroadDestination: network(
    'warning',
    'a destination that you wrote is very wide',
    'write the blocks that the service really uses',
  ),
  ChoiceAssumed: network(
    'notice',
    'the site, region or deployment was not given',
    'say it, and fewer host names are open',
  ),
  HarnessAssumed: network(
    'notice',
    'the Harness cluster was not given',
    'say `harness: HarnessPlatform.of({ cluster })`, as your account shows it',
  ),
  HarnessLineClosed: network(
    'notice',
    'a line of the delegate itself is switched off',
    'switch it on if the delegate does not come up',
  ),
  UnnamedPolicy: permissions(
    'warning',
    'the table asks for a policy and names none',
    'choose `Profile.RECOMMENDED` with the scopes of the connection, or acknowledge it with a reason',
  ),
  PassRoleOnAnyRole: permissions(
    'warning',
    'iam:PassRole on every role',
    'choose `Profile.RECOMMENDED` and name the roles with `passRoles`',
  ),
  CanRewriteOwnEgress: permissions(
    'warning',
    'the delegate may change the rules that limit it',
    'choose `Profile.RECOMMENDED` with the scopes of the connection, or limit the role in another way',
  ),
  ServiceRoleOnDelegate: permissions(
    'warning',
    "the table gives a service's own role to the delegate",
    'choose `Profile.RECOMMENDED` with the scopes of the connection',
  ),
  ReadsEveryBucket: permissions(
    'warning',
    'a policy reads every bucket of the account',
    'choose `Profile.RECOMMENDED` and name the buckets',
  ),
  RoleTitleMismatch: permissions(
    'warning',
    'titles and ids of a role disagree in the documentation',
    'choose `Profile.RECOMMENDED`, or acknowledge the role that you want',
  ),
  UnusedAcknowledgement: network(
    'warning',
    'an acknowledgement matches nothing',
    'delete it, or correct the finding, the connection or the port',
  ),
  ExpiredAcknowledgement: network(
    'warning',
    'an acknowledgement has run out',
    'mend what it accepted, or give it a new date',
  ),
  PortOnlyEgress: network(
    'warning',
    'the platform cannot match the host name: the port is open to any address',
    NARROW,
    { stage: 'target', on: NO_NAMES },
  ),
  Port25Restricted: network(
    'warning',
    'the platform blocks or throttles port 25 to outside addresses',
    'use submission: `ports: [587]` or `ports: [465]`',
    { stage: 'target' },
  ),
  RolesElsewhere: permissions(
    'notice',
    'permissions that this platform cannot create',
    'grant them there, or put the same list into an app for that cloud',
    { stage: 'target' },
  ),
  NameNotExpressible: network(
    'warning',
    'the platform cannot match a name with a wildcard; the known names stand in its place',
    'add a `Connection.custom` for each further name that the delegate needs',
    { stage: 'target', on: POLICY },
  ),
  UnresolvedNamesIgnored: network(
    'notice',
    'the platform resolves names itself and ignores those that do not resolve',
    'let the delegate use the resolver of its VPC, and check names that few people use',
    { stage: 'target', on: POLICY },
  ),
  OtherRulesFirst: network(
    'notice',
    'rules that this app does not know may come before its own',
    'look for such rules on the network, and for hierarchical policies',
    { stage: 'target', on: ['gcp-vpc-rules'] },
  ),
  ClassicRulesFirst: network(
    'notice',
    'other rules of the network are evaluated before the policy',
    'set the enforcement order of the network, or remove such rules',
    { stage: 'target', on: POLICY },
  ),
  BilledByNgfwStandard: network(
    'notice',
    'host names in rules are billed',
    'take VPC firewall rules where ports are enough',
    { stage: 'target', on: POLICY },
  ),
  DeniesEverythingElse: network(
    'notice',
    'the targeted machines lose every other way out',
    'add a `Connection.custom` for what else they need, such as package mirrors',
    { stage: 'construct', platform: 'gcp' },
  ),
  RbacNeeded: permissions(
    'notice',
    'roles in the cluster that this app cannot grant',
    'bind a Role in each target namespace, or choose the role for the whole project',
    { stage: 'construct', platform: 'gcp' },
  ),
  FarEndUnchanged: network(
    'warning',
    'the far end of a rule cannot be changed by this app',
    'let its owner add the inbound rule, or import it as mutable',
    { stage: 'construct', platform: 'aws' },
  ),
  GroupsGrew: network(
    'warning',
    'the rules need more than one security group',
    'attach all of them, and pin their number with `groups`',
    { stage: 'construct', platform: 'aws' },
  ),
  LargeTemplate: network(
    'warning',
    'the template comes near a limit of CloudFormation',
    'lead connections through a proxy or endpoints with `reach`, write wider blocks, or name a prefix list',
    { stage: 'construct', platform: 'aws' },
  ),
  ManyFirewallRules: network(
    'warning',
    'the rules come near the quota of the project',
    'give the quota as `rulesPerProject`, ask Google to raise it, or use `reach`',
    { stage: 'construct', platform: 'gcp' },
  ),
  UnplannedEgress: network(
    'warning',
    "a rule that the plan does not know is on the delegate's group",
    'add a `Connection.custom` with its reason in place of it',
    { stage: 'construct', platform: 'aws' },
  ),
  UnconditionedTrust: permissions(
    'warning',
    'a service may assume the role without a condition',
    'add conditions to the principal, such as `aws:SourceAccount`',
    { stage: 'construct', platform: 'aws' },
  ),
  PoliciesAttachedByHand: permissions(
    'notice',
    'policies that a person must attach',
    'attach them, and check after every upgrade of this library',
    { stage: 'construct', platform: 'aws' },
  ),
} as const satisfies Readonly<Record<string, Kind>>;

export type FindingKind = keyof typeof FINDING_KINDS;
