import { apiKindOf, documentOf, type LeadsTo, type Source, type Statement } from '../catalog';
import type { ConnectionRequest } from '../connection';
import { comparePorts, Port } from '../network';
import { applies, isAskedFor, leadOf, ownHostsPlace, placeOf, type Place } from './places';
import type { Profile } from './profile';
import type { ParsedReach, ReachKind } from './reach';
import { replacePorts, type Judged } from './replace-ports';

/** One port of one connection: open or closed, its destinations, and the reason. */
export interface Decision extends Judged {
  /** Name of the connection. */
  readonly connection: string;
  /** Id of the row, `custom`, `ssh`, `harness` or `dns`. */
  readonly id: string;
  /** Page of Harness that its row is from. @default - the table, or no row */
  readonly page?: Source;
  readonly leadsTo: LeadsTo;
  /** The part of `reach` that applies to such a destination. */
  readonly kind: ReachKind;
  readonly open: boolean;
  /** Its destinations, also of a closed port, or the reason that it has none. */
  readonly place: Place;
  /** The user set `unenforceable: 'port-only'`: a target may open the port to any address. */
  readonly unenforceable: boolean;
}

/** Every port of a connection, decided; in the order of the ports. */
export function decide(
  name: string,
  request: ConnectionRequest,
  profile: Profile,
  reach: ParsedReach,
  probes = true,
): Decision[] {
  const statements = request.statements.filter((statement) => applies(statement, request));
  const judged = statements.flatMap((statement) => judge(statement, request, profile, probes));
  const isReplacing = request.ports !== undefined && !statements.some(({ verdict }) => verdict === 'left open');
  const places = new Map<LeadsTo, Place>();
  return (isReplacing ? replacePorts(judged, statements, request) : judged)
    .map((entry) => {
      const lead = leadOf(entry.statement, request);
      const { hosts } = entry.statement;
      if (hosts !== undefined) {
        return decided(name, request, entry, lead, ownHostsPlace(hosts, request, reach));
      }
      const place = places.get(lead) ?? placeOf(lead, request, reach);
      places.set(lead, place);
      return decided(name, request, entry, lead, place);
    })
    .sort((a, b) => comparePorts(a.port, b.port));
}

function judge(statement: Statement, request: ConnectionRequest, profile: Profile, probes: boolean): Judged[] {
  const { open, because } =
    statement.verdict === 'probe' && !probes
      ? { open: false, because: '`probes: false`' }
      : profile.decide(statement, isAskedFor(statement, request), documentOf(request.row ?? {}));
  const explicit = open && statement.verdict === 'on request';
  return portsOf(statement, request).map((port) => ({
    statement,
    port,
    wanted: open,
    because,
    replaced: false,
    explicit,
  }));
}

function portsOf({ port }: Statement, request: ConnectionRequest): readonly Port[] {
  if (port instanceof Port) {
    return [port];
  }
  return (port.from === 'ports' ? request.ports : request.askedPorts[port.from]) ?? [];
}

function decided(
  connection: string,
  request: ConnectionRequest,
  judged: Judged,
  leadsTo: LeadsTo,
  place: Place,
): Decision {
  const leads = place.kind === 'somewhere';
  return {
    connection,
    id: request.id,
    ...(request.row?.page === undefined ? {} : { page: request.row.page }),
    statement: judged.statement,
    port: judged.port,
    leadsTo,
    kind: judged.statement.hosts === undefined ? kindOfReach(leadsTo, request) : apiKindOf(judged.statement.hosts),
    open: judged.wanted && leads,
    because: judged.wanted && !leads ? closedBecause(place) : judged.because,
    place,
    wanted: judged.wanted,
    replaced: judged.replaced,
    explicit: judged.explicit,
    unenforceable: request.unenforceable === 'port-only',
  };
}

function kindOfReach(lead: LeadsTo, request: ConnectionRequest): ReachKind {
  return lead === 'machines' ? 'machines' : lead === 'service' ? 'selfHosted' : (request.row?.apiKind ?? 'saas');
}

function closedBecause({ reason }: Place): string {
  switch (reason) {
    case 'machines are not named':
      return 'neither `machines` nor `reach.machines` is set';
    case 'destination is not named':
      return 'neither `to` nor `reach.selfHosted` is set';
    case 'no machines':
      return '`machines` is empty';
    case 'not reached':
      return "`reach.awsServices` has 'none' for each of its services";
    default:
      return 'a port of the self-hosted edition, and the vendor hosts this one';
  }
}
