import { Cidr, type Traffic } from '../network';
import type { ReviewRule } from '../review';

/** Rules of a review as traffic, and parts of traffic, for comparisons. */

export interface TrafficParts {
  /** Parts of the traffic; the whole has one part, itself. */
  readonly parts: readonly { readonly from: number; readonly to: number; readonly destination: string }[];
  readonly isWhole: boolean;
}

export function trafficOfRule({ protocol, from, to, destination }: ReviewRule): Traffic {
  const { kind, key, text, family } = destination;
  const cidr = kind === 'cidr' ? Cidr.parse(key) : undefined;
  const where = cidr === undefined ? { family } : { cidr, family: cidr.family };
  return { protocol, from, to, place: { key, text, ...where } };
}

export function partsOfTraffic({ from, to, place }: Traffic, parts: readonly Traffic[]): TrafficParts {
  const [first] = parts;
  return {
    parts: parts.map((part) => ({ from: part.from, to: part.to, destination: part.place.text })),
    isWhole: parts.length === 1 && first!.from === from && first!.to === to && first!.place.text === place.text,
  };
}
