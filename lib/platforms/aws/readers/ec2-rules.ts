import { oneOf, show } from '../../../base';
import type { Place } from '../../../network';
import { refuse } from '../../../platform';
import {
  ALL_PORTS,
  ANYTHING,
  blockOf,
  brief,
  hasPorts,
  numberOf,
  protocolsOf,
  type Collector,
} from '../../../platform/template';

/** Said of a group that only its rules name. */
export const MADE_ELSEWHERE =
  'it is made elsewhere, so its other rules are unknown; a new group allows all outbound traffic until its default rule is removed';

/** One egress rule of EC2, from any template. */
export interface Ec2Rule {
  readonly where: string;
  readonly says: unknown;
  readonly isCertain: boolean;
  readonly protocol: unknown;
  readonly from: unknown;
  readonly to: unknown;
}

/** Rule of the CDK for "nothing": an ICMP type that does not exist, to an address that is never in use. */
const NOWHERE = '255.255.255.255/32';

/**
 * Adds the traffic that a rule allows to its targets.
 *
 * @param entriesOf entries of the prefix list that a target names; none when they are unknown
 */
export function addEc2Rule(
  rule: Ec2Rule,
  targets: readonly unknown[],
  entriesOf: (target: unknown) => readonly unknown[],
  collector: Collector,
): void {
  const { where, protocol, from, to } = rule;
  const found = targets.map((target) => ({ target, places: placesOf(target, entriesOf) }));
  const places = found.flatMap((entry) => entry.places ?? []);
  const unknown = found.filter((entry) => entry.places === undefined);
  const isNowhere = unknown.length === 0 && places.every(({ key }) => key === NOWHERE);
  if (targets.length === 0) {
    collector.cannotTell(where, 'it names no destination that is read here', ANYTHING);
    return;
  }
  const protocols = protocolsOf(protocol);
  if (protocols === undefined) {
    collector.cannotTell(where, `its protocol is ${brief(protocol)}`, ANYTHING);
    return;
  }
  if (protocols.every((name) => name === 'icmp') && isNowhere) {
    return;
  }
  const ports = protocols.length === 1 && hasPorts(protocols[0]!) ? rangeOf(from, to) : ALL_PORTS;
  if (ports === undefined) {
    collector.cannotTell(where, `its ports are ${brief(from)} to ${brief(to)}`, { protocols, ...ALL_PORTS });
    return;
  }
  unknown.forEach(({ target }) => collector.cannotTell(where, `it leads to ${brief(target)}`, { protocols, ...ports }));
  collector.allow(rule, protocols, ports, places);
}

/** A block, or the blocks of a prefix list of the template. */
function placesOf(target: unknown, entriesOf: (target: unknown) => readonly unknown[]): readonly Place[] | undefined {
  const block = blockOf(target);
  const places = block === undefined ? entriesOf(target).map(blockOf) : [block];
  return places.length === 0 || places.includes(undefined) ? undefined : (places as Place[]);
}

/** @throws AccessError `UnknownGroup` when the template has no group of one of these names */
export function checkGroups(wanted: readonly string[], names: readonly string[]): void {
  const missing = wanted.filter((name) => !names.includes(name));
  const has = names.length === 0 ? 'it has none' : `it has ${oneOf(names)}`;
  refuse({
    when: missing.length > 0,
    code: 'UnknownGroup',
    message: `the template has no security group ${missing.map(show).join(', ')}; ${has}`,
  });
}

/** Ports of a rule: no client can reach port 0; -1 is every port. */
function rangeOf(from: unknown, to: unknown): { from: number; to: number } | undefined {
  const [first, last] = [numberOf(from), numberOf(to)];
  if (first === -1 && (last === -1 || last === undefined)) {
    return ALL_PORTS;
  }
  if (first === undefined || last === undefined || first < 0 || last > ALL_PORTS.to || first > last || last === 0) {
    return undefined;
  }
  return { from: Math.max(first, ALL_PORTS.from), to: last };
}
