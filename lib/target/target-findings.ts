import { firstOf, groupBy } from '../base';
import { finding, recorded, type Finding, type Flow, type Plan } from '../plan';
import type { TargetFlow } from './enforce';
import { isInside } from './inside';
import type { TargetFacts } from './target';

const SMTP_PORT = 25;
/** Host names that a finding spells out. */
const SHOWN = 3;

/** What this platform cannot do exactly, blocks, or leaves to somebody else. */
export function targetFindings(
  plan: Plan,
  flows: readonly TargetFlow[],
  replaced: readonly Flow[],
  facts: TargetFacts,
): Finding[] {
  return [
    ...portOnly(flows, facts),
    ...port25(flows, facts),
    ...rolesElsewhere(plan, facts),
    ...notExpressible(replaced, facts),
    ...remarks(flows, facts),
  ];
}

function portOnly(flows: readonly TargetFlow[], facts: TargetFacts): Finding[] {
  const byKey = groupBy(
    flows.filter(({ enforcement }) => enforcement === 'port-only'),
    ({ flow }) => `${flow.connection} ${flow.port.text}`,
  );
  return [...byKey.values()].map((entries) => {
    const { flow } = entries[0]!;
    const hosts = [...new Set(entries.map((entry) => entry.flow.destination.text))];
    const reached = [...new Set(entries.map(({ destination }) => destination.text))];
    return finding('PortOnlyEgress', 'warning', flow.connection, {
      port: flow.port.text,
      what: `${flow.port.text} is open to any address (${reached.join(', ')}), not only to ${firstOf(hosts, SHOWN)}`,
      why: `${facts.title} cannot match ${facts.hostnames === 'exact' ? 'names with a wildcard' : 'host names'}`,
      fix: howToNarrow(flow, facts),
    });
  });
}

function howToNarrow(flow: Flow, facts: TargetFacts): string {
  if (flow.byUser) {
    return 'give the address blocks in `to`';
  }
  const reach = 'say where it is reached from your network with `reach`, such as a proxy, or give `to`';
  return facts.hostnames === 'exact'
    ? `name the tenant, server, environment or regions of the connection, or ${reach}`
    : reach;
}

function port25(flows: readonly TargetFlow[], facts: TargetFacts): Finding[] {
  if (facts.port25 === undefined) {
    return [];
  }
  const { what, source } = facts.port25;
  return flows
    .filter(
      ({ flow, destination }) =>
        flow.port.protocol === 'tcp' &&
        flow.port.from <= SMTP_PORT &&
        SMTP_PORT <= flow.port.to &&
        !isInside(destination),
    )
    .map(({ flow }) =>
      finding('Port25Restricted', 'warning', flow.connection, {
        port: flow.port.text,
        what,
        why: 'mail to outside addresses is a way to send spam',
        fix: 'use submission: `ports: [587]` or `ports: [465]`',
        source: recorded(source),
      }),
    );
}

/** @internal Permissions that this platform cannot create. */
export function rolesElsewhere(plan: Plan, facts: TargetFacts): Finding[] {
  const missing =
    facts.platform === 'aws'
      ? plan.gcpRoles.map(({ connection, role }) => ({ connection, name: role }))
      : plan.awsPermissions.map((permission) => ({
          connection: permission.connection,
          name: permission.kind === 'managed' ? permission.policy : permission.sid,
        }));
  const byConnection = new Map<string, Set<string>>();
  for (const { connection, name } of missing) {
    byConnection.set(connection, (byConnection.get(connection) ?? new Set()).add(name));
  }
  const elsewhere = facts.platform === 'aws' ? 'Google Cloud' : 'AWS';
  return [...byConnection].map(([connection, names]) =>
    finding('RolesElsewhere', 'notice', connection, {
      what: `someone must grant ${[...names].sort().join(', ')} in ${elsewhere}`,
      why: `${facts.title} lives in another cloud`,
      fix: `grant it there, or put the same list into an app for ${elsewhere}`,
    }),
  );
}

/** Only a name that is written exactly can be matched; the known names of the port stay. */
function notExpressible(replaced: readonly Flow[], facts: TargetFacts): Finding[] {
  return replaced.map(({ connection, port, destination, hosts }) => {
    const known = hosts.filter((host) => !host.includes('*'));
    return finding('NameNotExpressible', 'warning', connection, {
      port: `${port.text}/${destination.text}`,
      what: `${destination.text} is not let out as such; ${firstOf(known, SHOWN)} ${known.length === 1 ? 'stands' : 'stand'} in its place`,
      why: `${facts.title} matches no name with a wildcard`,
      fix: 'add a `Connection.custom` for each further name that the delegate needs',
    });
  });
}

/** Remarks on host names hold only where one is matched. */
function remarks(flows: readonly TargetFlow[], { remarks: all }: TargetFacts): Finding[] {
  const hasNames = flows.some(({ enforcement }) => enforcement === 'host name');
  return all
    .filter(({ onNames }) => !onNames || hasNames)
    .map(({ finding: kind, source, onNames: _, ...words }) =>
      finding(kind, 'notice', 'egress', { ...words, source: recorded(source) }),
    );
}
