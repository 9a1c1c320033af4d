import { firstOf, groupBy } from '../base';
import { HARNESS, NOT_HTTP, NOT_HTTP_SOURCE } from '../catalog';
import { GLOBAL_STS, regionOfHost, serviceOfHost } from '../catalog/aws-endpoints';
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

/** Ports whose protocol no HTTP proxy speaks. */
export function proxiedFindings(flows: readonly Flow[]): Finding[] {
  const byKey = groupBy(
    flows.filter(({ way, decision: { port } }) => way.through === 'proxy' && protocolOf(port) !== undefined),
    ({ decision }) => `${decision.connection} ${decision.port.text}`,
  );
  return [...byKey.values()].map((entries) => {
    const { decision, way } = entries[0]!;
    const on = [...new Set(entries.map(({ port }) => port.text))].join(', ');
    return finding('NotForHttpProxy', decision.connection, {
      port: decision.port.text,
      what: `${decision.port.text} leads to the proxy of ${way.via} on ${on}, which answers HTTP and not ${protocolOf(decision.port)}`,
      why: `the delegate's clients use its proxy for HTTP and HTTPS; ${protocolOf(decision.port)} goes to the host itself`,
      fix: 'set `to` to the addresses of the host, or use its HTTPS port',
      source: NOT_HTTP_SOURCE,
    });
  });
}

function protocolOf({ protocol, from, to }: Decision['port']): string | undefined {
  return protocol === 'udp' ? 'UDP' : from === to ? NOT_HTTP[from] : undefined;
}

/** Services that `reach.awsServices` leaves closed, and endpoints that names of other regions lead to. */
export function serviceFindings(
  { name }: Connection,
  decisions: readonly Decision[],
  region: string | undefined,
): Finding[] {
  const wanted = decisions.filter(({ wanted: isWanted, leadsTo }) => isWanted && leadsTo === 'api');
  const [first] = wanted;
  if (first === undefined) {
    return [];
  }
  const reached = new Set(wanted.flatMap(({ place }) => place.ways.flatMap(({ hosts }) => hosts)));
  const closed = first.place.ways.some(({ via }) => via === 'to')
    ? []
    : first.place.hosts.filter((host) => !reached.has(host));
  const elsewhere = first.place.ways
    .filter(({ through }) => through === 'endpoint')
    .flatMap(({ hosts }) => hosts.filter((host) => isOfOtherRegion(host, region)));
  return [
    ...(closed.length === 0
      ? []
      : [
          finding('ServiceNotReached', name, {
            what: `not reached: ${firstOf(closed, SHOWN)}`,
            why: "`reach.awsServices` says 'none'",
            fix: closed.some((host) => serviceOfHost(host) === GLOBAL_STS)
              ? 'set `AWS_STS_REGIONAL_ENDPOINTS=regional` on the delegate, so that it asks the address of its region'
              : 'nothing to do when the delegate does not use them; otherwise set an endpoint or the proxy',
            source: HARNESS.delegateProxy,
          }),
        ]),
    ...(elsewhere.length === 0
      ? []
      : [
          finding('EndpointOfOtherRegion', name, {
            what: `${firstOf(elsewhere, SHOWN)} ${elsewhere.length === 1 ? 'leads' : 'lead'} to an endpoint, which answers for ${region} alone`,
            why: 'an endpoint has the names of its own region',
            fix: `make a delegate in that region, or reach ${[...new Set(elsewhere.map((host) => serviceOfHost(host) ?? 'default'))].sort().join(', ')} through the proxy`,
          }),
        ]),
  ];
}

function isOfOtherRegion(host: string, region: string | undefined): boolean {
  const own = regionOfHost(host);
  return region !== undefined && own !== undefined && own !== region;
}
