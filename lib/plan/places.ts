import { valuesOfRegion, type Host, type LeadsTo, type Source, type Statement } from '../catalog';
import type { ConnectionRequest } from '../connection';
import { Destination } from '../network';
import type { ParsedReach } from './reach';
import { fillTemplate, partialPlaceholders, placeholdersOf } from './template';

/** Destinations of a port and their origin, or the reason that it has none. */
export interface Place {
  /** `unknown`: no destination is set, and one is required. */
  readonly kind: 'somewhere' | 'nowhere' | 'unknown';
  /** Why it leads nowhere. */
  readonly reason?: 'not hosted by you' | 'no machines' | 'destination is not named' | 'machines are not named';
  readonly destinations: readonly Destination[];
  /** Origin of the destinations: `to`, `machines`, `reach.saas`, `host names`. */
  readonly via: string;
  /** The host names behind it, when they are known. */
  readonly hosts: readonly string[];
  /** Sources of the host names, when they are the destinations. */
  readonly hostSources: readonly Source[];
  /** True when the user set the destinations, not the catalogue. */
  readonly byUser: boolean;
}

/** The lead of a statement under the hosting of this connection. */
export function leadOf(statement: Statement, request: ConnectionRequest): LeadsTo {
  return typeof statement.leadsTo === 'string' ? statement.leadsTo : statement.leadsTo[request.hosting]!;
}

/** True when the statement applies under the hosting of this connection. */
export function applies(statement: Statement, request: ConnectionRequest): boolean {
  const { when } = statement;
  return when === undefined || !('hosting' in when) || when.hosting.includes(request.hosting);
}

/** True when the user set the prop that opens a port; ports outside the table are always requested. */
export function isAskedFor({ when }: Statement, request: ConnectionRequest): boolean {
  return request.row === undefined || (when !== undefined && 'asked' in when && request.asked.has(when.asked));
}

/** The place of this lead: the connection's own destinations, `reach`, or the vendor's host names. */
export function placeOf(lead: LeadsTo, request: ConnectionRequest, reach: ParsedReach): Place {
  switch (lead) {
    case 'api':
      return apiPlace(request, reach);
    case 'service':
      return servicePlace(request, reach);
    case 'machines':
      return machinesPlace(request, reach);
  }
}

function apiPlace(request: ConnectionRequest, reach: ParsedReach): Place {
  const rowHosts = hostsOf(request);
  const hosts = namesOf(rowHosts, request);
  if (request.to !== undefined) {
    return somewhere(request.to, 'to', hosts, true);
  }
  const kind = request.row!.apiKind;
  const given = reach[kind];
  return given === undefined
    ? somewhere(
        hosts.map((host) => Destination.hostname(host)),
        'host names',
        hosts,
        false,
        [...new Set(rowHosts.map(({ source }) => source))],
      )
    : somewhere(given, `reach.${kind}`, hosts, true);
}

function servicePlace(request: ConnectionRequest, reach: ParsedReach): Place {
  if (request.to !== undefined) {
    return somewhere(request.to, 'to', [], true);
  }
  if (request.hosting !== 'own') {
    return nowhere('nowhere', 'not hosted by you');
  }
  return reach.selfHosted === undefined
    ? nowhere('unknown', 'destination is not named')
    : somewhere(reach.selfHosted, 'reach.selfHosted', [], true);
}

function machinesPlace(request: ConnectionRequest, reach: ParsedReach): Place {
  const given = request.machines ?? request.to;
  if (given !== undefined) {
    return given.length === 0
      ? nowhere('nowhere', 'no machines')
      : somewhere(given, request.machines === undefined ? 'to' : 'machines', [], true);
  }
  return reach.machines === undefined
    ? nowhere('unknown', 'machines are not named')
    : somewhere(reach.machines, 'reach.machines', [], true);
}

function nowhere(kind: 'nowhere' | 'unknown', reason: Place['reason'] & string): Place {
  return { kind, reason, destinations: [], via: '', hosts: [], hostSources: [], byUser: false };
}

export function somewhere(
  destinations: readonly Destination[],
  via: string,
  hosts: readonly string[],
  byUser: boolean,
  hostSources: readonly Source[] = [],
): Place {
  return { kind: 'somewhere', destinations, via, hosts, hostSources, byUser };
}

/** The row's hosts under this hosting and choice. */
function hostsOf(request: ConnectionRequest): Host[] {
  return request.row!.hosts.filter(
    ({ name, hosting, choice }) =>
      (hosting === undefined || hosting === request.hosting) &&
      (choice === undefined || choice === request.choice?.value) &&
      isKnown(name, request),
  );
}

/** Placeholders that a region has a value for, or none where the name is not published. */
const OF_REGION = Object.keys(valuesOfRegion('*'));

/** Their names; a placeholder without a value becomes `*`. */
function namesOf(hosts: readonly Host[], request: ConnectionRequest): string[] {
  const regions = request.variables.region ?? ['*'];
  const isOfRegion = (name: string): boolean => placeholdersOf(name).some((variable) => OF_REGION.includes(variable));
  const names = hosts.flatMap(({ name }) =>
    isOfRegion(name)
      ? regions.flatMap((region) => fillHost(name, { ...request.variables, ...valuesOfRegion(region) }))
      : fillHost(name, request.variables),
  );
  return [...new Set(names)].sort();
}

/** True when each placeholder that is part of a label has a value; a host without one is left out. */
function isKnown(name: string, request: ConnectionRequest): boolean {
  return partialPlaceholders(name).every((variable) => (request.variables[variable]?.length ?? 0) > 0);
}

function fillHost(name: string, variables: Readonly<Record<string, readonly string[]>>): string[] {
  const environment = Object.fromEntries(placeholdersOf(name).map((key) => [key, variables[key] ?? ['*']]));
  return fillTemplate(name, environment).map((filled) => filled.toLowerCase());
}
