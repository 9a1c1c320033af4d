import { namespaceLabel, ownLabels } from './cilium-labels';
import type { CiliumPlace } from './cilium-place';
import { ciliumPorts } from './cilium-ports';
import { selectorOf, type Selector } from './labels';
import { readBlock } from './network-peers';
import { blockPlace, entityPlace, EVERYWHERE, namespaceSelector, patternPlaces, podsPlace } from './places';
import { unknownKey } from './policy';
import type { PortRange, RuleSink } from './rule-sink';
import type { Place } from '../../../network';
import { ANY, brief, fieldsOf, isFields, listOf, type Fields } from '../../../platform/template';

/** Egress rules of Cilium: one kind of destination each, and ports. */

type Read = (entry: unknown, ports: readonly PortRange[], place: CiliumPlace, sink: RuleSink) => void;

const KINDS: Readonly<Record<string, Read>> = {
  toCIDR: readCidr,
  toCIDRSet: (entry, ports, { where }, sink) => readBlock(entry, { list: 'except', where }, ports, sink),
  toEntities: readEntity,
  toEndpoints: readEndpoint,
  toFQDNs: readName,
  toServices: notKnown,
  toGroups: notKnown,
  toNodes: notKnown,
};
const RULE = [...Object.keys(KINDS), 'toRequires', 'toPorts', 'icmps', 'authentication'];
/** https://docs.cilium.io/en/stable/security/policy/language/#entities-based */
const ENTITIES = ['host', 'remote-node', 'kube-apiserver', 'cluster', 'ingress', 'init', 'health', 'unmanaged'];
const OF_WORLD: Readonly<Record<string, readonly Place[]>> = {
  'world': ANY,
  'world-ipv4': ANY.filter(({ family }) => family === 'ipv4'),
  'world-ipv6': ANY.filter(({ family }) => family === 'ipv6'),
  'all': EVERYWHERE,
  'none': [],
};

/** Adds what a rule names; one that names nothing selects nothing. */
export function readRule(rule: unknown, place: CiliumPlace, sink: RuleSink): void {
  const { where } = place;
  const fields = fieldsOf(rule);
  const key = unknownKey(fields, RULE);
  const kinds = Object.keys(KINDS).filter((kind) => fields[kind] !== undefined && fields[kind] !== null);
  const problem = whyNot(fields, kinds);
  if ((!isFields(rule) && rule !== null) || key !== undefined || problem !== undefined) {
    sink.cannotTell(
      where,
      key === undefined ? (problem ?? `it is ${brief(rule)}`) : `the key ${brief(key)} is not known here`,
    );
    return;
  }
  const ports = ciliumPorts(fields, where, sink);
  const [kind] = kinds;
  if (kind === undefined) {
    sink.add(where, hasPorts(fields) ? ports : [], EVERYWHERE);
    return;
  }
  listOf(fields[kind]).forEach((entry, i) =>
    KINDS[kind]!(entry, ports, { ...place, where: `${where}.${kind}[${i}]` }, sink),
  );
}

/** Only ports: they are open to every destination. */
function hasPorts({ toPorts, icmps }: Fields): boolean {
  return listOf(toPorts).length + listOf(icmps).length > 0;
}

/** The reason why a rule as a whole is not understood. */
function whyNot(fields: Fields, kinds: readonly string[]): string | undefined {
  const { toRequires, authentication, toPorts, icmps } = fields;
  const wrong = kinds.find((kind) => !Array.isArray(fields[kind]));
  if (kinds.length > 1) {
    return `it has ${kinds.join(' and ')}, and the agent refuses a rule with several kinds of destinations`;
  }
  if (wrong !== undefined) {
    return `its ${wrong} is ${brief(fields[wrong])}`;
  }
  if (listOf(toPorts).length > 0 && listOf(icmps).length > 0) {
    return 'it has toPorts and icmps, and the agent refuses a rule with both';
  }
  return [toRequires, authentication].every((value) => value === undefined || value === null)
    ? undefined
    : 'it has requirements beside its destinations (toRequires, authentication), which are not read';
}

function notKnown(entry: unknown, ports: readonly PortRange[], { where }: CiliumPlace, sink: RuleSink): void {
  sink.cannotTell(where, `its addresses are known only to the cluster: ${brief(entry)}`, ports);
}

/** An address without a mask is a block of its own. */
function readCidr(entry: unknown, ports: readonly PortRange[], { where }: CiliumPlace, sink: RuleSink): void {
  const isBare = typeof entry === 'string' && !entry.includes('/');
  const block = blockPlace(isBare ? `${entry}/${entry.includes(':') ? 128 : 32}` : entry);
  if (block === undefined) {
    sink.cannotTell(where, `it leads to ${brief(entry)}`, ports);
  } else {
    sink.add(where, ports, [block]);
  }
}

function readEntity(entry: unknown, ports: readonly PortRange[], { where }: CiliumPlace, sink: RuleSink): void {
  const name = typeof entry === 'string' ? entry : '';
  const places = Object.hasOwn(OF_WORLD, name)
    ? OF_WORLD[name]
    : ENTITIES.includes(name)
      ? [entityPlace(name)]
      : undefined;
  if (places === undefined) {
    sink.cannotTell(where, `it leads to ${brief(entry)}`, ports);
  } else {
    sink.add(where, ports, places);
  }
}

function readName(entry: unknown, ports: readonly PortRange[], { where }: CiliumPlace, sink: RuleSink): void {
  const [[key, name] = [], ...others] = Object.entries(fieldsOf(entry)).filter(([, value]) => value !== null);
  const isName = key === 'matchName' && typeof name === 'string' && !name.includes('*');
  if (others.length > 0 || typeof name !== 'string' || (!isName && key !== 'matchPattern')) {
    sink.cannotTell(where, `it leads to ${brief(entry)}`, ports);
  } else {
    sink.addLearned(where, ports, patternPlaces(name));
  }
}

function readEndpoint(entry: unknown, ports: readonly PortRange[], place: CiliumPlace, sink: RuleSink): void {
  const { where, namespace } = place;
  const selector = isFields(entry) ? selectorOf(entry, ownLabels) : undefined;
  const isReserved = selector?.some(({ key }) => key.startsWith('reserved:')) ?? false;
  const named = selector === undefined ? [] : namespacesOf(selector);
  const own = namespace === 'any' ? [] : namespace.name === undefined ? undefined : namespaceSelector(namespace.name);
  const namespaces = named.length > 0 ? named : own;
  if (selector === undefined || isReserved || namespaces === undefined) {
    const isUnnamed = selector !== undefined && !isReserved;
    const what = isUnnamed ? 'it leads to pods of its own namespace, which is not known: ' : 'it leads to ';
    sink.cannotTell(where, `${what}${brief(entry)}`, ports);
    return;
  }
  sink.add(where, ports, [
    podsPlace(
      namespaces,
      selector.filter(({ key }) => namespaceLabel(key) === undefined),
    ),
  ]);
}

/** Requirements on the namespace, as Kubernetes has them. */
function namespacesOf(selector: Selector): Selector {
  return selector.flatMap((one) => {
    const key = namespaceLabel(one.key);
    return key === undefined ? [] : [{ ...one, key }];
  });
}
