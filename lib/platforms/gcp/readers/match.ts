import type { Place, Traffic } from '../../../network';
import {
  ALL_PORTS,
  ANY,
  ANYTHING,
  blockOf,
  brief,
  hasPorts,
  isFields,
  isUnset,
  listOf,
  namePlace,
  protocolsOf,
  type Collector,
  type Fields,
} from '../../../platform/template';

/** Traffic of a rule of Google Cloud. */

export type Action = 'allow' | 'deny' | 'goto_next';

export interface Match {
  readonly traffic: readonly Traffic[];
  /** False when part of what it matches is known only at deployment. */
  readonly isWhole: boolean;
}

/** Arguments of a policy that name destinations, and how they are read; others are known only to Google. */
const POLICY_PLACES: Readonly<Record<string, (value: unknown) => Place | undefined>> = {
  dest_ip_ranges: blockOf,
  dest_fqdns: nameOf,
};

type PortRange = Pick<Traffic, 'from' | 'to'>;

export interface Places {
  readonly places: readonly Place[];
  readonly unknown: readonly unknown[];
}

/** "A firewall rule can contain either IPv4 or IPv6 ranges, but not both": https://docs.cloud.google.com/firewall/docs/using-firewalls */
export function vpcPlaces(values: Fields, address: string, action: Action, collector: Collector): Places {
  const given = listOf(values.destination_ranges);
  if (given.length === 0) {
    const mayOpen = action === 'allow' ? ANYTHING : undefined;
    collector.cannotTell(
      address,
      'it names no destination, which is every IPv4 address; Google does not document IPv6',
      mayOpen,
    );
    return { places: ANY.slice(0, 1), unknown: [] };
  }
  return placesOf(given.map((value) => ({ value, place: blockOf(value) })));
}

export function policyPlaces(match: Fields): Places {
  const found = Object.keys(match)
    .filter((key) => key.startsWith('dest_'))
    .flatMap((key) => listOf(match[key]).map((value) => ({ value, place: POLICY_PLACES[key]?.(value) })))
    // A plan and a state have an empty text for one that is not set.
    .filter(({ value }) => !isUnset(value));
  // Without destinations a rule of a policy applies to all of them.
  return found.length === 0 ? { places: ANY, unknown: [] } : placesOf(found);
}

function placesOf(found: readonly { readonly value: unknown; readonly place?: Place | undefined }[]): Places {
  return {
    places: found.flatMap(({ place }) => place ?? []),
    unknown: found.filter(({ place }) => place === undefined).map(({ value }) => value),
  };
}

function nameOf(value: unknown): Place | undefined {
  return typeof value === 'string' && /^[a-z0-9.-]+$/i.test(value) ? namePlace(value) : undefined;
}

export function matchOf(
  { address, action }: { readonly address: string; readonly action: Action },
  { places, unknown }: Places,
  layers: readonly unknown[],
  collector: Collector,
): Match {
  const mayOpen = action === 'allow' ? ANYTHING : undefined;
  unknown.forEach((value) => collector.cannotTell(address, `it leads to ${brief(value)}`, mayOpen));
  const ranges = layers.map((layer) => (isFields(layer) ? rangesOf(layer) : undefined));
  layers
    .filter((_, i) => ranges[i] === undefined)
    .forEach((layer) => collector.cannotTell(address, `its protocol and ports are ${brief(layer)}`, mayOpen));
  return {
    traffic: ranges.flatMap((found) => (found ?? []).flatMap((range) => places.map((place) => ({ ...range, place })))),
    isWhole: unknown.length === 0 && !ranges.includes(undefined),
  };
}

function rangesOf({ protocol, ip_protocol: policyProtocol, ports }: Fields): Omit<Traffic, 'place'>[] | undefined {
  const protocols = protocolsOf(protocol ?? policyProtocol);
  const ranges = listOf(ports).map(portsOf);
  // Ports of a protocol whose ports are not counted here, such as SCTP, are not understood either.
  if (protocols === undefined || ranges.includes(undefined) || (ranges.length > 0 && !protocols.every(hasPorts))) {
    return undefined;
  }
  const counted = ranges.length === 0 ? [ALL_PORTS] : (ranges as PortRange[]);
  return protocols.flatMap((name) => counted.map((range) => ({ protocol: name, ...range })));
}

function portsOf(value: unknown): PortRange | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(String(value));
  const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  return match !== null && from <= to && to <= ALL_PORTS.to && to > 0
    ? { from: Math.max(from, ALL_PORTS.from), to }
    : undefined;
}
