import { ciliumRules } from './cilium';
import { gkeMatches } from './gke-fqdn';
import { metadataOf, type KubernetesManifest, type PodSelector } from './manifest';
import { blockOf, podsPeer, policyRules, portEntry, reasonLines, type PolicyRule } from './rules';
import type { PolicyKind } from './targets';
import { groupBy } from '../../base';
import type { Rule } from '../../network';
import type { Flow } from '../../plan';

/** Rules as policies of each kind: allows, and a denial of everything else. */

/** The pods of policies, and the names of these. */
export interface Subject {
  /** Beginning of the names of the objects. */
  readonly name: string;
  readonly namespace: string;
  readonly selector: PodSelector;
}

type Render = (rules: readonly Rule<Flow>[], subject: Subject) => KubernetesManifest[];

/** Policies that allow these rules, in the order in which they are to be applied. */
export const ALLOWS: Readonly<Record<PolicyKind, Render>> = {
  'kubernetes-network-policy': networkPolicies,
  'cilium-network-policy': ciliumPolicies,
  'gke-fqdn-network-policy': gkePolicies,
  'eks-application-network-policy': applicationPolicies,
};

/** A policy that allows nothing to the selected pods, and so closes all other egress. */
export function denial(kind: PolicyKind, { name, namespace, selector }: Subject): KubernetesManifest {
  const metadata = metadataOf(`${name}-default-deny`, namespace);
  if (kind === 'cilium-network-policy') {
    // A rule that selects nothing: the agent refuses a list without rules.
    return { ...CILIUM, metadata, spec: { endpointSelector: selector, egress: [{}] } };
  }
  const head = kind === 'eks-application-network-policy' ? APPLICATION : NETWORK;
  return { ...head, metadata, spec: { podSelector: selector, policyTypes: ['Egress'], egress: [] } };
}

const NETWORK = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };
const CILIUM = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy' };
const FQDN = { apiVersion: 'networking.gke.io/v1alpha1', kind: 'FQDNNetworkPolicy' };
const APPLICATION = { apiVersion: 'networking.k8s.aws/v1alpha1', kind: 'ApplicationNetworkPolicy' };

function networkPolicies(rules: readonly Rule<Flow>[], subject: Subject): KubernetesManifest[] {
  return [withPeers(NETWORK, rules, subject)];
}

function applicationPolicies(rules: readonly Rule<Flow>[], subject: Subject): KubernetesManifest[] {
  return [withPeers(APPLICATION, rules, subject)];
}

/** A policy in the shape of NetworkPolicy: each rule has its peers, since one without them means nothing on EKS. */
function withPeers(
  head: Pick<KubernetesManifest, 'apiVersion' | 'kind'>,
  rules: readonly Rule<Flow>[],
  { name, namespace, selector }: Subject,
): KubernetesManifest {
  return {
    ...head,
    metadata: metadataOf(`${name}-egress`, namespace, reasonLines(rules)),
    spec: {
      podSelector: selector,
      policyTypes: ['Egress'],
      egress: policyRules(rules).map((rule) => ({ to: peersOf(rule), ports: rule.ports.map(portEntry) })),
    },
  };
}

function peersOf({ kind, destinations }: PolicyRule): readonly unknown[] {
  switch (kind) {
    case 'pods':
      return destinations.map(podsPeer);
    case 'name':
      return [{ domainNames: destinations.map(({ hostname }) => hostname!) }];
    default:
      return destinations.map((destination) => ({ ipBlock: { cidr: blockOf(destination) } }));
  }
}

function ciliumPolicies(rules: readonly Rule<Flow>[], { name, namespace, selector }: Subject): KubernetesManifest[] {
  return [
    {
      ...CILIUM,
      metadata: metadataOf(`${name}-egress`, namespace, reasonLines(rules)),
      spec: { endpointSelector: selector, egress: ciliumRules(policyRules(rules)) },
    },
  ];
}

/** A NetworkPolicy for blocks and pods, and the names of each connection in an object of their own, for 50 addresses each. */
function gkePolicies(rules: readonly Rule<Flow>[], subject: Subject): KubernetesManifest[] {
  const { name, namespace, selector } = subject;
  const named = rules.filter(({ destination }) => destination.hostname !== undefined);
  const byConnection = groupBy(
    named.flatMap((rule) =>
      [...new Set(rule.reasons.map(({ decision }) => decision.connection))].map((connection) => ({ connection, rule })),
    ),
    ({ connection }) => connection,
  );
  const ofNames = [...byConnection]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([connection, entries]) => {
      const own = entries.map(({ rule }) => rule);
      return {
        ...FQDN,
        metadata: metadataOf(`${name}-names-${connection}`, namespace, reasonLines(own)),
        spec: { podSelector: selector, egress: policyRules(own).map(gkeMatches) },
      };
    });
  return [
    withPeers(
      NETWORK,
      rules.filter((rule) => !named.includes(rule)),
      subject,
    ),
    ...ofNames,
  ];
}
