import type { Row, Statement } from '../catalog';
import {
  ASKS,
  getDefinition,
  NO_SCOPE,
  propsFor,
  SCOPE,
  VARIABLE,
  type Definition,
  type OwnPermission,
  type Scope,
  type Values,
  type WideScope,
} from '../connections';
import { Destination, Port } from '../network';
import { readProps } from './read-props';

/** Account and role of a connection; a list needs both. */
interface TargetPlace {
  readonly account?: string;
  /** Name of the role, with its path. */
  readonly role?: string;
  readonly externalId?: string;
}

/** The request of one connection, checked and in one shape for all of them. */
export interface ConnectionRequest {
  /** Id of the row, `custom` or `ssh`. */
  readonly id: string;
  readonly name: string;
  /** The row, when it is one. */
  readonly row?: Row;
  readonly statements: readonly Statement[];
  readonly hosting: string;
  readonly to?: readonly Destination[];
  readonly machines?: readonly Destination[];
  readonly ports?: readonly Port[];
  readonly unenforceable?: 'port-only';
  /** On-request props that are set. */
  readonly asked: ReadonlySet<string>;
  /** Ports that the user names in a prop of their own. */
  readonly askedPorts: Readonly<Record<string, readonly Port[]>>;
  /** Value of the row's selector; `assumed` when the user did not set it. */
  readonly choice?: { readonly prop: string; readonly value: string; readonly assumed: boolean };
  /** Values for the placeholders of host names. */
  readonly variables: Readonly<Record<string, readonly string[]>>;
  readonly scope: Scope;
  /** Parts of the scope that are left wide, under RECOMMENDED; of a connection outside the table, under both profiles. */
  readonly wide?: readonly WideScope[];
  /** Account and role through which it works, when they are not the delegate's own. */
  readonly target?: TargetPlace;
  /** Permissions in the user's own words. */
  readonly permissions?: readonly OwnPermission[];
}

/** A request for a connection that this library knows. @throws AccessError with every problem of its arguments */
export function requestRow(id: unknown, given: unknown): ConnectionRequest {
  const definition = getDefinition(id);
  const { row, props } = definition;
  const values = readProps(row.id, given, definition, row.statements);
  const host = values.host === undefined ? undefined : [Destination.hostname(values.host as string)];
  return {
    id: row.id,
    name: (values.name as string | undefined) ?? row.id,
    row,
    statements: row.statements,
    hosting: hostingOf(row, values, propsFor(VARIABLE, props)),
    to: unique((values.to as Destination[] | undefined) ?? host),
    machines: unique(values.machines as Destination[] | undefined),
    ports: unique(values.ports as Port[] | undefined),
    unenforceable: values.unenforceable as 'port-only' | undefined,
    ...askedFor(values, propsFor(ASKS, props)),
    ...chosen(row, values),
    variables: variablesOf(values, definition),
    scope: scopeOf(values, definition),
    wide: definition.wide?.(values),
    ...targetOf(values),
  };
}

function targetOf({ account, via }: Values): Pick<ConnectionRequest, 'target'> {
  return account === undefined && via === undefined
    ? {}
    : { target: { ...(account === undefined ? {} : { account: account as string }), ...(via as TargetPlace) } };
}

/** Each once, in the order in which they were written first. */
export function unique<T extends { readonly key: string }>(values: readonly T[] | undefined): T[] | undefined {
  return values === undefined ? undefined : [...new Map(values.map((value) => [value.key, value])).values()];
}

function hostingOf(row: Row, values: Values, variables: readonly string[]): string {
  if (values.inherit === true) {
    return 'inherited';
  }
  if (values.hosting !== undefined) {
    return values.hosting as string;
  }
  if (row.hosting.includes('saas') && variables.some((variable) => values[variable] !== undefined)) {
    return 'saas';
  }
  return values.to !== undefined && row.hosting.includes('own') ? 'own' : row.hosting[0]!;
}

/** Switches that are on, and lists of ports that are not empty. */
function askedFor(values: Values, asks: readonly string[]): Pick<ConnectionRequest, 'asked' | 'askedPorts'> {
  const lists = asks.filter((prop) => (values[prop] as unknown[] | undefined)?.[0] instanceof Port);
  return {
    asked: new Set(asks.filter((prop) => values[prop] === true || (values[prop] as unknown[] | undefined)?.[0])),
    askedPorts: Object.fromEntries(lists.map((prop) => [prop, values[prop] as Port[]])),
  };
}

function chosen({ selector }: Row, values: Values): Pick<ConnectionRequest, 'choice'> {
  if (selector === undefined) {
    return {};
  }
  const value = values[selector.prop] as string | undefined;
  const assumed = value === undefined && values.to === undefined;
  return { choice: { prop: selector.prop, value: value ?? selector.fallback, assumed } };
}

function variablesOf(values: Values, { props, hostVariables }: Definition): Record<string, readonly string[]> {
  const given = propsFor(VARIABLE, props).filter((name) => values[name] !== undefined);
  const { regions } = values as { readonly regions?: readonly string[] };
  return {
    ...Object.fromEntries(given.map((name) => [name, [values[name] as string]])),
    ...(regions === undefined ? {} : { region: [...new Set(regions)].sort() }),
    ...hostVariables?.(values),
  };
}

function scopeOf(values: Values, { props, scope }: Definition): Scope {
  const given = propsFor(SCOPE, props).filter((name) => values[name] !== undefined);
  return { ...NO_SCOPE, ...scope?.(values), given: given.sort() };
}
