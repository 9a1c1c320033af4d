import type { Subject } from '../judges';

/** Parts of the manifests of the controls. */

export type Json = Record<string, unknown>;

export const NAMESPACE = 'harness-delegate-ng';
export const DELEGATE: Subject = { namespace: NAMESPACE, labels: { 'harness.io/name': 'my-delegate' } };
export const OTHER: Subject = { namespace: NAMESPACE, labels: { app: 'other' } };
export const DNS: Subject = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };

export function policy(apiVersion: string, kind: string, spec: Json, metadata: Json = {}): Json {
  return { apiVersion, kind, metadata: { name: 'delegate', namespace: NAMESPACE, ...metadata }, spec };
}

export const SELECTOR = { matchLabels: DELEGATE.labels };

export function networkPolicy(rule: Json, metadata: Json = {}): Json {
  return policy(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    { podSelector: SELECTOR, policyTypes: ['Egress'], egress: [rule] },
    metadata,
  );
}

export const tcp = (port: number, more: Json = {}): Json => ({ protocol: 'TCP', port, ...more });
export const block = (cidr: string, more: Json = {}): Json => ({ ipBlock: { cidr, ...more } });
export const to = (...peers: readonly Json[]): Json => networkPolicy({ to: peers, ports: [tcp(443)] });
export const onPort = (port: Json): Json => networkPolicy({ to: [block('10.0.3.0/24')], ports: [port] });

export function named(...peers: readonly Json[]): Json {
  const egress = [{ to: peers, ports: [tcp(443)] }];
  return policy('networking.k8s.aws/v1alpha1', 'ApplicationNetworkPolicy', {
    podSelector: SELECTOR,
    policyTypes: ['Egress'],
    egress,
  });
}

export function matched(match: Json, port: Json = tcp(443)): Json {
  const egress = [{ matches: [match], ports: [port] }];
  return policy('networking.gke.io/v1alpha1', 'FQDNNetworkPolicy', { podSelector: SELECTOR, egress });
}

export function cilium(...egress: readonly Json[]): Json {
  return policy('cilium.io/v2', 'CiliumNetworkPolicy', { endpointSelector: SELECTOR, egress });
}

export const toPorts = (...ports: readonly number[]): Json => ({
  toPorts: [{ ports: ports.map((port) => ({ port: `${port}`, protocol: 'TCP' })) }],
});

export const role = (kind: string, rules: readonly Json[], namespace?: string): Json => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name: 'deployer', ...(namespace === undefined ? {} : { namespace }) },
  rules,
});

export const DEPLOY = { apiGroups: ['apps'], resources: ['deployments'], verbs: ['create'] };

export function binding(
  kind: string,
  [roleKind, name]: readonly [kind: string, name: string],
  namespace?: string,
): Json {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name: 'deployer', ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: roleKind, name },
    subjects: [{ kind: 'ServiceAccount', namespace: NAMESPACE, name: 'delegate' }],
  };
}

export const account = (metadata: Json): Json => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'delegate', namespace: NAMESPACE, ...metadata },
});
