import { AccessError, collect, didYouMean, oneOf, show, throwIfAny, type Problem } from '../base';
import { findRow, getRow, SSH_STATEMENT, type Row, type Statement } from '../catalog';
import type { Destination, Port } from '../network';
import { choice, ports, text, type Parser } from './parsers';
import { AWS_PROPS, COMMON_SPEC, GCP_PROPS, SERVICE_PROPS, type PropsDefinition, type Values } from './props';
import { NO_SCOPE, type Scope } from './scope';

/** Everything that the user asked for in one connection, checked and in one shape for all rows. */
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
  /** What the row's selector picks; `assumed` when the user did not say. */
  readonly choice?: { readonly prop: string; readonly value: string; readonly assumed: boolean };
  /** Values for the placeholders of host names. */
  readonly variables: Readonly<Record<string, readonly string[]>>;
  readonly scope: Scope;
}

const NAME = /^[a-z][a-z0-9-]{0,39}$/;
/** Names of the plan's own lines. */
const RESERVED = ['harness', 'dns'];
const DEFINITIONS: Readonly<Record<string, PropsDefinition>> = { ...SERVICE_PROPS, ...AWS_PROPS, ...GCP_PROPS };

/** Props of a row, by name, with their parsers. */
export function propsOf(row: Row): PropsDefinition {
  const definition = DEFINITIONS[row.id]!;
  const selector = row.selector === undefined ? {} : { [row.selector.prop]: choice(row.selector.choices) };
  return { ...definition, spec: { ...COMMON_SPEC, ...definition.spec, ...selector } };
}

/** A request for a row. @throws AccessError with every problem of its arguments */
export function requestRow(id: unknown, props: unknown): ConnectionRequest {
  const row = getRow(id);
  const definition = propsOf(row);
  const values = read(row.id, props, definition.spec, definition.required ?? []);
  const to = values.to ?? (values.host === undefined ? undefined : [values.host]);
  return {
    id: row.id,
    name: (values.name as string | undefined) ?? row.id,
    row,
    statements: row.statements,
    hosting: hostingOf(row, values, definition),
    to: unique(to as Destination[] | undefined),
    machines: unique(values.machines as Destination[] | undefined),
    ports: unique(values.ports as Port[] | undefined),
    unenforceable: values.unenforceable as 'port-only' | undefined,
    asked: askedProps(values, definition),
    askedPorts: askedPorts(values, definition),
    ...chosen(row, values),
    variables: variablesOf(values, definition),
    scope: scopeOf(values, definition),
  };
}

/** Props of what is not a row of the table. */
export const OTHER_PROPS: Readonly<Record<'custom' | 'ssh', PropsDefinition>> = {
  custom: { spec: { ...COMMON_SPEC, ports, reason: text }, required: ['name', 'to', 'ports', 'reason'] },
  ssh: { spec: { ...COMMON_SPEC, ports }, required: ['to'] },
};

/** Something that is not a row of the table. @throws AccessError with every problem of its arguments */
export function requestCustom(props: unknown): ConnectionRequest {
  const values = readOther('custom', props);
  const reason = values.reason as string;
  const asked = unique(values.ports as Port[])!.map((port): Statement => ({
    key: port.text,
    port,
    leadsTo: 'service',
    verdict: 'on request',
    note: reason,
    sources: [],
  }));
  return { ...notARow('custom', values), statements: asked };
}

/** SSH to machines, from the table's introduction. @throws AccessError with every problem of its arguments */
export function requestSsh(props: unknown): ConnectionRequest {
  const values = readOther('ssh', props);
  const asked = unique((values.ports ?? [SSH_STATEMENT.port]) as Port[])!.map((port): Statement => ({
    ...SSH_STATEMENT,
    key: port.text,
    port,
  }));
  return { ...notARow('ssh', values), statements: asked };
}

function readOther(id: 'custom' | 'ssh', props: unknown): Values {
  const { spec, required } = OTHER_PROPS[id];
  return read(id, props, spec, required ?? []);
}

function notARow(id: string, values: Values): ConnectionRequest {
  return {
    id,
    name: (values.name as string | undefined) ?? id,
    statements: [],
    hosting: 'own',
    to: unique(values.to as Destination[]),
    unenforceable: values.unenforceable as 'port-only' | undefined,
    asked: new Set(),
    askedPorts: {},
    variables: {},
    scope: NO_SCOPE,
  };
}

/** Each once, in the order in which they were written first. */
function unique<T extends { readonly key: string }>(values: readonly T[] | undefined): T[] | undefined {
  return values === undefined ? undefined : [...new Map(values.map((value) => [value.key, value])).values()];
}

function read(
  id: string,
  props: unknown,
  spec: Readonly<Record<string, Parser<unknown>>>,
  required: readonly string[],
): Values {
  const where = `connection \`${id}\`: `;
  if (props !== undefined && (typeof props !== 'object' || props === null || Array.isArray(props))) {
    throw AccessError.of('InvalidProp', `${where}props must be an object, got ${show(props)}`);
  }
  const given = Object.entries((props ?? {}) as Record<string, unknown>).filter(([, value]) => value !== undefined);
  const problems: Problem[] = [];
  const values: Record<string, unknown> = {};
  const known = Object.keys(spec);
  for (const [prop, value] of given) {
    if (!known.includes(prop)) {
      problems.push({
        code: 'UnknownProp',
        message: `${where}has no prop ${show(prop)}; allowed: ${oneOf(known)}${didYouMean(prop, known)}`,
        at: prop,
      });
    } else {
      values[prop] = collect(problems, where, () => spec[prop]!(value, prop), prop);
    }
  }
  problems.push(
    ...missing(
      id,
      required.filter((prop) => !given.some(([name]) => name === prop)),
      where,
    ),
  );
  checkName(values.name, where, problems);
  throwIfAny(problems);
  return values;
}

function missing(id: string, props: readonly string[], where: string): Problem[] {
  return props.map((prop) => {
    const example = leftOpen(id, prop);
    return example !== undefined
      ? {
          code: 'MissingPorts',
          message: `${where}the table leaves the port open, so \`${prop}\` must say it, such as \`${prop}: [${example}]\``,
        }
      : {
          code: prop === 'to' ? 'MissingDestination' : 'MissingProp',
          message: `${where}needs \`${prop}\`${prop === 'reason' ? ': why this port is open' : ''}`,
        };
  });
}

/** A usual port, where the row leaves it to the user and names it by this prop. */
function leftOpen(id: string, prop: string): number | undefined {
  const given = findRow(id)?.statements.map(({ port }) => port) ?? [];
  return given.flatMap((port) => ('example' in port && port.from === prop ? [port.example] : []))[0];
}

function checkName(name: unknown, where: string, problems: Problem[]): void {
  if (typeof name !== 'string') {
    return;
  }
  if (!NAME.test(name)) {
    problems.push({
      code: 'InvalidName',
      message: `${where}\`name\` must be lower-case letters, digits and hyphens, begin with a letter and have at most 40 characters, got ${show(name)}`,
      at: 'name',
    });
  } else if (RESERVED.includes(name)) {
    problems.push({
      code: 'ReservedName',
      message: `${where}\`name\` must not be ${oneOf(RESERVED)}, which name the plan's own lines, got ${show(name)}`,
      at: 'name',
    });
  }
}

function hostingOf(row: Row, values: Values, definition: PropsDefinition): string {
  if (values.hosting !== undefined) {
    return values.hosting as string;
  }
  if (row.hosting.includes('saas') && (definition.variables ?? []).some((variable) => values[variable] !== undefined)) {
    return 'saas';
  }
  return values.to !== undefined && row.hosting.includes('own') ? 'own' : row.hosting[0]!;
}

function askedProps(values: Values, definition: PropsDefinition): Set<string> {
  return new Set(
    (definition.asks ?? []).filter(
      (prop) => values[prop] === true || (Array.isArray(values[prop]) && (values[prop] as unknown[]).length > 0),
    ),
  );
}

/** Of those on-request props that hold ports and not a switch. */
function askedPorts(values: Values, definition: PropsDefinition): Record<string, readonly Port[]> {
  const props = (definition.asks ?? []).filter((prop) => Array.isArray(values[prop]));
  return Object.fromEntries(props.map((prop) => [prop, values[prop] as Port[]]));
}

function chosen(row: Row, values: Values): Pick<ConnectionRequest, 'choice'> {
  if (row.selector === undefined) {
    return {};
  }
  const { prop, fallback } = row.selector;
  return {
    choice: {
      prop,
      value: (values[prop] as string | undefined) ?? fallback,
      assumed: values[prop] === undefined && values.to === undefined,
    },
  };
}

function variablesOf(values: Values, definition: PropsDefinition): Record<string, readonly string[]> {
  const given = (definition.variables ?? [])
    .filter((name) => values[name] !== undefined)
    .map((name) => [name, [values[name] as string]]);
  const regions =
    definition.spec.regions === undefined || values.regions === undefined
      ? []
      : [['region', [...new Set(values.regions as string[])].sort()]];
  return {
    ...(Object.fromEntries([...given, ...regions]) as Record<string, readonly string[]>),
    ...definition.hostVariables?.(values),
  };
}

function scopeOf(values: Values, definition: PropsDefinition): Scope {
  const given = (definition.scopeProps ?? []).filter((prop) => values[prop] !== undefined);
  return { ...NO_SCOPE, ...definition.scope?.(values), given };
}
