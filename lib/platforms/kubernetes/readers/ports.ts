import { unknownKey } from './policy';
import { EVERY_PORT, everyPort, type PortRange, type RuleSink } from './rule-sink';
import { ALL_PORTS, brief, isFields, isUnset, type Fields } from '../../../platform/template';

/** Ports of NetworkPolicy and of the kinds that have its shape. */

const PROTOCOLS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['TCP', ['tcp']],
  ['UDP', ['udp']],
  ['SCTP', ['sctp']],
]);
/** https://cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies */
const ALSO_ALL: typeof PROTOCOLS = new Map([
  ['TCP', ['tcp']],
  ['UDP', ['udp']],
  ['ALL', ['tcp', 'udp']],
]);

/** The ports of a rule; none means all of every protocol. What is not understood goes to `sink`. */
export function networkPorts(value: unknown, where: string, sink: RuleSink): readonly PortRange[] {
  return portsOf(value, where, sink, (entry, at) => networkPort(entry, at, PROTOCOLS, sink));
}

/** Ports of FQDNNetworkPolicy, whose protocol has no default that its pages tell. */
export function fqdnPorts(value: unknown, where: string, sink: RuleSink): readonly PortRange[] {
  return portsOf(value, where, sink, (entry, at) => {
    if (isFields(entry) && isUnset(entry.protocol)) {
      sink.cannotTell(at, 'it names no protocol', everyPort(['tcp', 'udp']));
      return [];
    }
    return networkPort(entry, at, ALSO_ALL, sink);
  });
}

function portsOf(
  value: unknown,
  where: string,
  sink: RuleSink,
  read: (entry: unknown, where: string) => readonly PortRange[],
): readonly PortRange[] {
  if (isUnset(value)) {
    return EVERY_PORT;
  }
  if (!Array.isArray(value)) {
    sink.cannotTell(where, `its ports are ${brief(value)}`);
    return [];
  }
  return value.flatMap((entry, i) => read(entry, `${where}.ports[${i}]`));
}

function networkPort(entry: unknown, where: string, known: typeof PROTOCOLS, sink: RuleSink): readonly PortRange[] {
  const key = isFields(entry) ? unknownKey(entry, ['protocol', 'port', 'endPort']) : undefined;
  if (!isFields(entry) || key !== undefined) {
    sink.cannotTell(where, key === undefined ? `it is ${brief(entry)}` : `the key ${brief(key)} is not known here`);
    return [];
  }
  const { protocol = null } = entry;
  const protocols = known.get(protocol ?? 'TCP');
  if (protocols === undefined) {
    sink.cannotTell(where, `its protocol is ${brief(protocol)}`);
    return [];
  }
  const range = rangeOf(entry);
  if (range === undefined) {
    sink.cannotTell(where, whyNot(entry), everyPort(protocols));
    return [];
  }
  return protocols.map((name) => ({ protocol: name, ...range }));
}

function rangeOf({ port = null, endPort = null }: Fields): Omit<PortRange, 'protocol'> | undefined {
  if (port === null) {
    return endPort === null ? ALL_PORTS : undefined;
  }
  const last = endPort ?? port;
  return isPort(port) && isPort(last) && port <= last ? { from: port, to: last } : undefined;
}

export function isPort(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= ALL_PORTS.from && (value as number) <= ALL_PORTS.to;
}

function whyNot({ port, endPort }: Fields): string {
  return typeof port === 'string' && /[a-z]/i.test(port)
    ? `its port ${brief(port)} is a name, whose number each pod behind it has for itself`
    : `its port is ${brief(port)}${isUnset(endPort) ? '' : ` to ${brief(endPort)}`}`;
}
