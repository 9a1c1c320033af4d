import type { Rule } from '../network';
import type { Decision, Flow } from '../plan';
import { CLOSED_PORT, type PortState } from './flow-state';
import { RuleIndex } from './rule-index';

/** One port of one connection: requested or not, and reachable on this platform or not. */
export interface Line extends PortState {
  readonly decision: Decision;
  /** Rules through which the port is reachable; empty when it is closed. */
  readonly rules: readonly Rule<Flow>[];
}

/**
 * Compares every decision with the actual rules. A port that is not requested may still be open through another
 * connection; it is never called closed then.
 *
 * @param stateOf what becomes of an open port
 */
export function linesOf(
  decisions: readonly Decision[],
  rules: readonly Rule<Flow>[],
  stateOf: (decision: Decision) => PortState,
): Line[] {
  const own = rulesByDecision(rules);
  let index: RuleIndex<Flow> | undefined;
  return decisions.map((decision) => {
    if (decision.open) {
      return { decision, rules: own.get(decision) ?? [], ...stateOf(decision) };
    }
    index ??= new RuleIndex(rules);
    return { decision, rules: index.reaching(decision.port, decision.place.destinations), ...CLOSED_PORT };
  });
}

/** The rules of each decision, each once, in their order. */
function rulesByDecision(rules: readonly Rule<Flow>[]): ReadonlyMap<Decision, readonly Rule<Flow>[]> {
  const result = new Map<Decision, Rule<Flow>[]>();
  for (const rule of rules) {
    for (const decision of new Set(rule.reasons.map((flow) => flow.decision))) {
      const known = result.get(decision) ?? [];
      known.push(rule);
      result.set(decision, known);
    }
  }
  return result;
}
