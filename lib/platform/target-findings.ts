import { firstOf, groupBy } from '../base';
import { Port } from '../network';
import { finding, recorded, type Finding, type Flow } from '../plan';
import type { TargetFlow } from './enforce';
import { isInside } from './inside';
import type { TargetFacts } from './platform';

const SMTP_PORT = 25;
/** Host names in the text of a finding. */
const SHOWN = 3;

/** Findings about limits of this target: inexact matches, blocked ports, other rules. */
export function targetFindings(flows: readonly TargetFlow[], replaced: readonly Flow[], facts: TargetFacts): Finding[] {
  return [
    ...portOnly(flows, facts),
    ...port25(flows, facts),
    ...notExpressible(replaced, facts),
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
      why: `${facts.title} cannot match ${unmatched(facts)}`,
      fix: howToNarrow(flow, facts),
    });
  });
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
    .filter(({ flow, destination }) => flow.port.contains(smtp) && !isInside(destination))
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

/** Remarks of the target; those on host names apply only where one is matched. */
function remarks(flows: readonly TargetFlow[], { remarks: all }: TargetFacts): Finding[] {
  const hasNames = flows.some(({ enforcement }) => enforcement === 'host name');
  return all
    .filter(({ onNames }) => !onNames || hasNames)
    .map(({ finding: kind, source, onNames: _, ...words }) =>
      finding(kind, 'egress', { ...words, source: recorded(source) }),
    );
}
