import { subtract, type Traffic } from '../network';
import type { ReviewDocument } from '../review';
import { isMoved } from './places';
import { trafficOfRule } from './rule-traffic';

/**
 * A change that is not in place: traffic that is open before and after, in rules of which none stays as it is. Rules are
 * destroyed and written in any order, so it is closed for a while, or more is open; each has a way in two steps.
 */
export interface RewriteChange {
  /** Name of the rule that carries it before, or of the delegate when all of its rules are written anew. */
  readonly rule: string;
  /** Names of the rules that carry it after. */
  readonly into: readonly string[];
  /** Such as `tcp 443 to 10.0.3.7/32`. */
  readonly traffic: readonly string[];
  /** State while it is applied: closed, or open. */
  readonly meanwhile: string;
  /** A way in two steps. */
  readonly way: string;
}

/** Traffic of each rule of a template, by its name. */
type Carried = ReadonlyMap<string, readonly Traffic[]>;

const OBSERVE =
  "first set `deny: 'observe'` and apply, then make this change with `deny: 'on'`: the rules that deny are written after all others";
const BESIDE =
  "first add a second delegate of the new name with `deny: 'observe'` beside this one and apply, then remove this one and set `deny: 'on'` on the other";

/** Changes that are not in place; none where a review does not say which rules its template has. */
export function rewritesOf(before: ReviewDocument, after: ReviewDocument): RewriteChange[] {
  if (before.written === undefined || after.written === undefined) {
    return [];
  }
  const whole = wholeOf(before, after);
  return whole.length > 0
    ? whole
    : [...observed(before, after), ...renumbered(before, after), ...movedTraffic(before, after)];
}

/** Every rule is written anew when something changes that no rule can change. */
function wholeOf(
  { where: before, target: one }: ReviewDocument,
  { where: after, target: other }: ReviewDocument,
): RewriteChange[] {
  const frozen = ['name', 'project', 'network', 'policy'] as const;
  const changed = [
    ...frozen.filter((key) => isMoved(before, after, key)),
    ...(one.name === other.name ? [] : ['firewallPolicy']),
  ];
  return changed.length === 0
    ? []
    : [
        {
          rule: before.name ?? '',
          into: [after.name ?? ''],
          traffic: ['all of it'],
          meanwhile: `every rule is destroyed and written anew, since no rule can change its ${changed.join(', ')}: the rules that deny go first and come last, so all other egress is open meanwhile`,
          way: changed.includes('name') ? renamed(before, after) : OBSERVE,
        },
      ];
}

/** A network takes one policy of its own, and two delegates must mean the same machines. */
function renamed(before: ReviewDocument['where'], after: ReviewDocument['where']): string {
  if (before.policy !== undefined && before.policy === before.name) {
    return OBSERVE;
  }
  return before.targets === after.targets
    ? BESIDE
    : `${BESIDE}; both need the \`targetServiceAccounts\` of the machines, which run under ${before.targets ?? 'the account of the first'}`;
}

/** The rules that deny become rules that allow. */
function observed({ written: before = [] }: ReviewDocument, { written: after = [] }: ReviewDocument): RewriteChange[] {
  const denies = before.filter(({ action }) => action === 'deny').map(({ name }) => name);
  const observes = after.filter(({ action }) => action === 'observe').map(({ name }) => name);
  return denies.length === 0 || observes.length === 0
    ? []
    : [
        {
          rule: denies.join(', '),
          into: observes,
          traffic: ['all other egress'],
          meanwhile: 'nothing is closed any more: all other egress is allowed and logged, until it is denied again',
          way: "read the logs, add what is missing to the list, and set `deny: 'on'`",
        },
      ];
}

/** A rule that denies is destroyed and written anew when its number changes. */
function renumbered(
  { written: before = [] }: ReviewDocument,
  { written: after = [] }: ReviewDocument,
): RewriteChange[] {
  return before
    .filter(({ action }) => action !== 'allow')
    .filter(({ name, priority }) => after.some((rule) => rule.name === name && rule.priority !== priority))
    .map(({ name }) => ({
      rule: name,
      into: [name],
      traffic: ['all other egress'],
      meanwhile: 'open between the removal of the rule and its writing with the new priority',
      way: 'leave its number as it is, and pin the other rule instead',
    }));
}

function movedTraffic(before: ReviewDocument, after: ReviewDocument): RewriteChange[] {
  const [one, other] = [carriedIn(before), carriedIn(after)];
  const numbers = new Map(after.written!.map(({ name, priority }) => [name, priority]));
  const stays = before.written!.filter(({ name, priority }) => other.has(name) && numbers.get(name) === priority);
  const kept = stays.flatMap(({ name }) => keptIn(one.get(name) ?? [], other.get(name)!));
  const open = overlap([...one.values()].flat(), [...other.values()].flat());
  const moved = minus(open, kept);
  if (moved.length === 0) {
    return [];
  }
  const connections = new Map(
    [...before.written!, ...after.written!].map(({ name, connection }) => [name, connection]),
  );
  return [...one].flatMap(([name, traffic]) => {
    const parts = overlap(traffic, moved);
    const into = [...other].filter(([, carried]) => overlap(parts, carried).length > 0).map(([rule]) => rule);
    return parts.length === 0 ? [] : [moveOf(name, into, parts, connections)];
  });
}

function moveOf(
  rule: string,
  into: readonly string[],
  parts: readonly Traffic[],
  connections: ReadonlyMap<string, string | undefined>,
): RewriteChange {
  const traffic = parts.map(
    ({ protocol, from, to, place }) => `${protocol} ${from === to ? from : `${from}-${to}`} to ${place.text}`,
  );
  const isReplaced = into.length === 1 && into[0] === rule;
  const from = connections.get(rule);
  const names = [...new Set(into.map((name) => connections.get(name)))].filter((name) => name !== from);
  return {
    rule,
    into,
    traffic: [...new Set(traffic)],
    meanwhile: isReplaced
      ? 'closed between the removal of the rule and its writing with the new priority'
      : `closed when ${rule} changes before ${into.join(', ')} is written`,
    way:
      names.length > 0 && into.every((name) => connections.get(name) !== from)
        ? `first list it as ${from} and as ${names.join(', ')} and apply, then take ${from} out of the list`
        : OBSERVE,
  };
}

/** Most rules do not change: what is written the same is kept as a whole. */
function keptIn(before: readonly Traffic[], after: readonly Traffic[]): readonly Traffic[] {
  const keyOf = ({ protocol, from, to, place }: Traffic): string => `${protocol} ${from} ${to} ${place.key}`;
  const keys = new Set(after.map(keyOf));
  return before.every((one) => keys.has(keyOf(one))) ? before : overlap(before, after);
}

function carriedIn({ rules, written = [] }: ReviewDocument): Carried {
  const carried = new Map<string, Traffic[]>(
    written.filter(({ action }) => action === 'allow').map(({ name }) => [name, []]),
  );
  for (const rule of rules) {
    rule.writtenIn?.forEach((name) => carried.get(name)?.push(...trafficsOf(rule)));
  }
  return carried;
}

function minus(all: readonly Traffic[], other: readonly Traffic[]): Traffic[] {
  return subtract(all, other).flatMap(({ parts }) => [...parts]);
}

function overlap(all: readonly Traffic[], other: readonly Traffic[]): Traffic[] {
  return minus(all, minus(all, other));
}

/** A host name has addresses of both families, which a rule for every address carries as well. */
function trafficsOf(rule: ReviewDocument['rules'][number]): Traffic[] {
  const traffic = trafficOfRule(rule);
  return rule.destination.kind === 'hostname'
    ? (['ipv4', 'ipv6'] as const).map((family) => ({ ...traffic, place: { ...traffic.place, family } }))
    : [traffic];
}
