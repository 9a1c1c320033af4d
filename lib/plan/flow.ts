import { compareTexts } from '../base';
import { compareRules, type Destination, type Port } from '../network';
import type { Decision } from './decision';
import type { Way } from './ways';

/** Traffic that must be allowed: a decision, a port range and a destination. */
export interface Flow {
  /** `<connection>:<port>`; names the reason in rules and metadata. */
  readonly key: string;
  /** The whole chain of reasons. */
  readonly decision: Decision;
  /** The port of the decision, or of the proxy in front of it. */
  readonly port: Port;
  readonly destination: Destination;
  /** The way that leads there. */
  readonly way: Way;
}

/** The open decisions, one flow for each destination, in canonical order; through a proxy on the proxy's ports. */
export function flowsOf(decisions: readonly Decision[]): Flow[] {
  const flows: Flow[] = [];
  for (const decision of decisions) {
    if (decision.open) {
      const key = reasonKey(decision);
      for (const way of decision.place.ways) {
        for (const destination of way.destinations) {
          for (const port of way.ports ?? [decision.port]) {
            flows.push({ key, decision, port, destination, way });
          }
        }
      }
    }
  }
  return flows.sort(compareFlows);
}

/** `<connection>:<statement>`, with the port where the statement has none. */
export function reasonKey({ connection, statement, port }: Decision): string {
  return statement.key === port.text ? `${connection}:${port.text}` : `${connection}:${statement.key}/${port.text}`;
}

export function compareFlows(a: Flow, b: Flow): number {
  return compareTexts(a.decision.connection, b.decision.connection) || compareRules(a, b) || compareTexts(a.key, b.key);
}
