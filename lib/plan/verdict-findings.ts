import type { Statement } from '../catalog';
import type { Connection } from '../connection';
import type { Decision, Opened } from './decision';
import { finding, type Finding, type FindingKind, type Severity } from './finding';
import type { Place } from './places';
import type { Profile } from './profile';

/** The findings that follow from a port's verdict and from where it leads. */

interface Wording {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly what: string;
  readonly fix: string;
}

const SCOPE_OF_PORTS = 'name your own with `ports`';
const NOTHING = 'nothing to do';

/** Every verdict but a plain "as written" says so. */
export function verdictFindings(opened: readonly Opened[], profile: Profile): Finding[] {
  return opened.flatMap(({ decision, replaced }) => {
    const { statement, port } = decision;
    const wording = replaced ? undefined : word(decision, profile);
    return wording === undefined
      ? []
      : [
          finding(wording.kind, wording.severity, decision.connection, {
            port: port.text,
            what: wording.what,
            why: statement.note,
            fix: wording.fix,
            ...sourceOf(statement),
          }),
        ];
  });
}

/** Ports that the profile opens and that lead nowhere. */
export function placeFindings(connection: Connection, opened: readonly Opened[]): Finding[] {
  const portsWith = (reason: string): string =>
    opened
      .filter(({ wanted, place }) => wanted && reasonOf(place) === reason)
      .map(({ decision }) => decision.port.text)
      .join(', ');
  return [
    ...maybe(portsWith('no machines'), (ports) =>
      finding('NoMachines', 'notice', connection.name, {
        what: `not asked for, to machines: ${ports}`,
        why: 'you said `machines: []`',
        fix: 'name the machines when there are some',
      }),
    ),
    ...maybe(portsWith('unknown'), (ports) =>
      finding('MachinesNotNamed', 'notice', connection.name, {
        what: `not asked for, to machines: ${ports}`,
        why: 'neither `machines` nor `reach.machines` names any',
        fix: 'name them, or say `machines: []` for none',
      }),
    ),
    ...maybe(portsWith('not hosted by you'), (ports) =>
      finding('NoPlace', 'notice', connection.name, {
        what: `not asked for: ${ports}`,
        why: `the table's port leads to a service of your own, and this one is hosted as \`${connection.request.hosting}\``,
        fix: 'give `to` when you host it yourself',
      }),
    ),
  ];
}

/** A connection with nothing open says so, whatever closed it. */
export function emptyFinding(connection: Connection, opened: readonly Opened[], profile: Profile): Finding[] {
  if (opened.some(({ decision }) => decision.open)) {
    return [];
  }
  const missing = opened
    .filter(({ decision }) => decision.statement.verdict === 'missing')
    .map(({ decision }) => decision.port.text);
  const dead = !profile.isRecommended && missing.length > 0;
  return [
    finding(dead ? 'DeadAsDocumented' : 'NothingOpen', 'warning', connection.name, {
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

export function portsGivenFinding(connection: Connection, opened: readonly Opened[]): Finding[] {
  const { ports, statements } = connection.request;
  if (ports === undefined || statements.some(({ verdict }) => verdict === 'left open')) {
    return [];
  }
  const replaced = opened.filter((entry) => entry.replaced).map(({ decision }) => decision.port.text);
  return [
    finding('PortsGiven', 'notice', connection.name, {
      what: `your ports ${ports.map((port) => port.text).join(', ')} stand in place of the row's${replaced.length === 0 ? '' : `; no longer asked for: ${replaced.join(', ')}`}`,
      why: 'you gave `ports`',
      fix: 'leave out `ports` to follow the table',
    }),
  ];
}

function reasonOf(place: Place): string {
  return place.kind === 'nowhere' ? place.reason : place.kind;
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
        severity: 'notice',
        what: `${port} is open because you gave it; the table leaves it open`,
        fix: 'check it against your service',
      };
    case 'unexplained':
      return open
        ? {
            kind: 'UnexplainedPort',
            severity: 'warning',
            what: `${port} is open, and no source explains it`,
            fix: `choose \`Profile.RECOMMENDED\`, or ${SCOPE_OF_PORTS}`,
          }
        : {
            kind: 'UnexplainedPort',
            severity: 'notice',
            what: `${port} is not asked for (${because}); the table lists it`,
            fix: profile.isRecommended
              ? `choose \`Profile.DOCUMENTED\` if something needs it, or ${SCOPE_OF_PORTS}`
              : NOTHING,
          };
    case 'missing':
      return open
        ? {
            kind: 'MissingPort',
            severity: 'notice',
            what: `${port} is open, although the table does not list it`,
            fix: NOTHING,
          }
        : {
            kind: 'MissingPort',
            severity: 'warning',
            what: `${port} is not asked for (${because})`,
            fix: profile.isRecommended
              ? 'name where it leads'
              : 'choose `Profile.RECOMMENDED`, or add a `Connection.custom` for it',
          };
    case 'on request':
      return open
        ? { kind: 'AskedByUser', severity: 'notice', what: `${port} is open because you asked for it`, fix: NOTHING }
        : undefined;
  }
}

function alternative(statement: Statement, open: boolean, port: string, because: string): Wording {
  if (statement.encrypted === true) {
    return {
      kind: 'Alternative',
      severity: 'notice',
      what: `${port} is ${open ? 'open' : `not asked for (${because})`}: the encrypted one of the alternatives`,
      fix: NOTHING,
    };
  }
  return open
    ? {
        kind: 'Alternative',
        severity: 'warning',
        what: `${port} is open in clear text, beside or instead of its encrypted alternative`,
        fix: 'choose `Profile.RECOMMENDED`, or name the one you use with `ports`',
      }
    : {
        kind: 'Alternative',
        severity: 'notice',
        what: `${port} is not asked for (${because})`,
        fix: 'name it with `ports` if your service speaks nothing else',
      };
}
