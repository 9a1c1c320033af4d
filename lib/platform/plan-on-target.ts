import { mergeSame, minimise, type Rule } from '../network';
import { compareFlows, type Finding, type FindingLog, type Flow, type Permission, type Plan } from '../plan';
import { enforce, type TargetFlow } from './enforce';
import { elsewhereFindings, grantedBy } from './grants';
import type { Platform, TargetFacts } from './platform';
import { linesOf, type Line } from './reachable';
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
  private allLines?: readonly Line[];
  private fewest?: readonly Rule<Flow>[];

  /** @internal */
  public constructor(
    public readonly plan: Plan,
    public readonly facts: TargetFacts,
    platform: Pick<Platform, 'grants'>,
  ) {
    const { flows, replaced } = enforce(plan, facts);
    this.flows = flows;
    this.rules = mergeSame(flows.map(ruleOf), compareFlows);
    this.permissions = grantedBy(platform, plan);
    this.log = plan.log.with([
      ...targetFindings(flows, replaced, facts),
      ...elsewhereFindings(platform, plan, facts.title),
    ]);
  }

  /** Every port of every connection: requested or not, and reachable or not. */
  public get lines(): readonly Line[] {
    this.allLines ??= linesOf(this.plan.decisions, this.rules);
    return this.allLines;
  }

  /** The fewest rules that allow exactly the same, with all reasons; in canonical order. */
  public get minimised(): readonly Rule<Flow>[] {
    this.fewest ??= minimise(this.rules, compareFlows);
    return this.fewest;
  }

  /** Findings of the plan and of this target, with their acknowledgements; by key. */
  public get findings(): readonly Finding[] {
    const { name: target, platform } = this.facts;
    return this.log.judged({ stages: ['plan', 'target'], target, platform });
  }
}

function ruleOf({ flow, destination, enforcement }: TargetFlow): Rule<Flow> {
  return { port: flow.port, destination, enforcement, reasons: [flow] };
}
