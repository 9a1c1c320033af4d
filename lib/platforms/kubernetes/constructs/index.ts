/**
 * Policies, rights and identity of a delegate inside a Kubernetes cluster, as plain data.
 *
 * @module harness-delegate-access/kubernetes
 */

export type { CiPods, KubernetesAccessProps, KubernetesOptions } from '../access-props';
export { KubernetesCluster, type ClusterOptions, type ClusterType } from '../cluster';
export type { HelmValues } from '../helm-values';
export { KubernetesIdentity, type IdentityType, type IrsaOptions } from '../identity';
export type { CiPodsAccess } from './ci-pods-access';
export * from './kubernetes-access';
export * from './kubernetes-destination';
export type { ClusterLines } from '../line-switches';
export type { KubernetesManifest } from '../manifest';
export type { PolicyKind } from '../targets';
