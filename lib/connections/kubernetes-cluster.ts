import { fromUser, inTls, HARNESS, TABLE, VENDOR } from '../catalog';
import { connection } from './definition';
import { LEFT_OPEN } from './props';

export default connection({
  id: 'kubernetes-cluster',
  title: 'Kubernetes Cluster',
  factory: 'kubernetesCluster',
  summary: 'the table leaves the port open, so `ports` is needed.',
  props: LEFT_OPEN,
  statements: [
    fromUser(
      'ports',
      6443,
      'service',
      'left open',
      'depends on the cluster: 443 on EKS and GKE (from general knowledge, unverified), 6443 on a self-hosted one',
      [TABLE, VENDOR.kubernetesPorts],
      { label: 'Depends where the cluster is hosted, such as GCP or AWS.', speaks: inTls(VENDOR.kubernetesPorts) },
    ),
  ],
  credentials: [
    {
      what: 'nothing when the delegate runs in the cluster; otherwise a client certificate, its key and the CA certificate, or a service account token (which the table allows for OpenShift), with RBAC on the target namespaces',
      source: HARNESS.kubernetes,
    },
  ],
  remarks: [
    {
      text: 'the table offers user name and password; Kubernetes removed them in 1.19',
      source: VENDOR.kubernetesBasicAuth,
    },
  ],
});
