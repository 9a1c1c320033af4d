import type { Source } from '../catalog';
import { Destination, type Port } from '../network';
import type { ParsedReach } from './reach';
import { hostsByWay } from './reach-aws';
import type { ReachWay, Through } from './reach-by';

/** One way from the delegate to a part of a connection's destinations. */
export interface Way {
  readonly through: Exclude<Through, 'none'>;
  /** Origin of the destinations: `to`, `machines`, `reach.saas`, `reach.awsServices.ecs`, `host names`. */
  readonly via: string;
  /** Addresses, endpoints or the proxy itself, and host names where nothing else is set. */
  readonly destinations: readonly Destination[];
  /** Ports of the proxy, instead of those of the service. */
  readonly ports?: readonly Port[];
  /** Host names behind it, as far as they are known. */
  readonly hosts: readonly string[];
  /** True when the user set the destinations, not the catalogue. */
  readonly byUser: boolean;
}

/** Ways to the host names of an API, as `reach` has them. */
export function waysToHosts(hosts: readonly string[], by: ParsedReach['awsServices']): Way[] {
  if (by === undefined) {
    return [byName(hosts)];
  }
  const ways = 'services' in by ? hostsByWay(by, hosts) : [[by, hosts] as const];
  return ways.flatMap(([way, some]) => {
    if (way === undefined || way.through === 'name') {
      return [byName(some)];
    }
    return way.through === 'none' ? [] : [throughOf(way, way.through, some)];
  });
}

/** Ways to destinations that the user names: host names through the proxy of their kind, where it has one. */
export function waysToGiven(given: readonly Destination[], via: string, by: ParsedReach['awsServices']): Way[] {
  const proxy = by !== undefined && 'through' in by && by.takesNames ? by : undefined;
  const names = proxy === undefined ? [] : given.filter(({ kind }) => kind === 'hostname');
  const rest = given.filter((destination) => !names.includes(destination));
  return [
    ...(rest.length === 0 ? [] : [direct(rest, via)]),
    ...(names.length === 0
      ? []
      : [
          throughOf(
            proxy!,
            'proxy',
            names.map(({ text }) => text),
          ),
        ]),
  ];
}

/** Destinations that the user names, as they are. */
export function direct(destinations: readonly Destination[], via: string): Way {
  const hosts = destinations.flatMap(({ hostname }) => hostname ?? []);
  const through = hosts.length > 0 && hosts.length === destinations.length ? 'name' : 'address';
  return { through, via, destinations, hosts, byUser: true };
}

function byName(hosts: readonly string[]): Way {
  const destinations = hosts.map((host) => Destination.hostname(host));
  return { through: 'name', via: 'host names', destinations, hosts, byUser: false };
}

export function throughOf(way: ReachWay, through: Way['through'], hosts: readonly string[]): Way {
  const { via, destinations, ports } = way;
  return { through, via, destinations, ...(ports === undefined ? {} : { ports }), hosts, byUser: true };
}

/** Sources of the host names that stay as they are. */
export function hostSourcesOf(ways: readonly Way[], sources: readonly Source[]): readonly Source[] {
  return ways.some(({ via }) => via === 'host names') ? [...new Set(sources)] : [];
}
