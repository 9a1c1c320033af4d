import { throwIfAny, type Problem } from '../base';
import { SSH_STATEMENT, type Speaks, type Statement } from '../catalog';
import { COMMON, NO_SCOPE, ownConnections, type OwnPermission, type Values } from '../connections';
import { destinations, ports, type Destination, type Port } from '../network';
import { readProps } from './read-props';
import { unique, type ConnectionRequest } from './request';

/** Connections outside the table. */

export const SSH = COMMON.extend('SshProps', {
  to: destinations.required().doc('The machines.'),
  ports: ports.doc('On which ports they answer.', '[22]'),
});

/** Your own ports to your own destinations, and your own permissions. @throws AccessError with every problem of its arguments */
export function requestCustom(props: unknown): ConnectionRequest {
  const { broadPermissions, CUSTOM, customNeeds, ownPermissions } = ownConnections();
  const values = readProps('custom', props, { props: CUSTOM, needs: () => customNeeds(props) });
  const reason = values.reason as string;
  const statements = (unique(values.ports as Port[] | undefined) ?? []).map((port): Statement => ({
    key: port.text,
    port,
    leadsTo: 'service',
    verdict: 'on request',
    note: reason,
    sources: [],
    ...(values.speaks === undefined ? {} : { speaks: { what: [values.speaks as Speaks] } }),
  }));
  const permissions = ownPermissions(values);
  throwIfAny(sameSids(permissions));
  return { ...notARow('custom', values), statements, permissions, wide: broadPermissions(permissions) };
}

/** The sid is the name of a statement in the review and in its policy. */
function sameSids(permissions: readonly OwnPermission[]): Problem[] {
  const names = permissions.flatMap(({ kind, name }) => (kind === 'statement' ? [name] : []));
  const twice = new Set(names.filter((name, i) => names.indexOf(name) !== i));
  return [...twice].map((name) => ({
    code: 'DuplicateSid',
    message: `connection \`custom\`: two statements of \`awsStatements\` have the sid \`${name}\`; set \`sid\` on one of them`,
    at: 'awsStatements',
  }));
}

/** SSH to machines, from the table's introduction. @throws AccessError with every problem of its arguments */
export function requestSsh(props: unknown): ConnectionRequest {
  const values = readProps('ssh', props, { props: SSH });
  const given = (values.ports ?? [SSH_STATEMENT.port]) as Port[];
  const statements = unique(given)!.map((port): Statement => ({ ...SSH_STATEMENT, key: port.text, port }));
  return { ...notARow('ssh', values), statements };
}

function notARow(id: string, values: Values): ConnectionRequest {
  return {
    id,
    name: (values.name as string | undefined) ?? id,
    statements: [],
    hosting: 'own',
    to: unique(values.to as Destination[]),
    unenforceable: values.unenforceable as 'port-only' | undefined,
    asked: new Set(),
    askedPorts: {},
    variables: {},
    scope: NO_SCOPE,
  };
}
