import type { LeadsTo, Statement } from '../catalog';
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
  readonly destination: Destination;
  readonly leadsTo: LeadsTo;
  readonly statement: Statement;
  readonly because: string;
  readonly via: string;
  readonly hosts: readonly string[];
  /** True when the user, not the catalogue, wrote the destination. */
  readonly byUser: boolean;
  /** The user accepts that a host name of theirs is not checked. */
  readonly unenforceable: boolean;
}

/** The open decisions, one flow for each destination, in canonical order. */
export function flowsOf(decisions: readonly Decision[]): Flow[] {
  const flows = decisions
    .filter(({ open }) => open)
    .flatMap((decision) => {
      const { destinations, open: _, ...rest } = decision;
      return destinations.map((destination): Flow => ({
        key: `${decision.connection}:${decision.statement.key === decision.port.text ? decision.port.text : `${decision.statement.key}/${decision.port.text}`}`,
        destination,
        ...rest,
      }));
    });
  return flows.sort(compareFlows);
}

export function compareFlows(a: Flow, b: Flow): number {
  return a.connection < b.connection
    ? -1
    : a.connection > b.connection
      ? 1
      : compareRules(a, b) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
