import type { LeadsTo, Source, Statement } from '../catalog';
import type { ConnectionRequest } from '../connection';
import { comparePorts, Port, type Destination } from '../network';
import { applies, leadOf, placeOf, type Place } from './places';
import type { Profile } from './profile';
import type { ParsedReach, ReachKind } from './reach';

/** What became of one port of one connection: open or closed, to where, and why. */
export interface Decision {
  /** Name of the connection. */
  readonly connection: string;
  /** Id of the row, `custom`, `ssh` or `harness`. */
  readonly id: string;
  readonly statement: Statement;
  readonly port: Port;
  readonly leadsTo: LeadsTo;
  /** The part of `reach` that says how such a destination is reached. */
  readonly kind: ReachKind;
  readonly open: boolean;
  readonly because: string;
  /** Where it leads, or would lead; empty when nobody said. */
  readonly destinations: readonly Destination[];
  /** Who named the destinations: `to`, `machines`, `reach.saas`, `host names`. */
  readonly via: string;
  /** The host names behind it, when they are known. */
  readonly hosts: readonly string[];
  /** Where the host names were read, when they are the destinations. */
  readonly hostSources: readonly Source[];
  /** True when the user, not the catalogue, wrote the destinations. */
  readonly byUser: boolean;
  readonly unenforceable: boolean;
}

/** A decision before it is known where the port leads. */
export interface Opened {
  readonly decision: Decision;
  readonly place: Place;
  /** True when the user's `ports` replaced the row's. */
  readonly replaced: boolean;
  /** True when the profile opens it, wherever it leads. */
  readonly wanted: boolean;
  /** True when the user asked for this very port. */
  readonly explicit: boolean;
}

interface Candidate {
  readonly statement: Statement;
  readonly port: Port;
  readonly open: boolean;
  readonly because: string;
  readonly replaced: boolean;
  readonly explicit: boolean;
}

/** Every port of a connection, decided; in the order of the ports. */
export function decide(name: string, request: ConnectionRequest, profile: Profile, reach: ParsedReach): Opened[] {
  const statements = request.statements.filter((statement) => applies(statement, request));
  const candidates =
    request.ports === undefined || hasLeftOpen(statements)
      ? statements.flatMap((statement) => judged(statement, request, profile))
      : replacePorts(statements, request, profile);
  const places = new Map<LeadsTo, Place>();
  const placed = (lead: LeadsTo): Place => {
    const known = places.get(lead) ?? placeOf(lead, request, reach);
    places.set(lead, known);
    return known;
  };
  return candidates
    .map((candidate) => place(name, request, candidate, placed))
    .sort((a, b) => comparePorts(a.decision.port, b.decision.port));
}

function hasLeftOpen(statements: readonly Statement[]): boolean {
  return statements.some(({ verdict }) => verdict === 'left open');
}

function portsOf(statement: Statement, request: ConnectionRequest): readonly Port[] {
  if (statement.port instanceof Port) {
    return [statement.port];
  }
  return (statement.port.from === 'ports' ? request.ports : request.askedPorts[statement.port.from]) ?? [];
}

function isAsked(statement: Statement, request: ConnectionRequest): boolean {
  return (
    request.row === undefined ||
    (statement.when !== undefined && 'asked' in statement.when && request.asked.has(statement.when.asked))
  );
}

function judged(statement: Statement, request: ConnectionRequest, profile: Profile): Candidate[] {
  const opinion = profile.decide(statement, isAsked(statement, request));
  const explicit = opinion.open && statement.verdict === 'on request';
  return portsOf(statement, request).map((port) => ({ statement, port, ...opinion, replaced: false, explicit }));
}

/**
 * The user's `ports` stand in place of the row's: of its machine ports when it has some (the API keeps its own),
 * otherwise of all its ports. A port that the row has anyway, or that was asked for by a prop of its own as well, keeps
 * its statement, so that it stays traceable, and is decided once.
 */
function replacePorts(statements: readonly Statement[], request: ConnectionRequest, profile: Profile): Candidate[] {
  const leads = statements
    .filter(({ verdict }) => verdict !== 'on request')
    .map((statement) => leadOf(statement, request));
  const lead = leadOfPorts(leads, request) ?? leadOf(statements[0]!, request);
  const isReplaced = (statement: Statement): boolean =>
    leads.includes('machines')
      ? leadOf(statement, request) === 'machines' && !isAsked(statement, request)
      : !isAsked(statement, request);
  const mine = request.ports!;
  const judgements = statements.flatMap((statement) => judged(statement, request, profile));
  const given = mine.map((port) => ({
    port,
    known: judgements.find(
      (own) => own.port.key === port.key && (isReplaced(own.statement) || leadOf(own.statement, request) === lead),
    ),
  }));
  const rest = judgements.filter(
    (own) =>
      given.every(({ known }) => known !== own) &&
      !(isReplaced(own.statement) && mine.some((port) => port.contains(own.port))),
  );
  return [
    ...given.map(({ port, known }) => ({
      statement: known?.statement ?? givenStatement(port, lead),
      port,
      open: true,
      because: 'chosen by you with `ports`',
      replaced: false,
      explicit: true,
    })),
    ...rest.map((own) =>
      isReplaced(own.statement) && own.open
        ? { ...own, open: false, because: 'replaced by your `ports`', replaced: true }
        : own,
    ),
  ];
}

/** Where the user's ports lead: to machines where the row has some, to the vendor where it hosts the service. */
function leadOfPorts(leads: readonly LeadsTo[], request: ConnectionRequest): LeadsTo | undefined {
  if (leads.includes('machines')) {
    return 'machines';
  }
  return request.hosting !== 'own' && leads.includes('api') ? 'api' : leads[0];
}

function givenStatement(port: Port, leadsTo: LeadsTo): Statement {
  return {
    key: port.text,
    port,
    leadsTo,
    verdict: 'on request',
    note: 'not a port of the row; given with `ports`',
    sources: [],
  };
}

function place(
  name: string,
  request: ConnectionRequest,
  candidate: Candidate,
  placed: (lead: LeadsTo) => Place,
): Opened {
  const leadsTo = leadOf(candidate.statement, request);
  const found = placed(leadsTo);
  const where =
    found.kind === 'somewhere' ? found : { destinations: [], via: '', hosts: [], hostSources: [], byUser: false };
  return {
    place: found,
    replaced: candidate.replaced,
    wanted: candidate.open,
    explicit: candidate.explicit,
    decision: {
      connection: name,
      id: request.id,
      statement: candidate.statement,
      port: candidate.port,
      leadsTo,
      kind: kindOf(leadsTo, request),
      open: candidate.open && found.kind === 'somewhere',
      because: candidate.open && found.kind !== 'somewhere' ? closedBecause(found) : candidate.because,
      destinations: where.destinations,
      via: where.via,
      hosts: where.hosts,
      hostSources: where.hostSources,
      byUser: where.byUser,
      unenforceable: request.unenforceable === 'port-only',
    },
  };
}

function kindOf(lead: LeadsTo, request: ConnectionRequest): ReachKind {
  return lead === 'machines' ? 'machines' : lead === 'service' ? 'selfHosted' : (request.row?.apiKind ?? 'saas');
}

function closedBecause(found: Exclude<Place, { kind: 'somewhere' }>): string {
  if (found.kind === 'unknown') {
    return found.needs === 'machines' ? 'no machines are named' : 'no destination is named';
  }
  return found.reason === 'no machines'
    ? 'you said that there are no machines'
    : 'it leads to a service of your own, and this one is hosted by the vendor';
}
