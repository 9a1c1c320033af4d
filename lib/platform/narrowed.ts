import { groupBy } from '../base';
import type { Finding, Flow, Plan } from '../plan';
import type { LayeredState } from './flow-state';
import type { PlanOnTarget } from './plan-on-target';

/** Findings of layers as they are where the other layers stand too. */

/** Each once; a port that is open to any address on one layer is a notice where another one checks more. */
export function narrowed(
  { flows: planned }: Plan,
  layers: readonly PlanOnTarget[],
  states: ReadonlyMap<Flow, LayeredState>,
): Finding[] {
  const flows = groupBy(planned, ({ decision, port }) => `${decision.connection} ${port.text}`);
  const byKey = new Map<string, Finding>();
  for (const { own } of layers) {
    for (const entry of own) {
      if (!byKey.has(entry.key)) {
        const about = flows.get(`${entry.connection} ${entry.port}`) ?? [];
        byKey.set(entry.key, entry.finding === 'PortOnlyEgress' ? narrowedBy(entry, about, states) : entry);
      }
    }
  }
  return [...byKey.values()];
}

function narrowedBy(entry: Finding, flows: readonly Flow[], states: ReadonlyMap<Flow, LayeredState>): Finding {
  const all = flows.map((flow) => states.get(flow)!);
  // What may be looked up is no part of what may be connected to.
  const isNarrow = all.every(
    ({ state, enforcement, by }) => state === 'closed' || (enforcement !== 'port-only' && by?.filters !== 'lookups'),
  );
  if (!isNarrow || all.length === 0) {
    return entry;
  }
  const checks = all.flatMap(({ state, enforcement, by }) =>
    state === 'open'
      ? [`the ${enforcement} is checked by ${by!.title}`]
      : state === 'closed'
        ? [`closed by ${by!.title}`]
        : [],
  );
  return {
    ...entry,
    severity: 'notice',
    why: `${entry.why}; ${[...new Set(checks)].join(', ')}`,
    fix: 'nothing to do while all traffic goes through that layer',
  };
}
