import { bool, list } from '../base';
import { fromUser, inTls, HARNESS, TABLE, VENDOR, type PermissionTemplate } from '../catalog';
import { ports } from '../network';
import { namespaceName } from './cloud-names';
import { connection } from './definition';
import { COMMON, SCOPE } from './props';
import { on } from './scope';

const INHERIT = 'inherit';

const PROPS = COMMON.extend('KubernetesClusterProps', {
  ports: ports.doc('Ports of the API server; the table names none.', '- none: `inherit` must be set'),
  inherit: bool.doc(
    'The cluster that the delegate itself runs in, with the credentials of its pods: no port but that of the API server, which `/kubernetes` opens.',
    'false',
  ),
  namespaces: list(namespaceName)
    .for(SCOPE)
    .doc(
      'RECOMMENDED only, with `inherit`: namespaces that Harness deploys to, without that of the delegate.',
      '- none',
    ),
}).either('ports', 'inherit');

const ALL_VERBS = 'create, delete, get, list, patch, update, watch';

function deploy(name: string, actions: readonly string[], note: string): PermissionTemplate {
  return {
    cloud: 'kubernetes',
    kind: 'role',
    name,
    actions,
    resources: [],
    level: 'namespace',
    each: { items: 'namespaces' },
    when: INHERIT,
    concerns: [],
    note,
    source: HARNESS.kubernetes,
  };
}

export default connection({
  id: 'kubernetes-cluster',
  title: 'Kubernetes Cluster',
  factory: 'kubernetesCluster',
  summary: 'the table leaves the port open, so `ports` is needed, but for the cluster of the delegate itself.',
  props: PROPS,
  needs: ({ inherit }) => (inherit === true ? [] : ['ports']),
  without: ({ inherit }) =>
    inherit === true
      ? { props: ['ports', 'to'], because: '`inherit`: the API server is that of the own cluster' }
      : {
          props: ['namespaces'],
          because: 'a cluster that the delegate does not run in',
          fix: 'set `inherit: true`, or remove it',
        },
  scope: ({ inherit, namespaces = [] }) => ({
    flags: new Set(on({ inherit })),
    items: { namespaces: [...new Set(namespaces)].sort().map((namespace) => ({ namespace })) },
  }),
  hosting: ['own', 'inherited'],
  statements: [
    fromUser(
      'ports',
      6443,
      'service',
      'left open',
      'depends on the cluster: 443 on EKS and GKE (from general knowledge, unverified), 6443 on a self-hosted one',
      [TABLE, VENDOR.kubernetesPorts],
      {
        label: 'Depends where the cluster is hosted, such as GCP or AWS.',
        speaks: inTls(VENDOR.kubernetesPorts),
        when: { hosting: ['own'] },
      },
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
  permissions: {
    documented: [
      {
        cloud: 'kubernetes',
        kind: 'role',
        name: 'cluster-admin',
        actions: [],
        resources: [],
        level: 'cluster',
        when: INHERIT,
        concerns: [
          {
            finding: 'CanRewriteOwnEgress',
            text: 'cluster-admin may change everything in the cluster: the policies that limit its own egress, and the rights of others',
            source: HARNESS.kubernetes,
          },
        ],
        note: 'required by the page of the connector where it inherits the credentials of the delegate; the same page lists verbs that are enough for deployments',
        source: HARNESS.kubernetes,
      },
    ],
    recommended: [
      deploy(
        'deploy',
        [
          `core/configmaps: ${ALL_VERBS}`,
          `core/events: get, list, watch`,
          `core/pods: ${ALL_VERBS}`,
          `core/secrets: ${ALL_VERBS}`,
          `core/services: ${ALL_VERBS}`,
          `apps/deployments: ${ALL_VERBS}`,
          `apps/replicasets: get, list, watch`,
        ],
        'the resources and verbs of the page for deployments; events and replica sets are read, to follow a rollout',
      ),
    ],
  },
  scopes: [
    {
      prop: 'namespaces',
      when: INHERIT,
      why: 'the namespaces that Harness deploys to; `namespaces: []` grants nothing',
    },
  ],
});
