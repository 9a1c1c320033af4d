import { quartiles, type Spread } from './statistics';
import { Connection, Plan, Target, toSuricata } from 'harness-delegate-access';

/** Rules of a network firewall for many names. */

export interface NamesCost {
  readonly names: number;
  readonly capacity: number;
  /** Milliseconds from the plan to the text, when warm. */
  readonly rules: Spread;
  /** Milliseconds from the plan to what two layers enforce together. */
  readonly layers: Spread;
}

export function namesCost(names: number, runs: number): NamesCost {
  const to = Array.from({ length: names }, (_, i) => `host-${i}.acme.io`);
  const plan = Plan.of([Connection.custom({ name: 'many', to, ports: [443], reason: 'of a measurement' })]);
  const time = (act: () => unknown): Spread =>
    quartiles(
      Array.from({ length: runs }, () => {
        const began = performance.now();
        act();
        return performance.now() - began;
      }),
    );
  return {
    names,
    capacity: toSuricata(plan).capacity,
    rules: time(() => toSuricata(plan)),
    layers: time(() => plan.on(Target.AWS_SECURITY_GROUP, Target.AWS_NETWORK_FIREWALL).states.size),
  };
}
