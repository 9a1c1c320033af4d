import fc from 'fast-check';
import { ALL_PROPS } from './every-row';
import { parseRange, around, print } from '../oracle/addresses';
import type { KubernetesAttempt, PodOf } from '../oracle/kubernetes-egress';
import { Connection, Plan, Profile, type PlanOnTarget } from 'harness-delegate-access';
import {
  KubernetesAccess,
  KubernetesCluster,
  KubernetesIdentity,
  type KubernetesAccessProps,
  type PolicyKind,
} from 'harness-delegate-access/kubernetes';

/** Lists for delegates in a cluster, and what their pods try. */

export const KINDS: readonly PolicyKind[] = [
  'kubernetes-network-policy',
  'cilium-network-policy',
  'gke-fqdn-network-policy',
  'eks-application-network-policy',
];

export const DELEGATE: PodOf = { namespace: 'harness', labels: { 'harness.io/name': 'delegate', 'app': 'x' } };
const API = ['192.0.2.10/32', '10.96.0.1/32'];

export interface KubernetesList {
  readonly name: string;
  readonly accessOn: (kind: PolicyKind) => KubernetesAccess;
}

/** Every row under both profiles, each as a list of its own. */
export function rowLists(): KubernetesList[] {
  return [...Object.entries(ALL_PROPS), ['kubernetes-cluster', INHERITED] as const].flatMap(([id, props]) =>
    [Profile.DOCUMENTED, Profile.RECOMMENDED].map((profile) => ({
      name: `${id} ${profile.name}`,
      accessOn: (policy: PolicyKind) =>
        new KubernetesAccess({
          name: 'delegate',
          namespace: 'harness',
          policy,
          cluster: KubernetesCluster.custom({ apiServer: API }),
          plan: Plan.of([Connection.parse(id, props)], { profile }),
        }),
    })),
  );
}

const INHERITED = { inherit: true, namespaces: ['app', 'shop'] };

const HOSTS = fc
  .tuple(
    fc.constantFrom('a', 'b', 'api', '*', 'x-1'),
    fc.constantFrom('acme.io', 'corp.example', 'a.acme.io', '*.acme.io'),
  )
  .map(([label, domain]) => `${label}.${domain}`);
const BLOCKS = fc.constantFrom(
  '192.0.2.0/25',
  '192.0.2.128/25',
  '192.0.2.7/32',
  '198.51.100.0/24',
  '198.51.100.64/26',
  '2001:db8:2::/64',
  '2001:db8:3::7/128',
);
const PODS = fc
  .tuple(
    fc.constantFrom('ci', 'tools', 'harness'),
    fc.constantFrom<Record<string, string>>(
      {},
      { app: 'jenkins' },
      { app: 'jenkins', tier: 'web' },
      { 'acme.io/app': 'a' },
    ),
  )
  .map(([namespace, labels]) => ({ pods: { namespace, labels } }));
const PORTS = fc.constantFrom<string | number>(
  443,
  444,
  8443,
  80,
  81,
  22,
  9999,
  '8000-8010',
  8011,
  389,
  '443/udp',
  '53/udp',
  65535,
);

const CONNECTIONS = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('one', 'two', 'three', 'four', 'five'),
    to: fc.uniqueArray(
      fc.oneof({ weight: 3, arbitrary: HOSTS }, { weight: 2, arbitrary: BLOCKS }, { weight: 1, arbitrary: PODS }),
      {
        minLength: 1,
        maxLength: 5,
        selector: (entry) => JSON.stringify(entry),
      },
    ),
    ports: fc.uniqueArray(PORTS, { minLength: 1, maxLength: 3, selector: String }),
  }),
  { minLength: 1, maxLength: 5, selector: ({ name }) => name },
);

const LIST = fc.record({
  connections: CONNECTIONS,
  scope: fc.constantFrom('delegate' as const, 'namespace' as const),
  inherit: fc.boolean(),
  identity: fc.constantFrom('none', 'pod', 'irsa', 'gke', 'aks'),
  nodeLocalDns: fc.boolean(),
  manyPorts: fc.boolean(),
  families: fc.constantFrom<readonly ('ipv4' | 'ipv6')[]>(['ipv4'], ['ipv4', 'ipv6']),
});

const IDENTITIES: Readonly<Record<string, () => KubernetesIdentity>> = {
  none: () => KubernetesIdentity.none(),
  pod: () => KubernetesIdentity.eksPodIdentity(),
  irsa: () => KubernetesIdentity.irsa({ roleArn: 'arn:aws:iam::111111111111:role/d', region: 'eu-west-1' }),
  gke: () => KubernetesIdentity.gkeDirect(),
  aks: () => KubernetesIdentity.aks('00000000-0000-4000-8000-000000000000'),
};

/** As many ports as one list of Cilium has no room for. */
const MANY_PORTS = Array.from({ length: 45 }, (_, i) => 20_000 + 2 * i);

export function randomLists(count: number, seed: number): KubernetesList[] {
  return fc.sample(LIST, { numRuns: count, seed }).map((spec, i) => ({
    name: `random list ${i}`,
    accessOn: (policy) => new KubernetesAccess(propsOf(spec, policy)),
  }));
}

type Spec = typeof LIST extends fc.Arbitrary<infer T> ? T : never;

function propsOf(spec: Spec, policy: PolicyKind): KubernetesAccessProps {
  const own = spec.connections.map((props) =>
    Connection.custom({ ...props, reason: 'of a test', unenforceable: 'port-only' }),
  );
  return {
    name: 'delegate',
    namespace: 'harness',
    policy,
    scope: spec.scope,
    cluster: KubernetesCluster.custom({ apiServer: API, nodeLocalDns: spec.nodeLocalDns, nodes: ['198.51.100.0/26'] }),
    identity: IDENTITIES[spec.identity]!(),
    reach: { families: spec.families },
    connections: [
      ...own,
      ...(spec.inherit ? [Connection.kubernetesCluster({ inherit: true, namespaces: ['app'] })] : []),
      ...(spec.manyPorts
        ? [Connection.custom({ name: 'many', to: ['192.0.2.200/32'], ports: MANY_PORTS, reason: 'of a test' })]
        : []),
    ],
  };
}

/** Tries at the edge of every port and destination of a plan on its target. */
export function attemptsFor({ rules }: Pick<PlanOnTarget, 'rules'>): KubernetesAttempt[] {
  const ports = [...new Set(rules.flatMap(({ port: { from, to } }) => [from - 1, from, to, to + 1]))].filter(
    (port) => port >= 1 && port <= 65535,
  );
  const near = (port: { readonly from: number; readonly to: number }): number[] =>
    ports.filter((candidate) => Math.abs(candidate - port.from) <= 1 || Math.abs(candidate - port.to) <= 1);
  const attempts = rules.flatMap(({ port, destination }) =>
    placesAt(destination).flatMap((to) =>
      near(port).flatMap((number) =>
        (['tcp', 'udp'] as const).map((protocol): KubernetesAttempt => ({ to, protocol, port: number })),
      ),
    ),
  );
  const all = [...attempts, ...STRANGERS];
  return [...new Map(all.map((attempt) => [JSON.stringify(attempt), attempt])).values()];
}

type Place = KubernetesAttempt['to'];
type RuleDestination = PlanOnTarget['rules'][number]['destination'];

function placesAt({ hostname, native, cidr }: RuleDestination): Place[] {
  if (hostname !== undefined) {
    const name = hostname.replace(/\*/g, 'label');
    return [name, `sub.${name}`, name.slice(name.indexOf('.') + 1), `${name}.evil.example`, `not${name}`]
      .filter((host) => host.includes('.'))
      .map((host, i) => ({ host, ip: `203.0.113.${20 + i}` }));
  }
  if (native?.kind === 'entity') {
    return [{ entity: native.value as string }, { entity: 'remote-node' }];
  }
  if (native !== undefined) {
    const { namespace, labels = {} } = native.value as PodOf;
    const [first, ...others] = Object.entries(labels);
    return [
      { pod: pod(namespace, labels) },
      { pod: pod(namespace, { ...labels, more: 'x' }) },
      { pod: pod('elsewhere', labels) },
      { pod: pod(namespace, Object.fromEntries(others)) },
      ...(first === undefined ? [] : [{ pod: pod(namespace, { ...labels, [first[0]]: 'other' }) }]),
    ];
  }
  return cidr === undefined || cidr.isAny
    ? [{ ip: '203.0.113.9' }, { ip: '2001:db8:9::9' }]
    : around(parseRange(cidr.text)).map((address) => ({ ip: print(address) }));
}

/** Pods have addresses that no list of ours has. */
function pod(namespace: string, labels: Readonly<Record<string, string>>): PodOf {
  return { namespace, labels, ip: '100.64.7.9' };
}

const STRANGERS: readonly KubernetesAttempt[] = [443, 80, 53].flatMap((port) =>
  (['tcp', 'udp'] as const).flatMap((protocol) => [
    { to: { host: 'evil.example.com', ip: '203.0.113.99' }, protocol, port },
    { to: { ip: '203.0.113.98' }, protocol, port },
    { to: { ip: '169.254.169.254' }, protocol, port },
    { to: { pod: pod('default', { app: 'anything' }) }, protocol, port },
    { to: { pod: pod('kube-system', { 'k8s-app': 'kube-dns' }) }, protocol, port },
  ]),
);

/** What the plan says of a try: from its flows and their enforcement, and from no policy. */
export function planAllows(onTarget: PlanOnTarget, kind: PolicyKind, attempt: KubernetesAttempt): boolean {
  const { to, protocol, port } = attempt;
  return onTarget.rules.some(({ port: own, destination, enforcement }) => {
    if (own.protocol !== protocol || port < own.from || own.to < port) {
      return false;
    }
    const { hostname, native, cidr } = destination;
    if (hostname !== undefined) {
      return enforcement === 'host name' && to.host !== undefined && named(hostname, to.host, kind);
    }
    if (native !== undefined) {
      return native.kind === 'entity'
        ? native.value === to.entity
        : to.pod !== undefined && isOf(native.value as PodOf, to.pod);
    }
    // Cilium matches pods by their labels, whatever their address.
    const ip = to.ip ?? (kind === 'cilium-network-policy' ? undefined : to.pod?.ip);
    return ip !== undefined && around(parseRange(cidr!.text)).length > 0 && inBlock(cidr!.text, ip);
  });
}

function isOf({ namespace, labels }: PodOf, other: PodOf): boolean {
  return namespace === other.namespace && Object.entries(labels).every(([key, value]) => other.labels[key] === value);
}

function named(pattern: string, host: string, kind: PolicyKind): boolean {
  if (kind === 'eks-application-network-policy' && pattern.startsWith('*.')) {
    return host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1;
  }
  const [own, other] = [pattern.split('.'), host.split('.')];
  return own.length === other.length && own.every((label, i) => label === '*' || label === other[i]);
}

function inBlock(block: string, ip: string): boolean {
  const [range, address] = [parseRange(block), parseRange(ip)];
  return range.family === address.family && range.first <= address.first && address.first <= range.last;
}
