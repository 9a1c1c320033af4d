import { ENFORCEMENTS, weakest, type Enforcement } from '../network';
import type { Decision, Flow } from '../plan';
import type { Enforced } from './enforce';
import type { TargetFacts } from './platform';
import type { RuleSet } from './rule-set';

/** State of a flow on one layer: open, with what is checked; closed, because it cannot be carried; or not judged. */
export interface FlowState {
  readonly state: 'open' | 'closed' | 'not filtered';
  /** Of an open flow. */
  readonly enforcement?: Enforcement;
}

/** State of a flow on all layers of its path. */
export interface LayeredState extends FlowState {
  /** The layer that gives the enforcement, or that closes the flow. */
  readonly by?: TargetFacts;
}

/** Every flow of a plan on one layer. */
export function statesOf(
  { flows, replaced, closed, unmatched, unfiltered }: Enforced,
  rules: RuleSet,
): ReadonlyMap<Flow, FlowState> {
  const states = new Map<Flow, FlowState>();
  for (const carried of flows) {
    const own = rules.enforcementOf(carried);
    const known = states.get(carried.flow)?.enforcement;
    states.set(carried.flow, { state: 'open', enforcement: known === undefined ? own : weakest([known, own])! });
  }
  [...replaced, ...closed].forEach((flow) => states.set(flow, { state: 'closed' }));
  [...unmatched, ...unfiltered].forEach((flow) => states.set(flow, { state: 'not filtered' }));
  return states;
}

/** State of an open port: the states of its flows together. */
export interface PortState {
  /** Enforcement of its flows, the strongest first. */
  readonly enforcement: readonly Enforcement[];
  /** Flows of it that are closed, because they cannot be carried. */
  readonly closes: readonly Flow[];
  readonly isCut: boolean;
  /** True when some of it is not judged. */
  readonly isUnfiltered: boolean;
}

export const CLOSED_PORT: PortState = { enforcement: [], closes: [], isCut: false, isUnfiltered: false };

/** States of ports, by their decisions. */
export function portStates(states: ReadonlyMap<Flow, FlowState>): (decision: Decision) => PortState {
  const byDecision = new Map<Decision, [Flow, FlowState][]>();
  for (const entry of states) {
    const [{ decision }] = entry;
    const known = byDecision.get(decision);
    if (known === undefined) {
      byDecision.set(decision, [entry]);
    } else {
      known.push(entry);
    }
  }
  return (decision) => {
    const own = byDecision.get(decision) ?? [];
    const closes = own.filter(([, { state }]) => state === 'closed').map(([flow]) => flow);
    return {
      enforcement: ENFORCEMENTS.filter((word) => own.some(([, { enforcement }]) => enforcement === word)),
      closes,
      isCut: closes.length > 0,
      isUnfiltered: own.some(([, { state }]) => state === 'not filtered'),
    };
  };
}
