import { fromUser, inTable, notInTable, row } from '../row-builder';
import { HARNESS, TABLE, VENDOR } from '../sources';
import type { Row } from '../types';

export const KUBERNETES_CLUSTER: Row = row({
  id: 'kubernetes-cluster',
  title: 'Kubernetes Cluster',
  statements: [
    fromUser(
      'ports',
      6443,
      'service',
      'left open',
      'depends on the cluster: 443 on EKS and GKE (from general knowledge, unverified), 6443 on one of your own',
      [TABLE, VENDOR.kubernetesPorts],
      'Depends where the cluster is hosted, such as GCP or AWS.',
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

export const OPENSHIFT: Row = row({
  id: 'openshift',
  title: 'OpenShift',
  statements: [
    inTable(443, 'service', 'as written', 'HTTPS: 443', 'on OpenShift 4 this is the router, not the API', [
      VENDOR.openShiftPorts,
    ]),
    notInTable(6443, 'service', 'missing', 'the API server of OpenShift 4', [VENDOR.openShiftPorts]),
  ],
  credentials: [{ what: 'a Kubernetes service account token', source: HARNESS.kubernetes }],
});

export const TANZU_APPLICATION_SERVICE: Row = row({
  id: 'tanzu-application-service',
  title: 'Tanzu Application Service (formerly Pivotal Cloud Foundry)',
  statements: [
    inTable(
      80,
      'service',
      'alternative',
      'HTTP: 80 or 443',
      'clear text (from general knowledge, unverified)',
      [VENDOR.cloudFoundryHosts],
      {
        encrypted: false,
      },
    ),
    inTable(
      443,
      'service',
      'alternative',
      'HTTP: 80 or 443',
      'TLS; the API address is https',
      [VENDOR.cloudFoundryHosts, HARNESS.tas],
      { encrypted: true },
    ),
  ],
  credentials: [
    {
      what: 'a user who can update spaces, orgs and applications: Admin, or Space Developer in the target spaces',
      source: VENDOR.cloudFoundryRoles,
    },
  ],
  remarks: [
    {
      text: 'the table offers Org Manager and Space Manager, neither of which may deploy applications, and leaves out Space Developer, which may',
      source: VENDOR.cloudFoundryRoles,
    },
  ],
});
