import { bool, choice, object, type ObjectSchema, type Props, type Schema } from '../base';
import { destinations, destinationsOrNone, ports, text } from '../network';

/** Props that several connections have, and what a prop is for. */

/** Limits the recommended permissions. */
export const SCOPE = 'scope';
/** Opens an on-request port. */
export const ASKS = 'asks';
/** Fills a host name. */
export const VARIABLE = 'variable';

export const COMMON = object('CommonProps', {
  name: text.doc(
    'What this connection is called in findings, rules and the review: `[a-z][a-z0-9-]{0,39}`, unique in the list.',
    '- the id of the row',
  ),
  to: destinations.doc(
    'Where this connection leads; replaces the destinations of all its ports.',
    "- an API: the vendor's host names; a service: `reach.selfHosted`, refused when that is missing too",
  ),
  unenforceable: choice(['port-only']).doc(
    '`port-only` accepts that a host name you wrote is not checked on a platform that cannot match names: the port is then open to any address.',
    '- a host name that the platform cannot match is refused',
  ),
});

export const PORTS = COMMON.extend('PortsProps', {
  ports: ports.doc(
    "The ports of your service; they override the row's in both profiles and make the finding `PortsGiven`.",
    '- the ports of the row, as the profile decides',
  ),
});

export const LEFT_OPEN = COMMON.extend('LeftOpenProps', {
  ports: ports.required().doc('The ports on which your service answers; the table leaves them open.'),
});

export const MACHINES = COMMON.extend('MachinesProps', {
  machines: destinationsOrNone.doc(
    'The machines (or load balancers) that the row\'s machine ports lead to; an empty list says "none": those ports stay closed, with a finding.',
    '- `reach.machines`; refused under DOCUMENTED and closed under RECOMMENDED when that is missing too',
  ),
  ports: ports.doc(
    "Ports of your machines; they override the row's machine ports in both profiles; the API port stays.",
    '- the ports of the row, as the profile decides',
  ),
});

/** `saas`: the vendor hosts it; `own`: you do. */
export const HOSTING = choice(['saas', 'own'], 'Hosting');

/** A switch that opens an on-request port. */
export function asks(doc: string): Schema<boolean> {
  return bool.for(ASKS).doc(doc, 'false');
}

/** A switch of the recommended permissions. */
export function scopeSwitch(doc: string, byDefault = 'false'): Schema<boolean> {
  return bool.for(SCOPE).doc(doc, byDefault);
}

/** Names of the props that are for this. */
export function propsFor(use: string, { props }: ObjectSchema<Props>): string[] {
  return Object.keys(props).filter((name) => props[name]!.words.use === use);
}
