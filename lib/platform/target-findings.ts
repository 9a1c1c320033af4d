import { firstOf, groupBy } from '../base';
import { isWildcardName, Port } from '../network';
import { finding, recorded, showsName, spokenBy, spokenOn, type Finding, type Flow } from '../plan';
import type { Enforced, TargetFlow } from './enforce';
import { isInside } from './inside';
import { noProxyOf } from './no-proxy';
import type { TargetFacts } from './platform';

const SMTP_PORT = 25;
/** Host names in the text of a finding. */
const SHOWN = 3;

/** Findings about limits of this target: inexact matches, blocked ports, other rules. */
export function targetFindings(
  { flows, replaced, closed, unfiltered, unmatched: natives }: Enforced,
  facts: TargetFacts,
): Finding[] {
  return [
    ...portOnly(flows, facts),
    ...port25(flows, facts),
    ...notExpressible(replaced, facts),
    ...[...closed, ...natives].map((flow) => closedFinding(flow, facts)),
    ...widened(flows, facts),
    ...otherResolvers(unfiltered, facts),
    ...openedByNode(unfiltered, facts),
    ...(facts.filters === 'requests' && flows.length > 0
      ? noProxyOf([...unfiltered, ...flows.map(({ flow }) => flow)]).findings
      : []),
    ...remarks(flows, facts),
  ];
}

function portOnly(flows: readonly TargetFlow[], facts: TargetFacts): Finding[] {
  const byKey = groupBy(
    flows.filter(({ enforcement }) => enforcement === 'port-only'),
    ({ flow }) => `${flow.decision.connection} ${flow.port.text}`,
  );
  return [...byKey.values()].map((entries) => {
    const { flow } = entries[0]!;
    const hosts = [...new Set(entries.map((entry) => entry.flow.destination.text))];
    const reached = [...new Set(entries.map(({ destination }) => destination.text))];
    return finding('PortOnlyEgress', flow.decision.connection, {
      port: flow.port.text,
      what: `${flow.port.text} is open to any address (${reached.join(', ')}), not only to ${firstOf(hosts, SHOWN)}`,
      why: isHidden(flow, facts)
        ? `${spokenBy(flow).join(' or ')} does not show the name, and ${facts.title} checks no other one on this port`
        : `${facts.title} cannot match ${unmatched(facts)}`,
      fix: isHidden(flow, facts)
        ? 'set `to` to its address blocks, or tie names to addresses'
        : howToNarrow(flow, facts),
    });
  });
}

/** True for a name that the target could match, in a protocol that does not show it. */
function isHidden(flow: Flow, { names }: TargetFacts): boolean {
  return names.on === 'tls and http' && !showsName(flow);
}

/** Host names that it cannot match. */
function unmatched({ names: { match } }: TargetFacts): string {
  return match === 'none'
    ? 'host names'
    : match === 'subtree'
      ? 'names with a wildcard that is not `*.` at the beginning'
      : 'names with a wildcard';
}

function howToNarrow(flow: Flow, facts: TargetFacts): string {
  if (flow.way.byUser) {
    return 'set the address blocks in `to`';
  }
  const reach = 'set `reach` to where the delegate reaches the service (a proxy, endpoints), or set `to`';
  if (facts.isOfPods === true && facts.names.match === 'none') {
    return `use a kind of policy that matches host names, or ${reach}`;
  }
  return facts.names.match !== 'none'
    ? `set the tenant, server, environment or regions of the connection, or ${reach}`
    : reach;
}

function port25(flows: readonly TargetFlow[], facts: TargetFacts): Finding[] {
  if (facts.port25 === undefined) {
    return [];
  }
  const { what, source } = facts.port25;
  const smtp = Port.tcp(SMTP_PORT);
  return flows
    .filter(({ port, destination }) => port.contains(smtp) && !isInside(destination))
    .map(({ flow }) =>
      finding('Port25Restricted', flow.decision.connection, {
        port: flow.port.text,
        what,
        why: 'clouds limit mail to outside addresses because of spam',
        fix: 'use submission: `ports: [587]` or `ports: [465]`',
        source: recorded(source),
      }),
    );
}

/** Findings on names that the target cannot match; the known names of the port are open instead. */
function notExpressible(replaced: readonly Flow[], facts: TargetFacts): Finding[] {
  return replaced.map(({ decision, port, destination }) => {
    const known = decision.place.hosts.filter((host) => !host.includes('*'));
    return finding('NameNotExpressible', decision.connection, {
      port: `${port.text}/${destination.text}`,
      what: `${destination.text} is not open as a wildcard; open instead: ${firstOf(known, SHOWN)}`,
      why: `${facts.title} cannot match ${unmatched(facts)}`,
      fix: 'add a `Connection.custom` for each further name that the delegate needs',
    });
  });
}

/** A flow that the target cannot carry: it is closed there, and nothing else is open for it. */
function closedFinding(flow: Flow, facts: TargetFacts): Finding {
  const { decision, port, destination, way } = flow;
  const subject = { port: `${port.text}/${destination.text}` };
  if (destination.hostname === undefined || facts.filters === 'requests') {
    return finding('ClosedByLayer', decision.connection, {
      ...subject,
      what:
        facts.filters === 'requests'
          ? `${port.text} to ${destination.text} is closed on ${facts.title}`
          : `${port.text} to ${destination.text} is closed where it passes ${facts.title}, and not judged where it does not`,
      why:
        facts.filters === 'requests'
          ? way.hosts.length > 0
            ? `its protocol is ${spokenOn(decision.statement, decision.port).what.join(' or ')}, for which the delegate uses no HTTP proxy`
            : `no host name behind ${way.via} is known, and ${facts.title} decides by the name`
          : `${facts.title} cannot match ${destination.text}`,
      fix:
        facts.filters === 'requests'
          ? way.hosts.length > 0
            ? 'set `to` to the addresses of the host'
            : 'set `to` of the connection to its host name'
          : 'set `to` to its address blocks, where this traffic passes the layer at all',
    });
  }
  const speaks = spokenBy(flow).join(' or ');
  return finding('NameNotExpressible', decision.connection, {
    ...subject,
    what: `${destination.text} on ${port.text} is closed on ${facts.title}`,
    why: showsName(flow)
      ? `${facts.title} cannot match ${unmatched(facts)}`
      : `${speaks === 'other' ? 'its protocol' : speaks} does not show the name, and a rule to any address would open the port for every name there`,
    fix: 'set `to` to its address blocks, or use a port and a protocol that show the name, such as HTTPS on 443',
  });
}

/** Names of which the target lets more pass. */
function widened(flows: readonly TargetFlow[], { title, names }: TargetFacts): Finding[] {
  return names.match !== 'subtree'
    ? []
    : flows
        .filter(({ flow }) => flow.destination.hostname !== undefined && isWildcardName(flow.destination.hostname))
        .map(({ flow, destination }) =>
          finding('NameWidened', flow.decision.connection, {
            port: `${flow.port.text}/${flow.destination.text}`,
            what: `${flow.destination.text} is ${destination.text} on ${title}, at any depth`,
            why: `${title} has no wildcard for one label`,
            fix: 'name the hosts, or let another layer check the name as well',
          }),
        );
}

/** DNS, in clear text and in TLS. */
const RESOLVER_PORTS = [Port.tcp(53), Port.udp(53), Port.tcp(853)];

/** Flows to resolvers that a filter of lookups does not see. */
function otherResolvers(unfiltered: readonly Flow[], { filters, title }: TargetFacts): Finding[] {
  return filters !== 'lookups'
    ? []
    : unfiltered
        .filter(({ port }) => RESOLVER_PORTS.some((one) => port.contains(one)))
        .map(({ decision, port, destination }) =>
          finding('OtherResolvers', decision.connection, {
            port: `${port.text}/${destination.text}`,
            what: `${port.text} to ${destination.text} is open, where names are resolved without ${title}`,
            why: `${title} judges queries to the resolver of the VPC only`,
            fix: 'let the delegate use the resolver of its VPC, and forward from there',
          }),
        );
}

/** Flows of the machine below a pod. */
function openedByNode(unfiltered: readonly Flow[], { isOfPods, title }: TargetFacts): Finding[] {
  return unfiltered
    .filter(({ decision }) => isOfPods === true && decision.statement.opensIt === 'node')
    .map(({ decision, port, destination }) =>
      finding('OpenedByNode', decision.connection, {
        port: `${port.text}/${destination.text}`,
        what: `${port.text} to ${destination.text} is not in the ${title}`,
        why: `${decision.statement.note}: the kubelet does that on the network of the node`,
        fix: 'open it for the nodes, where their own network is filtered',
        source: decision.statement.sources[0]!,
      }),
    );
}

/** Remarks of the target; those on host names apply only where one is matched. */
function remarks(flows: readonly TargetFlow[], { remarks: all }: TargetFacts): Finding[] {
  const hasNames = flows.some(({ destination: { hostname } }) => hostname !== undefined);
  return all
    .filter(({ onNames }) => !onNames || hasNames)
    .map(({ finding: kind, source, onNames: _, ...words }) =>
      finding(kind, 'egress', { ...words, source: recorded(source) }),
    );
}
