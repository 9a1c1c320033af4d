import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Connection, HarnessPlatform, Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/gcp';

/**
 * One list for several projects: the delegate runs in one and deploys to two others. A service account needs no role to
 * assume: it is granted roles in each project, one connection for each.
 */

const app = new App();
const stack = new TerraformStack(app, 'delegate-in-tools');
new GoogleProvider(stack, 'google', { project: 'acme-tools', region: 'europe-west1' });

new DelegateAccess(stack, 'access', {
  name: 'tools',
  project: 'acme-tools',
  network: 'tools',
  profile: Profile.RECOMMENDED,
  firewallPolicy: 'new',
  harness: HarnessPlatform.of({ cluster: 'prod1' }),
  connections: [
    Connection.gcp({ name: 'tools', machines: [], buckets: ['release-artifacts'] }),
    Connection.gcp({ name: 'staging', project: 'acme-staging', machines: [], gke: 'developer' }),
    Connection.gcp({ name: 'production', project: 'acme-prod', machines: [], gke: 'rbac', metrics: true }),
  ],
});
app.synth();
