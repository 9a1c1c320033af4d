import { mergeSame, minimise, type Rule } from '../network';
import {
  aboutOf,
  acknowledge,
  compareFlows,
  type About,
  type Finding,
  type Flow,
  type Plan,
  type Stage,
} from '../plan';
import { enforce, type TargetFlow } from './enforce';
import { linesOf, type Line } from './reachable';
import type { TargetFacts } from './target';
import { rolesElsewhere, targetFindings } from './target-findings';

/** A plan as one platform can carry it out. */
export class PlanOnTarget {
  /** Every flow with what the platform matches of it. */
  public readonly flows: readonly TargetFlow[];
  /** One rule for each distinct protocol, port range and destination, with all its reasons; in canonical order. */
  public readonly rules: readonly Rule<Flow>[];
  private allLines?: readonly Line[];
  private fewest?: readonly Rule<Flow>[];
  private readonly ownFindings: readonly Finding[];

  /** @internal */
  public constructor(
    public readonly plan: Plan,
    public readonly facts: TargetFacts,
  ) {
    const { flows, replaced } = enforce(plan, facts);
    this.flows = flows;
    this.rules = mergeSame(
      this.flows.map(({ flow, destination, enforcement }) => ({
        port: flow.port,
        destination,
        enforcement,
        reasons: [flow],
      })),
      compareFlows,
    );
    this.ownFindings = targetFindings(plan, this.flows, replaced, facts);
  }

  /** Every port of every connection: asked for, and reachable in fact. */
  public get lines(): readonly Line[] {
    this.allLines ??= linesOf(this.plan.decisions, this.rules);
    return this.allLines;
  }

  /** The fewest rules that let out exactly the same, with all reasons; in canonical order. */
  public get minimised(): readonly Rule<Flow>[] {
    this.fewest ??= minimise(this.rules, compareFlows);
    return this.fewest;
  }

  /** Findings of the plan and of this platform, with what was acknowledged; by key. */
  public get findings(): readonly Finding[] {
    return this.findingsWith([], ['plan', 'target']);
  }

  /** The findings that a construct answers for: its share of the plan's and the target's, and what it found itself. */
  public findingsAbout(about: About, more: readonly Finding[], stages: readonly Stage[]): readonly Finding[] {
    return this.findingsWith(more, stages).filter((entry) => aboutOf(entry) === about);
  }

  /** The same with what a construct found; `stages` says which acknowledgements are judged. */
  public findingsWith(more: readonly Finding[], stages: readonly Stage[]): readonly Finding[] {
    return acknowledge(
      [...this.plan.rawFindings, ...this.ownFindings, ...more],
      this.plan.acknowledgements,
      this.plan.asOf,
      stages,
      this.facts.name,
    );
  }
}

/**
 * The findings about permissions, which do not depend on whether a platform can carry out the ports: a plan with a host
 * name that a firewall cannot match still has permissions.
 */
export function permissionFindings(
  plan: Plan,
  facts: TargetFacts,
  more: readonly Finding[],
  stages: readonly Stage[],
): readonly Finding[] {
  const all = [...plan.rawFindings, ...rolesElsewhere(plan, facts), ...more];
  return acknowledge(all, plan.acknowledgements, plan.asOf, stages, facts.name).filter(
    (entry) => aboutOf(entry) === 'permissions',
  );
}
