import type { Connection } from '../connection';
import type { Destination } from '../network';
import { finding, type Finding } from './finding';
import { REACH_KINDS, type ParsedReach } from './reach';

/** A block wider than these is worth a look: 10.0.0.0/8 is the widest private block, a /32 what a registry gives a provider. */
const WIDEST = { ipv4: 8, ipv6: 32 } as const;

/** Where the table and its sources disagree on permissions and credentials. */
export function remarkFindings(connection: Connection): Finding[] {
  const remarks = connection.request.row?.remarks ?? [];
  return remarks.map(({ text, source }, i) =>
    finding('TablePermission', connection.name, {
      ...(i === 0 ? {} : { port: `${i + 1}` }),
      what: text,
      why: "the table, Harness's own pages and the vendor do not agree here",
      fix: 'follow the source',
      source,
    }),
  );
}

/** A site, region or deployment that nobody named. */
export function choiceFindings(connection: Connection): Finding[] {
  const { choice } = connection.request;
  return choice?.assumed !== true
    ? []
    : [
        finding('ChoiceAssumed', connection.name, {
          what: `\`${choice.prop}\` is taken to be ${choice.value}`,
          why: 'it was not given',
          fix: `say \`${choice.prop}\``,
        }),
      ];
}

/** Very wide destinations that the user wrote in the connection itself. */
export function broadFindings(connection: Connection): Finding[] {
  const { to = [], machines = [] } = connection.request;
  return broad(connection.name, [...to, ...machines]);
}

/** Very wide destinations that the user wrote in `reach`. */
export function broadReachFindings(reach: ParsedReach): Finding[] {
  return REACH_KINDS.flatMap((kind) => broad(`reach.${kind}`, reach[kind] ?? []));
}

function broad(subject: string, destinations: readonly Destination[]): Finding[] {
  const wide = destinations.filter(({ cidr }) => cidr !== undefined && cidr.prefix < WIDEST[cidr.family]);
  return wide.length === 0
    ? []
    : [
        finding('BroadDestination', subject, {
          what: `leads to ${wide.map(({ text }) => text).join(', ')}`,
          why: 'you wrote it',
          fix: 'write the blocks that the service really uses',
        }),
      ];
}
