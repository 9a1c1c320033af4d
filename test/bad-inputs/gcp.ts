import { App, Lazy, TerraformStack, TerraformVariable } from 'cdktf';
import type { Case } from './case';
import { Connection, DeployTime, Profile } from 'harness-delegate-access';
import {
  DelegateAccess,
  DelegateEgress,
  DelegatePermissions,
  type DelegateAccessProps,
  type DelegateEgressProps,
  type DelegatePermissionsProps,
} from 'harness-delegate-access/gcp';

const EMAIL = 'delegate@acme-prod.iam.gserviceaccount.com';
const connections = [Connection.jenkins({ to: ['10.0.3.7/32'] })];
const newStack = (): TerraformStack => new TerraformStack(new App({ skipValidation: true }), 'stack');

const egress = (change: object) => (): unknown =>
  new DelegateEgress(newStack(), 'egress', {
    ...{ name: 'delegate', connections, network: 'prod', project: 'acme-prod', targetServiceAccounts: [EMAIL] },
    ...(change as Partial<DelegateEgressProps>),
  });
const permissions = (change: object) => (): unknown =>
  new DelegatePermissions(newStack(), 'own', {
    ...{ name: 'delegate', connections, project: 'acme-prod' },
    ...(change as Partial<DelegatePermissionsProps>),
  });
const access = (change: object) => (): unknown =>
  new DelegateAccess(newStack(), 'access', {
    ...{ name: 'delegate', connections, project: 'acme-prod', network: 'prod' },
    ...(change as Partial<DelegateAccessProps>),
  });
const cluster = {
  controlPlane: ['172.16.0.0/28'],
  nodes: ['10.0.0.0/24'],
  pods: ['10.4.0.0/14'],
  services: ['10.8.0.0/20'],
};
const firstWithPolicy = (stack: TerraformStack): DelegateEgress =>
  new DelegateEgress(stack, 'first', {
    ...{ name: 'first', connections, network: 'prod', project: 'acme-prod' },
    ...{ targetServiceAccounts: [EMAIL], firewallPolicy: 'new' },
  });
const twelve = Array.from({ length: 12 }, (_, i) =>
  Connection.custom({ name: `c${i}`, to: [`10.0.${i}.0/24`], ports: [8443], reason: 'one of twelve' }),
);
const policyOfAnotherApp = (): unknown => firstWithPolicy(newStack()).policy;
const policyOfAnotherProject = (): unknown => {
  const stack = newStack();
  return new DelegateEgress(stack, 'second', {
    ...{ name: 'second', connections, network: 'prod', project: 'acme-other' },
    ...{ targetServiceAccounts: [EMAIL], firewallPolicy: firstWithPolicy(stack).policy },
  });
};
const policyOfAnotherNetwork = (): unknown => {
  const stack = newStack();
  return new DelegateEgress(stack, 'second', {
    ...{ name: 'second', connections, network: 'test', project: 'acme-prod' },
    ...{ targetServiceAccounts: [EMAIL], firewallPolicy: firstWithPolicy(stack).policy },
  });
};
const twoOfOneName = (): unknown => {
  const stack = newStack();
  const one = { name: 'delegate', connections, network: 'prod', project: 'acme-prod', targetServiceAccounts: [EMAIL] };
  return ['one', 'two'].map((id) => new DelegateEgress(stack, id, one));
};
const workload = { namespace: 'harness', serviceAccount: 'delegate' };

/** Constructs of Google Cloud. */
export const GCP: readonly Case[] = [
  [
    'no network',
    egress({ network: undefined }),
    'InvalidNetwork',
    '`network` must be the name or the self link of a network, got undefined',
  ],
  [
    'rules in another project than the network',
    egress({ network: 'projects/acme-net/global/networks/prod' }),
    'InvalidProject',
    'in its own project, `acme-net`, got "acme-prod"; set `project: \'acme-net\'` (`networkProject` on `DelegateAccess`, under Shared VPC)',
  ],
  [
    'nobody to target',
    egress({ targetServiceAccounts: undefined }),
    'InvalidTargets',
    /set exactly one of .*or every machine of the network would lose all other egress; got none/,
  ],
  [
    'a hole among the targets',
    egress({ targetServiceAccounts: Array(1) }),
    'InvalidServiceAccount',
    '`targetServiceAccounts[0]` must be the email of a service account',
  ],
  [
    'a tag in capitals',
    egress({ targetServiceAccounts: undefined, targetTags: ['Delegate'] }),
    'InvalidResourceName',
    /`targetTags\[0\]` must be 1 to 63 lower-case letters.*got "Delegate"/,
  ],
  [
    'a secure tag by its name',
    egress({ targetServiceAccounts: undefined, targetSecureTags: ['acme/delegate'], firewallPolicy: 'new' }),
    'InvalidSecureTag',
    'a secure tag such as tagValues/123456789, got "acme/delegate"',
  ],
  [
    'a policy that is yes',
    egress({ firewallPolicy: true }),
    'InvalidChoice',
    "`firewallPolicy` must be `none`, `new`, `{ name }` or the `policy` of another delegate's egress, got true",
  ],
  [
    'a policy of our own without a project',
    egress({ firewallPolicy: 'new', project: undefined }),
    'MissingProject',
    'set `project`, or the self link of the network',
  ],
  [
    'a name that begins with a digit',
    egress({ name: '1st' }),
    'InvalidDelegateName',
    /beginning with a letter .*got "1st"; names of the resources begin with it/,
  ],
  [
    'a name of the deployment',
    permissions({ name: '${TfToken[TOKEN.1]}' }),
    'InvalidDelegateName',
    /1 to 20 lower-case letters.*got "\$\{TfToken\[TOKEN\.1\]\}"/,
  ],
  ['no name', access({ name: undefined }), 'InvalidDelegateName', /such as `delegate-eu`, got undefined/],
  [
    'a priority that is an object',
    egress({ priority: Object.create(null) as object }),
    'InvalidPriority',
    'got a value of type object',
  ],
  [
    'a quota of none',
    egress({ quotas: { rulesPerProject: 0 } }),
    'InvalidQuota',
    '`quotas.rulesPerProject` must be a positive integer, got 0',
  ],

  [
    'an account id of five characters',
    permissions({ accountId: 'short' }),
    'InvalidAccountId',
    '`accountId` must be an account id of 6 to 30 lower-case letters, digits and hyphens, got "short"',
  ],
  [
    'a service account and an account id',
    permissions({ serviceAccount: EMAIL, accountId: 'delegate' }),
    'ServiceAccountAndAccountId',
    'set `serviceAccount` or `accountId`, got both',
  ],
  [
    'a pod without a place to run',
    permissions({ workloadIdentity: workload }),
    'MissingRunsOn',
    '`workloadIdentity` needs `runsOn`: `gke` for a pod',
  ],
  [
    'a pod on a machine',
    permissions({ workloadIdentity: workload, runsOn: 'compute-engine' }),
    'InvalidChoice',
    '`workloadIdentity` is for a pod, so `runsOn` must be `gke`, got compute-engine',
  ],
  [
    'a workload that is nothing',
    permissions({ workloadIdentity: null, runsOn: 'gke' }),
    'InvalidProp',
    '`workloadIdentity` must be an object with `namespace` and `serviceAccount`, got null',
  ],
  [
    'a workload without a namespace',
    permissions({ workloadIdentity: { serviceAccount: 'x' }, runsOn: 'gke' }),
    'InvalidKubernetesName',
    '`workloadIdentity.namespace` must be a Kubernetes name of lower-case letters, digits and hyphens, got undefined',
  ],
  [
    'a firewall for pods',
    access({ runsOn: 'gke' }),
    'FirewallCannotSeePods',
    /set `targetServiceAccounts` to that of its node pool and `cluster` to the cluster's address blocks, or use `DelegatePermissions` alone/,
  ],
  [
    'the default service account of Compute Engine',
    egress({ targetServiceAccounts: ['123456789012-compute@developer.gserviceaccount.com'] }),
    'DefaultServiceAccount',
    /all of them would lose all other egress; run the delegate under an account of its own, target tags, or set `sharedAccount: true`/,
  ],
  [
    'the default service account of App Engine, as the one of the permissions',
    access({
      serviceAccount: 'acme-prod@appspot.gserviceaccount.com',
      targetServiceAccounts: ['acme-prod@appspot.gserviceaccount.com'],
    }),
    'DefaultServiceAccount',
    'acme-prod@appspot.gserviceaccount.com, under which machines run that name no other account',
  ],
  [
    "the account of Google's own services",
    egress({ targetServiceAccounts: ['123456789012@cloudservices.gserviceaccount.com'] }),
    'DefaultServiceAccount',
    'set `sharedAccount: true`',
  ],
  [
    'a shared account that is a text',
    egress({ sharedAccount: 'yes' }),
    'InvalidProp',
    '`sharedAccount` must be true or false, got "yes"',
  ],
  [
    'a prop with a typing error',
    egress({ netwrk: 'prod' }),
    'UnknownProp',
    /there is no prop "netwrk"; allowed: .*did you mean `network`\?/,
  ],
  ['a prop of another construct', permissions({ network: 'prod' }), 'UnknownProp', 'there is no prop "network"'],
  [
    'priorities that are reversed',
    egress({ firewallPolicy: { name: 'shared', priorities: { from: 2000, to: 1000 } } }),
    'InvalidPriority',
    '`firewallPolicy.priorities.from` must be lower than `to`, got 2000 and 1000; lower numbers come first',
  ],
  [
    'priorities beyond the last one',
    egress({ firewallPolicy: { name: 'shared', priorities: { from: 0, to: 2147483648 } } }),
    'InvalidPriority',
    '`firewallPolicy.priorities.to` must be an integer between 0 and 2147483647, got 2147483648',
  ],
  [
    'priorities below zero',
    egress({ firewallPolicy: { name: 'shared', priorities: { from: -1, to: 10 } } }),
    'InvalidPriority',
    '`firewallPolicy.priorities.from` must be an integer between 0 and 2147483647, got -1',
  ],
  [
    'priorities that are a list',
    egress({ firewallPolicy: { name: 'shared', priorities: [1, 2] } }),
    'InvalidPriority',
    '`firewallPolicy.priorities` must be an object with `from` and `to`, got a list of 2',
  ],
  [
    'too few priorities',
    egress({ firewallPolicy: { name: 'shared', priorities: { from: 100, to: 102 } } }),
    'PrioritiesTooNarrow',
    /has 3 numbers, and \d+ rules that allow and those that deny need at least 6; with \d+ the risk that two of them clash is less than 1 %/,
  ],
  [
    'priorities in which two rules clash',
    egress({ connections: twelve, firewallPolicy: { name: 'shared', priorities: { from: 100, to: 120 } } }),
    'PriorityClash',
    /^the rules delegate-\S+ and delegate-\S+ have the same priority \d+; pin one of them to a free number: `priorities: \{ from: 100, to: 120, pins: \{ 'delegate-\S+': \d+ \} \}`/,
  ],
  [
    'a pin for a rule that does not exist',
    egress({ firewallPolicy: { name: 'shared', priorities: { from: 100, to: 9000, pins: { mine: 200 } } } }),
    'UnknownPin',
    /`firewallPolicy.priorities.pins\["mine"\]`: no rule has this name; rules: delegate-/,
  ],
  [
    'a pin outside the band',
    egress({
      firewallPolicy: { name: 'shared', priorities: { from: 100, to: 9000, pins: { 'delegate-deny-ipv4': 7 } } },
    }),
    'InvalidPriority',
    'must be an integer between 100 and 9000, got 7',
  ],
  [
    'a word in the priorities',
    egress({ firewallPolicy: { name: 'shared', priorities: { form: 1, to: 2 } } }),
    'UnknownProp',
    /has no "form".*did you mean `from`/,
  ],
  [
    'a word in the policy',
    egress({ firewallPolicy: { name: 'shared', priority: 3 } }),
    'UnknownProp',
    '`firewallPolicy` has no "priority"; allowed: `name` or `priorities`',
  ],
  [
    'a regional policy',
    egress({ firewallPolicy: { name: 'projects/acme-prod/regions/europe-west1/firewallPolicies/shared' } }),
    'RegionalPolicy',
    'set the name of a global network firewall policy, or `new`',
  ],
  [
    'a hierarchical policy',
    egress({ firewallPolicy: { name: 'locations/global/firewallPolicies/1234567890' } }),
    'HierarchicalPolicy',
    'a hierarchical policy of an organization or a folder ("locations/global/firewallPolicies/1234567890"), which no app of a project can change',
  ],
  [
    'a hierarchical policy by its number',
    egress({ firewallPolicy: { name: '1234567890' } }),
    'HierarchicalPolicy',
    'set the name of a global network firewall policy',
  ],
  [
    'the self link of a policy',
    egress({ firewallPolicy: { name: 'projects/acme-other/global/firewallPolicies/shared' } }),
    'InvalidResourceName',
    /not its self link, got .*did you mean `shared`, and its project as the project of the network\?/,
  ],
  [
    'a policy of another app',
    egress({ firewallPolicy: policyOfAnotherApp() }),
    'PolicyOfAnotherApp',
    'is part of another app; set `{ name }` for a policy that is there already',
  ],
  [
    'a policy of another project',
    policyOfAnotherProject,
    'InvalidProject',
    '`firewallPolicy` is a policy of the project `acme-prod`, and the rules are in "acme-other"',
  ],
  [
    'two delegates of one name',
    twoOfOneName,
    'DuplicateDelegate',
    'stack/one and stack/two both have the `name` "delegate" in the project "acme-prod"',
  ],
  [
    'logging that is true',
    egress({ logging: true }),
    'InvalidChoice',
    '`logging` must be `all`, `no metadata` or `off`, got true',
  ],
  [
    'logs without metadata in a policy',
    egress({ logging: 'no metadata', firewallPolicy: 'new' }),
    'InvalidChoice',
    'whose logs always have their metadata, got "no metadata"',
  ],
  ['observing without logs', egress({ logging: 'off', deny: 'observe' }), 'InvalidChoice', 'contradict each other'],
  [
    'quotas of Google Cloud that are a number',
    egress({ quotas: 7 }),
    'InvalidQuota',
    '`quotas` must be an object with rulesPerProject, rulesPerPolicy, namesPerPolicy, got 7',
  ],
  ['a quota that nobody knows', egress({ quotas: { rules: 7 } }), 'UnknownProp', '`quotas` has no "rules"'],
  [
    'nodes without their cluster',
    access({ runsOn: 'gke', targetServiceAccounts: ['nodes@acme-prod.iam.gserviceaccount.com'] }),
    'MissingCluster',
    /control plane \(443, 8132\), the kubelets, the pods and the cluster's DNS; set `cluster: \{ controlPlane, nodes, pods, services \}`/,
  ],
  [
    'a cluster without nodes',
    egress({ cluster: { ...cluster, nodes: [] } }),
    'InvalidCluster',
    '`cluster.nodes` must be a list of address blocks, one at least, got a list of 0',
  ],
  [
    'a cluster that is a name',
    egress({ cluster: 'prod' }),
    'InvalidCluster',
    '`cluster` must be an object with the address blocks of `controlPlane`, `nodes`, `pods` and `services`, got "prod"',
  ],
  [
    'a range of a cluster that is none',
    egress({ cluster: { ...cluster, pods: ['10.4.0.0'] } }),
    'MissingMask',
    '10.4.0.0/32',
  ],
  [
    'a range of a cluster with another word',
    egress({ cluster: { ...cluster, pod: ['10.4.0.0/14'] } }),
    'UnknownProp',
    /`cluster` has no "pod".*did you mean `pods`/,
  ],
  [
    'ranges of a cluster that overlap',
    egress({ cluster: { ...cluster, services: ['10.4.1.0/24'] } }),
    'InvalidCluster',
    '`cluster.pods` and `cluster.services` overlap (10.4.0.0/14, 10.4.1.0/24), and those of a cluster never do',
  ],
  [
    'a cluster for a machine',
    access({ cluster }),
    'InvalidChoice',
    "`cluster` is for the nodes of a GKE cluster: set `runsOn: 'gke'` as well",
  ],
  [
    'tags from a variable',
    () => {
      const stack = newStack();
      const targetTags = new TerraformVariable(stack, 'tags', { type: 'list(string)' }).listValue;
      return new DelegateEgress(stack, 'egress', { name: 'delegate', connections, network: 'prod', targetTags });
    },
    'ListFromVariable',
    '`targetTags` is a list that is known only at deployment, whose entries can be neither counted nor shown; write a list here',
  ],
  [
    'destinations from a variable',
    () => Connection.jenkins({ to: new TerraformVariable(newStack(), 'to', { type: 'list(string)' }).listValue }),
    'ListFromVariable',
    /is a list that is known only at deployment.*`\[Fn\.element\(list, 0\)\]`/,
  ],
  [
    'a bucket that is lazy and has no name',
    () => {
      const bucket = Lazy.stringValue({ produce: () => 'artifacts' });
      return permissions({
        connections: [Connection.gcp({ machines: [], buckets: [bucket] })],
        profile: Profile.RECOMMENDED,
      })();
    },
    'NameNeeded',
    "give it one, such as `DeployTime.named(value, 'artifacts')`",
  ],
  [
    'a network that is a Lazy',
    egress({ network: Lazy.stringValue({ produce: () => 'prod' }) }),
    'LazyValue',
    '`network` is a `Lazy`, which has no value yet when the rules are made; set the value, or a reference to a resource',
  ],
  [
    'the policy of rules that have none',
    () => (egress({})() as DelegateEgress).policy,
    'NoPolicy',
    "stack/egress created no firewall policy; set `firewallPolicy: 'new'` on it, or on both `{ name }` of the one that is there already",
  ],
  [
    'a policy that is attached to another network',
    policyOfAnotherNetwork,
    'PolicyOfAnotherNetwork',
    '`firewallPolicy` is attached to the network prod, and `network` is test, where its rules would have no effect; set `new`, or the network of the policy',
  ],
  [
    'a default account behind a data source',
    egress({ targetServiceAccounts: ['${data.google_compute_default_service_account.all.email}'] }),
    'DefaultServiceAccount',
    'data.google_compute_default_service_account.all.email',
  ],
  [
    'a block of nodes that is none',
    egress({ cluster: { ...cluster, nodes: ['10.0.0.0/33'] } }),
    'InvalidCidr',
    'cluster.nodes[0]',
  ],
  [
    'a prop of the workload that does not exist',
    permissions({ runsOn: 'gke', workloadIdentity: { ...workload, nameSpace: 'harness' } }),
    'UnknownProp',
    'nameSpace',
  ],
  [
    'a value with two names',
    () => {
      const { stringValue } = new TerraformVariable(newStack(), 'a', { type: 'string' });
      return [DeployTime.named(stringValue, 'one'), DeployTime.named(stringValue, 'two')];
    },
    'ConflictingName',
    'this deploy-time value has the name "one" already, got "two"',
  ],
  [
    'a cluster of the workload that is a text',
    permissions({ runsOn: 'gke', workloadIdentity: { ...workload, cluster: 'prod' } }),
    'InvalidProp',
    '`workloadIdentity.cluster` must be the cluster that this app creates',
  ],
  [
    'an expression from data',
    () => Connection.parse('gcp', { machines: [], buckets: ['abc', { name: '${var.bucket}' }] }),
    'ExpressionInData',
    '`buckets[1].name` is an expression, got "${var.bucket}": data is never evaluated; write the value, or make the connection in code',
  ],
];
