import { collect, show, throwIfAny, unknownProp, type Problem } from '../../base';
import { Destination, Port, type DestinationLike, type PortLike } from '../../network';

/** Facts of a cluster that only its owner knows. */
export interface ClusterOptions {
  /**
   * Addresses of the API server as its pods see them: that of the Service `kubernetes`, and those of the endpoints behind it.
   *
   * @default - none: an error where the API server is needed, but for Cilium, which knows it
   */
  readonly apiServer?: readonly DestinationLike[];
  /** Ports of the API server. @default [443, 6443] */
  readonly apiServerPorts?: readonly PortLike[];
  /** Resolvers of the pods: their pods, or blocks of addresses. @default - CoreDNS by its labels, k8s-app=kube-dns in kube-system */
  readonly dns?: readonly DestinationLike[];
  /** NodeLocal DNSCache is on: names are resolved on the node, at 169.254.20.10. @default false, true on GKE */
  readonly nodeLocalDns?: boolean;
  /** Blocks of the nodes, which Workload Identity of GKE needs. @default - none */
  readonly nodes?: readonly string[];
  /** Blocks of the pods, to find destinations that are pods. @default - not known */
  readonly pods?: readonly string[];
  /** Blocks of the Services, to find destinations that are Services. @default - not known */
  readonly services?: readonly string[];
}

/** Distribution of a cluster, as `--cluster` names it. */
export type ClusterType = 'eks' | 'gke' | 'aks' | 'openshift' | 'custom';

const KNOWN: readonly (keyof ClusterOptions)[] = [
  'apiServer',
  'apiServerPorts',
  'dns',
  'nodeLocalDns',
  'nodes',
  'pods',
  'services',
];
const DESTINATIONS = ['apiServer', 'dns', 'nodes', 'pods', 'services'] as const;

/** The cluster of a delegate: what its pods need of it, as far as that is known. */
export class KubernetesCluster {
  /** Amazon EKS. @throws AccessError `InvalidCluster`, and those of destinations */
  public static eks(options: ClusterOptions = {}): KubernetesCluster {
    return new KubernetesCluster('eks', options);
  }

  /** Google Kubernetes Engine, with NodeLocal DNSCache, which is on by default. @throws AccessError as `eks` */
  public static gke(options: ClusterOptions = {}): KubernetesCluster {
    return new KubernetesCluster('gke', options);
  }

  /** Azure Kubernetes Service. @throws AccessError as `eks` */
  public static aks(options: ClusterOptions = {}): KubernetesCluster {
    return new KubernetesCluster('aks', options);
  }

  /** OpenShift, whose DNS is in `openshift-dns`. @throws AccessError as `eks` */
  public static openshift(options: ClusterOptions = {}): KubernetesCluster {
    return new KubernetesCluster('openshift', options);
  }

  /**
   * Any other cluster.
   *
   * @throws AccessError as `eks`
   *
   * @example
   * ```ts
   * const cluster = KubernetesCluster.custom({ apiServer: ['10.96.0.1/32', '192.0.2.10/32'], services: ['10.96.0.0/12'] });
   * ```
   */
  public static custom(options: ClusterOptions = {}): KubernetesCluster {
    return new KubernetesCluster('custom', options);
  }

  /** The cluster of this type. @throws AccessError as `eks` @internal */
  public static of(type: ClusterType, options: ClusterOptions): KubernetesCluster {
    return KubernetesCluster[type](options);
  }

  public readonly apiServer?: readonly Destination[];
  public readonly apiServerPorts?: readonly Port[];
  public readonly dns?: readonly Destination[];
  public readonly nodeLocalDns: boolean;
  public readonly nodes?: readonly Destination[];
  public readonly pods?: readonly Destination[];
  public readonly services?: readonly Destination[];

  private constructor(
    public readonly type: ClusterType,
    options: ClusterOptions,
  ) {
    const problems: Problem[] = clusterProblems(options);
    throwIfAny(problems);
    const [apiServer, dns, nodes, pods, services] = DESTINATIONS.map((name) =>
      options[name]?.flatMap(
        (value, i) => collect(problems, `\`cluster.${name}[${i}]\`: `, () => Destination.parse(value)) ?? [],
      ),
    );
    problems.push(...namesIn({ apiServer, dns, nodes, pods, services }));
    const ports = options.apiServerPorts?.flatMap(
      (value) => collect(problems, '`cluster.apiServerPorts`: ', () => Port.parse(value)) ?? [],
    );
    throwIfAny(problems);
    this.apiServer = apiServer;
    this.apiServerPorts = ports;
    this.dns = dns;
    this.nodes = nodes;
    this.pods = pods;
    this.services = services;
    this.nodeLocalDns = options.nodeLocalDns ?? type === 'gke';
  }

  public get isOpenShift(): boolean {
    return this.type === 'openshift';
  }
}

/** Host names among what a policy has to match by address. */
function namesIn(lists: Readonly<Record<string, readonly Destination[] | undefined>>): Problem[] {
  return Object.entries(lists).flatMap(([name, list = []]) =>
    list
      .filter(({ hostname, native }) => hostname !== undefined || (native !== undefined && name !== 'dns'))
      .map(({ text }) => ({
        code: 'InvalidCluster',
        message: `\`cluster.${name}\` must be blocks of addresses${name === 'dns' ? ' or pods' : ''}, got ${show(text)}`,
      })),
  );
}

function clusterProblems(options: unknown): Problem[] {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return [{ code: 'InvalidCluster', message: `the options of a cluster must be an object, got ${show(options)}` }];
  }
  const given = options as Readonly<Record<string, unknown>>;
  const lists = [...DESTINATIONS, 'apiServerPorts' as const].filter(
    (name) => given[name] !== undefined && !(Array.isArray(given[name]) && given[name].length > 0),
  );
  return [
    ...Object.keys(given)
      .filter((key) => !(KNOWN as readonly string[]).includes(key))
      .map((key) => unknownProp('a cluster has no option', key, KNOWN, key)),
    ...lists.map((name) => ({
      code: 'InvalidCluster',
      message: `\`cluster.${name}\` must be a list with one entry at least, got ${show(given[name])}`,
    })),
    ...(given.nodeLocalDns === undefined || typeof given.nodeLocalDns === 'boolean'
      ? []
      : [
          {
            code: 'InvalidCluster',
            message: `\`cluster.nodeLocalDns\` must be true or false, got ${show(given.nodeLocalDns)}`,
          },
        ]),
  ];
}
