import { bool, choice, object, type ObjectSchema, type Props, type Schema } from '../base';
import { destinations, destinationsOrNone, ports, text } from '../network';

/** Props of several connections, and the purposes of props. */

/** Limits the recommended permissions. */
export const SCOPE = 'scope';
/** Opens an on-request port. */
export const ASKS = 'asks';
/** Opens an on-request port, and limits the recommended permissions. */
export const ASKS_WITH_SCOPE = `${ASKS} ${SCOPE}`;
/** Fills a host name. */
export const VARIABLE = 'variable';

export const COMMON = object('CommonProps', {
  name: text.doc(
    'Name of this connection in findings, rules and the review: `[a-z][a-z0-9-]{0,39}`, unique in the list.',
    '- the id of the row',
  ),
  to: destinations.doc(
    'Destinations of this connection; override those of all its ports.',
    "- an API: the vendor's host names; a service: `reach.selfHosted`, an error when that is not set either",
  ),
  unenforceable: choice(['port-only']).doc(
    '`port-only` opens the port to any address on a platform that cannot match a host name in `to`.',
    '- a host name that the platform cannot match is an error',
  ),
});

export const PORTS = COMMON.extend('PortsProps', {
  ports: ports.doc(
    'Ports of your service; override the documented ports in both profiles, with the finding `PortsGiven`.',
    '- the ports of the row, as the profile decides',
  ),
});

export const LEFT_OPEN = COMMON.extend('LeftOpenProps', {
  ports: ports.required().doc('Ports of your service; Harness documents none.'),
});

export const MACHINES = COMMON.extend('MachinesProps', {
  machines: destinationsOrNone.doc(
    "Machines (or load balancers) behind the row's machine ports; an empty list closes those ports, with a finding.",
    '- `reach.machines`; without it an error under DOCUMENTED, closed under RECOMMENDED',
  ),
  ports: ports.doc(
    'Ports of your machines; override the documented machine ports in both profiles; the API port stays.',
    '- the ports of the row, as the profile decides',
  ),
});

/** `saas`: hosted by the vendor; `own`: self-hosted. */
export const HOSTING = choice(['saas', 'own'], 'Hosting');

/** A switch that opens an on-request port. */
export function asks(doc: string): Schema<boolean> {
  return bool.for(ASKS).doc(doc, 'false');
}

/** A switch of the recommended permissions. */
export function scopeSwitch(doc: string, byDefault = 'false'): Schema<boolean> {
  return bool.for(SCOPE).doc(doc, byDefault);
}

/** Names of the props that are for this, some of them for another use as well. */
export function propsFor(use: string, { props }: ObjectSchema<Props>): string[] {
  return Object.keys(props).filter((name) => props[name]!.words.use?.split(' ').includes(use) === true);
}
