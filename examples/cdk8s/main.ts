import { ApiObject, App, Chart } from 'cdk8s';
import { Connection, HarnessPlatform, Profile } from 'harness-delegate-access';
import { KubernetesAccess } from 'harness-delegate-access/kubernetes';

/** Policies of a delegate in an app of cdk8s, on a cluster with Cilium, which matches host names. */

const access = new KubernetesAccess({
  name: 'my-delegate',
  namespace: 'harness-delegate-ng',
  policy: 'cilium-network-policy',
  scope: 'namespace',
  profile: Profile.RECOMMENDED,
  harness: HarnessPlatform.of({ cluster: 'prod1' }),
  connections: [
    Connection.kubernetesCluster({ inherit: true, namespaces: ['shop'] }),
    Connection.datadog({ site: 'datadoghq.eu' }),
    Connection.nexus({ to: ['10.0.3.8/32'] }),
  ],
});

const app = new App();
const chart = new Chart(app, 'delegate-access');
for (const manifest of access.manifests()) {
  const { kind, metadata } = manifest;
  new ApiObject(
    chart,
    [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('-'),
    manifest,
  );
}
app.synth();
access.writeReview(app.outdir);
