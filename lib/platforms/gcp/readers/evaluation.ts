import type { GoogleRule } from './rule';
import { compareTexts } from '../../../base';
import { subtract, type Traffic } from '../../../network';
import { ALL_PORTS, ANY, hasPorts, OTHER, type Collector } from '../../../platform/template';

/**
 * The egress that rules of Google Cloud allow. Traffic is open when the first rule that matches it allows it: levels in
 * their order, in a level the lower priority first, at equal priority a denial first, and in the end everything is
 * allowed. https://cloud.google.com/firewall/docs/firewall-policies-overview#rule-evaluation
 *
 * A denial of unknown extent denies nothing here: traffic that may be open is shown as open, but not as certain.
 */
export function evaluate(rules: readonly GoogleRule[], collector: Collector): void {
  const ordered = withNames(rules).sort(
    (a, b) => a.level - b.level || a.priority - b.priority || rank(a) - rank(b) || compareTexts(a.where, b.where),
  );
  const denied: Traffic[] = [];
  let skipped: Traffic[] = [];
  let isCertain = true;
  let level: number | undefined;
  for (const { where, says, level: own, action, traffic, isWhole } of ordered) {
    skipped = own === level ? skipped : [];
    level = own;
    if (action === 'goto_next') {
      skipped.push(...traffic);
      isCertain &&= isWhole;
    } else if (action === 'deny') {
      denied.push(...rest(traffic, skipped));
      isCertain &&= isWhole;
    } else {
      allow(traffic, [...denied, ...skipped], { where, says, isCertain }, collector);
    }
  }
  const says = 'no rule denies it, and Google Cloud allows egress that no rule denies';
  allow(everything(ordered), denied, { where: 'the end of the list', says, isCertain }, collector);
}

function allow(
  traffic: readonly Traffic[],
  taken: readonly Traffic[],
  where: { readonly where: string; readonly says: unknown; readonly isCertain: boolean },
  collector: Collector,
): void {
  subtract(traffic, taken).forEach(({ of, parts }) => collector.allowParts(where, of, parts));
}

function rank({ action }: GoogleRule): number {
  return action === 'deny' ? 0 : 1;
}

function rest(traffic: readonly Traffic[], other: readonly Traffic[]): Traffic[] {
  return subtract(traffic, other).flatMap(({ parts }) => parts);
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
