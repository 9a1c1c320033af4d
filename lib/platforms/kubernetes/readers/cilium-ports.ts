import { unknownKey } from './policy';
import { isPort } from './ports';
import { EVERY_PORT, everyPort, type PortRange, type RuleSink } from './rule-sink';
import {
  ALL_PORTS,
  brief,
  fieldsOf,
  isFields,
  isUnset,
  listOf,
  numberOf,
  type Fields,
} from '../../../platform/template';

/** Ports of a rule of Cilium. https://docs.cilium.io/en/stable/security/policy/language/#layer-4-examples */

const PORT_RULE = ['ports', 'rules', 'terminatingTLS', 'originatingTLS', 'serverNames', 'listener'];
const ANY_PROTOCOL = ['tcp', 'udp', 'sctp'];
const PROTOCOLS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['TCP', ['tcp']],
  ['UDP', ['udp']],
  ['SCTP', ['sctp']],
  ['ANY', ANY_PROTOCOL],
]);
const FAMILIES: ReadonlyMap<unknown, string> = new Map([
  ['IPv4', 'icmp'],
  ['IPv6', 'icmpv6'],
]);

/** The ports of a rule; without any, every port of every protocol. What is not understood goes to `sink`. */
export function ciliumPorts({ toPorts, icmps }: Fields, where: string, sink: RuleSink): readonly PortRange[] {
  if (listOf(icmps).length > 0) {
    return icmpOf(listOf(icmps), where, sink);
  }
  if (isUnset(toPorts)) {
    return EVERY_PORT;
  }
  if (!Array.isArray(toPorts)) {
    sink.cannotTell(where, `its ports are ${brief(toPorts)}`);
    return [];
  }
  return toPorts.flatMap((rule, i) => portRule(rule, `${where}.toPorts[${i}]`, sink));
}

function portRule(rule: unknown, where: string, sink: RuleSink): readonly PortRange[] {
  const fields = fieldsOf(rule);
  const key = unknownKey(fields, PORT_RULE);
  const { ports } = fields;
  if (!isFields(rule) || key !== undefined || !Array.isArray(ports) || ports.length === 0) {
    sink.cannotTell(where, key === undefined ? `it is ${brief(rule)}` : `the key ${brief(key)} is not known here`);
    return [];
  }
  if (listOf(fieldsOf(fields.rules).dns).length > 0) {
    sink.learnsNames = true;
  }
  const read = ports.flatMap((port, i) => portOf(port, `${where}.ports[${i}]`, sink));
  if (!isNarrowed(fields)) {
    return read;
  }
  sink.note(`${where} checks more than ports (requests, names or TLS), so what it opens may not be enough`);
  return read.map((range) => ({ ...range, isNarrowed: true as const }));
}

/** True for checks beside the port; a check of lookups that passes every name is none. */
function isNarrowed({ rules, ...fields }: Fields): boolean {
  const { dns, ...others } = fieldsOf(rules);
  const isOpen = isUnset(dns) || listOf(dns).some((one) => fieldsOf(one).matchPattern === '*');
  const more = ['terminatingTLS', 'originatingTLS', 'serverNames', 'listener'];
  return !isOpen || Object.values(others).some((value) => !isUnset(value)) || more.some((key) => !isUnset(fields[key]));
}

function portOf(value: unknown, where: string, sink: RuleSink): readonly PortRange[] {
  const fields = fieldsOf(value);
  const key = unknownKey(fields, ['port', 'endPort', 'protocol']);
  const { port, endPort, protocol } = fields;
  const protocols = PROTOCOLS.get(isUnset(protocol) ? 'ANY' : protocol);
  if (!isFields(value) || key !== undefined || protocols === undefined) {
    sink.cannotTell(where, `it is ${brief(value)}`);
    return [];
  }
  const range = rangeOf(port, endPort);
  if (range === undefined) {
    const isName = typeof port === 'string' && /[a-z]/i.test(port);
    const name = 'is a name, whose number each pod behind it has for itself';
    const what = isName ? `its port ${brief(port)} ${name}` : `it is ${brief(value)}`;
    sink.cannotTell(where, what, everyPort(protocols));
    return [];
  }
  return protocols.map((name) => ({ protocol: name, ...range }));
}

/** A port `0`, and none, is every port. */
function rangeOf(port: unknown, endPort: unknown): Omit<PortRange, 'protocol'> | undefined {
  const first = isUnset(port) ? 0 : numberOf(port);
  const last = isUnset(endPort) || endPort === 0 ? first : numberOf(endPort);
  if (first === 0 && last === 0) {
    return ALL_PORTS;
  }
  return isPort(first) && isPort(last) && first <= last ? { from: first, to: last } : undefined;
}

function icmpOf(icmps: readonly unknown[], where: string, sink: RuleSink): PortRange[] {
  const families = icmps
    .flatMap((one) => listOf(fieldsOf(one).fields))
    .map((field) => fieldsOf(field).family ?? 'IPv4');
  const protocols = families.map((family) => FAMILIES.get(family));
  if (protocols.length === 0 || protocols.includes(undefined)) {
    sink.cannotTell(where, `its icmps are ${brief(icmps)}`);
    return [];
  }
  return everyPort([...new Set(protocols as readonly string[])]);
}
