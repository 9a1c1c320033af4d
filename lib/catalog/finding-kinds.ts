import type { Kind, Severity } from './kind';

/** Every kind of finding, as data: the pages about them and `explain` are made of it. Names are public API. */

const NO_NAMES = ['aws-security-group', 'gcp-vpc-rules'];
const POLICY = ['gcp-firewall-policy'];
const PODS = [
  'kubernetes-network-policy',
  'cilium-network-policy',
  'gke-fqdn-network-policy',
  'eks-application-network-policy',
];
const FIREWALL = ['aws-network-firewall', 'aws-network-firewall-resolved'];
const DNS = ['aws-dns-firewall'];
const NAMES = [...POLICY, ...FIREWALL, ...DNS, ...PODS.slice(1)];

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

const CHOOSE = 'choose `Profile.RECOMMENDED`, or set the ports of your service with `ports`';
const NARROW = 'set `reach` to where the delegate reaches the service (a proxy, endpoints), or set `to`';

/** Every kind of finding, by its name. `explain <name>` prints one. */
export const FINDING_KINDS = {
  Alternative: network('warning', 'the table lists several ports, and a client uses one of them', CHOOSE, {
    noticeWhen: 'the port is closed, or is the encrypted one',
  }),
  LeftOpen: network('notice', 'the table names no port; yours is open', 'check the port against your service'),
  UnexplainedPort: network('warning', 'the table lists a port that no source explains', CHOOSE, {
    noticeWhen: 'the profile closes the port',
  }),
  MissingPort: network(
    'warning',
    "the port is required by the service, and missing from Harness's table",
    'choose `Profile.RECOMMENDED`, or add a `Connection.custom` for it',
    { noticeWhen: 'the profile opens the port' },
  ),
  ReachabilityProbe: network(
    'notice',
    'the delegate may ask a host before it takes a task, and takes none without an answer (code of December 2023, unverified since)',
    'set `probes: false` to close it, or choose `Profile.RECOMMENDED` to open it',
  ),
  AskedByUser: network('notice', 'the port is open on request', 'nothing to do'),
  PortsGiven: network('notice', '`ports` override the documented ports', 'leave out `ports` to follow the table'),
  TablePermission: permissions(
    'notice',
    'the table and its sources disagree on a permission or a credential',
    'follow the source',
  ),
  UnknownRegion: network(
    'warning',
    'a region of AWS that this release does not know',
    'check the name, or update this library',
  ),
  TestRegion: network(
    'notice',
    'Harness tests AWS connectors in us-east-1 unless told otherwise, and the list names other regions',
    'set the test region of the connector, or add us-east-1 to `regions`',
  ),
  KeyInOtherRegion: permissions(
    'warning',
    'a key of KMS is in another region than its buckets',
    'set the key of the region, or add its region to `regions`',
  ),
  LaunchesAnywhere: permissions(
    'warning',
    'instances may be started in any subnet or with any security group',
    'set `asg.subnets` and `asg.securityGroups` to those of the launch templates',
  ),
  AnyLaunchTemplate: permissions(
    'warning',
    'instances may be started from every launch template of the account and region',
    'set `asg.launchTemplateTag` to a tag that only these templates carry',
  ),
  RightsBesideAssumedRole: permissions(
    'warning',
    "a connection that deploys has its rights in the delegate's own account, and the list assumes roles in another one",
    'set `account` and `via` of the connection, or acknowledge that it deploys in both',
  ),
  PassRoleElsewhere: permissions(
    'warning',
    'a role to pass is in another account than the connection',
    'set the role in the account of the connection',
  ),
  ScopeIgnored: permissions(
    'warning',
    'a scope has no effect under DOCUMENTED',
    'choose `Profile.RECOMMENDED` to limit the permissions to it, or leave the scope out',
  ),
  NoMachines: network('notice', 'machine ports are closed: `machines` is empty', 'set `machines` when there are some'),
  MachinesNotNamed: network(
    'notice',
    'machine ports are closed: neither `machines` nor `reach.machines` is set',
    'set one of them, or `machines: []` for none',
  ),
  NoPlace: network(
    'notice',
    'the port is closed: it belongs to a self-hosted edition of the service',
    'set `to` when you host the service yourself',
  ),
  DeadAsDocumented: network(
    'warning',
    'the connection has no open port: Harness documents none that the service uses',
    'choose `Profile.RECOMMENDED`, or add a `Connection.custom` for what it needs',
  ),
  NothingOpen: network('warning', 'the connection has no open port', 'set where it leads, or remove it from the list'),
  BroadDestination: network(
    'warning',
    'a destination is wider than a /8 (IPv4) or a /32 (IPv6)',
    'set the blocks that the service uses',
  ),
  ProxyPortUnset: network(
    'warning',
    "an address of the proxy is set as a plain address of another kind, so it is reached on the services' own ports",
    "write `proxy: { to, ports }` in `reach`, and `'proxy'` for each kind that goes through it",
  ),
  NotForHttpProxy: network(
    'warning',
    'a port leads to an HTTP proxy, and its protocol is not HTTP: SSH, LDAP, mail',
    'set `to` to the addresses of the host, or use its HTTPS port',
    { noticeWhen: 'the port is one that only the user knows' },
  ),
  NotBehindEndpoint: network(
    'warning',
    'a name of AWS leads to an endpoint, and no endpoint answers for it in the region',
    "set the service in `reach.awsServices` to 'proxy', 'public' or 'none'",
  ),
  ServiceNotReached: network(
    'notice',
    "host names of AWS are closed: `reach.awsServices` says 'none'",
    'set an endpoint or the proxy for what the delegate uses; `AWS_STS_REGIONAL_ENDPOINTS=regional` for sts.amazonaws.com',
  ),
  EndpointOfOtherRegion: network(
    'warning',
    'a connection is used in a region that the endpoint of its service does not serve',
    'make a delegate in that region, or reach the service through the proxy',
  ),
  ChoiceAssumed: network('notice', 'the site, region or deployment is not set, so a value is assumed', 'set it'),
  HarnessAssumed: network(
    'notice',
    'the Harness cluster is not set: assuming `prod1`',
    'set `harness: HarnessPlatform.of({ cluster })`, as your account shows it',
  ),
  HarnessLineClosed: network(
    'notice',
    'a connection of the delegate to Harness is switched off',
    'switch it on when the delegate does not start',
  ),
  UnnamedPolicy: permissions(
    'warning',
    'the table requires a policy and names none',
    'choose `Profile.RECOMMENDED` and set the scopes of the connection, or acknowledge it with a reason',
  ),
  PassRoleOnAnyRole: permissions(
    'warning',
    'a policy allows `iam:PassRole` on every role',
    'choose `Profile.RECOMMENDED` and set `passRoles`',
  ),
  CanRewriteOwnEgress: permissions(
    'warning',
    'the delegate can change its own egress rules',
    'choose `Profile.RECOMMENDED` and set the scopes of the connection, or limit the role with a permissions boundary',
  ),
  BroadPermission: permissions(
    'warning',
    'a statement or role of your own has a wildcard in an action, every resource, or is a basic role',
    'name the actions and the resources that the delegate uses',
  ),
  CanRaiseItself: permissions(
    'warning',
    'a statement of your own lets the delegate give itself permissions',
    'leave the action out, or limit the role with a permissions boundary',
  ),
  ServiceRoleOnDelegate: permissions(
    'warning',
    "the table attaches a service's own role to the delegate",
    'choose `Profile.RECOMMENDED` and set the scopes of the connection',
  ),
  ReadsEveryBucket: permissions(
    'warning',
    'a policy or role reads every bucket of the account or project',
    'choose `Profile.RECOMMENDED` and set `buckets`',
  ),
  ReadsEverySecret: permissions(
    'warning',
    'a policy or role reads every secret of the account or project',
    'choose `Profile.RECOMMENDED` and set the scopes of the connection',
  ),
  WritesEveryRepository: permissions(
    'warning',
    'a policy writes and deletes every image of the account',
    'choose `Profile.RECOMMENDED` and set `repositories`',
  ),
  FailsOwnTest: permissions(
    'warning',
    "the documented roles do not pass Harness's own test of the connector",
    'choose `Profile.RECOMMENDED`, or grant the missing role yourself',
  ),
  RoleTitleMismatch: permissions(
    'warning',
    'the documentation gives a role a title and an id that do not belong together',
    'choose `Profile.RECOMMENDED`, or acknowledge the role that is granted',
  ),
  InOwnCluster: network(
    'notice',
    'a connection works in the cluster that the delegate runs in, and needs its API server alone',
    'nothing to do with `/kubernetes`, which opens it; elsewhere add a `Connection.custom` with its addresses',
  ),
  AddressesMayChange: network(
    'notice',
    'addresses of the list are those that a vendor published on a day',
    'fetch the list again, and convert it with `harness-delegate-access ranges`',
  ),
  UnusedAcknowledgement: network(
    'warning',
    'an acknowledgement matches nothing',
    'delete it, or correct the finding, the connection or the port',
  ),
  ExpiredAcknowledgement: network(
    'warning',
    'an acknowledgement has expired',
    'fix what it acknowledged, or set a new date',
  ),
  PortOnlyEgress: network(
    'warning',
    'the target cannot match the host name, so the port is open to any address',
    NARROW,
    { stage: 'target', on: [...NO_NAMES, ...FIREWALL, ...PODS], noticeWhen: 'another layer of the path checks more' },
  ),
  Port25Restricted: network(
    'warning',
    'the target blocks or throttles port 25 to public addresses',
    'use submission: `ports: [587]` or `ports: [465]`',
    { stage: 'target' },
  ),
  RolesElsewhere: permissions(
    'notice',
    'a permission belongs to another cloud than the target',
    'grant it there, or use the same list in an app for that cloud',
    { stage: 'target' },
  ),
  NameNotExpressible: network(
    'warning',
    'the target cannot match a name: it is closed, or the known names of its port are open instead',
    'set `to` to its address blocks, or add a `Connection.custom` for each further name that the delegate needs',
    { stage: 'target', on: NAMES },
  ),
  NameWidened: network(
    'warning',
    'the target lets more names pass than the wildcard of one label that is meant',
    'name the hosts, or let another layer check the name as well',
    { stage: 'target', on: [...DNS, 'eks-application-network-policy'] },
  ),
  ClosedByLayer: network(
    'warning',
    'the target cannot match a destination, and closes it',
    'set `to` to its address blocks, where this traffic passes the layer at all',
    { stage: 'target' },
  ),
  NotInThePath: network(
    'warning',
    'the target judges only traffic that is sent through it, which no template shows',
    'check the routes, or the settings of the clients, and acknowledge this with who did',
    { stage: 'target', on: [...FIREWALL, 'proxy'] },
  ),
  OtherGroupsFirst: network(
    'notice',
    'other rules of the firewall may be evaluated first',
    'give the rule group a priority before every group with broad passes',
    { stage: 'target', on: FIREWALL },
  ),
  EstablishedFlowsStay: network(
    'notice',
    'connections that passed stay open after a change of the rules',
    'restart the delegate after a change that closes something',
    { stage: 'target', on: FIREWALL },
  ),
  NoProxyCannotHold: network(
    'warning',
    'a block of addresses is reached past the proxy, and `NO_PROXY` takes none',
    'name the hosts with `to`, or add them to `NO_PROXY` by hand',
    { stage: 'target', on: ['proxy'] },
  ),
  NoProxyWider: network('notice', 'each entry of `NO_PROXY` is a suffix of host names', 'nothing to do', {
    stage: 'target',
    on: ['proxy'],
  }),
  LookupsOnly: network(
    'warning',
    'only lookups of names are judged, not what is connected to',
    'let a firewall or a proxy check the traffic as well',
    { stage: 'target', on: DNS },
  ),
  OtherResolvers: network(
    'warning',
    'the list opens resolvers that the target does not see',
    'let the delegate use the resolver of its VPC, and forward from there',
    { stage: 'target', on: DNS },
  ),
  PolicyNotEnforced: network(
    'warning',
    'policies of pods are stored by every cluster, and enforced by some network plugins alone',
    'run the command of the finding, try a closed port from a pod of the delegate, and acknowledge this with who did',
    { stage: 'target', on: PODS },
  ),
  OtherPoliciesAdd: network(
    'notice',
    'other policies of the same pods add to what these allow',
    'list the policies of the namespace, and audit them together',
    { stage: 'target', on: PODS },
  ),
  NamesOfAnswers: network(
    'notice',
    'a name is matched by the addresses of DNS answers, which other names may share',
    'let the delegate resolve through the DNS of the cluster, and keep its answers no longer than their TTL',
    { stage: 'target', on: PODS.slice(1) },
  ),
  OpenedByNode: network(
    'notice',
    'traffic of the node, such as image pulls, passes no policy of pods',
    'open it for the nodes, where their own network is filtered',
    { stage: 'target', on: PODS },
  ),
  UnresolvedNamesIgnored: network(
    'notice',
    'the target resolves host names itself and ignores those that do not resolve',
    'let the delegate use the resolver of its VPC, and check rarely used names',
    { stage: 'target', on: POLICY },
  ),
  OtherRulesFirst: network(
    'notice',
    'other rules of the network may be evaluated first',
    'check the egress rules of the network, and hierarchical policies',
    { stage: 'target', on: ['gcp-vpc-rules'] },
  ),
  ClassicRulesFirst: network(
    'notice',
    'VPC firewall rules of the network are evaluated before the policy',
    'set the enforcement order of the network, or remove such rules',
    { stage: 'target', on: POLICY },
  ),
  BilledByNgfwStandard: network(
    'notice',
    'rules with host names are billed',
    'use VPC firewall rules where ports are enough',
    { stage: 'target', on: POLICY },
  ),
  DeniesEverythingElse: network(
    'notice',
    'all other egress of the targeted machines is denied',
    'add a `Connection.custom` for what else they need, such as package mirrors',
    { stage: 'construct', platform: 'gcp' },
  ),
  NothingClosed: network(
    'warning',
    "all other egress of the targeted machines is allowed and logged: `deny: 'observe'`",
    "read the logs, add what is missing to the list, and set `deny: 'on'`",
    { stage: 'construct', platform: 'gcp' },
  ),
  SharedAccount: network(
    'warning',
    'other machines run under the targeted service account, and lose all other egress as well',
    'run the delegate under a service account of its own',
    { stage: 'construct', platform: 'gcp' },
  ),
  PolicyRulesFirst: network(
    'warning',
    'the rules are in an existing firewall policy, whose rules with lower numbers come first',
    'list the rules of the policy, and set `firewallPolicy.priorities` to a band before those that deny everything',
    { stage: 'construct', platform: 'gcp', on: POLICY },
  ),
  ManyPolicyRules: network(
    'warning',
    'the rules or host names exceed the quotas of a firewall policy',
    'ask Google to raise the quota, or set `reach` to a proxy or to Private Google Access',
    { stage: 'construct', platform: 'gcp', on: POLICY },
  ),
  FirewallByHand: network(
    'warning',
    'a rule group or a policy judges nothing until a firewall has it and routes lead there',
    'let the network team take the steps that the finding lists, and acknowledge it with who did',
    { stage: 'construct', platform: 'aws', on: FIREWALL },
  ),
  ResolvedByHand: network(
    'warning',
    'names are closed until the policy validates resolved addresses',
    'change the policy first, or set `resolved: false`',
    { stage: 'construct', platform: 'aws', on: FIREWALL },
  ),
  OnlyWatched: network(
    'warning',
    "everything else is logged and not dropped: `action: 'alert'`",
    "read the alerts, add what is missing to the list, and set `action: 'drop'`",
    { stage: 'construct', platform: 'aws', on: FIREWALL },
  ),
  BlocksNamesForAll: network(
    'warning',
    'other names are not resolved any more, for everything in the VPC',
    'use a VPC of its own for the delegate, or leave `blockOtherNames` out',
    { stage: 'construct', platform: 'aws', on: FIREWALL },
  ),
  SourceIsSubnet: network(
    'notice',
    'everything in the subnets of the source is judged by the list',
    'give the delegate subnets of its own, or use a prefix list or a container association',
    { stage: 'construct', platform: 'aws', on: FIREWALL },
  ),
  UpgraderNotSelected: network(
    'warning',
    "the policies select the delegate's pods alone: its upgrader and other pods of the namespace stay open",
    "give the delegate a namespace of its own, and set `scope: 'namespace'`",
    { stage: 'construct', platform: 'kubernetes' },
  ),
  WholeNamespace: network(
    'notice',
    "every pod of the namespace is closed, but for the delegate's list and what its upgrader needs",
    'run nothing else in this namespace',
    { stage: 'construct', platform: 'kubernetes' },
  ),
  CiPodsApart: network(
    'notice',
    'no policy is for the pods of CI steps',
    'set `ciPods` with a list of their own, where Harness runs builds in this cluster',
    { stage: 'construct', platform: 'kubernetes' },
  ),
  CiPodsSelected: network(
    'notice',
    'the pods of CI steps have policies and a review of their own',
    'read that review as well',
    { stage: 'construct', platform: 'kubernetes' },
  ),
  DnsMayBeOnNode: network(
    'warning',
    'DNS is open to the pods of CoreDNS alone, and nodes of EKS Auto Mode may have none',
    'look for the pods; where there are none, set `dns` of `cluster` to the address of the Service kube-dns',
    { stage: 'construct', platform: 'kubernetes', on: ['eks-application-network-policy'] },
  ),
  CiPodsNotReached: network(
    'warning',
    'the delegate does not reach the pods of CI steps, whose ports Harness does not document',
    'set `ciPods.ports` to the ports that your builds use',
    { stage: 'construct', platform: 'kubernetes' },
  ),
  StandalonePods: network(
    'warning',
    'the VPC CNI of EKS does not enforce policies on pods without an owner, such as those of CI steps',
    'run builds on nodes whose security group closes what they must not reach',
    { stage: 'construct', platform: 'kubernetes' },
  ),
  ClusterLineClosed: network(
    'notice',
    'a line that pods need of their cluster is switched off',
    'open it when the delegate does not work',
    { stage: 'construct', platform: 'kubernetes' },
  ),
  LargeManifest: network(
    'warning',
    'an object is larger than what `kubectl apply` can keep in an annotation',
    'use `kubectl apply --server-side`, set `reach` to a proxy, or use wider blocks',
    { stage: 'construct', platform: 'kubernetes' },
  ),
  PortCombinations: network(
    'warning',
    'a block has more ports than the VPC CNI of EKS takes',
    'set `reach` to a proxy, match names, or set the blocks of the services',
    { stage: 'construct', platform: 'kubernetes' },
  ),
  ManyNames: network(
    'warning',
    'an FQDNNetworkPolicy has more names than it keeps addresses for',
    'limit the connection to its regions or services, or set `reach` to a proxy or endpoints',
    { stage: 'construct', platform: 'kubernetes', on: ['gke-fqdn-network-policy'] },
  ),
  MetadataReachable: network(
    'warning',
    'a rule to a wide block lets pods reach the metadata server of their node, and with it the role of the node',
    'use a kind of policy that matches names, set the blocks of the services, or limit the hop count of the metadata server to 1',
    { stage: 'construct', platform: 'kubernetes' },
  ),
  PodsNotInBlock: network(
    'warning',
    'Cilium matches pods by their labels alone, so a block does not open those that it holds',
    'add the pods to `to`, where the delegate needs them',
    { stage: 'construct', platform: 'kubernetes', on: ['cilium-network-policy'] },
  ),
  NodesNotInBlock: network(
    'warning',
    'Cilium matches nodes by what they are, so a block does not open those that it holds',
    'set `policy-cidr-match-mode: nodes` of its agent, where the delegate needs the nodes',
    { stage: 'construct', platform: 'kubernetes', on: ['cilium-network-policy'] },
  ),
  ServiceAddress: network(
    'warning',
    'a destination is the address of a Service, which a policy may never see',
    'set the pods behind it, with the port of the container',
    { stage: 'construct', platform: 'kubernetes' },
  ),
  HostNetwork: network('notice', 'pods with `hostNetwork` are selected by no policy', 'keep the delegate without it', {
    stage: 'construct',
    platform: 'kubernetes',
  }),
  RbacNeeded: permissions(
    'notice',
    'a role inside the cluster must be bound; the construct cannot bind it',
    'bind a Role in each target namespace, or choose the role for the whole project',
    { stage: 'construct', platform: 'gcp' },
  ),
  OtherPartition: permissions(
    'warning',
    'an ARN of the list is in another partition than the stack',
    'check the ARN, or make a delegate there',
    { stage: 'construct', platform: 'aws' },
  ),
  OtherAccount: permissions(
    'warning',
    'an ARN of the list is in another account than the stack',
    'check the ARN, or make a delegate there',
    { stage: 'construct', platform: 'aws' },
  ),
  TrustNeverWorks: permissions(
    'warning',
    'an identity provider is trusted with an action that it cannot use',
    'use a principal for web identities or SAML, such as `iam.OpenIdConnectPrincipal`',
    { stage: 'construct', platform: 'aws' },
  ),
  FarEndUnchanged: network(
    'warning',
    'the security group at the destination is imported as immutable, so it gets no inbound rule',
    'let its owner add the inbound rule, or import it as mutable',
    { stage: 'construct', platform: 'aws' },
  ),
  PodGroupsByHand: network(
    'notice',
    'manual step: the groups must be given to the pods, and the cluster must be able to',
    'apply the `SecurityGroupPolicy`, set what the VPC CNI needs, and start the pods again',
    { stage: 'construct', platform: 'aws' },
  ),
  NodeGroupsDecide: network(
    'warning',
    'in the mode `standard` of the VPC CNI, traffic that leaves the VPC has the groups of the node',
    'set POD_SECURITY_GROUP_ENFORCING_MODE=strict, or AWS_VPC_K8S_CNI_EXTERNALSNAT=true',
    { stage: 'construct', platform: 'aws' },
  ),
  NoDnsForPods: permissions(
    'warning',
    "the role is that of a pod on EKS, and the cluster's DNS is not reached",
    "set `cluster: { securityGroup }` to the cluster security group, or `reach.dns` to the cluster's resolvers",
    { stage: 'construct', platform: 'aws' },
  ),
  PodIdentityNotReached: permissions(
    'warning',
    'the role is assumed by EKS Pod Identity, whose agent a pod with groups of its own does not reach in strict mode',
    'use an identity provider (IRSA), or the mode `standard`',
    { stage: 'construct', platform: 'aws' },
  ),
  GroupsGrew: network(
    'warning',
    'the rules need more than one security group',
    'attach all of them, and set their number with `groups`',
    { stage: 'construct', platform: 'aws' },
  ),
  PrefixListsLeftOut: network(
    'notice',
    '`managedPrefixLists` would need more security groups than rules alone, so it is left out',
    'lower `maxEntries` to what the lists hold',
    { stage: 'construct', platform: 'aws' },
  ),
  LargeTemplate: network(
    'warning',
    'the rules alone reach a limit of CloudFormation templates',
    'set `reach` to a proxy or endpoints, use wider blocks, or use a prefix list',
    { stage: 'construct', platform: 'aws' },
  ),
  ManyFirewallRules: network(
    'warning',
    'the firewall rules exceed the quota of the project',
    'set `quotas.rulesPerProject` to the quota, ask Google to raise it, or set `reach` to a proxy',
    { stage: 'construct', platform: 'gcp' },
  ),
  UnplannedEgress: network(
    'warning',
    "the delegate's security group or firewall has an egress rule that is not in the plan",
    'replace it by a `Connection.custom` with its reason',
    { stage: 'construct' },
  ),
  UnplannedPermission: permissions(
    'warning',
    "the delegate's role may do something that is not in the plan",
    'remove it, or acknowledge it with the reason for which the delegate needs it',
    { stage: 'construct', platform: 'aws' },
  ),
  RoleNotSeen: permissions(
    'notice',
    "what else the delegate's role may do cannot be told from this app",
    'look at the policies of the role in the account',
    { stage: 'construct', platform: 'aws' },
  ),
  UnconditionedTrust: permissions(
    'warning',
    'a principal may assume the role without a condition',
    'add conditions to the principal, such as `aws:SourceAccount`',
    { stage: 'construct', platform: 'aws' },
  ),
  PoliciesAttachedByHand: permissions(
    'notice',
    'manual step: policies must be attached to an imported role',
    'attach them, and check again after every upgrade of this library',
    { stage: 'construct', platform: 'aws' },
  ),
} as const satisfies Readonly<Record<string, Kind>>;

export type FindingKind = keyof typeof FINDING_KINDS;
