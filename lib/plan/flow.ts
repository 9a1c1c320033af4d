import { compareTexts } from '../base';
import { compareRules, type Destination, type Port } from '../network';
import type { Decision } from './decision';

/** One thing that must be let out: a decision, a port range and a destination. */
export interface Flow {
  /** `<connection>:<port>`; names the reason in rules and metadata. */
  readonly key: string;
  /** The whole chain of reasons. */
  readonly decision: Decision;
  /** That of the decision, or behind a proxy the proxy's. */
  readonly port: Port;
  readonly destination: Destination;
}

/** The open decisions, one flow for each destination, in canonical order; through a proxy on the proxy's ports. */
export function flowsOf(decisions: readonly Decision[], proxyPorts?: readonly Port[]): Flow[] {
  const flows: Flow[] = [];
  for (const decision of decisions) {
    if (decision.open) {
      const isProxied = proxyPorts !== undefined && PROXIED.includes(decision.place.via);
      const key = reasonKey(decision);
      for (const destination of decision.place.destinations) {
        for (const port of isProxied ? proxyPorts : [decision.port]) {
          flows.push({ key, decision, port, destination });
        }
      }
    }
  }
  return flows.sort(compareFlows);
}

/** Where a proxy may stand. */
const PROXIED = ['reach.saas', 'reach.harness'];

/** `<connection>:<statement>`, with the port where the statement does not say it. */
export function reasonKey({ connection, statement, port }: Decision): string {
  return statement.key === port.text ? `${connection}:${port.text}` : `${connection}:${statement.key}/${port.text}`;
}

export function compareFlows(a: Flow, b: Flow): number {
  return compareTexts(a.decision.connection, b.decision.connection) || compareRules(a, b) || compareTexts(a.key, b.key);
}
