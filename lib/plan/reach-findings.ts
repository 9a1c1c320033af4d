import { firstOf, groupBy } from '../base';
import { HARNESS, isUsualHttp, notHttp } from '../catalog';
import {
  awsService,
  GLOBAL_STS,
  GLOBAL_STS_SOURCE,
  hasEndpoint,
  regionOfHost,
  regionOfHosts,
  serviceOfHost,
} from '../catalog/aws-endpoints';
import type { Connection } from '../connection';
import type { Decision } from './decision';
import { finding, type Finding } from './finding';
import type { Flow } from './flow';
import { broad } from './list-findings';
import { waysIn, type ParsedReach } from './reach';

/** Findings on `reach`: what it cannot mean, or leaves closed, as far as a list shows it. */

/** Names in the text of a finding. */
const SHOWN = 3;

/** Very wide destinations, and blocks of a proxy that are reached on other ports. */
export function reachFindings(reach: ParsedReach): Finding[] {
  const byVia = new Map(waysIn(reach).map(({ via, destinations }) => [via, destinations]));
  return [...[...byVia].flatMap(([via, destinations]) => broad(via, destinations)), ...portsOfProxy(reach)];
}

/** A proxy that is set as a plain address of another kind, which would be reached on the port of the service. */
function portsOfProxy(reach: ParsedReach): Finding[] {
  const ways = waysIn(reach);
  const proxies = ways.filter(({ through }) => through === 'proxy');
  return ways
    .filter(({ through, via }) => through === 'address' && via !== 'reach.machines' && via !== 'reach.dns')
    .flatMap(({ via, destinations }) => {
      const proxy = proxies.find((one) =>
        one.destinations.some(({ key }) => destinations.some((own) => own.key === key)),
      );
      const on = proxy?.ports?.map(({ text }) => text).join(', ');
      return proxy === undefined
        ? []
        : [
            finding('ProxyPortUnset', via, {
              what: `${via} has an address of the proxy of ${proxy.via}, and is reached there on the ports of its services, not on ${on}`,
              why: 'only a way that is marked as a proxy has the ports of the proxy',
              fix: `write \`proxy: { to, ports }\` once, and \`'proxy'\` for ${via}`,
              source: HARNESS.delegateProxy,
            }),
          ];
    });
}

/** Ports whose protocol no HTTP proxy speaks, and those of the user's own of which only the user knows it. */
export function proxiedFindings(flows: readonly Flow[]): Finding[] {
  const byKey = groupBy(
    flows.filter(({ way }) => way.through === 'proxy'),
    ({ decision }) => `${decision.connection} ${decision.port.text}`,
  );
  return [...byKey.values()].flatMap((entries) => {
    const { decision, way } = entries[0]!;
    const { port, connection } = decision;
    const { names, source } = notHttp(port);
    const other = protocolOf(port, names);
    if (other === undefined && !isOwnChoice(decision)) {
      return [];
    }
    const on = [...new Set(entries.map((entry) => entry.port.text))].join(', ');
    return [
      finding('NotForHttpProxy', connection, {
        port: port.text,
        what:
          other === undefined
            ? `${port.text} leads to the proxy of ${way.via} on ${on}, which carries HTTP and HTTPS only`
            : `${port.text} leads to the proxy of ${way.via} on ${on}, which answers HTTP and not ${other}`,
        why: `the delegate's clients use its proxy for HTTP and HTTPS; every other protocol goes to the host itself`,
        fix:
          other === undefined
            ? 'nothing to do when it speaks HTTP; otherwise set `to` to the addresses of the host'
            : 'set `to` to the addresses of the host, or use its HTTPS port',
        ...(source === undefined ? {} : { source }),
        isNotice: other === undefined,
      }),
    ];
  });
}

/** Protocols of a port or a range that are not HTTP; `undefined` where none is known. */
function protocolOf({ protocol }: Decision['port'], names: readonly string[]): string | undefined {
  if (protocol === 'udp') {
    return 'UDP';
  }
  return names.length === 0 ? undefined : firstOf(names, SHOWN);
}

/** A port that no row has and that is none of the usual ones of HTTP. */
function isOwnChoice({ statement, port, explicit }: Decision): boolean {
  return explicit && statement.verdict === 'on request' && statement.label === undefined && !isUsualHttp(port);
}

/** Services that `reach.awsServices` leaves closed, and names that an endpoint does not answer for. */
export function serviceFindings(
  { name, request }: Connection,
  decisions: readonly Decision[],
  region: string | undefined,
): Finding[] {
  const [first] = decisions.filter(({ wanted, leadsTo }) => wanted && leadsTo === 'api');
  if (first === undefined || request.to !== undefined) {
    return [];
  }
  const { hosts, ways } = first.place;
  const reached = new Set(ways.flatMap((way) => way.hosts));
  const behind = ways.filter(({ through }) => through === 'endpoint').flatMap((way) => way.hosts);
  const own = region ?? regionOfHosts(hosts);
  return [
    ...maybe(
      hosts.filter((host) => !reached.has(host)),
      (closed) =>
        finding('ServiceNotReached', name, {
          what: `not reached: ${firstOf(closed, SHOWN)}`,
          why: "`reach.awsServices` says 'none'",
          fix: closed.some((host) => serviceOfHost(host) === GLOBAL_STS)
            ? 'set `AWS_STS_REGIONAL_ENDPOINTS=regional` on the delegate, so that it asks the address of its region'
            : 'nothing to do when the delegate does not use them; otherwise set an endpoint or the proxy',
          source: GLOBAL_STS_SOURCE,
        }),
    ),
    ...maybe(
      behind.filter((host) => isOfOtherRegion(host, region)),
      (elsewhere) =>
        finding('EndpointOfOtherRegion', name, {
          what: `${firstOf(elsewhere, SHOWN)} ${elsewhere.length === 1 ? 'leads' : 'lead'} to an endpoint, which answers for ${region} alone`,
          why: 'an endpoint has the names of its own region',
          fix: `make a delegate in that region, or reach ${servicesIn(elsewhere)} through the proxy`,
        }),
    ),
    ...maybe(
      behind.filter((host) => hasNone(host, own)),
      (without) =>
        finding('NotBehindEndpoint', name, {
          what: `${firstOf(without, SHOWN)} ${without.length === 1 ? 'leads' : 'lead'} to an endpoint, and ${own === undefined ? 'no region' : own} has none for ${without.length === 1 ? 'it' : 'them'}`,
          why: 'an endpoint answers for the names that its service has in a region, and no service there has these',
          fix: `set ${servicesIn(without)} of \`reach.awsServices\` to 'proxy', 'public' or 'none'`,
          source: awsService(serviceOfHost(without[0]!))?.source ?? GLOBAL_STS_SOURCE,
        }),
    ),
  ];
}

function hasNone(host: string, region: string | undefined): boolean {
  const service = serviceOfHost(host);
  const facts = awsService(service);
  return service === GLOBAL_STS || (facts !== undefined && region !== undefined && !hasEndpoint(facts, region));
}

function servicesIn(hosts: readonly string[]): string {
  return [...new Set(hosts.map((host) => serviceOfHost(host) ?? 'default'))].sort().join(', ');
}

function maybe(hosts: readonly string[], make: (hosts: readonly string[]) => Finding): Finding[] {
  return hosts.length === 0 ? [] : [make(hosts)];
}

function isOfOtherRegion(host: string, region: string | undefined): boolean {
  const own = regionOfHost(host);
  return region !== undefined && own !== undefined && own !== region;
}
