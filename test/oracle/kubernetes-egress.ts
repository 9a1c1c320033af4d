import { contains, parseRange, type Address } from './addresses';

/**
 * What policies of Kubernetes let a pod reach, as their documentation says; shares no code with the library. NetworkPolicy:
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/, Cilium: its `policy/language`, GKE and EKS: the pages of
 * their kinds.
 */

export interface PodOf {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ip?: string;
}

export interface KubernetesAttempt {
  readonly to: { readonly ip?: string; readonly host?: string; readonly pod?: PodOf; readonly entity?: string };
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

type Fields = Readonly<Record<string, unknown>>;

export interface Policy {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string };
  readonly [part: string]: unknown;
}

const KINDS: Readonly<Record<string, (spec: Fields, namespace: string) => (attempt: KubernetesAttempt) => boolean>> = {
  NetworkPolicy: (spec, namespace) => byRules(spec, (rule, attempt) => peers(rule, attempt, namespace), networkPorts),
  ApplicationNetworkPolicy: (spec, namespace) =>
    byRules(spec, (rule, attempt) => rule.to !== undefined && peers(rule, attempt, namespace), networkPorts),
  CiliumNetworkPolicy: (spec, namespace) =>
    byRules(spec, (rule, attempt) => ciliumPeers(rule, attempt, namespace), ciliumPorts),
  FQDNNetworkPolicy: (spec) => byRules(spec, gkeMatches, gkePorts),
};

/** True when the pod may open it: no policy of egress selects the pod, or one of them allows it. */
export function mayReach(policies: readonly Policy[], pod: PodOf, attempt: KubernetesAttempt): boolean {
  const selecting = policies.filter(({ kind, spec, metadata }) => {
    const { podSelector, endpointSelector } = (spec ?? {}) as Fields;
    return (
      KINDS[kind] !== undefined &&
      metadata.namespace === pod.namespace &&
      selects(podSelector ?? endpointSelector, pod.labels)
    );
  });
  return (
    selecting.length === 0 ||
    selecting.some(({ kind, spec, metadata }) => KINDS[kind]!(spec as Fields, metadata.namespace!)(attempt))
  );
}

function byRules(
  { egress }: Fields,
  reaches: (rule: Fields, attempt: KubernetesAttempt) => boolean,
  onPorts: (rule: Fields, attempt: KubernetesAttempt) => boolean,
): (attempt: KubernetesAttempt) => boolean {
  return (attempt) => ((egress ?? []) as Fields[]).some((rule) => reaches(rule, attempt) && onPorts(rule, attempt));
}

function selects(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  const { matchLabels = {}, matchExpressions = [] } = (selector ?? {}) as {
    readonly matchLabels?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly { readonly key: string; readonly operator: string }[];
  };
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator }) => {
      if (operator !== 'Exists') {
        throw new Error(`no operator of ours: ${operator}`);
      }
      return labels[key] !== undefined;
    })
  );
}

function peers({ to }: Fields, { to: { ip, host, pod } }: KubernetesAttempt, namespace: string): boolean {
  const address = ip ?? pod?.ip;
  return to === undefined || (to as Fields[]).length === 0
    ? true
    : (to as Fields[]).some(({ ipBlock, podSelector, namespaceSelector, domainNames }) => {
        if (ipBlock !== undefined) {
          const { cidr, except = [] } = ipBlock as { readonly cidr: string; readonly except?: readonly string[] };
          return address !== undefined && isIn(cidr, address) && !except.some((block) => isIn(block, address));
        }
        if (domainNames !== undefined) {
          return host !== undefined && (domainNames as string[]).some((name) => matchesDepth(name, host));
        }
        const inNamespace =
          namespaceSelector === undefined
            ? pod?.namespace === namespace
            : pod !== undefined && selects(namespaceSelector, { 'kubernetes.io/metadata.name': pod.namespace });
        return inNamespace && (podSelector === undefined || selects(podSelector, pod!.labels));
      });
}

function networkPorts({ ports }: Fields, { protocol, port }: KubernetesAttempt): boolean {
  return (
    ports === undefined ||
    (ports as Fields[]).some(
      (entry) =>
        ((entry.protocol as string | undefined) ?? 'TCP').toLowerCase() === protocol &&
        (entry.port as number) <= port &&
        port <= ((entry.endPort as number | undefined) ?? (entry.port as number)),
    )
  );
}

function ciliumPeers(rule: Fields, { to: { ip, host, pod, entity } }: KubernetesAttempt, namespace: string): boolean {
  const { toEndpoints, toCIDR, toEntities, toFQDNs } = rule as Readonly<Record<string, readonly unknown[] | undefined>>;
  const kinds = [toEndpoints, toCIDR, toEntities, toFQDNs].filter((list) => list !== undefined);
  if (kinds.length > 1) {
    throw new Error('a rule of Cilium has one kind of peer');
  }
  return (
    toEndpoints?.some((selector) => {
      const { matchLabels = {} } = selector as { readonly matchLabels?: Readonly<Record<string, string>> };
      const { 'k8s:io.kubernetes.pod.namespace': inside = namespace, ...labels } = matchLabels;
      return pod?.namespace === inside && Object.entries(labels).every(([key, value]) => pod.labels[key] === value);
    }) ??
    toCIDR?.some(
      (block) => ip !== undefined && pod === undefined && entity === undefined && isIn(block as string, ip),
    ) ??
    toEntities?.some((name) => name === entity) ??
    toFQDNs?.some((match) => {
      const { matchName, matchPattern } = match as { readonly matchName?: string; readonly matchPattern?: string };
      return (
        host !== undefined && (matchName === host || (matchPattern !== undefined && matchesLabel(matchPattern, host)))
      );
    }) ??
    false
  );
}

function ciliumPorts({ toPorts }: Fields, { protocol, port }: KubernetesAttempt): boolean {
  return (
    toPorts === undefined ||
    (toPorts as Fields[]).some((list) => {
      const ports = list.ports as Fields[];
      if (ports.length > 40) {
        throw new Error('a list of Cilium has 40 ports');
      }
      return ports.some(
        (entry) =>
          [protocol, 'any'].includes(((entry.protocol as string | undefined) ?? 'ANY').toLowerCase()) &&
          Number(entry.port) <= port &&
          port <= ((entry.endPort as number | undefined) ?? Number(entry.port)),
      );
    })
  );
}

function gkeMatches({ matches }: Fields, { to: { host } }: KubernetesAttempt): boolean {
  return (matches as readonly { readonly name?: string; readonly pattern?: string }[]).some(
    ({ name, pattern }) =>
      host !== undefined && (name === host || (pattern !== undefined && matchesLabel(pattern, host))),
  );
}

function gkePorts({ ports }: Fields, { protocol, port }: KubernetesAttempt): boolean {
  return (
    ports === undefined ||
    (ports as Fields[]).some(
      (entry) => [protocol, 'all'].includes((entry.protocol as string).toLowerCase()) && entry.port === port,
    )
  );
}

/** One label for each `*`. */
function matchesLabel(pattern: string, host: string): boolean {
  const parts = pattern.split('.').map((part) => part.replace(/\*/g, '[-a-z0-9_]*'));
  return new RegExp(`^${parts.join('\\.')}$`).test(host);
}

/** `*.` at the beginning is one label or more. */
function matchesDepth(name: string, host: string): boolean {
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) && host.length > name.length - 1 : name === host;
}

function isIn(block: string, ip: string): boolean {
  const { family, first: value } = parseRange(ip);
  return contains(parseRange(block), { family, value } as Address);
}
