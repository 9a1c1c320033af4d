import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connection, HarnessPlatform, Profile } from 'harness-delegate-access';
import { KubernetesAccess, KubernetesCluster } from 'harness-delegate-access/kubernetes';

/**
 * Policies of a delegate as a stream of YAML for `kubectl apply --server-side -f delegate.yaml`, and the values of its chart for
 * `helm upgrade --values values.json`. Apply the policies before the delegate is installed.
 */

const access = new KubernetesAccess({
  name: 'my-delegate',
  namespace: 'harness-delegate-ng',
  scope: 'namespace',
  // The Service `kubernetes` of the namespace `default`, and the endpoints behind it.
  cluster: KubernetesCluster.custom({ apiServer: ['10.96.0.1/32', '192.0.2.10/32'], services: ['10.96.0.0/12'] }),
  profile: Profile.RECOMMENDED,
  harness: HarnessPlatform.of({ cluster: 'prod1' }),
  connections: [
    Connection.kubernetesCluster({ inherit: true, namespaces: ['shop'] }),
    // The pods behind a Service, with the port of their container.
    Connection.jenkins({ to: [{ pods: { namespace: 'ci', labels: { app: 'jenkins' } } }], ports: [8080] }),
    Connection.nexus({ to: ['10.0.3.8/32'] }),
  ],
});

const out = process.env.CDK8S_OUTDIR ?? '.';
writeFileSync(join(out, 'delegate.yaml'), access.toYaml());
writeFileSync(join(out, 'values.json'), `${JSON.stringify(access.helmValues(), undefined, 2)}\n`);
access.writeReview(out);
