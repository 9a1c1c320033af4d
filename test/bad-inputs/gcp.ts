import { App, TerraformStack } from 'cdktf';
import type { Case } from './case';
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
    'no network',
    egress({ network: undefined }),
    'InvalidNetwork',
    '`network` must be the name or the self link of a network, got undefined',
  ],
  [
    'rules in another project than the network',
    egress({ network: 'projects/acme-net/global/networks/prod' }),
    'InvalidProject',
    'in its own project, `acme-net`, got "acme-prod"; under Shared VPC set `networkProject: \'acme-net\'`',
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
    '`firewallPolicy` must be `none`, `new` or `{ name }`, got true',
  ],
  [
    'a policy of our own without a project',
    egress({ firewallPolicy: 'new', project: undefined }),
    'MissingProject',
    'set `project`, or the self link of the network',
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
    'a priority that is an object',
    egress({ priority: Object.create(null) as object }),
    'InvalidPriority',
    'got a value of type object',
  ],
  [
    'a quota of none',
    egress({ rulesPerProject: 0 }),
    'InvalidQuota',
    '`rulesPerProject` must be a positive integer, got 0',
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
    /set `targetServiceAccounts` to that of its node pool, or use `DelegatePermissions` alone/,
  ],
];
