import { clearOrTls, registered, spokenOn, type LeadsTo, type Spoken, type Statement } from '../catalog';
import type { ConnectionRequest } from '../connection';
import type { Port } from '../network';
import { isAskedFor, leadOf } from './places';

/** The decision of a profile on a port, before its destinations are known. */
export interface Judged {
  readonly statement: Statement;
  readonly port: Port;
  /** The profile opens it, wherever it leads. */
  readonly wanted: boolean;
  readonly because: string;
  /** The user's `ports` override it. */
  readonly replaced: boolean;
  /** The user requested this very port. */
  readonly explicit: boolean;
}

/**
 * The user's `ports` override those of the row: its machine ports when it has some (the API keeps its own), otherwise
 * all of them. A port that the row has as well, or that a prop of its own requests, keeps its statement, so that it
 * stays traceable, and is decided once.
 */
export function replacePorts(
  judged: readonly Judged[],
  statements: readonly Statement[],
  request: ConnectionRequest,
): Judged[] {
  const leads = statements
    .filter(({ verdict }) => verdict !== 'on request' && verdict !== 'probe')
    .map((statement) => leadOf(statement, request));
  const lead = leadOfPorts(leads, request) ?? leadOf(statements[0]!, request);
  const isReplaced = ({ statement }: Judged): boolean =>
    statement.verdict !== 'probe' &&
    !isAskedFor(statement, request) &&
    (!leads.includes('machines') || leadOf(statement, request) === 'machines');
  const ports = request.ports!;
  const known = ports.map((port) =>
    judged.find(
      (own) =>
        own.port.key === port.key &&
        own.statement.verdict !== 'probe' &&
        (isReplaced(own) || leadOf(own.statement, request) === lead),
    ),
  );
  const rest = judged.filter(
    (own) => !known.includes(own) && !(isReplaced(own) && ports.some((port) => port.contains(own.port))),
  );
  return [
    ...ports.map((port, i) =>
      given(port, known[i]?.statement ?? givenStatement(port, lead, spokenOnGiven(port, judged))),
    ),
    ...rest.map((own) =>
      isReplaced(own) && own.wanted ? { ...own, wanted: false, because: 'overridden by `ports`', replaced: true } : own,
    ),
  ];
}

/** Lead of the user's ports: machines where the row has some, the vendor where it hosts the service. */
function leadOfPorts(leads: readonly LeadsTo[], request: ConnectionRequest): LeadsTo | undefined {
  if (leads.includes('machines')) {
    return 'machines';
  }
  return request.hosting !== 'own' && leads.includes('api') ? 'api' : leads[0];
}

function given(port: Port, statement: Statement): Judged {
  return { statement, port, wanted: true, because: 'set with `ports`', replaced: false, explicit: true };
}

/** A service whose ports all speak HTTP speaks it on another port too, in clear text or in TLS. */
function spokenOnGiven(port: Port, judged: readonly Judged[]): Spoken {
  const own = registered(port);
  const row = judged.map((entry) => spokenOn(entry.statement, entry.port));
  const isHttp = row.length > 0 && row.every(({ what }) => what.every((word) => word === 'tls' || word === 'http'));
  const source = row.find((spoken) => spoken.source !== undefined)?.source;
  return own.source === undefined && isHttp && port.protocol === 'tcp' && source !== undefined
    ? clearOrTls(source)
    : own;
}

function givenStatement(port: Port, leadsTo: LeadsTo, speaks: Spoken): Statement {
  return {
    key: port.text,
    port,
    leadsTo,
    speaks,
    verdict: 'on request',
    note: 'not a port of the row; set with `ports`',
    sources: [],
  };
}
