import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformOutput, TerraformResource, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Connection, HarnessPlatform, Plan, Profile } from 'harness-delegate-access';
import { DelegatePermissions } from 'harness-delegate-access/gcp';
import {
  KubernetesAccess,
  KubernetesCluster,
  KubernetesIdentity,
  type KubernetesManifest,
} from 'harness-delegate-access/kubernetes';

/** A delegate on GKE from one list: its Google service account with Workload Identity, policies by name, and rights in the cluster. */

const PROJECT = 'acme-prod';
const DELEGATE = { name: 'my-delegate', namespace: 'harness-delegate-ng' };

/** `kubernetes_manifest`, as `Manifest` of `@cdktf/provider-kubernetes` has it; it needs the cluster at `terraform plan`. */
class Manifest extends TerraformResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly manifest: KubernetesManifest,
    dependsOn: Manifest[] = [],
  ) {
    super(scope, id, { terraformResourceType: 'kubernetes_manifest', dependsOn });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { manifest: this.manifest };
  }
}

const app = new App();
const stack = new TerraformStack(app, 'gke-policies');
new GoogleProvider(stack, 'google', { project: PROJECT, region: 'europe-west1' });
const plan = Plan.of(
  [
    Connection.gcp({ machines: [], gke: 'rbac', buckets: ['release-artifacts'] }),
    Connection.kubernetesCluster({ inherit: true, namespaces: ['shop'] }),
    Connection.jenkins({ to: ['10.0.3.7/32'] }),
  ],
  {
    profile: Profile.RECOMMENDED,
    harness: HarnessPlatform.of({ cluster: 'prod1' }),
  },
);

// 1. What the delegate may do on Google Cloud.
const permissions = new DelegatePermissions(stack, 'permissions', {
  plan,
  name: DELEGATE.name,
  project: PROJECT,
  runsOn: 'gke',
  workloadIdentity: { namespace: DELEGATE.namespace, serviceAccount: DELEGATE.name },
});

// 2. What its pods may reach, and do in the cluster.
const access = new KubernetesAccess({
  ...DELEGATE,
  plan,
  policy: 'gke-fqdn-network-policy',
  scope: 'namespace',
  cluster: KubernetesCluster.gke({ apiServer: ['10.8.0.1/32', '172.16.0.2/32'], nodes: ['10.0.0.0/24'] }),
  identity: KubernetesIdentity.gkeServiceAccount(permissions.email),
});
// Terraform makes resources side by side: the denial waits for what is allowed.
const manifests = access.manifests();
const isDenial = ({ metadata }: KubernetesManifest): boolean => metadata.name.endsWith('-default-deny');
const idOf = ({ kind, metadata }: KubernetesManifest): string =>
  [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('-');
const allows = manifests
  .filter((manifest) => !isDenial(manifest))
  .map((manifest) => new Manifest(stack, idOf(manifest), manifest));
for (const manifest of manifests.filter(isDenial)) {
  new Manifest(stack, idOf(manifest), manifest, allows);
}

// 3. Values for `helm upgrade --values`.
new TerraformOutput(stack, 'helm_values', { value: JSON.stringify(access.helmValues()) });
app.synth();
access.writeReview(app.outdir);
