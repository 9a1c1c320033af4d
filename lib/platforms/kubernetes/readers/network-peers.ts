import { selectorOf } from './labels';
import { blockPlace, EVERYWHERE, namespaceSelector, podsPlace } from './places';
import { unknownKey } from './policy';
import type { PortRange, RuleSink } from './rule-sink';
import type { Within } from './shape';
import { isHostname, isLabel, type Place } from '../../../network';
import { brief, isFields, isUnset, listOf, namePlace, type Fields } from '../../../platform/template';

/** Peers of NetworkPolicy: blocks, and pods by labels; of EKS names too. */

const PEER = ['ipBlock', 'namespaceSelector', 'podSelector'];

/** Adds what the peers of a rule open; a rule without any is for every destination. */
export function readPeers(
  peers: readonly unknown[],
  ports: readonly PortRange[],
  within: Within,
  sink: RuleSink,
): void {
  if (peers.length === 0) {
    sink.add(within.where, ports, EVERYWHERE);
  }
  peers.forEach((peer, i) => readPeer(peer, ports, { ...within, where: `${within.where}.to[${i}]` }, sink));
}

function readPeer(peer: unknown, ports: readonly PortRange[], within: Within, sink: RuleSink): void {
  const { where, shape } = within;
  const known = shape.hasNames ? [...PEER, 'domainNames'] : PEER;
  const key = isFields(peer) ? unknownKey(peer, known) : undefined;
  const set = isFields(peer) ? known.filter((name) => peer[name] !== undefined && peer[name] !== null) : [];
  const isOfOne = set.every((name) => name.endsWith('Selector')) || set.length === 1;
  if (!isFields(peer) || key !== undefined || set.length === 0 || !isOfOne) {
    sink.cannotTell(
      where,
      key === undefined ? `it leads to ${brief(peer)}` : `the key ${brief(key)} is not known here`,
      ports,
    );
  } else if (set.includes('ipBlock')) {
    readBlock(peer.ipBlock, { list: 'except', where }, ports, sink);
  } else if (set.includes('domainNames')) {
    readNames(peer.domainNames, ports, where, sink);
  } else {
    readPods(peer, ports, within, sink);
  }
}

/** Adds a block without its exceptions; one of these that is not read leaves nothing out. */
export function readBlock(
  value: unknown,
  { list, where }: { readonly list: string; readonly where: string },
  ports: readonly PortRange[],
  sink: RuleSink,
): void {
  const fields: Fields = isFields(value) ? value : {};
  const block = blockPlace(fields.cidr);
  const key = unknownKey(fields, ['cidr', list]);
  if (block === undefined || key !== undefined) {
    sink.cannotTell(where, `it leads to ${brief(value)}`, ports);
    return;
  }
  const written = listOf(fields[list]);
  const except = written.map(blockPlace);
  const wrong = written.filter((_, i) => except[i] === undefined);
  if (wrong.length > 0) {
    sink.cannotTell(where, `it leaves out ${wrong.map(brief).join(', ')}`, ports);
  }
  const known = except.filter((one): one is Place => one !== undefined);
  sink.addExcept(where, ports, block, known, wrong.length === 0);
}

/** Names of EKS: `*.` at the beginning is any number of labels. */
function readNames(names: unknown, ports: readonly PortRange[], where: string, sink: RuleSink): void {
  for (const name of listOf(names)) {
    const text = typeof name === 'string' ? name.toLowerCase() : '';
    if (isHostname(text) && !text.slice(1).includes('*')) {
      sink.add(where, ports, [namePlace(text)]);
    } else {
      sink.cannotTell(where, `it leads to ${brief(name)}`, ports);
    }
  }
}

function readPods(peer: Fields, ports: readonly PortRange[], { where, namespace }: Within, sink: RuleSink): void {
  const isOwn = peer.namespaceSelector === undefined || peer.namespaceSelector === null;
  const pods = selectorOf(peer.podSelector);
  const namespaces = isOwn
    ? isLabel(namespace)
      ? namespaceSelector(namespace)
      : undefined
    : selectorOf(peer.namespaceSelector);
  if (pods === undefined || namespaces === undefined) {
    const isUnnamed = isOwn && pods !== undefined && isUnset(namespace);
    const what = isUnnamed
      ? `it leads to pods of its own namespace, which is not known: ${brief(peer)}`
      : `it leads to ${brief(peer)}`;
    sink.cannotTell(where, what, ports);
    return;
  }
  sink.add(where, ports, [podsPlace(namespaces, pods)]);
}
