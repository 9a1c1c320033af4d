import { ComputeInstanceTemplate } from '@cdktf/provider-google/lib/compute-instance-template';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeRegionInstanceGroupManager } from '@cdktf/provider-google/lib/compute-region-instance-group-manager';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router';
import { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { ProjectService } from '@cdktf/provider-google/lib/project-service';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { startDelegate } from './cloud-init';
import { Connection, HarnessPlatform, Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/gcp';

/** A delegate on Compute Engine machines with Container-Optimized OS, whose firewall rules match host names. */

const PROJECT = 'acme-prod';
const REGION = 'europe-west1';
const SECRET = 'harness-delegate-token';

const app = new App();
const stack = new TerraformStack(app, 'gce-delegate');
new GoogleProvider(stack, 'google', { project: PROJECT, region: REGION });

const apis = ['compute', 'iam', 'cloudresourcemanager', 'secretmanager', 'logging'].map(
  (api) =>
    new ProjectService(stack, api, { project: PROJECT, service: `${api}.googleapis.com`, disableOnDestroy: false }),
);
const network = new ComputeNetwork(stack, 'network', {
  name: 'delegates',
  autoCreateSubnetworks: false,
  dependsOn: apis,
});
const subnetwork = new ComputeSubnetwork(stack, 'subnetwork', {
  name: 'delegates',
  network: network.id,
  ipCidrRange: '10.0.0.0/24',
  privateIpGoogleAccess: true,
});
// The machines have no public address, and reach vendors through Cloud NAT.
const router = new ComputeRouter(stack, 'router', { name: 'delegates', network: network.id });
new ComputeRouterNat(stack, 'nat', {
  name: 'delegates',
  router: router.name,
  natIpAllocateOption: 'AUTO_ONLY',
  sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
});

const access = new DelegateAccess(stack, 'access', {
  name: 'gce-delegate',
  project: PROJECT,
  network: network.id,
  profile: Profile.RECOMMENDED,
  firewallPolicy: 'new',
  harness: HarnessPlatform.of({ cluster: 'prod1' }),
  connections: [
    // `secrets`: the token of the delegate, which the machine reads when it boots.
    Connection.gcp({ machines: [], gke: 'rbac', buckets: ['release-artifacts'], secrets: [SECRET] }),
    Connection.jenkins({ to: ['10.0.3.7/32'] }),
  ],
});

const template = new ComputeInstanceTemplate(stack, 'template', {
  namePrefix: 'harness-delegate-',
  machineType: 'e2-standard-2',
  disk: [{ sourceImage: 'projects/cos-cloud/global/images/family/cos-stable', boot: true, autoDelete: true }],
  networkInterface: [{ subnetwork: subnetwork.id }],
  // The firewall rules apply to machines of this account. Its roles limit it: the scope is all of them.
  serviceAccount: { email: access.email, scopes: ['cloud-platform'] },
  shieldedInstanceConfig: { enableSecureBoot: true },
  metadata: { 'user-data': startDelegate({ project: PROJECT, secret: SECRET }), 'block-project-ssh-keys': 'true' },
  lifecycle: { createBeforeDestroy: true },
});
new ComputeRegionInstanceGroupManager(stack, 'delegates', {
  name: 'harness-delegates',
  region: REGION,
  baseInstanceName: 'harness-delegate',
  targetSize: 2,
  version: [{ instanceTemplate: template.selfLinkUnique }],
});
app.synth();
