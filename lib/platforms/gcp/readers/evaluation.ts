import { Earlier, type Ordered } from './earlier';
import type { GoogleRule } from './rule';
import { compareTexts } from '../../../base';
import type { Traffic } from '../../../network';
import { ALL_PORTS, ANY, hasPorts, OTHER, type Collector } from '../../../platform/template';

/**
 * The egress that rules of Google Cloud allow. Traffic is open when the first rule that matches it allows it: levels in
 * their order, in a level the lower priority first, at equal priority a denial first, and in the end everything is
 * allowed. https://cloud.google.com/firewall/docs/firewall-policies-overview#rule-evaluation
 *
 * A denial of unknown extent denies nothing here, nor does one that may not apply: traffic that may be open is shown as
 * open, but not as certain.
 */
export function evaluate(rules: readonly GoogleRule[], collector: Collector): void {
  const ordered = withNames(rules).sort(
    (a, b) => a.level - b.level || a.priority - b.priority || rank(a) - rank(b) || compareTexts(a.where, b.where),
  );
  const all = everything(ordered);
  const skipped = skippedIn(ordered, all);
  const denied = new Earlier(deniedIn(ordered, skipped));
  const firstDoubt = ordered.findIndex((rule) => rule.action !== 'allow' && !isSure(rule));
  const isAfterDoubt = (order: number): boolean => firstDoubt >= 0 && firstDoubt < order;
  ordered.forEach(({ where, says, level, action, traffic, applies }, order) => {
    if (action === 'allow') {
      const isCertain = applies && !isAfterDoubt(order);
      for (const whole of traffic) {
        const left = skipped.certain.get(level)?.rest(whole, order) ?? [whole];
        const parts = left.flatMap((part) => denied.rest(part, order));
        collector.allowParts({ where, says, isCertain }, whole, parts);
      }
    }
  });
  const says = 'no rule denies it, and Google Cloud allows egress that no rule denies';
  const end = { where: 'the end of the list', says, isCertain: firstDoubt < 0 };
  all.forEach((whole) => collector.allowParts(end, whole, denied.rest(whole, ordered.length)));
}

/** True when it is clear what a rule matches, and that it applies. */
function isSure({ isWhole, applies }: GoogleRule): boolean {
  return isWhole && applies;
}

function rank({ action }: GoogleRule): number {
  return action === 'deny' ? 0 : 1;
}

/** Traffic that rules send to the next level, by level. */
interface Skipped {
  readonly certain: ReadonlyMap<number, Earlier>;
  /** With what may be sent there: the rules after it in its level may not see it. */
  readonly possible: ReadonlyMap<number, Earlier>;
}

function skippedIn(ordered: readonly GoogleRule[], all: readonly Traffic[]): Skipped {
  const certain = new Map<number, Ordered[]>();
  const possible = new Map<number, Ordered[]>();
  ordered.forEach(({ level, action, traffic, isWhole, applies }, order) => {
    if (action === 'goto_next') {
      add(possible, level, isWhole ? traffic : all, order);
      add(certain, level, applies ? traffic : [], order);
    }
  });
  return { certain: indexed(certain), possible: indexed(possible) };
}

function add(to: Map<number, Ordered[]>, level: number, traffic: readonly Traffic[], order: number): void {
  const list = to.get(level) ?? [];
  to.set(level, list);
  traffic.forEach((one) => list.push({ traffic: one, order }));
}

function indexed(lists: ReadonlyMap<number, readonly Ordered[]>): Map<number, Earlier> {
  return new Map([...lists].map(([level, list]) => [level, new Earlier(list)]));
}

/** Traffic that is denied for certain. */
function deniedIn(ordered: readonly GoogleRule[], { possible }: Skipped): Ordered[] {
  return ordered.flatMap(({ level, action, traffic, applies }, order) =>
    action === 'deny' && applies
      ? traffic.flatMap((one) =>
          (possible.get(level)?.rest(one, order) ?? [one]).map((part) => ({ traffic: part, order })),
        )
      : [],
  );
}

function everything(rules: readonly GoogleRule[]): Traffic[] {
  return ['tcp', 'udp', OTHER, ...namesIn(rules)].flatMap((protocol) =>
    ANY.map((place) => ({ protocol, ...ALL_PORTS, place })),
  );
}

/** Protocols beside TCP and UDP that some rule names. */
function namesIn(rules: readonly GoogleRule[]): string[] {
  const names = rules.flatMap(({ traffic }) => traffic.map(({ protocol }) => protocol));
  return [...new Set(names)].filter((name) => !hasPorts(name) && name !== OTHER);
}

/** "Other protocols" are the named ones too, and the rest. */
function withNames(rules: readonly GoogleRule[]): GoogleRule[] {
  const names = namesIn(rules);
  return rules.map((rule) => ({
    ...rule,
    traffic: rule.traffic.flatMap((traffic) =>
      traffic.protocol === OTHER ? [traffic, ...names.map((protocol) => ({ ...traffic, protocol }))] : [traffic],
    ),
  }));
}
