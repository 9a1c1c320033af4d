import type { FindingKind, Statement } from '../catalog';
import type { Connection } from '../connection';
import type { Decision } from './decision';
import { finding, NOTHING_TO_DO, type Finding } from './finding';
import type { Place } from './places';
import type { Profile } from './profile';

/** The findings that follow from a port's verdict and from where it leads. */

interface Wording {
  readonly kind: FindingKind;
  readonly isNotice?: boolean;
  readonly what: string;
  readonly fix: string;
}

const SCOPE_OF_PORTS = 'name your own with `ports`';

/** Every verdict but a plain "as written" says so. */
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

/** Ports that the profile opens and that lead nowhere. */
export function placeFindings(connection: Connection, decisions: readonly Decision[]): Finding[] {
  const portsWith = (...reasons: Place['reason'][]): string =>
    decisions
      .filter(({ wanted, place }) => wanted && place.reason !== undefined && reasons.includes(place.reason))
      .map(({ port }) => port.text)
      .join(', ');
  return [
    ...maybe(portsWith('no machines'), (ports) =>
      finding('NoMachines', connection.name, {
        what: `not asked for, to machines: ${ports}`,
        why: 'you said `machines: []`',
        fix: 'name the machines when there are some',
      }),
    ),
    ...maybe(portsWith('machines are not named', 'destination is not named'), (ports) =>
      finding('MachinesNotNamed', connection.name, {
        what: `not asked for, to machines: ${ports}`,
        why: 'neither `machines` nor `reach.machines` names any',
        fix: 'name them, or say `machines: []` for none',
      }),
    ),
    ...maybe(portsWith('not hosted by you'), (ports) =>
      finding('NoPlace', connection.name, {
        what: `not asked for: ${ports}`,
        why: `the table's port leads to a service of your own, and this one is hosted as \`${connection.request.hosting}\``,
        fix: 'give `to` when you host it yourself',
      }),
    ),
  ];
}

/** A connection with nothing open says so, whatever closed it. */
export function emptyFinding(connection: Connection, decisions: readonly Decision[], profile: Profile): Finding[] {
  if (decisions.some(({ open }) => open)) {
    return [];
  }
  const missing = decisions.filter(({ statement }) => statement.verdict === 'missing').map(({ port }) => port.text);
  const dead = !profile.isRecommended && missing.length > 0;
  return [
    finding(dead ? 'DeadAsDocumented' : 'NothingOpen', connection.name, {
      what: 'nothing is asked for by this connection',
      why: dead
        ? `the table has no port that it could use; what it needs is ${missing.join(', ')}`
        : 'every port of it leads nowhere or is closed by the profile',
      fix: dead
        ? 'choose `Profile.RECOMMENDED`, or add a `Connection.custom` for it'
        : 'name where it leads, or take it off the list',
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
      what: `your ports ${ports.map((port) => port.text).join(', ')} stand in place of the row's${replaced.length === 0 ? '' : `; no longer asked for: ${replaced.join(', ')}`}`,
      why: 'you gave `ports`',
      fix: 'leave out `ports` to follow the table',
    }),
  ];
}

/** The source that says more than the table: the first that is not the table itself, where there is one. */
function sourceOf({ label, sources }: Statement): Pick<Finding, 'source'> {
  const source = label === undefined ? sources[0] : (sources[1] ?? sources[0]);
  return source === undefined ? {} : { source };
}

function maybe(ports: string, build: (ports: string) => Finding): Finding[] {
  return ports === '' ? [] : [build(ports)];
}

function word({ statement, open, port, because }: Decision, profile: Profile): Wording | undefined {
  switch (statement.verdict) {
    case 'as written':
      return undefined;
    case 'alternative':
      return alternative(statement, open, port.text, because);
    case 'left open':
      return {
        kind: 'LeftOpen',
        what: `${port} is open because you gave it; the table leaves it open`,
        fix: 'check it against your service',
      };
    case 'unexplained':
      return open
        ? {
            kind: 'UnexplainedPort',
            what: `${port} is open, and no source explains it`,
            fix: `choose \`Profile.RECOMMENDED\`, or ${SCOPE_OF_PORTS}`,
          }
        : {
            kind: 'UnexplainedPort',
            isNotice: true,
            what: `${port} is not asked for (${because}); the table lists it`,
            fix: profile.isRecommended
              ? `choose \`Profile.DOCUMENTED\` if something needs it, or ${SCOPE_OF_PORTS}`
              : NOTHING_TO_DO,
          };
    case 'missing':
      return open
        ? {
            kind: 'MissingPort',
            isNotice: true,
            what: `${port} is open, although the table does not list it`,
            fix: NOTHING_TO_DO,
          }
        : {
            kind: 'MissingPort',
            what: `${port} is not asked for (${because})`,
            fix: profile.isRecommended
              ? 'name where it leads'
              : 'choose `Profile.RECOMMENDED`, or add a `Connection.custom` for it',
          };
    case 'on request':
      return open
        ? { kind: 'AskedByUser', what: `${port} is open because you asked for it`, fix: NOTHING_TO_DO }
        : undefined;
  }
}

function alternative(statement: Statement, open: boolean, port: string, because: string): Wording {
  if (statement.encrypted === true) {
    return {
      kind: 'Alternative',
      isNotice: true,
      what: `${port} is ${open ? 'open' : `not asked for (${because})`}: the encrypted one of the alternatives`,
      fix: NOTHING_TO_DO,
    };
  }
  return open
    ? {
        kind: 'Alternative',
        what: `${port} is open in clear text, beside or instead of its encrypted alternative`,
        fix: 'choose `Profile.RECOMMENDED`, or name the one you use with `ports`',
      }
    : {
        kind: 'Alternative',
        isNotice: true,
        what: `${port} is not asked for (${because})`,
        fix: 'name it with `ports` if your service speaks nothing else',
      };
}
