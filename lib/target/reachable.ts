import type { Rule } from '../network';
import type { Decision, Flow } from '../plan';
import { RuleIndex } from './rule-index';

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
  const byReason = rulesByReason(rules);
  let index: RuleIndex<Flow> | undefined;
  return decisions.map((decision) => {
    const { connection, port, statement, destinations } = decision;
    if (decision.open) {
      return { decision, rules: byReason.get(keyOf(connection, port.key))?.get(statement) ?? [], own: true };
    }
    index ??= new RuleIndex(rules);
    return { decision, rules: index.reaching(port, destinations), own: false };
  });
}

type Statement = Flow['statement'];

/** The rules that were made for a port of a connection, by the statement that has it. */
function rulesByReason(rules: readonly Rule<Flow>[]): Map<string, Map<Statement, Rule<Flow>[]>> {
  const found = new Map<string, Map<Statement, Rule<Flow>[]>>();
  for (const rule of rules) {
    for (const { connection, statement, asked } of rule.reasons) {
      const key = keyOf(connection, asked.key);
      const statements = found.get(key) ?? new Map<Statement, Rule<Flow>[]>();
      found.set(key, statements);
      const own = statements.get(statement) ?? [];
      statements.set(statement, own);
      if (own[own.length - 1] !== rule) {
        own.push(rule);
      }
    }
  }
  return found;
}

function keyOf(connection: string, port: string): string {
  return `${port} ${connection}`;
}
