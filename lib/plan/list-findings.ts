import type { Connection } from '../connection';
import { aggregate, type Destination } from '../network';
import { finding, type Finding } from './finding';

/** The widest blocks without a finding: 10.0.0.0/8 is the widest private block, a /32 an allocation to a provider. */
const WIDEST = { ipv4: 8, ipv6: 32 } as const;

/** Disagreements of the table and its sources on permissions and credentials. */
export function remarkFindings(connection: Connection): Finding[] {
  const remarks = connection.request.row?.remarks ?? [];
  return remarks.map(({ text, source }, i) =>
    finding('TablePermission', connection.name, {
      ...(i === 0 ? {} : { port: `${i + 1}` }),
      what: text,
      why: "the table, Harness's own pages and the vendor disagree",
      fix: 'follow the source',
      source,
    }),
  );
}

/** A site, region or deployment that is not set. */
export function choiceFindings(connection: Connection): Finding[] {
  const { choice } = connection.request;
  return choice?.assumed !== true
    ? []
    : [
        finding('ChoiceAssumed', connection.name, {
          what: `assuming \`${choice.prop}: ${choice.value}\``,
          why: `\`${choice.prop}\` is not set`,
          fix: `set \`${choice.prop}\``,
        }),
      ];
}

/** Very wide destinations set in the connection itself. */
export function broadFindings(connection: Connection): Finding[] {
  const { to = [], machines = [] } = connection.request;
  return broad(connection.name, [...to, ...machines]);
}

/** Parts of the scope that are left wide. */
export function wideFindings({ name, request }: Connection): Finding[] {
  return (request.wide ?? []).map(({ finding: kind, ...parts }) => finding(kind, name, parts));
}

/** Judges what the blocks are together: many narrow ones can be every address. */
export function broad(subject: string, destinations: readonly Destination[]): Finding[] {
  const blocks = aggregate(destinations.flatMap(({ cidr }) => cidr ?? []));
  const wide = blocks.filter(({ family, prefix }) => prefix < WIDEST[family]);
  return wide.length === 0
    ? []
    : [
        finding('BroadDestination', subject, {
          what: `leads to ${wide.map(({ text }) => text).join(', ')}`,
          why: 'wider than a /8 (IPv4) or a /32 (IPv6), in one block or in several together',
          fix: 'set the blocks that the service uses',
        }),
      ];
}

/** Connections to the cluster that the delegate runs in, by name. */
export function ownClusterFindings(names: readonly string[]): Finding[] {
  return names.map((name) =>
    finding('InOwnCluster', name, {
      what: 'its API server is that of the cluster in which the delegate runs; no port of the list leads to it',
      why: '`inherit: true`',
      fix: 'nothing to do with `/kubernetes`, which opens it; elsewhere add a `Connection.custom` with its addresses',
    }),
  );
}
