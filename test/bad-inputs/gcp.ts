import { App, TerraformStack } from 'cdktf';
import { untyped, type Case } from './case';
import { Connection } from 'harness-delegate-access';
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
    ...{ connections, network: 'prod', project: 'acme-prod', targetServiceAccounts: [EMAIL] },
    ...(change as Partial<DelegateEgressProps>),
  });
const permissions = (change: object) => (): unknown =>
  new DelegatePermissions(newStack(), 'own', {
    ...{ connections, project: 'acme-prod' },
    ...(change as Partial<DelegatePermissionsProps>),
  });
const access = (change: object) => (): unknown =>
  new DelegateAccess(newStack(), 'access', {
    ...{ connections, project: 'acme-prod', network: 'prod' },
    ...(change as Partial<DelegateAccessProps>),
  });
const workload = { namespace: 'harness', serviceAccount: 'delegate' };

/** Constructs of Google Cloud. */
export const GCP: readonly Case[] = [
  [
    'no props on Google Cloud',
    () => new DelegateAccess(newStack(), 'access', untyped(null)),
    'InvalidPlan',
    'props must be an object with `connections` or `plan`, got null',
  ],
  [
    'no network',
    egress({ network: undefined }),
    'InvalidNetwork',
    '`network` must be the name or the self link of a network, got undefined',
  ],
  ['a network in capitals', egress({ network: 'Prod' }), 'InvalidNetwork', 'got "Prod"'],
  ['a network around an expression', egress({ network: 'prod-${var.x}' }), 'InvalidNetwork', 'got "prod-${var.x}"'],
  [
    'a project by its number',
    egress({ project: untyped(123456) }),
    'InvalidProject',
    'a project id of 6 to 30 lower-case letters, digits and hyphens, got 123456',
  ],
  [
    'rules in another project than the network',
    egress({ network: 'projects/acme-net/global/networks/prod' }),
    'InvalidProject',
    'in its own project, `acme-net`, got "acme-prod"; under Shared VPC give `networkProject: \'acme-net\'`',
  ],
  [
    'nobody to target',
    egress({ targetServiceAccounts: undefined }),
    'InvalidTargets',
    /give exactly one of .*or every machine of the network would lose its way out; got none/,
  ],
  ['an empty list of targets', egress({ targetServiceAccounts: [] }), 'InvalidTargets', 'not empty'],
  [
    'two kinds of targets',
    egress({ targetTags: ['delegate'] }),
    'InvalidTargets',
    'got targetServiceAccounts, targetTags',
  ],
  [
    'targets that are a text',
    egress({ targetServiceAccounts: EMAIL }),
    'InvalidTargets',
    `\`targetServiceAccounts\` must be a list, got "${EMAIL}"`,
  ],
  [
    'eleven service accounts',
    egress({ targetServiceAccounts: Array(11).fill(EMAIL) }),
    'InvalidTargets',
    '`targetServiceAccounts` takes at most 10 entries, got 11',
  ],
  [
    'a hole among the targets',
    egress({ targetServiceAccounts: Array(1) }),
    'InvalidServiceAccount',
    '`targetServiceAccounts[0]` must be the email of a service account',
  ],
  [
    'the email of a person',
    egress({ targetServiceAccounts: ['me@acme.com'] }),
    'InvalidServiceAccount',
    /such as delegate@acme-prod\.iam\.gserviceaccount\.com, got "me@acme\.com"/,
  ],
  [
    'a tag in capitals',
    egress({ targetServiceAccounts: undefined, targetTags: ['Delegate'] }),
    'InvalidResourceName',
    /`targetTags\[0\]` must be 1 to 63 lower-case letters.*got "Delegate"/,
  ],
  [
    'secure tags on VPC rules',
    egress({ targetServiceAccounts: undefined, targetSecureTags: ['tagValues/1'] }),
    'InvalidTargets',
    'VPC firewall rules know no secure tags; give `targetServiceAccounts` or `targetTags`',
  ],
  [
    'network tags in a policy',
    egress({ targetServiceAccounts: undefined, targetTags: ['delegate'], firewallPolicy: 'new' }),
    'InvalidTargets',
    'a firewall policy knows no network tags; give `targetServiceAccounts` or `targetSecureTags`',
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
    '`firewallPolicy` must be `none`, `new` or `{ name }`, got true',
  ],
  [
    'a policy in capitals',
    egress({ firewallPolicy: { name: 'Policy' } }),
    'InvalidResourceName',
    '`firewallPolicy.name` must be 1 to 63 lower-case letters',
  ],
  [
    'a policy of our own without a project',
    egress({ firewallPolicy: 'new', project: undefined }),
    'MissingProject',
    'so give `project`, or the self link of the network',
  ],
  [
    'a prefix of 25 characters',
    egress({ prefix: 'x'.repeat(25) }),
    'InvalidResourceName',
    '`prefix` must have at most 24 characters, since rule names have at most 63, got 25',
  ],
  [
    'a prefix that begins with a digit',
    egress({ prefix: '1st' }),
    'InvalidResourceName',
    /beginning with a letter .*got "1st"/,
  ],
  [
    'a prefix of the deployment',
    egress({ prefix: '${TfToken[TOKEN.1]}' }),
    'InvalidResourceName',
    '`prefix` must be literal, since the ids of the rules begin with it, got a deploy-time token: "${TfToken[TOKEN.1]}"',
  ],
  [
    'a prefix that is a list',
    access({ prefix: ['a'] }),
    'InvalidResourceName',
    '`prefix` must be 1 to 63 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen, got a list of 1',
  ],
  [
    'a priority after the rules that deny',
    egress({ priority: 65_534 }),
    'InvalidPriority',
    'between 0 and 65533, before the rules that deny, got 65534',
  ],
  [
    'a priority that is an object',
    egress({ priority: Object.create(null) as object }),
    'InvalidPriority',
    'got a value of type object',
  ],
  [
    'a priority in a policy',
    egress({ priority: 1000, firewallPolicy: 'new' }),
    'InvalidPriority',
    'leave out `priority`',
  ],
  [
    'a quota of none',
    egress({ rulesPerProject: 0 }),
    'InvalidQuota',
    '`rulesPerProject` must be a positive integer, got 0',
  ],

  ['no project', permissions({ project: undefined }), 'InvalidProject', '`project` must be a project id'],
  [
    'an account id of five characters',
    permissions({ accountId: 'short' }),
    'InvalidAccountId',
    '`accountId` must be an account id of 6 to 30 lower-case letters, digits and hyphens, got "short"',
  ],
  [
    'a service account by its name',
    permissions({ serviceAccount: 'delegate' }),
    'InvalidServiceAccount',
    '`serviceAccount` must be the email of a service account',
  ],
  [
    'a service account and an account id',
    permissions({ serviceAccount: EMAIL, accountId: 'delegate' }),
    'ServiceAccountAndAccountId',
    'give `serviceAccount` or `accountId`, got both',
  ],
  [
    'a place to run that does not exist',
    permissions({ runsOn: 'cloud-run' }),
    'InvalidChoice',
    '`runsOn` must be `compute-engine` or `gke`, got "cloud-run"',
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
    /give the `targetServiceAccounts` of its node pool, or take `DelegatePermissions` alone/,
  ],
  [
    'targets of the delegate that are a number',
    access({ targetServiceAccounts: 7, serviceAccount: EMAIL }),
    'InvalidTargets',
    '`targetServiceAccounts` must be a list, got 7',
  ],
];
