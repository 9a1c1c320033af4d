import { blockOf, type PolicyRule } from './rules';
import { isWildcardName, type Destination, type Pods, type Port } from '../../network';

/** Egress rules of a CiliumNetworkPolicy: one kind of peer for each rule. https://docs.cilium.io/en/v1.20/security/policy/language/ */

/** Ports of one list. https://docs.cilium.io/en/v1.20/security/policy/language/#layer-4-examples */
const MOST_PORTS = 40;

type Fields = Readonly<Record<string, unknown>>;

export function ciliumRules(rules: readonly PolicyRule[]): Fields[] {
  return rules.map((rule) => ({ ...peersOf(rule), toPorts: toPorts(rule) }));
}

function peersOf({ kind, destinations }: PolicyRule): Fields {
  switch (kind) {
    case 'pods':
      return { toEndpoints: destinations.map(podsSelector) };
    case 'entity':
      return { toEntities: destinations.map(({ native }) => native!.value) };
    case 'name':
      return { toFQDNs: destinations.map(({ hostname }) => nameMatch(hostname!)) };
    default:
      return { toCIDR: destinations.map(blockOf) };
  }
}

function podsSelector({ native }: Destination): Fields {
  const { namespace, labels = {} } = native!.value as Pods;
  return { matchLabels: { 'k8s:io.kubernetes.pod.namespace': namespace, ...labels } };
}

function nameMatch(hostname: string): Fields {
  return isWildcardName(hostname) ? { matchPattern: hostname } : { matchName: hostname };
}

/** Lists of 40 ports at most; the lookups of DNS pass the proxy that learns the addresses of names. */
function toPorts({ ports, isDns }: PolicyRule): Fields[] {
  const lists: Fields[] = [];
  for (let i = 0; i < ports.length; i += MOST_PORTS) {
    lists.push({
      ports: ports.slice(i, i + MOST_PORTS).map(portOf),
      ...(isDns ? { rules: { dns: [{ matchPattern: '*' }] } } : {}),
    });
  }
  return lists;
}

function portOf({ protocol, from, to }: Port): Fields {
  return { port: `${from}`, ...(from === to ? {} : { endPort: to }), protocol: protocol.toUpperCase() };
}
