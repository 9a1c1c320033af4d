import { mergeSame, minimise, type Rule } from '../network';
import { compareFlows, type Finding, type FindingLog, type Flow, type Permission, type Plan } from '../plan';
import { enforce, type Enforced, type TargetFlow } from './enforce';
import { portStates, statesOf, type FlowState } from './flow-state';
import { elsewhereFindings, grantedBy } from './grants';
import type { Platform, TargetFacts } from './platform';
import { linesOf, type Line } from './reachable';
import { RuleSet } from './rule-set';
import { targetFindings } from './target-findings';

/** A plan as one target enforces it. */
export class PlanOnTarget {
  /** Every flow with the destination that the platform matches. */
  public readonly flows: readonly TargetFlow[];
  /** One rule for each distinct protocol, port range and destination, with all its reasons; in canonical order. */
  public readonly rules: readonly Rule<Flow>[];
  /** Permissions that this platform grants. */
  public readonly permissions: readonly Permission[];
  /** Findings so far, before acknowledgement; a construct adds its own. */
  public readonly log: FindingLog;
  /** @internal */
  public readonly enforced: Enforced;
  /** Findings of this target. @internal */
  public readonly own: readonly Finding[];
  private allLines?: readonly Line[];
  private fewest?: readonly Rule<Flow>[];
  private allStates?: ReadonlyMap<Flow, FlowState>;

  /**
   * @param path targets of all layers that the traffic passes, this one among them
   * @internal
   */
  public constructor(
    public readonly plan: Plan,
    public readonly facts: TargetFacts,
    platform: Pick<Platform, 'grants'>,
    path: readonly TargetFacts[] = [facts],
  ) {
    this.enforced = enforce(plan, facts, path);
    this.flows = this.enforced.flows;
    this.rules = mergeSame(this.flows.map(ruleOf), compareFlows);
    this.permissions = grantedBy(platform, plan);
    this.own = [
      ...targetFindings(this.enforced, facts),
      ...(facts.filters === 'requests' ? [] : elsewhereFindings(platform, plan, facts.title)),
    ];
    this.log = plan.log.with(this.own);
  }

  /** Every port of every connection: requested or not, and reachable or not. */
  public get lines(): readonly Line[] {
    this.allLines ??= linesOf(this.plan.decisions, this.rules, portStates(this.states));
    return this.allLines;
  }

  /** State of every flow of the plan, by all the rules together. */
  public get states(): ReadonlyMap<Flow, FlowState> {
    this.allStates ??=
      this.facts.isWatching === true
        ? new Map(this.plan.flows.map((flow) => [flow, { state: 'not filtered' }]))
        : statesOf(this.enforced, new RuleSet(this.rules, this.facts));
    return this.allStates;
  }

  /** The fewest rules that allow exactly the same, with all reasons; in canonical order. */
  public get minimised(): readonly Rule<Flow>[] {
    this.fewest ??= minimise(this.rules, compareFlows);
    return this.fewest;
  }

  /** Findings of the plan and of this target, with their acknowledgements; by key. */
  public get findings(): readonly Finding[] {
    const { name: target, platform } = this.facts;
    return this.log.judged({ stages: ['plan', 'target'], targets: [target], platform });
  }
}

function ruleOf({ flow, port, destination, enforcement }: TargetFlow): Rule<Flow> {
  return { port, destination, enforcement, reasons: [flow] };
}
