import { AccessError } from '../base';
import { strongest, type Rule } from '../network';
import type { Finding, FindingLog, Flow, Permission, Plan } from '../plan';
import { portStates, type LayeredState, type PortState } from './flow-state';
import { narrowed } from './narrowed';
import type { PlanOnTarget } from './plan-on-target';
import type { TargetFacts } from './platform';
import type { Line } from './reachable';

/** A port on all layers: the rules of the first, and what each of them does. */
export interface LayeredLine extends Line {
  readonly layers: readonly { readonly target: TargetFacts; readonly state: PortState }[];
}

/** A plan on several layers, which traffic passes one after the other: what gets through is what every one of them passes. */
export class PlanOnLayers {
  public readonly plan: Plan;
  /** Findings so far, before acknowledgement; a construct adds its own. */
  public readonly log: FindingLog;
  private allStates?: ReadonlyMap<Flow, LayeredState>;
  private allLines?: readonly LayeredLine[];

  /** @param layers the first is the one whose rules are written; it grants the permissions */
  public constructor(public readonly layers: readonly PlanOnTarget[]) {
    this.plan = layers[0]!.plan;
    this.log = this.plan.log.with(narrowed(this.plan, layers, this.states));
  }

  public get facts(): TargetFacts {
    return this.layers[0]!.facts;
  }

  /** Rules of the first layer. */
  public get rules(): readonly Rule<Flow>[] {
    return this.layers[0]!.rules;
  }

  public get permissions(): readonly Permission[] {
    return this.layers[0]!.permissions;
  }

  /** State of every flow: closed where one layer closes it, or else what the strongest layer checks. */
  public get states(): ReadonlyMap<Flow, LayeredState> {
    this.allStates ??= new Map(this.plan.flows.map((flow) => [flow, this.stateOf(flow)]));
    return this.allStates;
  }

  /** Every port of every connection: requested or not, and reachable or not. */
  public get lines(): readonly LayeredLine[] {
    this.allLines ??= this.linesOf();
    return this.allLines;
  }

  /** Findings of the plan and of every layer, with their acknowledgements; by key. */
  public get findings(): readonly Finding[] {
    const targets = this.layers.map(({ facts }) => facts.name);
    return this.log.judged({ stages: ['plan', 'target'], targets, platform: this.facts.platform });
  }

  private stateOf(flow: Flow): LayeredState {
    const own = this.layers.map(({ facts, states }) => ({ facts, ...states.get(flow)! }));
    const closing = own.find(({ state }) => state === 'closed');
    if (closing !== undefined) {
      return { state: 'closed', by: closing.facts };
    }
    const open = own.filter(({ state }) => state === 'open');
    // Of a request to a proxy, only the proxy sees the destination; the address that the others check is the proxy's.
    const seeing = open.filter(({ facts }) => facts.filters === 'requests');
    const judging = seeing.length > 0 ? seeing : open;
    const enforcement = strongest(judging.map((entry) => entry.enforcement!));
    return enforcement === undefined
      ? { state: 'not filtered' }
      : { state: 'open', enforcement, by: judging.find((entry) => entry.enforcement === enforcement)!.facts };
  }

  private linesOf(): LayeredLine[] {
    const together = portStates(this.states);
    const each = this.layers.map(({ facts, states }) => ({
      target: facts,
      stateOf: portStates(states),
    }));
    return this.layers[0]!.lines.map((line) => ({
      ...line,
      ...(line.decision.open ? together(line.decision) : {}),
      layers: line.decision.open ? each.map(({ target, stateOf }) => ({ target, state: stateOf(line.decision) })) : [],
    }));
  }
}

/** @throws AccessError `DuplicateLayer`, `LayersApart` */
export function checkLayers(path: readonly TargetFacts[]): void {
  const twice = path.find((facts, i) => path.findIndex(({ name }) => name === facts.name) !== i);
  if (twice !== undefined) {
    throw AccessError.of(
      'DuplicateLayer',
      `the layer \`${twice.name}\` is named twice; name each layer of the path once`,
    );
  }
  const placed = path.filter(({ network }) => network !== undefined);
  const other = placed.find(({ network }) => network !== placed[0]!.network);
  if (other !== undefined) {
    throw AccessError.of(
      'LayersApart',
      `\`${placed[0]!.name}\` and \`${other.name}\` are never on one path: ${placed[0]!.title} and ${other.title} filter different networks; make a review for each`,
    );
  }
  const [pods, second] = path.filter(({ isOfPods }) => isOfPods === true);
  if (pods !== undefined && second !== undefined) {
    throw AccessError.of(
      'LayersApart',
      `\`${pods.name}\` and \`${second.name}\` are no layers of one path: policies of the same pods add up, so that the wider one decides; name the kind that your cluster enforces`,
    );
  }
  const form = path.find(({ formOf }) => path.some(({ name }) => name === formOf));
  if (form !== undefined) {
    throw AccessError.of(
      'LayersApart',
      `\`${form.formOf}\` and \`${form.name}\` are two forms of one layer; name the one that you have`,
    );
  }
}
