import type { Place, Traffic } from '../network';
import {
  ALL_PORTS,
  ANY,
  ANYTHING,
  blockOf,
  brief,
  hasPorts,
  isFields,
  listOf,
  namePlace,
  numberOf,
  protocolsOf,
  type Collector,
  type Fields,
} from './outgoing';
import { isRepeated, type TerraformResource } from './terraform';

/** Where a rule stands in Google Cloud's order of evaluation: hierarchical policies, VPC rules, policies of the network. */
export const LEVELS: Readonly<Record<string, number>> = {
  google_compute_firewall_policy_rule: 0,
  google_compute_organization_security_policy_rule: 0,
  google_compute_firewall: 1,
  google_compute_network_firewall_policy_rule: 2,
  google_compute_region_network_firewall_policy_rule: 3,
};

export type Action = 'allow' | 'deny' | 'goto_next';

/** An egress rule of Google Cloud, resolved. */
export interface GoogleRule {
  readonly where: string;
  readonly says: unknown;
  readonly level: number;
  readonly priority: number;
  readonly action: Action;
  readonly traffic: readonly Traffic[];
  /** False when part of what it matches is known only at deployment. */
  readonly isWhole: boolean;
}

/** The machines that a rule holds for; empty for all of them. */
export function machinesOf({ values }: TerraformResource): string {
  const keys = ['target_service_accounts', 'target_tags', 'target_secure_tags', 'target_resources'];
  return keys
    .flatMap((key) => listOf(values[key]))
    .map((target) =>
      typeof target === 'string'
        ? target
        : brief(isFields(target) && typeof target.name === 'string' ? target.name : target),
    )
    .sort()
    .join(', ');
}

export function isGoogleEgress({ type, values }: TerraformResource): boolean {
  return (
    LEVELS[type] !== undefined &&
    String(values.direction ?? 'INGRESS').toUpperCase() === 'EGRESS' &&
    values.disabled !== true
  );
}

/** In the place of a rule that cannot be read: it denies nothing, and makes everything after it uncertain. */
const FIRST = { says: '', level: 0, priority: -1, action: 'deny', traffic: [], isWhole: false } as const;

/** The rules that one resource stands for: a VPC rule lets out or denies; `undefined` parts are said to the collector. */
export function googleRules(resource: TerraformResource, collector: Collector): GoogleRule[] {
  const { type, address, values } = resource;
  if (isRepeated(resource)) {
    collector.cannotTell(address, 'how many there are is known only to Terraform', ANYTHING);
  }
  const priority = values.priority === undefined || values.priority === null ? 1000 : numberOf(values.priority);
  if (priority === undefined || priority < 0) {
    collector.cannotTell(address, `its priority is ${brief(values.priority)}`, ANYTHING);
    return [{ ...FIRST, where: address }];
  }
  const common = { where: address, says: values.description, level: LEVELS[type]!, priority };
  if (type === 'google_compute_firewall') {
    return (['allow', 'deny'] as const)
      .filter((action) => listOf(values[action]).length > 0)
      .map((action) => ({
        ...common,
        action,
        ...matchOf({ address, action }, placesOf(values, VPC_PLACES), listOf(values[action]), collector),
      }));
  }
  const action = String(values.action) as Action;
  if (!['allow', 'deny', 'goto_next'].includes(action)) {
    collector.cannotTell(address, `its action is ${brief(values.action)}`, ANYTHING);
    return [{ ...FIRST, where: address }];
  }
  return listOf(values.match).flatMap((match) =>
    isFields(match)
      ? [
          {
            ...common,
            action,
            ...matchOf({ address, action }, placesOf(match, POLICY_PLACES), listOf(match.layer4_configs), collector),
          },
        ]
      : [],
  );
}

/** Arguments that name destinations, and whether they hold blocks or host names. */
const VPC_PLACES: Readonly<Record<string, 'blocks' | 'names' | 'unknown'>> = { destination_ranges: 'blocks' };
const POLICY_PLACES: Readonly<Record<string, 'blocks' | 'names' | 'unknown'>> = {
  dest_ip_ranges: 'blocks',
  dest_fqdns: 'names',
  dest_address_groups: 'unknown',
  dest_region_codes: 'unknown',
  dest_threat_intelligences: 'unknown',
  dest_network_type: 'unknown',
  dest_network_scope: 'unknown',
  dest_network_context: 'unknown',
};

interface Places {
  readonly places: readonly Place[];
  readonly unknown: readonly unknown[];
}

function placesOf(values: Fields, kinds: Readonly<Record<string, 'blocks' | 'names' | 'unknown'>>): Places {
  const given = Object.entries(kinds).flatMap(([key, kind]) => listOf(values[key]).map((value) => ({ kind, value })));
  // Without destinations a rule holds for all of them.
  if (given.length === 0) {
    return { places: ANY, unknown: [] };
  }
  const found = given.map(({ kind, value }) => ({
    value,
    place: kind === 'blocks' ? blockOf(value) : kind === 'names' ? nameOf(value) : undefined,
  }));
  return {
    places: found.flatMap(({ place }) => place ?? []),
    unknown: found.filter(({ place }) => place === undefined).map(({ value }) => value),
  };
}

function nameOf(value: unknown): Place | undefined {
  return typeof value === 'string' && /^[a-z0-9.-]+$/i.test(value) ? namePlace(value) : undefined;
}

function matchOf(
  { address, action }: { readonly address: string; readonly action: Action },
  { places, unknown }: Places,
  layers: readonly unknown[],
  collector: Collector,
): Pick<GoogleRule, 'traffic' | 'isWhole'> {
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
  if (protocols === undefined || ranges.includes(undefined)) {
    return undefined;
  }
  return protocols.flatMap((name) =>
    (ranges.length === 0 || !hasPorts(name) ? [ALL_PORTS] : (ranges as { from: number; to: number }[])).map(
      (range) => ({
        protocol: name,
        from: range.from,
        to: range.to,
      }),
    ),
  );
}

function portsOf(value: unknown): { from: number; to: number } | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(String(value));
  const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  return match !== null && from <= to && to <= ALL_PORTS.to ? { from: Math.max(from, ALL_PORTS.from), to } : undefined;
}
