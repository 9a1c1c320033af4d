import type { TargetFacts, TargetRemark } from '../../platform';

/** Policies of pods: what each kind matches, its limits and traps. */

const PLATFORM = 'kubernetes';
/** Destinations that only a cluster has: pods by their labels. */
const PODS = 'pods';
/** The API server and the node itself, which Cilium matches by what they are. */
const ENTITY = 'entity';

/** Plugins that enforce nothing by default, and the command that tells. */
const ENFORCED_BY = {
  'kubernetes-network-policy': {
    what: 'a NetworkPolicy is stored by every cluster, and enforced by its network plugin alone: Calico, Cilium, GKE Dataplane V2, and the VPC CNI of EKS or AKS where its policy engine is on; not by flannel',
    fix: "look which plugin runs (`kubectl get pods -n kube-system`; on EKS `kubectl get ds aws-node -n kube-system -o jsonpath='{..args}'` must have `--enable-network-policy=true`), try a closed port from a pod with the labels of the delegate, and acknowledge this with who tried it",
    source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  },
  'cilium-network-policy': {
    what: 'a CiliumNetworkPolicy is enforced by the agent of Cilium alone; GKE Dataplane V2 has the agent, and does not offer this kind; on AKS names need Advanced Container Networking Services',
    fix: 'check that `kubectl api-resources --api-group=cilium.io` has ciliumnetworkpolicies and that `kubectl get cnp` says VALID, and try a closed port from a pod with the labels of the delegate',
    source: 'https://docs.cilium.io/en/stable/security/policy/',
  },
  'gke-fqdn-network-policy': {
    what: 'an FQDNNetworkPolicy is enforced by GKE Dataplane V2 with `--enable-fqdn-network-policy`, on Linux nodes, with kube-dns or Cloud DNS',
    fix: 'check that `kubectl api-resources --api-group=networking.gke.io` has fqdnnetworkpolicies, restart anetd on an existing Standard cluster, and try a closed name from a pod with the labels of the delegate',
    source: 'https://cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies',
  },
  'eks-application-network-policy': {
    what: 'names of an ApplicationNetworkPolicy are enforced on nodes of EKS Auto Mode alone, with the network policy controller on',
    fix: 'check that `kubectl api-resources --api-group=networking.k8s.aws` has applicationnetworkpolicies, that the ConfigMap amazon-vpc-cni has `enable-network-policy-controller: "true"`, and try a closed name from a pod with the labels of the delegate',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html',
  },
} as const;

/** The kinds of policies, as `synth --to` and `Target` name them. */
export type PolicyKind = keyof typeof ENFORCED_BY;

function enforcedBy(kind: PolicyKind): TargetRemark {
  return {
    finding: 'PolicyNotEnforced',
    onNames: false,
    why: 'the object has no status that says that it is enforced',
    ...ENFORCED_BY[kind],
  };
}

/** Every kind that selects pods by labels leaves these out. */
const OTHER_POLICIES: TargetRemark = {
  finding: 'OtherPoliciesAdd',
  onNames: false,
  what: 'other policies that select the same pods add to what these allow',
  why: 'allows of all policies of a pod are joined, and nothing here denies',
  fix: 'list the policies of the namespace (`kubectl get networkpolicies`, and of the kinds of your plugin), and audit them together',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
};

function namesByAnswers(what: string, source: string): TargetRemark {
  return {
    finding: 'NamesOfAnswers',
    onNames: true,
    what,
    why: 'a name is matched by the addresses of the DNS answers that the cluster has seen: another name at the same address passes too, and a connection to an address that was kept longer than its answer does not',
    fix: 'let the delegate resolve through the DNS of the cluster, and set `networkaddress.cache.ttl` of its JVM not above the TTL of the names',
    source,
  };
}

/** NetworkPolicy of networking.k8s.io/v1. */
export const NETWORK_POLICY: TargetFacts = {
  name: 'kubernetes-network-policy',
  title: 'Kubernetes NetworkPolicy',
  platform: PLATFORM,
  isOfPods: true,
  natives: [PODS],
  names: { match: 'none', on: 'any' },
  remarks: [enforcedBy('kubernetes-network-policy'), OTHER_POLICIES],
};

const CILIUM_DOCS = 'cilium/cilium:Documentation/security/policy/language.rst@v1.20.2';

/** CiliumNetworkPolicy of cilium.io/v2. */
export const CILIUM: TargetFacts = {
  name: 'cilium-network-policy',
  title: 'CiliumNetworkPolicy',
  platform: PLATFORM,
  isOfPods: true,
  natives: [PODS, ENTITY],
  names: { match: 'one label', on: 'any' },
  remarks: [
    enforcedBy('cilium-network-policy'),
    OTHER_POLICIES,
    namesByAnswers(
      'Cilium learns the addresses of a name from the DNS answers that pass its proxy, 1,000 for each name of a pod by default',
      CILIUM_DOCS,
    ),
  ],
};

/** FQDNNetworkPolicy of networking.gke.io/v1alpha1, with a NetworkPolicy for what has no name. */
export const GKE_FQDN: TargetFacts = {
  name: 'gke-fqdn-network-policy',
  title: 'GKE FQDNNetworkPolicy',
  platform: PLATFORM,
  network: 'gcp',
  isOfPods: true,
  natives: [PODS],
  names: { match: 'one label', on: 'any' },
  remarks: [
    enforcedBy('gke-fqdn-network-policy'),
    OTHER_POLICIES,
    namesByAnswers(
      'GKE keeps 50 addresses for each FQDNNetworkPolicy and 100 for each name: what resolves to more is closed in part',
      'https://cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies',
    ),
  ],
};

/** ApplicationNetworkPolicy of networking.k8s.aws/v1alpha1. */
export const EKS_APPLICATION: TargetFacts = {
  name: 'eks-application-network-policy',
  title: 'EKS ApplicationNetworkPolicy',
  platform: PLATFORM,
  network: 'aws',
  isOfPods: true,
  natives: [PODS],
  names: { match: 'subtree', on: 'any', otherwise: 'free port' },
  remarks: [
    enforcedBy('eks-application-network-policy'),
    OTHER_POLICIES,
    namesByAnswers(
      'names pass a DNS proxy on the node, and an address is open for the TTL of its answer',
      'https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html',
    ),
  ],
};

/** Every kind of policy, by its name. */
export const KINDS: Readonly<Record<PolicyKind, TargetFacts>> = {
  'kubernetes-network-policy': NETWORK_POLICY,
  'cilium-network-policy': CILIUM,
  'gke-fqdn-network-policy': GKE_FQDN,
  'eks-application-network-policy': EKS_APPLICATION,
};
