import { choice, constant, list, object, plain } from '../base';
import { ENDPOINT } from './endpoint';
import { INBOUND } from './inbound';
import { CREDENTIAL, PERMISSION } from './permission';
import { PORT } from './port';
import { REASON } from './reason';
import { FINDING } from './review-finding';
import { RULE } from './rule';
import { WRITTEN } from './written';

/**
 * A plan on a target as plain data: what every page, picture and comparison is made of, and what a file keeps. It has no
 * clock and no path in it: the same plan gives the same document, to the byte.
 */

export const REVIEW_FORMAT = 'harness-delegate-access/review';
/**
 * Goes up when a field changes its meaning or goes away; a new field leaves it as it is. Version 1 has no `where`; up to version 2
 * the enforcement of a port is that of its own rules, since version 3 that of all rules that pass it.
 */
export const REVIEW_VERSION = 3;

const TARGET = object(
  'ReviewTarget',
  {
    name: plain.required().doc('Such as `aws-security-group`.'),
    title: plain.required(),
    platform: plain.required().doc('Id of its platform.'),
  },
  { isOpen: true },
);

const LAYER = object(
  'ReviewLayer',
  {
    target: TARGET.required(),
    rules: list(RULE).required().doc('Its rules, each once, in canonical order.'),
  },
  { isOpen: true },
);

const WHERE = object(
  'ReviewWhere',
  {
    construct: plain.doc('Path of the construct in its app.'),
    name: plain.doc('Name of the delegate, with which the names of its resources begin.'),
    account: plain,
    region: plain,
    vpc: plain.doc('Id of the VPC, or the path of the construct that makes it.'),
    groups: plain.doc('Ids of the security groups, or the paths of the constructs that make them.'),
    role: plain.doc('The role that the delegate runs under, by ARN or path.'),
    project: plain,
    rolesProject: plain.doc('Project of the permissions, where it is another one than that of the rules.'),
    network: plain,
    policy: plain.doc('Name of the firewall policy that holds the rules.'),
    targets: plain.doc('Machines to which the rules apply, such as `service account delegate@…`.'),
    serviceAccount: plain.doc('The service account that the permissions are granted to.'),
    cluster: plain,
    namespace: plain.doc('Namespace of the delegate in its cluster.'),
  },
  { isOpen: true },
);

const PORT_OF_CONNECTION = object(
  'ReviewPortName',
  { connection: plain.required(), port: plain.required() },
  { isOpen: true },
);

const RECOMMENDED = object(
  'ReviewRecommended',
  {
    closes: list(PORT_OF_CONNECTION).required(),
    opens: list(PORT_OF_CONNECTION).required(),
    removes: list(
      object(
        'ReviewPermissionName',
        { connection: plain.required(), name: plain.required().doc('Of a managed policy or a role.') },
        { isOpen: true },
      ),
    )
      .required()
      .doc('Permissions of the table that it replaces by statements limited to the scopes of the connection.'),
  },
  { isOpen: true },
);

export const REVIEW = object(
  'ReviewDocument',
  {
    format: constant(REVIEW_FORMAT).required(),
    version: constant(REVIEW_VERSION).required(),
    catalogVersion: plain.required().doc('Edition of the facts.'),
    profile: choice(['documented', 'recommended']).required(),
    target: TARGET.required(),
    where: WHERE.required().doc(
      'Whose access it is, and where, as far as that is known; `decided at deployment` is any place.',
    ),
    asOf: plain.required().doc('The day against which acknowledgements ran out, `YYYY-MM-DD`.'),
    ports: list(PORT).required().doc('Every port of every connection, requested or not.'),
    rules: list(RULE).required().doc('Egress rules, each once, in canonical order, before any minimising.'),
    behind: list(LAYER).doc('Further layers that the same traffic passes; none when the target stands alone.'),
    inbound: list(INBOUND).doc('Inbound rules of the delegate: none but those of a cluster whose nodes probe it.'),
    permissions: list(PERMISSION).required().doc("The permissions that the target's platform must grant."),
    elsewhere: list(PERMISSION).doc('Permissions of the list that other platforms grant.'),
    credentials: list(CREDENTIAL).required(),
    endpoints: list(ENDPOINT).doc(
      'Endpoints for a network without a way to the internet, where a target can have some.',
    ),
    findings: list(FINDING).required(),
    recommended: RECOMMENDED.doc('Changes that RECOMMENDED would make to a list that is decided as documented.'),
    written: list(WRITTEN).doc('The firewall rules of the template, where each has a name.'),
    reasons: list(REASON)
      .required()
      .doc('Why something is open or allowed, by the name that rules and templates carry.'),
  },
  { isOpen: true },
);
