import { documentOf, type FindingKind, type Statement } from '../catalog';
import type { Connection } from '../connection';
import type { Decision } from './decision';
import { finding, NOTHING_TO_DO, type Finding } from './finding';
import type { Place } from './places';
import type { Profile } from './profile';

/** Findings that follow from a port's verdict and from its destinations. */

interface Wording {
  readonly kind: FindingKind;
  readonly isNotice?: boolean;
  readonly what: string;
  readonly fix: string;
}

const SET_PORTS = 'set the ports of your service with `ports`';

/** A finding for every verdict but a plain "as written". */
export function verdictFindings(decisions: readonly Decision[], profile: Profile): Finding[] {
  return decisions.flatMap((decision) => {
    const { statement, port, connection, replaced } = decision;
    const wording = replaced ? undefined : word(decision, profile);
    if (wording === undefined) {
      return [];
    }
    const { kind, ...words } = wording;
    return [finding(kind, connection, { port: port.text, why: statement.note, ...words, ...sourceOf(statement) })];
  });
}

/** Ports that the profile opens and that have no destination. */
export function placeFindings(connection: Connection, decisions: readonly Decision[]): Finding[] {
  const portsWith = (...reasons: Place['reason'][]): string =>
    decisions
      .filter(({ wanted, place }) => wanted && place.reason !== undefined && reasons.includes(place.reason))
      .map(({ port }) => port.text)
      .join(', ');
  return [
    ...maybe(portsWith('no machines'), (ports) =>
      finding('NoMachines', connection.name, {
        what: `machine ports not requested: ${ports}`,
        why: '`machines` is empty',
        fix: 'set `machines` when there are some',
      }),
    ),
    ...maybe(portsWith('machines are not named', 'destination is not named'), (ports) =>
      finding('MachinesNotNamed', connection.name, {
        what: `machine ports not requested: ${ports}`,
        why: 'neither `machines` nor `reach.machines` is set',
        fix: 'set one of them, or `machines: []` for none',
      }),
    ),
    ...maybe(portsWith('not hosted by you'), (ports) =>
      finding('NoPlace', connection.name, {
        what: `not requested: ${ports}`,
        why: `a port of the self-hosted edition, and this one has \`hosting: ${connection.request.hosting}\``,
        fix: 'set `to` when you host the service yourself',
      }),
    ),
  ];
}

/** A finding for a connection without an open port, whatever the reason. */
export function emptyFinding(connection: Connection, decisions: readonly Decision[], profile: Profile): Finding[] {
  const { statements, hosting } = connection.request;
  if (
    decisions.some(({ open, statement }) => open && statement.verdict !== 'probe') ||
    statements.length === 0 ||
    hosting === 'inherited'
  ) {
    return [];
  }
  const of = documentOf(connection.request.row ?? {});
  const missing = decisions.filter(({ statement }) => statement.verdict === 'missing').map(({ port }) => port.text);
  const dead = !profile.isRecommended && missing.length > 0;
  return [
    finding(dead ? 'DeadAsDocumented' : 'NothingOpen', connection.name, {
      what: 'no port is requested',
      why: dead
        ? `${of.short} lists no port that the service uses; it needs ${missing.join(', ')}`
        : decisions.some(({ place }) => place.reason === 'not reached')
          ? "`reach.awsServices` has 'none' for each of its services"
          : 'every port has no destination, or is closed by the profile',
      fix: dead
        ? 'choose `Profile.RECOMMENDED`, or add a `Connection.custom` for it'
        : 'set where it leads, or remove it from the list',
    }),
  ];
}

export function portsGivenFinding(connection: Connection, decisions: readonly Decision[]): Finding[] {
  const { ports, statements } = connection.request;
  if (ports === undefined || statements.some(({ verdict }) => verdict === 'left open')) {
    return [];
  }
  const replaced = decisions.filter((entry) => entry.replaced).map(({ port }) => port.text);
  return [
    finding('PortsGiven', connection.name, {
      what: `\`ports\` [${ports.map((port) => port.text).join(', ')}] override the documented ports${replaced.length === 0 ? '' : `; not requested: ${replaced.join(', ')}`}`,
      why: '`ports` is set',
      fix: `leave out \`ports\` to follow ${documentOf(connection.request.row ?? {}).short}`,
    }),
  ];
}

/** The first source that is not the table itself, where there is one. */
function sourceOf({ label, sources }: Statement): Pick<Finding, 'source'> {
  const source = label === undefined ? sources[0] : (sources[1] ?? sources[0]);
  return source === undefined ? {} : { source };
}

function maybe(ports: string, build: (ports: string) => Finding): Finding[] {
  return ports === '' ? [] : [build(ports)];
}

function word(decision: Decision, profile: Profile): Wording | undefined {
  const { statement, open, port, because, place } = decision;
  const of = documentOf(decision);
  switch (statement.verdict) {
    case 'as written':
      return undefined;
    case 'alternative':
      return alternative(statement, open, port.text, because);
    case 'left open':
      return {
        kind: 'LeftOpen',
        what: `${port} is open: set with \`ports\`, ${of.short} names no port`,
        fix: 'check the port against your service',
      };
    case 'unexplained':
      return open
        ? {
            kind: 'UnexplainedPort',
            what: `${port} is open, and no source explains it`,
            fix: `choose \`Profile.RECOMMENDED\`, or ${SET_PORTS}`,
          }
        : {
            kind: 'UnexplainedPort',
            isNotice: true,
            what: `${port} is not requested: ${because}; ${of.short} lists it`,
            fix: profile.isRecommended
              ? `choose \`Profile.DOCUMENTED\` if something needs it, or ${SET_PORTS}`
              : NOTHING_TO_DO,
          };
    case 'missing':
      return open
        ? {
            kind: 'MissingPort',
            isNotice: true,
            what: `${port} is open: required by the service, missing from ${of.name}`,
            fix: NOTHING_TO_DO,
          }
        : {
            kind: 'MissingPort',
            what: `${port} is not requested: ${because}`,
            fix: profile.isRecommended
              ? 'set where it leads'
              : 'choose `Profile.RECOMMENDED`, or add a `Connection.custom` for it',
          };
    case 'probe':
      return {
        kind: 'ReachabilityProbe',
        what: `${port} to ${place.hosts.join(', ')} is ${open ? 'open' : `not requested: ${because}`}; the delegate may ask it before it takes a task of this connector`,
        fix: open
          ? 'set `probes: false` where your delegate does not ask it any more'
          : 'choose `Profile.RECOMMENDED`, or add a `Connection.custom` for it, when the delegate is not eligible for a task',
      };
    case 'on request':
      return open ? { kind: 'AskedByUser', what: `${port} is open on request`, fix: NOTHING_TO_DO } : undefined;
  }
}

function alternative(statement: Statement, open: boolean, port: string, because: string): Wording {
  if (statement.encrypted === true) {
    return {
      kind: 'Alternative',
      isNotice: true,
      what: `${port} is ${open ? 'open' : `not requested (${because})`}: the encrypted alternative`,
      fix: NOTHING_TO_DO,
    };
  }
  return open
    ? {
        kind: 'Alternative',
        what: `${port} is open in clear text, although an encrypted alternative exists`,
        fix: `choose \`Profile.RECOMMENDED\`, or ${SET_PORTS}`,
      }
    : {
        kind: 'Alternative',
        isNotice: true,
        what: `${port} is not requested: ${because}`,
        fix: 'set it with `ports` when your service speaks nothing else',
      };
}
