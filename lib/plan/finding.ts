import { compareTexts } from '../base';
import type { Source } from '../catalog';

export type Severity = 'warning' | 'notice';

/** Where a kind of finding can arise: in every plan, on every target, or on one platform only. */
export type Stage = 'plan' | 'target' | 'aws' | 'gcp';

/** Which construct reports it. */
export type About = 'network' | 'permissions';

interface Kind {
  readonly stage: Stage;
  /** Names of the targets on which it can be expected; an acknowledgement of it is not "unused" on others. */
  readonly on?: readonly string[];
  readonly about: About;
  readonly means: string;
}

const NO_NAMES = ['aws-security-group', 'gcp-vpc-rules'];
const POLICY = ['gcp-firewall-policy'];

/** Every kind of finding; the names are public API. */
export const FINDING_KINDS = {
  Alternative: { stage: 'plan', about: 'network', means: 'the table lists ports that are alternatives' },
  LeftOpen: { stage: 'plan', about: 'network', means: 'the table leaves the port open' },
  UnexplainedPort: { stage: 'plan', about: 'network', means: 'the table has a port that no source explains' },
  MissingPort: { stage: 'plan', about: 'network', means: 'the table lacks a port without which the service is dead' },
  AskedByUser: { stage: 'plan', about: 'network', means: 'a port is open because you asked for it' },
  PortsGiven: { stage: 'plan', about: 'network', means: "your ports stand in place of the row's" },
  TablePermission: {
    stage: 'plan',
    about: 'permissions',
    means: 'the table and its sources disagree on a permission or credential',
  },
  ScopeIgnored: { stage: 'plan', about: 'permissions', means: 'a scope has no effect under DOCUMENTED' },
  NoMachines: {
    stage: 'plan',
    about: 'network',
    means: 'machine ports are closed because you said that there are no machines',
  },
  MachinesNotNamed: {
    stage: 'plan',
    about: 'network',
    means: 'machine ports are closed because no machines are named',
  },
  NoPlace: { stage: 'plan', about: 'network', means: 'a port has no place under this hosting' },
  DeadAsDocumented: {
    stage: 'plan',
    about: 'network',
    means: 'what the table documents leaves the connection with nothing open',
  },
  NothingOpen: { stage: 'plan', about: 'network', means: 'a connection ends with nothing open' },
  BroadDestination: { stage: 'plan', about: 'network', means: 'a destination that you wrote is very wide' },
  ChoiceAssumed: { stage: 'plan', about: 'network', means: 'the site, region or deployment was not given' },
  HarnessAssumed: { stage: 'plan', about: 'network', means: 'the Harness cluster was not given' },
  HarnessLineClosed: { stage: 'plan', about: 'network', means: 'a line of the delegate itself is switched off' },
  UnnamedPolicy: { stage: 'plan', about: 'permissions', means: 'the table asks for a policy and names none' },
  PassRoleOnAnyRole: { stage: 'plan', about: 'permissions', means: 'iam:PassRole on every role' },
  CanRewriteOwnEgress: {
    stage: 'plan',
    about: 'permissions',
    means: 'the delegate may change the rules that limit it',
  },
  ServiceRoleOnDelegate: {
    stage: 'plan',
    about: 'permissions',
    means: "the table gives a service's own role to the delegate",
  },
  ReadsEveryBucket: { stage: 'plan', about: 'permissions', means: 'a policy reads every bucket of the account' },
  RoleTitleMismatch: {
    stage: 'plan',
    about: 'permissions',
    means: 'titles and ids of a role disagree in the documentation',
  },
  UnusedAcknowledgement: { stage: 'plan', about: 'network', means: 'an acknowledgement matches nothing' },
  ExpiredAcknowledgement: { stage: 'plan', about: 'network', means: 'an acknowledgement has run out' },
  PortOnlyEgress: {
    stage: 'target',
    on: NO_NAMES,
    about: 'network',
    means: 'the platform cannot match the host name: the port is open to any address',
  },
  Port25Restricted: {
    stage: 'target',
    about: 'network',
    means: 'the platform blocks or throttles port 25 to outside addresses',
  },
  RolesElsewhere: { stage: 'target', about: 'permissions', means: 'permissions that this platform cannot create' },
  NameNotExpressible: {
    stage: 'target',
    on: POLICY,
    about: 'network',
    means: 'the platform cannot match a name with a wildcard; the known names stand in its place',
  },
  UnresolvedNamesIgnored: {
    stage: 'target',
    on: POLICY,
    about: 'network',
    means: 'the platform resolves names itself and ignores those that do not resolve',
  },
  OtherRulesFirst: {
    stage: 'target',
    on: ['gcp-vpc-rules'],
    about: 'network',
    means: 'rules that this app does not know may come before its own',
  },
  ClassicRulesFirst: {
    stage: 'target',
    on: POLICY,
    about: 'network',
    means: 'other rules of the network are evaluated before the policy',
  },
  BilledByNgfwStandard: { stage: 'target', on: POLICY, about: 'network', means: 'host names in rules are billed' },
  DeniesEverythingElse: {
    stage: 'gcp',
    about: 'network',
    means: 'the targeted machines lose every other way out',
  },
  RbacNeeded: { stage: 'gcp', about: 'permissions', means: 'roles in the cluster that this app cannot grant' },
  FarEndUnchanged: {
    stage: 'aws',
    about: 'network',
    means: 'the far end of a rule cannot be changed by this app',
  },
  GroupsGrew: { stage: 'aws', about: 'network', means: 'the rules need more than one security group' },
  LargeTemplate: { stage: 'aws', about: 'network', means: 'the template comes near a limit of CloudFormation' },
  ManyFirewallRules: { stage: 'gcp', about: 'network', means: 'the rules come near the quota of the project' },
  UnplannedEgress: {
    stage: 'aws',
    about: 'network',
    means: "a rule that the plan does not know is on the delegate's group",
  },
  UnconditionedTrust: {
    stage: 'aws',
    about: 'permissions',
    means: 'a service may assume the role without a condition',
  },
  PoliciesAttachedByHand: { stage: 'aws', about: 'permissions', means: 'policies that a person must attach' },
} as const satisfies Readonly<Record<string, Kind>>;

export type FindingKind = keyof typeof FINDING_KINDS;

/** Something that a reviewer should know, with what to do about it. */
export interface Finding {
  /** `<Finding>:<connection>[:<port>]`; stable. */
  readonly key: string;
  readonly finding: FindingKind;
  readonly connection: string;
  readonly port?: string;
  readonly severity: Severity;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly source?: Source;
  /** Present when somebody accepted it, with the reason. */
  readonly acknowledged?: { readonly reason: string; readonly until?: string };
}

export function finding(
  kind: FindingKind,
  severity: Severity,
  connection: string,
  parts: Pick<Finding, 'what' | 'why' | 'fix'> & Partial<Pick<Finding, 'port' | 'source'>>,
): Finding {
  const key = [kind, connection, ...(parts.port === undefined ? [] : [parts.port])].join(':');
  return { key, finding: kind, connection, severity, ...parts };
}

/** One finding for each key, in the order of the keys. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const byKey = new Map(findings.map((entry) => [entry.key, entry]));
  return [...byKey.values()].sort((a, b) => compareTexts(a.key, b.key));
}

/** Which construct reports this finding; one about an acknowledgement follows the kind that was acknowledged. */
export function aboutOf(entry: Finding): About {
  const subject =
    entry.finding === 'UnusedAcknowledgement' || entry.finding === 'ExpiredAcknowledgement'
      ? (entry.port!.split(':')[0] as FindingKind)
      : entry.finding;
  return FINDING_KINDS[subject].about;
}
