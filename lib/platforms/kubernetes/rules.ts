import { DNS_LINES } from './lines';
import { compareTexts, groupBy } from '../../base';
import {
  compareDestinations,
  comparePorts,
  mergeSame,
  minimise,
  type Destination,
  type Pods,
  type Port,
  type Rule,
} from '../../network';
import { compareFlows, type Flow } from '../../plan';
import type { TargetFlow } from '../../platform';

/** Rules of a plan as policies of pods have them: some ports to some destinations, all of one kind. */

/** Kind of a destination in a policy. */
type PeerKind = 'block' | 'pods' | 'name' | 'entity';

/** Every one of these ports to every one of these destinations. */
export interface PolicyRule {
  readonly kind: PeerKind;
  readonly ports: readonly Port[];
  readonly destinations: readonly Destination[];
  /** It leads to resolvers. */
  readonly isDns: boolean;
}

/** The kind of a destination that a policy can have. */
function kindOf({ native, hostname }: Destination): PeerKind {
  return native !== undefined ? (native.kind as PeerKind) : hostname === undefined ? 'block' : 'name';
}

/** Rules with the same ports and kind together: fewest entries, exactly the same traffic; in canonical order. */
export function policyRules(rules: readonly Rule<Flow>[]): PolicyRule[] {
  const byDestination = groupBy(rules, (rule) => `${isDns(rule)} ${rule.destination.key}`);
  const entries = [...byDestination.values()].map((same) => ({
    destination: same[0]!.destination,
    isDns: isDns(same[0]!),
    ports: [...new Map(same.map(({ port }) => [port.key, port])).values()].sort(comparePorts),
  }));
  const byPorts = groupBy(
    entries,
    ({ ports, destination, isDns: dns }) => `${dns} ${kindOf(destination)} ${ports.map(({ key }) => key).join(' ')}`,
  );
  return [...byPorts.values()]
    .map((same) => ({
      kind: kindOf(same[0]!.destination),
      ports: same[0]!.ports,
      isDns: same[0]!.isDns,
      destinations: same.map(({ destination }) => destination).sort(compareDestinations),
    }))
    .sort(compareRules);
}

const ORDER: readonly PeerKind[] = ['pods', 'entity', 'block', 'name'];

/** DNS first, then by kind, destination and port. */
function compareRules(a: PolicyRule, b: PolicyRule): number {
  return (
    Number(b.isDns) - Number(a.isDns) ||
    ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
    compareDestinations(a.destinations[0]!, b.destinations[0]!) ||
    comparePorts(a.ports[0]!, b.ports[0]!)
  );
}

/** True for a rule to resolvers alone, as `rulesOf` keeps them. */
function isDns({ reasons }: Rule<Flow>): boolean {
  return reasons.every(({ decision }) => DNS_LINES.includes(decision.connection));
}

/** The fewest rules for some flows. Those to resolvers stay apart: Cilium learns the addresses of names from them alone. */
export function rulesOf(flows: readonly TargetFlow[]): readonly Rule<Flow>[] {
  const isOfDns = ({ flow }: TargetFlow): boolean => DNS_LINES.includes(flow.decision.connection);
  return [flows.filter(isOfDns), flows.filter((flow) => !isOfDns(flow))].flatMap((some) =>
    minimise(
      mergeSame(
        some.map(({ flow, port, destination, enforcement }) => ({ port, destination, enforcement, reasons: [flow] })),
        compareFlows,
      ),
      compareFlows,
    ),
  );
}

/** Selector of pods with these labels: an empty one is every pod. */
export function labelSelector(labels: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return Object.keys(labels).length === 0 ? {} : { matchLabels: { ...labels } };
}

/** Pods as a peer of NetworkPolicy. */
export function podsPeer({ native }: Destination): Readonly<Record<string, unknown>> {
  const { namespace, labels = {} } = native!.value as Pods;
  return {
    namespaceSelector: labelSelector({ 'kubernetes.io/metadata.name': namespace }),
    podSelector: labelSelector(labels),
  };
}

/** A block of addresses, which may be known at deployment only. */
export function blockOf({ cidr, value }: Destination): string {
  return cidr?.text ?? value!;
}

/** A port as NetworkPolicy has it. */
export function portEntry({ protocol, from, to }: Port): Readonly<Record<string, unknown>> {
  return { protocol: protocol.toUpperCase(), port: from, ...(from === to ? {} : { endPort: to }) };
}

/** A line of text for each rule, with its reasons. */
export function reasonLines(rules: readonly Rule<Flow>[]): string[] {
  return rules.map(({ port, destination, reasons }) => {
    const keys = [...new Set(reasons.map(({ key }) => key))].sort(compareTexts);
    return `${port.text} to ${destination.text}: ${keys.join(', ')}`;
  });
}
