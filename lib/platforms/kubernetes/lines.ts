import type { Settled } from './access-props';
import type { KubernetesCluster } from './cluster';
import type { KubernetesIdentity } from './identity';
import type { ClusterLines } from './line-switches';
import type { PolicyKind } from './targets';
import { AccessError, type Problem } from '../../base';
import { Destination, type DestinationLike, type PortLike } from '../../network';
import type { Plan } from '../../plan';

/** Lines that pods need of their cluster beside the list, each with a name, a reason and a switch. */

/** A line beside the list, as a connection of its own. */
export interface Line {
  readonly name: string;
  readonly to: readonly DestinationLike[];
  readonly ports: readonly PortLike[];
  readonly reason: string;
}

/** A line of the cluster, which a switch can close. */
export interface ClusterLine extends Line {
  readonly line: keyof ClusterLines;
}

const DNS_LINE = 'cluster-dns';
export const API_LINE = 'cluster-api-server';
/** Names of connections that lead to resolvers. */
export const DNS_LINES: readonly string[] = [DNS_LINE, 'cluster-node-dns', 'dns'];

/** Pods of CoreDNS and kube-dns, in every distribution but OpenShift. */
const KUBE_DNS = { pods: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } } };
const OPENSHIFT_DNS = { pods: { namespace: 'openshift-dns' } };
const NODE_LOCAL_DNS = '169.254.20.10/32';
const DNS_PORTS = [53, '53/udp'];
const API_PORTS = [443, 6443];
const DNS = 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/';
/** No documentation of OpenShift was found for 5353; manifests in public repositories have it. */
const OPENSHIFT_PORTS = 'opendatahub-io/models-as-a-service#1503, unverified';
const API_SERVER = 'https://kubernetes.io/docs/reference/networking/ports-and-protocols/';
const IRSA = 'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html';
const ENTRA = 'https://learn.microsoft.com/en-us/azure/aks/workload-identity-overview';
const NODE_LOCAL = 'https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/';
const POD_IDENTITY = 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html';
const GKE_METADATA = 'https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity';

/** The lines of a list on its cluster: those that are open, and those that are switched off. */
export function linesOf(
  list: Plan,
  settled: Settled,
  why?: string,
): { readonly open: ClusterLine[]; readonly closed: ClusterLine[] } {
  const { policy: kind, cluster, identity, lines } = settled;
  const ask = { kind, cluster, identity };
  const [inherits] = list.inOwnCluster;
  const reason =
    why ??
    (inherits === undefined
      ? 'the API server is opened by `lines.apiServer`'
      : `connection \`${inherits}\` works in the cluster of the delegate`);
  const needsApi = inherits !== undefined || lines.apiServer === true;
  const all = [
    ...dnsLines(ask),
    ...(needsApi && lines.apiServer !== false ? [apiServerLine(ask, reason)] : []),
    ...identityLines(ask),
  ];
  const isOpen = ({ line }: ClusterLine): boolean => lines[line] !== false;
  const isApiClosed = lines.apiServer === false && (inherits !== undefined || settled.scope === 'namespace');
  return {
    open: all.filter(isOpen),
    closed: [...all.filter((line) => !isOpen(line)), ...(isApiClosed ? [CLOSED_API] : [])],
  };
}

const CLOSED_API: ClusterLine = {
  name: API_LINE,
  line: 'apiServer',
  to: [],
  ports: API_PORTS,
  reason: 'connections that inherit the cluster need it, and the upgrader',
};

/** Something that Cilium matches by what it is. */
function entity(name: string): Destination {
  return Destination.native(
    { platform: 'kubernetes', kind: 'entity', value: name, isNamedByValue: true, weight: 1 },
    { name },
  );
}

interface Ask {
  readonly kind: PolicyKind;
  readonly cluster: KubernetesCluster;
  readonly identity: KubernetesIdentity;
}

/** Lines to the resolvers of the cluster. */
export function dnsLines({ kind, cluster }: Ask): ClusterLine[] {
  const { dns, nodeLocalDns, isOpenShift } = cluster;
  const agent = kind === 'cilium-network-policy' ? entity('host') : NODE_LOCAL_DNS;
  return [
    {
      name: DNS_LINE,
      line: 'dns',
      to: dns ?? [isOpenShift ? OPENSHIFT_DNS : KUBE_DNS],
      ports: isOpenShift && dns === undefined ? [...DNS_PORTS, 5353, '5353/udp'] : DNS_PORTS,
      reason: isOpenShift
        ? `names are resolved by the DNS of the cluster; its pods answer on 5353 behind their Service (${OPENSHIFT_PORTS})`
        : `names are resolved by the DNS of the cluster (${DNS})`,
    },
    ...(nodeLocalDns
      ? [
          {
            name: 'cluster-node-dns',
            line: 'dns' as const,
            to: [agent],
            ports: DNS_PORTS,
            reason: `NodeLocal DNSCache answers on the node, on ${NODE_LOCAL_DNS.split('/')[0]} (${NODE_LOCAL})`,
          },
        ]
      : []),
  ];
}

/** The line to the API server. @throws AccessError `MissingApiServer` where the kind cannot match it by what it is */
function apiServerLine({ kind, cluster }: Ask, why: string): ClusterLine {
  const { apiServer, apiServerPorts = API_PORTS } = cluster;
  const isKnown = kind === 'cilium-network-policy';
  if (apiServer === undefined && !isKnown) {
    throw AccessError.of(
      'MissingApiServer',
      `${why}, and a \`${kind}\` matches the API server by its addresses alone: set \`apiServer\` of \`cluster\` (\`--api-server\`) to the address of the Service \`kubernetes\` and to those behind it, as \`kubectl get service kubernetes -n default\` and \`kubectl get endpointslice -n default -l kubernetes.io/service-name=kubernetes\` show them`,
    );
  }
  return {
    name: API_LINE,
    line: 'apiServer',
    to: isKnown ? [entity('kube-apiserver')] : apiServer!,
    ports: apiServerPorts,
    reason: `${why}; 443 is the port of its Service, 6443 that of most endpoints behind it (${API_SERVER})`,
  };
}

/** Lines by which a pod gets its identity. */
function identityLines({ kind, cluster, identity }: Ask): ClusterLine[] {
  const isCilium = kind === 'cilium-network-policy';
  switch (identity.type) {
    case 'eks-pod-identity':
      return [
        {
          name: 'cluster-pod-identity',
          line: 'podIdentity',
          to: isCilium ? [entity('host')] : ['169.254.170.23/32', 'fd00:ec2::23/128'],
          ports: [80],
          reason: `the agent of EKS Pod Identity on the node gives the credentials of the role (${POD_IDENTITY})`,
        },
      ];
    case 'irsa':
      return [
        {
          name: 'cluster-sts',
          line: 'sts',
          to: [identity.host!],
          ports: [443],
          reason: `IRSA exchanges the token of the service account at STS for the credentials of the role (${IRSA})`,
        },
      ];
    case 'gke-service-account':
    case 'gke-direct':
      checkNodes({ kind, cluster });
      return [
        {
          name: 'cluster-metadata',
          line: 'metadata',
          to: ['169.254.169.254/32'],
          ports: [80],
          reason: `the metadata server of GKE gives the tokens of Workload Identity (${GKE_METADATA})`,
        },
        {
          name: 'cluster-metadata-node',
          line: 'metadata',
          to: ['169.254.169.252/32', ...(cluster.nodes ?? [])],
          ports: [988],
          reason:
            'the metadata server of GKE answers on 988; Dataplane V2 translates to the address of the node before it judges (gke-labs/kube-agents#676)',
        },
      ];
    case 'aks':
      return [
        {
          name: 'cluster-entra',
          line: 'entra',
          to: ['login.microsoftonline.com'],
          ports: [443],
          reason: `Workload Identity of AKS exchanges the token of the service account at Microsoft Entra (${ENTRA})`,
        },
      ];
    default:
      return [];
  }
}

/** @throws AccessError `MissingNodes` where the network plugin sees the address of the node */
function checkNodes({ kind, cluster: { nodes } }: Pick<Ask, 'kind' | 'cluster'>): void {
  if (nodes === undefined && kind !== 'cilium-network-policy') {
    throw AccessError.of(
      'MissingNodes',
      'with Workload Identity of GKE, the metadata server is reached on the address of the node, which Dataplane V2 sees: set `nodes` of `cluster` (`--nodes`) to the primary range of the subnet of the nodes',
    );
  }
}

/** The line from the delegate to the pods of CI steps. */
export const CI_LINE = 'ci-pods';

/** True for a connection that is a line of the cluster, such as its DNS; no list has such a name. */
export function isOfCluster(connection: string): boolean {
  return connection.startsWith('cluster-');
}

/** Connections of a list that are named as the lines of a cluster are. */
export function reservedProblems(list: Plan): Problem[] {
  const names = new Set([
    ...list.decisions.map(({ connection }) => connection),
    ...list.permissions.flatMap(({ reasons }) => reasons.map(({ connection }) => connection)),
  ]);
  return [...names]
    .filter((name) => isOfCluster(name) || name === CI_LINE)
    .map((connection) => ({
      code: 'ReservedName',
      message: `connection \`${connection}\`: names that begin with \`cluster-\`, and \`ci-pods\`, are those of the lines of the cluster; set another \`name\``,
      connection,
    }));
}
