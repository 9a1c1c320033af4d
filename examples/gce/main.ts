import { ComputeInstance } from '@cdktf/provider-google/lib/compute-instance';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { startDelegate } from './cloud-init';
import { Connection, HarnessPlatform, Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/gcp';

/** A delegate on a Compute Engine machine with Container-Optimized OS, whose firewall rules match host names. */

const PROJECT = 'acme-prod';
const SECRET = 'harness-delegate-token';

const app = new App();
const stack = new TerraformStack(app, 'gce-delegate');
new GoogleProvider(stack, 'google', { project: PROJECT, region: 'europe-west1' });

const access = new DelegateAccess(stack, 'access', {
  name: 'gce-delegate',
  project: PROJECT,
  network: 'prod',
  profile: Profile.RECOMMENDED,
  firewallPolicy: 'new',
  harness: HarnessPlatform.of({ cluster: 'prod1' }),
  connections: [
    // `secrets`: the token of the delegate, which the machine reads when it boots.
    Connection.gcp({ machines: [], gke: 'rbac', buckets: ['release-artifacts'], secrets: [SECRET] }),
    Connection.jenkins({ to: ['10.0.3.7/32'] }),
  ],
});

// No `access_config`, so no public address: the network needs Cloud NAT or a proxy.
new ComputeInstance(stack, 'delegate', {
  name: 'harness-delegate',
  zone: 'europe-west1-b',
  machineType: 'e2-standard-2',
  bootDisk: { initializeParams: { image: 'projects/cos-cloud/global/images/family/cos-stable' } },
  networkInterface: [{ network: 'prod', subnetwork: 'delegates' }],
  // The firewall rules apply to machines of this account.
  serviceAccount: { email: access.email, scopes: ['cloud-platform'] },
  shieldedInstanceConfig: { enableSecureBoot: true },
  allowStoppingForUpdate: true,
  metadata: { 'user-data': startDelegate({ project: PROJECT, secret: SECRET }), 'block-project-ssh-keys': 'true' },
});
app.synth();
