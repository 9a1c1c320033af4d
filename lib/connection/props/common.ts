import type { Destination, Port } from '../../network';
import { bool, choice, destinations, destinationsOrNone, ports, text, type Parser } from '../parsers';
import type { Scope } from '../scope';

/** A destination as a user may write it: a CIDR, a host name, or a `Destination`. */
export type DestinationLike = string | Destination;

/** A port as a user may write it: a number (TCP), `8000-8010`, `53/udp`, or a `Port`. */
export type PortLike = number | string | Port;

export interface CommonProps {
  /**
   * What this connection is called in findings, rules and the review: `[a-z][a-z0-9-]{0,39}`, unique in the list.
   *
   * @default - the id of the row
   */
  readonly name?: string;
  /**
   * Where this connection leads; replaces the destinations of all its ports.
   *
   * @default - an API: the vendor's host names; a service: `reach.selfHosted`, refused when that is missing too
   */
  readonly to?: readonly DestinationLike[];
  /**
   * `port-only` accepts that a host name you wrote is not checked on a platform that cannot match names: the port is
   * then open to any address.
   *
   * @default - a host name that the platform cannot match is refused
   */
  readonly unenforceable?: 'port-only';
}

export interface PortsProps extends CommonProps {
  /**
   * The ports of your service, in place of the row's, in both profiles; makes the finding `PortsGiven`.
   *
   * @default - the ports of the row, as the profile decides
   */
  readonly ports?: readonly PortLike[];
}

export interface MachinesProps extends CommonProps {
  /**
   * The machines (or load balancers) that the row's machine ports lead to; an empty list says "none": those ports stay
   * closed, with a finding.
   *
   * @default - `reach.machines`; refused under DOCUMENTED and closed under RECOMMENDED when that is missing too
   */
  readonly machines?: readonly DestinationLike[];
  /**
   * Ports of your machines, in place of the row's machine ports, in both profiles; the API port stays.
   *
   * @default - the ports of the row, as the profile decides
   */
  readonly ports?: readonly PortLike[];
}

/** Parsed values of one connection, by prop. */
export type Values = Readonly<Record<string, unknown>>;

/** What a row's props are and what they mean. */
export interface PropsDefinition {
  readonly spec: Readonly<Record<string, Parser<unknown>>>;
  /** Props that the type demands. */
  readonly required?: readonly string[];
  /** Props that limit the recommended permissions. */
  readonly scopeProps?: readonly string[];
  /** Props that open an on-request port. */
  readonly asks?: readonly string[];
  /** Props that fill a host name. */
  readonly variables?: readonly string[];
  /** Further values for host names, from props that hold more than a name. */
  readonly hostVariables?: (values: Values) => Readonly<Record<string, readonly string[]>>;
  readonly scope?: (values: Values) => Partial<Scope>;
}

export const COMMON_SPEC: Readonly<Record<string, Parser<unknown>>> = {
  name: text,
  to: destinations,
  unenforceable: choice(['port-only']),
};

export const PORTS_SPEC = { ports };
export const MACHINES_SPEC = { machines: destinationsOrNone, ports };

/** Switches, all of them booleans. */
export function switches(...names: string[]): Record<string, Parser<unknown>> {
  return Object.fromEntries(names.map((name) => [name, bool]));
}
