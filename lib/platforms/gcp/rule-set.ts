import { allowRules, type AllowRule } from './firewall-rules';
import { ruleName } from './names';
import { EVERYTHING, type DenyChoice } from './rule-text';
import { ruleKey } from '../../network';
import type { TargetFlow, WrittenRules } from '../../platform';

/** All rules of a delegate, by name, and which of them carries what. */

export interface NamedRule extends AllowRule {
  readonly name: string;
}

/** One of the two rules that end the list. */
export interface LastRule {
  readonly name: string;
  /** Every address of a family. */
  readonly range: string;
}

export class RuleSet {
  public readonly allows: readonly NamedRule[];
  public readonly last: readonly LastRule[];
  private carriers?: ReadonlyMap<string, readonly string[]>;

  public constructor(
    flows: readonly TargetFlow[],
    /** Name of the delegate. */
    delegate: string,
    public readonly deny: DenyChoice,
  ) {
    this.allows = allowRules(flows).map((rule) => ({
      ...rule,
      name: ruleName(delegate, rule.connection, rule.identity),
    }));
    const what = deny === 'on' ? 'deny' : 'observe';
    this.last = EVERYTHING.map(([family, range]) => ({ name: `${delegate}-${what}-${family}`, range }));
  }

  /** The rules for the review, with their priorities where each has its own. */
  public written(priorities?: ReadonlyMap<string, number>): WrittenRules {
    const withPriority = (name: string): { name: string; priority?: number } =>
      priorities === undefined ? { name } : { name, priority: priorities.get(name)! };
    return {
      rules: [
        ...this.allows.map(({ name, connection }) => ({ ...withPriority(name), action: 'allow' as const, connection })),
        ...this.last.map(({ name }) => ({
          ...withPriority(name),
          action: this.deny === 'on' ? ('deny' as const) : ('observe' as const),
        })),
      ],
      carriersOf: (rule) => {
        this.carriers ??= carriersOf(this.allows);
        return this.carriers.get(ruleKey(rule)) ?? [];
      },
    };
  }
}

function carriersOf(rules: readonly NamedRule[]): Map<string, string[]> {
  const carriers = new Map<string, string[]>();
  for (const { name, flows } of rules) {
    for (const key of new Set(flows.map(({ flow, destination }) => ruleKey({ port: flow.port, destination })))) {
      carriers.set(key, [...(carriers.get(key) ?? []), name]);
    }
  }
  return carriers;
}
