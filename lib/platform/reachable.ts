import { groupBy } from '../base';
import type { Rule } from '../network';
import type { Decision, Flow } from '../plan';
import { isInside } from './inside';

/** One port of one connection: what was asked for, and what can be reached on this platform whether asked for or not. */
export interface Line {
  readonly decision: Decision;
  /** Rules through which the port can be reached; empty when it is closed in fact. */
  readonly rules: readonly Rule<Flow>[];
  /** True when its own flows are among the reasons of those rules. */
  readonly own: boolean;
}

/**
 * Sets every decision beside the rules that are really there. A port that nobody asked for may be open all the same
 * through another connection; it is never called closed then.
 */
export function linesOf(decisions: readonly Decision[], rules: readonly Rule<Flow>[]): Line[] {
  const place = new Map(rules.map((rule, i) => [rule, i]));
  const byPort = groupBy(rules, (rule) => rule.port.key);
  const own = rulesByDecision(rules);
  return decisions.map((decision) => {
    if (decision.open) {
      return { decision, rules: own.get(decision) ?? [], own: true };
    }
    const withPort = [...byPort.values()].filter(([rule]) => rule!.port.contains(decision.port)).flat();
    const reached = withPort.filter((rule) => reaches(rule, decision));
    return { decision, rules: reached.sort((a, b) => place.get(a)! - place.get(b)!), own: false };
  });
}

/** The rules that were made for each decision, each once, in their order. */
function rulesByDecision(rules: readonly Rule<Flow>[]): ReadonlyMap<Decision, readonly Rule<Flow>[]> {
  const result = new Map<Decision, Rule<Flow>[]>();
  for (const rule of rules) {
    for (const decision of new Set(rule.reasons.map((flow) => flow.decision))) {
      const known = result.get(decision);
      if (known === undefined) {
        result.set(decision, [rule]);
      } else {
        known.push(rule);
      }
    }
  }
  return result;
}

/**
 * True when a rule with the port leads to where the decision leads, at least in part. Where nobody said where that is,
 * every rule with the port counts; for a host name, every rule that leads outside one's own network.
 */
function reaches(rule: Rule<Flow>, { place: { destinations } }: Decision): boolean {
  if (destinations.length === 0) {
    return true;
  }
  return destinations.some(
    (destination) =>
      rule.destination.covers(destination) ||
      destination.covers(rule.destination) ||
      (destination.cidr === undefined && rule.destination.cidr !== undefined && !isInside(rule.destination)),
  );
}
