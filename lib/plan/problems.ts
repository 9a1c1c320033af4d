import { compareTexts, show, type Problem } from '../base';
import {
  awsService,
  hasEndpoint,
  regionOfHost,
  regionOfHosts,
  serviceOfHost,
  whereEndpointIs,
} from '../catalog/aws-endpoints';
import { Connection } from '../connection';
import type { Destination } from '../network';
import type { Decision } from './decision';
import type { Place } from './places';
import type { Profile } from './profile';
import { waysIn, type ParsedReach } from './reach';

/** Problems of a value that is not a list of connections. */
export function listProblems(connections: unknown): Problem[] {
  if (!Array.isArray(connections) || connections.length === 0) {
    return [
      {
        code: 'EmptyList',
        message: `\`connections\` must be a list with at least one connection, got ${Array.isArray(connections) ? 'an empty list' : show(connections)}`,
      },
    ];
  }
  const invalid = Array.from(connections as unknown[]).flatMap((entry, i) =>
    entry instanceof Connection
      ? []
      : [
          {
            code: 'InvalidConnection',
            message: `\`connections[${i}]\` must be a \`Connection\`, got ${show(entry)}; write \`Connection.of(id, props)\``,
          },
        ],
  );
  return invalid;
}

/** Names that several connections have. */
export function duplicates(names: readonly string[]): Problem[] {
  const counts = new Map<string, number>();
  names.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  const twice = [...counts].filter(([, count]) => count > 1).sort(([a], [b]) => compareTexts(a, b));
  return twice.map(([name, count]) => ({
    code: 'DuplicateName',
    message: `connection names must be unique, got \`${name}\` ${count} times; set another \`name\``,
    connection: name,
  }));
}

/** Destination names that have two deploy-time values or two native targets, here or in `reach`: the name is the identity. */
export function conflicts(connections: readonly Connection[], reach: ParsedReach): Problem[] {
  const seen = new Map<string, Destination>();
  const problems = new Map<string, Problem>();
  const own = connections.map(({ request }) => [...(request.to ?? []), ...(request.machines ?? [])]);
  for (const destinations of [...own, ...waysIn(reach).map((way) => way.destinations)]) {
    for (const destination of destinations) {
      const known = seen.get(destination.key);
      if (
        known !== undefined &&
        destination.native?.isNamedByValue !== true &&
        (known.value !== destination.value || known.native?.value !== destination.native?.value)
      ) {
        problems.set(destination.key, {
          code: 'ConflictingName',
          message: `the destination name ${show(destination.text)} has two different values; create it once and reuse it, or set a \`name\` on each`,
        });
      }
      seen.set(destination.key, destination);
    }
  }
  return [...problems.values()];
}

/** Ports to open that have no destination. */
export function placeProblems(connection: Connection, decisions: readonly Decision[], profile: Profile): Problem[] {
  const leadingTo = (reason: Place['reason']): Decision[] =>
    decisions.filter(({ wanted, place }) => wanted && place.reason === reason);
  const textOf = (some: readonly Decision[]): string => some.map(({ port }) => port.text).join(', ');
  const toMachines = leadingTo('machines are not named');
  const [services, machines] = [textOf(leadingTo('destination is not named')), textOf(toMachines)];
  const isExplicit = toMachines.some(({ explicit }) => explicit);
  const nothingElse = !decisions.some(({ open }) => open);
  return [
    ...(services === ''
      ? []
      : [
          {
            code: 'MissingDestination',
            message: `connection \`${connection.name}\`: ${lead(services)} to a self-hosted service; set \`to\`, such as \`to: ['10.0.3.7/32']\`, or \`reach.selfHosted\``,
            connection: connection.name,
          },
        ]),
    ...(machines === '' || (profile.isRecommended && !nothingElse && !isExplicit)
      ? []
      : [
          {
            code: 'MissingMachines',
            message: `connection \`${connection.name}\`: ${lead(machines)} to machines; set \`machines\`, such as \`machines: ['10.0.8.0/24']\` or \`machines: []\` for none, or \`reach.machines\``,
            connection: connection.name,
          },
        ]),
  ];
}

function lead(ports: string): string {
  return ports.includes(',') ? `ports ${ports} lead` : `port ${ports} leads`;
}

/** A proxy that is to be reached through itself. */
export function proxyProblems(decisions: readonly Decision[]): Problem[] {
  const found = new Map<string, Problem>();
  for (const { connection, place } of decisions) {
    for (const { through, via, destinations, hosts } of place.ways) {
      const own = destinations.find(({ hostname }) => hostname !== undefined && hosts.includes(hostname));
      if (through === 'proxy' && own !== undefined) {
        found.set(`${connection} ${own.text}`, {
          code: 'ProxyBehindItself',
          message: `connection \`${connection}\`: ${own.text} is the proxy of \`${via}\`, and is reached through that proxy; set \`to\` to its address`,
          connection,
        });
      }
    }
  }
  return [...found.values()];
}

/** Endpoints of services that have none in the region of these decisions; of those that are set by name. */
export function endpointProblems(
  { awsServices: by }: ParsedReach,
  decisions: readonly Decision[],
  region: string | undefined,
): Problem[] {
  if (by === undefined || !('services' in by)) {
    return [];
  }
  const found = new Map<string, Problem>();
  for (const { connection, place } of decisions) {
    for (const host of place.hosts) {
      const facts = awsService(serviceOfHost(host));
      const way = by.services.get(facts?.id ?? '');
      const where = regionOfHost(host) ?? region ?? regionOfHosts(place.hosts);
      if (facts !== undefined && way?.through === 'endpoint' && !hasEndpoint(facts, where)) {
        found.set(facts.id, {
          code: 'NoEndpoint',
          message: `\`${way.via}\`: ${facts.id} has ${whereEndpointIs(facts, where)}, and \`${connection}\` is used in ${where}; set it to 'proxy', 'public' or 'none', or to the addresses of an endpoint elsewhere`,
          at: way.via,
          connection,
        });
      }
    }
  }
  return [...found.values()];
}
