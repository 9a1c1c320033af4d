import { App, TerraformStack } from 'cdktf';
import fc from 'fast-check';
import { CONSTRUCT_OPTIONS, fuzz, nearAnyOf } from '../support/anything';
import { Connection, Plan } from 'harness-delegate-access';
import { DelegateAccess, DelegateEgress, DelegatePermissions } from 'harness-delegate-access/gcp';

const EMAIL = 'delegate@acme-prod.iam.gserviceaccount.com';
const connections = [Connection.jenkins({ to: ['10.0.3.7/32'] }), Connection.gcp({ machines: [], buckets: ['abc'] })];
const OPTIONS = { connections, ...CONSTRUCT_OPTIONS };
const VPC_RULES = {
  ...OPTIONS,
  network: 'projects/acme-prod/global/networks/prod',
  project: 'acme-prod',
  targetServiceAccounts: [EMAIL],
  name: 'delegate',
  priority: 100,
  quotas: { rulesPerProject: 200 },
  logging: 'no metadata',
};
const TAGGED = { ...OPTIONS, name: 'tagged', network: 'prod', targetTags: ['delegate'], firewallPolicy: 'none' };
const POLICY = {
  ...OPTIONS,
  network: 'prod',
  project: 'acme-prod',
  targetSecureTags: ['tagValues/1'],
  firewallPolicy: { name: 'policy', priorities: { from: 1000, to: 900000, pins: {} } },
  name: 'policy',
  sharedAccount: false,
};
const NEW_POLICY = {
  ...OPTIONS,
  network: 'prod',
  project: 'acme-prod',
  firewallPolicy: 'new',
  name: 'new',
  targetServiceAccounts: [EMAIL],
};
const OWN = { ...OPTIONS, name: 'own', project: 'acme-prod', accountId: 'delegate' };
const CLUSTER = {
  controlPlane: ['172.16.0.0/28'],
  nodes: ['10.0.0.0/24'],
  pods: ['10.4.0.0/14'],
  services: ['10.8.0.0/20'],
};
const POD = {
  ...OPTIONS,
  name: 'pod',
  project: 'acme-prod',
  serviceAccount: EMAIL,
  runsOn: 'gke',
  workloadIdentity: { namespace: 'harness', serviceAccount: 'delegate', project: 'acme-prod' },
};
const WITH_PLAN = { plan: Plan.of(connections), network: 'prod', project: 'acme-prod', name: 'd' };

const newStack = (): TerraformStack => new TerraformStack(new App({ skipValidation: true }), 'stack');

describe('whatever JavaScript passes to the entry of Google Cloud, nothing but an AccessError is thrown', () => {
  test.each<[string, fc.Arbitrary<unknown>, (props: never) => unknown]>([
    [
      'DelegateEgress',
      nearAnyOf({ ...VPC_RULES, cluster: CLUSTER }, TAGGED, POLICY, NEW_POLICY),
      (props) => new DelegateEgress(newStack(), 'egress', props),
    ],
    ['DelegatePermissions', nearAnyOf(OWN, POD), (props) => new DelegatePermissions(newStack(), 'own', props)],
    [
      'DelegateAccess',
      nearAnyOf(
        { ...VPC_RULES, ...OWN },
        { ...NEW_POLICY, ...POD, cluster: CLUSTER },
        { ...TAGGED, ...OWN },
        WITH_PLAN,
      ),
      (props) => new DelegateAccess(newStack(), 'access', props),
    ],
  ])('%s', (_, values, act) => fuzz(values, act, 150));
});
