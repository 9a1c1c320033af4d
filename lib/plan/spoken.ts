import { spokenOn, type Speaks } from '../catalog';
import type { Flow } from './flow';

/** A request to a proxy names the host behind it, not the proxy. */
const TO_PROXY: readonly Speaks[] = ['other'];

/** Protocols in which a flow leaves the delegate; only `tls` and `http` show the name of its destination. */
export function spokenBy({ decision, way }: Pick<Flow, 'decision' | 'way'>): readonly Speaks[] {
  return way.through === 'proxy' ? TO_PROXY : spokenOn(decision.statement, decision.port).what;
}

/** True when each protocol of a flow shows its destination's name. */
export function showsName(flow: Pick<Flow, 'decision' | 'way'>): boolean {
  return spokenBy(flow).every((word) => word === 'tls' || word === 'http');
}
