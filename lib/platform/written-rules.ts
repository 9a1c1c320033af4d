import type { Rule } from '../network';
import type { Flow } from '../plan';

/** A firewall rule of a template: a change of the list that gives it another name is not in place. */
interface WrittenRule {
  readonly name: string;
  /** `deny` and `observe` are for all other egress, which `observe` allows and logs. */
  readonly action: 'allow' | 'deny' | 'observe';
  /** Of a rule that allows. */
  readonly connection?: string;
  /** Its own, when the platform numbers every rule. */
  readonly priority?: number;
}

/** The rules of a template, and which of them carry a rule of the plan. */
export interface WrittenRules {
  readonly rules: readonly WrittenRule[];
  readonly carriersOf: (rule: Rule<Flow>) => readonly string[];
}
