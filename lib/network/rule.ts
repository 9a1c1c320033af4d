import { compareDestinations, type Destination } from './destination';
import { comparePorts, type Port } from './port';

/** Parts of a requested destination that a layer may check, the strongest first. */
export const ENFORCEMENTS = ['address', 'host name', 'claimed name', 'resolvable name', 'port-only'] as const;

/**
 * The part of the requested destination that a layer checks: its `address`; its `host name`, tied to the address; the name
 * that the client claims (SNI, Host), whatever the address; whether the name can be resolved, whatever is connected to;
 * or nothing but the port.
 */
export type Enforcement = (typeof ENFORCEMENTS)[number];

/** The strongest of some, or `undefined` of none. */
export function strongest(all: readonly Enforcement[]): Enforcement | undefined {
  return ENFORCEMENTS.find((word) => all.includes(word));
}

/** The weakest of some, or `undefined` of none. */
export function weakest(all: readonly Enforcement[]): Enforcement | undefined {
  return [...ENFORCEMENTS].reverse().find((word) => all.includes(word));
}

/** Traffic that a platform allows, with all its reasons. */
export interface Rule<R> {
  readonly port: Port;
  readonly destination: Destination;
  readonly enforcement: Enforcement;
  readonly reasons: readonly R[];
}

/** Identity of a rule: protocol, ports, destination. Rules with equal keys allow the same traffic. */
export function ruleKey(rule: { readonly port: Port; readonly destination: Destination }): string {
  return `${rule.port.key} ${rule.destination.key}`;
}

/**
 * One rule for each distinct protocol, port range and destination, with the reasons of all that requested it.
 *
 * Lossless and order-free: the result allows exactly what the rules allow, and does not depend on their order
 * as long as the reasons are sorted by `compareReasons`. A rule is `port-only` only when no request has its
 * address exactly. Knows nothing of ranges or blocks that contain one another.
 */
export function mergeSame<R>(rules: readonly Rule<R>[], compareReasons: (a: R, b: R) => number): Rule<R>[] {
  const sorted = [...rules].sort(compareRules);
  const merged: Rule<R>[] = [];
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    while (end < sorted.length && compareRules(sorted[start]!, sorted[end]!) === 0) {
      end += 1;
    }
    merged.push(mergeGroup(sorted.slice(start, end), compareReasons));
  }
  return merged;
}

/** Order of rules: port, then destination. */
export function compareRules(
  a: Pick<Rule<unknown>, 'port' | 'destination'>,
  b: Pick<Rule<unknown>, 'port' | 'destination'>,
): number {
  return comparePorts(a.port, b.port) || compareDestinations(a.destination, b.destination);
}

function mergeGroup<R>(group: readonly Rule<R>[], compareReasons: (a: R, b: R) => number): Rule<R> {
  const [first] = group;
  if (group.length === 1 && first!.reasons.length === 1) {
    return first!;
  }
  const reasons = group.flatMap((rule) => rule.reasons).sort(compareReasons);
  const enforcement = strongest(group.map((rule) => rule.enforcement))!;
  return { port: first!.port, destination: first!.destination, enforcement, reasons };
}
