import type { Connection } from '../connection';
import type { Decision } from './decision';
import { Profile } from './profile';

/** Changes that RECOMMENDED would make to a list decided as documented. */

export interface Recommended {
  /** Ports that are open, and closed under RECOMMENDED. */
  readonly closes: readonly PortOfConnection[];
  /** Ports that are closed, and open under RECOMMENDED. */
  readonly opens: readonly PortOfConnection[];
  /** Permissions of the table that RECOMMENDED replaces by statements limited to the scopes of the connection. */
  readonly removes: readonly PermissionOfConnection[];
}

export interface PortOfConnection {
  readonly connection: string;
  readonly port: string;
}

export interface PermissionOfConnection {
  readonly connection: string;
  /** Of a managed policy or a role. */
  readonly name: string;
}

/** `undefined` when nothing would change, or when RECOMMENDED is followed already. */
export function recommendedOf(
  connections: readonly Connection[],
  decisions: readonly Decision[],
  profile: Profile,
  probes = true,
): Recommended | undefined {
  if (profile.isRecommended) {
    return undefined;
  }
  const isOpen = (decision: Decision): boolean =>
    (probes || decision.statement.verdict !== 'probe') && isOpenAsRecommended(decision);
  const closes = decisions.filter((decision) => decision.open && !isOpen(decision)).map(portOf);
  const opens = decisions.filter((decision) => !decision.open && isOpen(decision)).map(portOf);
  const removes = connections.flatMap(removed);
  return closes.length + opens.length + removes.length === 0 ? undefined : { closes, opens, removes };
}

function isOpenAsRecommended({ statement, place, replaced, explicit }: Decision): boolean {
  return !replaced && place.kind === 'somewhere' && (explicit || Profile.RECOMMENDED.decide(statement, explicit).open);
}

function portOf({ connection, port }: Decision): PortOfConnection {
  return { connection, port: port.text };
}

function removed({ name: connection, request: { row } }: Connection): PermissionOfConnection[] {
  const kept = new Set(row?.permissions.recommended.map(({ name, level }) => `${name} ${level}`));
  return (row?.permissions.documented ?? [])
    .filter(({ name, level }) => !kept.has(`${name} ${level}`))
    .map(({ name }) => ({ connection, name }));
}
