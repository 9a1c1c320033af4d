import { compareTexts } from '../base';
import type { LeadsTo, Source, Statement } from '../catalog';
import { compareRules, type Destination, type Port } from '../network';
import type { Decision } from './decision';

/** One thing that must be let out: a connection, a port range, a destination, and the whole chain of reasons. */
export interface Flow {
  /** `<connection>:<port>`; names the reason in rules and metadata. */
  readonly key: string;
  readonly connection: string;
  /** Id of the row, `custom`, `ssh`, `harness` or `dns`. */
  readonly id: string;
  readonly port: Port;
  /** The port of the statement, which differs from `port` behind a proxy. */
  readonly asked: Port;
  readonly destination: Destination;
  readonly leadsTo: LeadsTo;
  readonly statement: Statement;
  readonly because: string;
  readonly via: string;
  readonly hosts: readonly string[];
  /** Where the host names were read, when they are the destinations. */
  readonly hostSources: readonly Source[];
  /** True when the user, not the catalogue, wrote the destination. */
  readonly byUser: boolean;
  /** The user accepts that a host name of theirs is not checked. */
  readonly unenforceable: boolean;
}

/** The open decisions, one flow for each destination, in canonical order; through a proxy on the proxy's ports. */
export function flowsOf(decisions: readonly Decision[], proxyPorts?: readonly Port[]): Flow[] {
  const flows: Flow[] = [];
  for (const decision of decisions) {
    if (decision.open) {
      const isProxied = proxyPorts !== undefined && PROXIED.includes(decision.via);
      const key = reasonKey(decision);
      for (const destination of decision.destinations) {
        for (const port of isProxied ? proxyPorts : [decision.port]) {
          flows.push(flowOf(decision, key, destination, port));
        }
      }
    }
  }
  return flows.sort(compareFlows);
}

/** Written out: spread objects are several times slower, and there are many of these. */
function flowOf(decision: Decision, key: string, destination: Destination, port: Port): Flow {
  return {
    key,
    connection: decision.connection,
    id: decision.id,
    port,
    asked: decision.port,
    destination,
    leadsTo: decision.leadsTo,
    statement: decision.statement,
    because: decision.because,
    via: decision.via,
    hosts: decision.hosts,
    hostSources: decision.hostSources,
    byUser: decision.byUser,
    unenforceable: decision.unenforceable,
  };
}

/** Where a proxy may stand. */
const PROXIED = ['reach.saas', 'reach.harness'];

/** `<connection>:<statement>`, with the port where the statement does not say it. */
export function reasonKey({ connection, statement, port }: Decision): string {
  return statement.key === port.text ? `${connection}:${port.text}` : `${connection}:${statement.key}/${port.text}`;
}

export function compareFlows(a: Flow, b: Flow): number {
  return compareTexts(a.connection, b.connection) || compareRules(a, b) || compareTexts(a.key, b.key);
}
