import { firstOf } from '../base';
import { countOf, portsByConnection, sortedFindings } from './finding-groups';
import { connectionsOf, titleOf } from './summary';
import type { ReviewDocument, ReviewWhere } from './types';

/** The first lines of a review for a terminal: whose it is, how much of everything, and what RECOMMENDED would change. */
export function headingOf(review: ReviewDocument, width: number): string[] {
  return [
    nameLine(review),
    ...shortWhere(review),
    countsLine(review),
    findingsLine(review),
    ...recommendedLine(review, width - 2),
  ];
}

/** Name, platform, profile and place. */
export function nameLine(review: ReviewDocument): string {
  const place = placeOf(review.where, IN_NAME);
  return `${titleOf(review)}${place === '' ? '' : ` (${place})`}`;
}

/** Value of a place that the app leaves to the deployment. */
export const DECIDED_AT_DEPLOYMENT = 'decided at deployment';

/** Places of a review, as its `where` names them, and their labels: of the name, and of the line below it. */
const IN_NAME = {
  account: 'account',
  region: 'region',
  project: 'project',
  network: 'network',
  namespace: 'namespace',
} as const;
const BELOW = {
  vpc: 'VPC',
  groups: 'security groups',
  role: 'role',
  policy: 'firewall policy',
  targets: 'applies to',
  serviceAccount: 'permissions of',
  rolesProject: 'roles in project',
  cluster: 'cluster',
} as const;
export const PLACES = { ...IN_NAME, ...BELOW, name: 'name' } as const;

/** `account 111122223333, region eu-west-1`: what is known of where a review applies. */
function placeOf(where: ReviewWhere, labels: Partial<Record<keyof typeof PLACES, string>>): string {
  return Object.entries(labels)
    .flatMap(([key, label]) => {
      const place = where[key as keyof typeof PLACES];
      return place === undefined || isDecidedLater(place) ? [] : [`${label} ${place}`];
    })
    .join(', ');
}

/** True for a place that only the deployment knows, whether or not it is said what decides it. */
export function isDecidedLater(place: string | undefined): boolean {
  return place?.endsWith(DECIDED_AT_DEPLOYMENT) === true || place?.endsWith(`(${DECIDED_AT_DEPLOYMENT})`) === true;
}

/** `network stack/google_compute_network.prod.id`: what decides a place, where that is known. */
function laterText(key: string, label: string, where: ReviewWhere): string {
  const words: Readonly<Record<string, string>> = { targets: 'machines', serviceAccount: 'service account' };
  const [, reference] = /^(.*) \(/.exec(where[key as keyof typeof PLACES]!) ?? [];
  return `${words[key] ?? label}${reference === undefined ? '' : ` ${reference}`}`;
}

/** Whose access it is in that place, or nothing. */
export function whereLine({ where }: ReviewDocument): string[] {
  const later = Object.entries(PLACES).flatMap(([key, label]) =>
    isDecidedLater(where[key as keyof typeof PLACES]) ? [laterText(key, label, where)] : [],
  );
  const { serviceAccount, targets } = where;
  // A machine that runs under the account has both its rules and its permissions.
  const isOne = serviceAccount !== undefined && targets === `service account ${serviceAccount}`;
  const text = isOne
    ? placeOf({ ...where, serviceAccount: undefined }, { ...BELOW, targets: 'rules and permissions of' })
    : placeOf(where, BELOW);
  return [
    ...(text === '' ? [] : [text]),
    ...(later.length === 0 ? [] : [`${later.join(' and ')} ${DECIDED_AT_DEPLOYMENT}`]),
  ];
}

/** The same in one line for a terminal: what the construct or its stack makes by the rest of its path. */
export function shortWhere(review: ReviewDocument): string[] {
  const { construct = '' } = review.where;
  const stack = construct.split('/')[0]!;
  const text = whereLine(review).join('; ');
  const short = construct === '' ? text : text.replaceAll(`${construct}/`, '').replaceAll(`${stack}/`, '');
  return text === '' ? [] : [short];
}

export function countsLine(review: ReviewDocument): string {
  const { ports, rules, permissions, credentials } = review;
  const toAny = rules.filter(({ enforcement }) => enforcement === 'port-only').length;
  return [
    counted(connectionsOf(review).length, 'connection'),
    `${counted(ports.filter(({ asked }) => asked).length, 'port')} requested`,
    `${counted(rules.length, 'egress rule')}${toAny === 0 ? '' : ` (${toAny} to any address)`}`,
    counted(permissions.length, 'permission'),
    ...(credentials.length === 0 ? [] : [counted(credentials.length, 'manual step')]),
  ].join(', ');
}

export function findingsLine(review: ReviewDocument): string {
  const { warnings, notices, acknowledged } = sortedFindings(review);
  return [
    counted(countOf(warnings), 'unacknowledged warning'),
    counted(countOf(notices), 'notice'),
    `${countOf(acknowledged)} acknowledged`,
  ].join(', ');
}

/** Changes that RECOMMENDED would make: what it would close, open and take away, in one line; nothing when it would change nothing. */
export function recommendedLine({ recommended }: ReviewDocument, width = Infinity): string[] {
  if (recommended === undefined || Object.values(recommended).every(({ length }) => length === 0)) {
    return [];
  }
  const [closes, opens] = [portsByConnection(recommended.closes), portsByConnection(recommended.opens)];
  const count = recommended.closes.length;
  const { length } = recommended.removes;
  const line = (shown: number): string => {
    const named = shown === 0 ? '' : ` (${firstOf(closes, shown)})`;
    const parts = [
      ...(count === 0 ? [] : [`closes ${counted(count, 'port')}${named}`]),
      ...(opens.length === 0 ? [] : [`opens ${firstOf(opens, Math.max(1, shown))}`]),
      ...(length === 0 ? [] : [`removes ${counted(length, 'broad permission')}`]),
    ];
    return `RECOMMENDED ${parts.join(', ')}`;
  };
  return [[NAMED, 2, 1].map(line).find((text) => text.length <= width) ?? line(0)];
}

/** Connections that the line on RECOMMENDED names. */
const NAMED = 3;

/** `1 port`, `2 ports`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
