import { googleGrants, type GoogleGrant } from './google-grant';
import { ownRoles, ownStatements, type OwnPermission } from './permissions';
import { awsStatements, type AwsStatement } from './statement';
import { choice, ObjectSchema, type Props } from '../../base';
import { destinations, ports, text } from '../../network';
import type { Values } from '../definition';
import { COMMON, propsFor } from '../props';

/** Props of a connection outside the table. */

/** Gives the delegate permissions. */
const GRANTS = 'grants';

const OWN = {
  name: text
    .required()
    .doc('Name of this connection in findings, rules and the review: `[a-z][a-z0-9-]{0,39}`, unique in the list.'),
  to: destinations.doc('Destinations of this connection, with `ports`.', '- none; only with permissions'),
  ports: ports.doc('On which ports, with `to`.', '- none; only with permissions'),
  speaks: choice(['tls', 'http', 'starttls', 'ssh', 'other']).doc(
    'Protocol on these ports: only `tls` and `http` show the host name to a filter of names.',
    '- that of the registry of ports; `other` on a port that it does not have',
  ),
  reason: text
    .required()
    .doc(
      'Why these ports are open, and these permissions needed; shown to whoever reviews them. 1 to 1,000 characters.',
    ),
  awsStatements: awsStatements
    .doc("Statements for the delegate's role on AWS, or grants by name, such as `ecs-exec`.", '- none')
    .for(GRANTS),
  googleRoles: googleGrants.for(GRANTS).doc("Roles for the delegate's account on Google Cloud.", '- none'),
};

const TRAFFIC = ['to', 'ports'];

/** A connection without ports has permissions. */
const TOGETHER = {
  dependentRequired: { to: ['ports'], ports: ['to'] },
  anyOf: [['to'], ['awsStatements'], ['googleRoles']].map((required) => ({ required })),
};

export const CUSTOM = new ObjectSchema<typeof COMMON.props & typeof OWN>(
  'CustomProps',
  OWN,
  [COMMON as unknown as ObjectSchema<Props>],
  { json: TOGETHER },
);

/** Props that these need: a destination and ports, or none of both beside permissions. */
export function customNeeds(given: unknown): string[] {
  const isSet = (prop: string): boolean => ((given ?? {}) as Values)[prop] !== undefined;
  const isTraffic = TRAFFIC.some(isSet) || !propsFor(GRANTS, CUSTOM).some(isSet);
  const needs = new Set([...CUSTOM.needs, ...(isTraffic ? TRAFFIC : [])]);
  return Object.keys(CUSTOM.props).filter((prop) => needs.has(prop));
}

/** Permissions in the user's words, of parsed props. */
export function ownPermissions(values: Values): OwnPermission[] {
  const {
    awsStatements: statements,
    googleRoles: roles,
    reason,
  } = values as {
    readonly awsStatements?: readonly AwsStatement[];
    readonly googleRoles?: readonly GoogleGrant[];
    readonly reason: string;
  };
  return [...ownStatements(statements ?? [], reason), ...ownRoles(roles ?? [], reason)];
}
