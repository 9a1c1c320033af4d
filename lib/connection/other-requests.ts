import { SSH_STATEMENT, type Statement } from '../catalog';
import { COMMON, NO_SCOPE, type Values } from '../connections';
import { destinations, ports, text, type Destination, type Port } from '../network';
import { readProps } from './read-props';
import { unique, type ConnectionRequest } from './request';

/** Connections outside the table. */

export const CUSTOM = COMMON.extend('CustomProps', {
  name: text
    .required()
    .doc('Name of this connection in findings, rules and the review: `[a-z][a-z0-9-]{0,39}`, unique in the list.'),
  to: destinations.required().doc('Destinations of this connection.'),
  ports: ports.required().doc('On which ports.'),
  reason: text.required().doc('Why these ports are open; shown to whoever reviews them. 1 to 1,000 characters.'),
});

export const SSH = COMMON.extend('SshProps', {
  to: destinations.required().doc('The machines.'),
  ports: ports.doc('On which ports they answer.', '[22]'),
});

/** Your own ports to your own destinations. @throws AccessError with every problem of its arguments */
export function requestCustom(props: unknown): ConnectionRequest {
  const values = readProps('custom', props, CUSTOM);
  const statements = unique(values.ports as Port[])!.map((port): Statement => ({
    key: port.text,
    port,
    leadsTo: 'service',
    verdict: 'on request',
    note: values.reason as string,
    sources: [],
  }));
  return { ...notARow('custom', values), statements };
}

/** SSH to machines, from the table's introduction. @throws AccessError with every problem of its arguments */
export function requestSsh(props: unknown): ConnectionRequest {
  const values = readProps('ssh', props, SSH);
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
