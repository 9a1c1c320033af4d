import type { Place } from '../../../network';
import {
  ALL_PORTS,
  ANYTHING,
  brief,
  hasPorts,
  numberOf,
  protocolsOf,
  type Collector,
} from '../../../platform/template';

/** One egress rule of EC2, whoever writes it. */
export interface Ec2Rule {
  readonly where: string;
  readonly says: unknown;
  readonly isCertain: boolean;
  readonly protocol: unknown;
  readonly from: unknown;
  readonly to: unknown;
}

/** Rules for CDK's "nothing": one ICMP type that does not exist, to an address that nobody has. */
const NOWHERE = '255.255.255.255/32';

/** Adds what a rule lets out to `places` and to `unknown`, of which nobody can tell where it is. */
export function addEc2Rule(
  rule: Ec2Rule,
  places: readonly Place[],
  unknown: readonly unknown[],
  collector: Collector,
): void {
  const { where, protocol, from, to } = rule;
  if (places.length + unknown.length === 0) {
    collector.cannotTell(where, 'it names no destination that is read here', ANYTHING);
    return;
  }
  const protocols = protocolsOf(protocol);
  if (protocols === undefined) {
    collector.cannotTell(where, `its protocol is ${brief(protocol)}`, ANYTHING);
    return;
  }
  if (protocols.length === 1 && protocols[0] === 'icmp' && [...places, ...unknown].every((place) => isNowhere(place))) {
    return;
  }
  const ports = protocols.length === 1 && hasPorts(protocols[0]!) ? rangeOf(from, to) : ALL_PORTS;
  if (ports === undefined) {
    collector.cannotTell(where, `its ports are ${brief(from)} to ${brief(to)}`, { protocols, ...ALL_PORTS });
    return;
  }
  unknown.forEach((value) => collector.cannotTell(where, `it leads to ${brief(value)}`, { protocols, ...ports }));
  collector.letOut(rule, protocols, ports, places);
}

function isNowhere(place: unknown): boolean {
  return typeof place === 'object' && place !== null && (place as Partial<Place>).key === NOWHERE;
}

/** Port 0 is no port that a client can reach; -1 is every port. */
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
