import { compareTexts, groupBy } from '../base';
import type { Source } from '../catalog';
import type { Decision } from './decision';
import type { Permission } from './permission';
import {
  awsService,
  endpointName,
  GLOBAL_STS,
  GLOBAL_STS_SOURCE,
  hasEndpoint,
  isServiceHost,
  regionOfHost,
  regionOfHosts,
  serviceOfHost,
  servicesOfAction,
  whereEndpointIs,
  type AwsService,
} from '../catalog/aws-endpoints';

/** Endpoints that a VPC without a way to the internet needs, so that the plan works in it. */

/** One service of AWS that a plan uses, in one region. */
export interface PlannedEndpoint {
  /** Its name in `reach.awsServices`: `ecs`. */
  readonly service: string;
  /** `none`: no endpoint answers for these names there. */
  readonly kind: 'interface' | 'gateway' | 'none';
  /** `com.amazonaws.eu-west-1.ecs`; `undefined` for kind `none`. */
  readonly serviceName?: string;
  /** Region; `undefined` where the list names none, and for names without one. */
  readonly region?: string;
  /** Host names of the plan that it answers for. */
  readonly hosts: readonly string[];
  /** Connections that use it, sorted. */
  readonly connections: readonly string[];
  /** A remark, such as the way where there is no endpoint. */
  readonly note: string;
  readonly source: Source;
}

/**
 * The endpoints of the services that the open ports and the permissions of a plan name; by region and service.
 *
 * @param region of the delegate, for names without one
 * @param elsewhere connections with destinations of their own, which stand for whatever leads there
 */
export function endpointsOf(
  decisions: readonly Decision[],
  permissions: readonly Permission[],
  region: string | undefined,
  elsewhere: ReadonlySet<string>,
): PlannedEndpoint[] {
  const uses = decisions
    .filter(({ wanted, place, connection }) => wanted && place.kind !== 'unknown' && !elsewhere.has(connection))
    .flatMap((decision) => usesOf(decision, permissions, region));
  const byService = groupBy(uses, ({ service, region: where = '' }) => `${where} ${service}`);
  return [...byService.values()]
    .map((some) => endpointOf(some, region))
    .sort((a, b) => compareTexts(a.region ?? '', b.region ?? '') || compareTexts(a.service, b.service));
}

/** A service that a connection uses, by one of its host names. */
interface Use {
  readonly service: string;
  readonly region?: string;
  readonly host: string;
  readonly connection: string;
}

/** Behind a name with a wildcard stand the services whose actions the connection may use. */
function usesOf({ connection, place }: Decision, permissions: readonly Permission[], own: string | undefined): Use[] {
  const actions = permissions
    .filter(({ reasons }) => reasons.some((reason) => reason.connection === connection))
    .flatMap((permission) => permission.actions);
  const fallback = own ?? regionOfHosts(place.hosts);
  const behindWildcard = [...new Set(actions.flatMap(servicesOfAction))];
  return place.hosts.filter(isServiceHost).flatMap((host) => {
    const service = serviceOfHost(host);
    const region = regionOfHost(host) ?? (service === GLOBAL_STS ? undefined : fallback);
    const services = service === undefined ? behindWildcard : [service];
    return services.map((one) => ({ service: one, ...(region === undefined ? {} : { region }), host, connection }));
  });
}

function endpointOf(uses: readonly Use[], own: string | undefined): PlannedEndpoint {
  const { service, region } = uses[0]!;
  const facts = awsService(service);
  const found = facts !== undefined && hasEndpoint(facts, region) ? facts : undefined;
  const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();
  return {
    service,
    kind: found?.endpoint ?? 'none',
    ...(found === undefined ? {} : { serviceName: endpointName(found, region) }),
    ...(region === undefined ? {} : { region }),
    hosts: unique(uses.map(({ host }) => host)),
    connections: unique(uses.map(({ connection }) => connection)),
    note: found === undefined ? noteOnNone(facts, region) : noteOn(found, region, own),
    source: facts?.source ?? GLOBAL_STS_SOURCE,
  };
}

function noteOnNone(facts: AwsService | undefined, region: string | undefined): string {
  if (facts === undefined) {
    return 'no endpoint has this name: set AWS_STS_REGIONAL_ENDPOINTS=regional and AWS_REGION on the delegate, or use the proxy';
  }
  return `${whereEndpointIs(facts, region)}: use the proxy, or a network that leads there`;
}

function noteOn(facts: AwsService, region: string | undefined, own: string | undefined): string {
  const isOther = own !== undefined && region !== undefined && region !== own;
  return [
    ...(facts.only === undefined || region !== undefined ? [] : [whereEndpointIs(facts)]),
    ...(isOther ? ['in another region than the delegate, so a network must lead there'] : []),
    ...(facts.note === undefined ? [] : [facts.note]),
  ].join('; ');
}
