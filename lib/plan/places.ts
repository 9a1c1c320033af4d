import {
  apiKindOf,
  ASSUME_ROLE_HOSTS,
  valuesOfRegion,
  type Host,
  type LeadsTo,
  type Source,
  type Statement,
} from '../catalog';
import type { ConnectionRequest } from '../connection';
import type { Destination } from '../network';
import type { ParsedReach } from './reach';
import { fillTemplate, partialPlaceholders, placeholdersOf } from './template';
import { direct, hostSourcesOf, throughOf, waysToGiven, waysToHosts, type Way } from './ways';

/** Destinations of a port and the ways to them, or the reason that it has none. */
export interface Place {
  /** `unknown`: no destination is set, and one is required. */
  readonly kind: 'somewhere' | 'nowhere' | 'unknown';
  /** Why it leads nowhere. */
  readonly reason?:
    'not hosted by you' | 'no machines' | 'not reached' | 'destination is not named' | 'machines are not named';
  /** Those of every way. */
  readonly destinations: readonly Destination[];
  readonly ways: readonly Way[];
  /** The host names behind it, when they are known. */
  readonly hosts: readonly string[];
  /** Sources of the host names, when they are destinations. */
  readonly hostSources: readonly Source[];
}

/** The lead of a statement under the hosting of this connection. */
export function leadOf(statement: Statement, request: ConnectionRequest): LeadsTo {
  return typeof statement.leadsTo === 'string' ? statement.leadsTo : statement.leadsTo[request.hosting]!;
}

/** True when the statement applies under the hosting of this connection. */
export function applies({ when, verdict }: Statement, request: ConnectionRequest): boolean {
  if (verdict === 'probe' && when !== undefined && 'asked' in when) {
    return request.asked.has(when.asked);
  }
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
  const by = reach[request.row!.apiKind];
  return request.to === undefined
    ? somewhere(
        waysToHosts(hosts, by),
        hosts,
        rowHosts.map(({ source }) => source),
      )
    : somewhere(waysToGiven(request.to, 'to', by), hosts);
}

/** Hosts of one statement, whatever else the connection leads to. */
export function ownHostsPlace(hosts: readonly Host[], request: ConnectionRequest, reach: ParsedReach): Place {
  const names = namesOf(hosts, request);
  return somewhere(
    waysToHosts(names, reach[apiKindOf(hosts)]),
    names,
    hosts.map(({ source }) => source),
  );
}

function servicePlace(request: ConnectionRequest, reach: ParsedReach): Place {
  const { selfHosted } = reach;
  if (request.to !== undefined) {
    const ways = waysToGiven(request.to, 'to', selfHosted);
    return somewhere(
      ways,
      ways.filter(({ through }) => through === 'proxy').flatMap(({ hosts }) => hosts),
    );
  }
  if (request.hosting !== 'own') {
    return nowhere('nowhere', 'not hosted by you');
  }
  return selfHosted === undefined
    ? nowhere('unknown', 'destination is not named')
    : somewhere([throughOf(selfHosted, selfHosted.through as Way['through'], [])], []);
}

function machinesPlace(request: ConnectionRequest, reach: ParsedReach): Place {
  const given = request.machines ?? request.to;
  if (given !== undefined) {
    return given.length === 0
      ? nowhere('nowhere', 'no machines')
      : somewhere([direct(given, request.machines === undefined ? 'to' : 'machines')], []);
  }
  return reach.machines === undefined
    ? nowhere('unknown', 'machines are not named')
    : somewhere([direct(reach.machines.destinations, 'reach.machines')], []);
}

function nowhere(kind: 'nowhere' | 'unknown', reason: Place['reason'] & string): Place {
  return { kind, reason, destinations: [], ways: [], hosts: [], hostSources: [] };
}

/** @param sources of the host names */
export function somewhere(ways: readonly Way[], hosts: readonly string[], sources: readonly Source[] = []): Place {
  return ways.length === 0
    ? { ...nowhere('nowhere', 'not reached'), hosts }
    : {
        kind: 'somewhere',
        destinations: ways.flatMap(({ destinations }) => destinations),
        ways,
        hosts,
        hostSources: hostSourcesOf(ways, sources),
      };
}

/** The row's hosts under this hosting and choice. */
function hostsOf(request: ConnectionRequest): Host[] {
  const assumed = request.target === undefined ? [] : ASSUME_ROLE_HOSTS;
  return [...request.row!.hosts, ...assumed].filter(
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
