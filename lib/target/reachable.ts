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
  return decisions.map((decision) => {
    const own = rules.filter((rule) =>
      rule.reasons.some(
        (flow) =>
          flow.connection === decision.connection &&
          flow.statement === decision.statement &&
          flow.asked.key === decision.port.key,
      ),
    );
    return decision.open
      ? { decision, rules: own, own: true }
      : { decision, rules: rules.filter((rule) => reaches(rule, decision)), own: false };
  });
}

/**
 * True when the rule lets out this port to where the decision leads, at least in part. Where nobody said where that is,
 * every rule with the port counts; for a host name, every rule that leads outside one's own network.
 */
function reaches(rule: Rule<Flow>, { port, destinations }: Decision): boolean {
  if (!rule.port.contains(port)) {
    return false;
  }
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
