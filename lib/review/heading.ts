import { firstOf } from '../base';
import { countOf, portsByConnection, sortedFindings } from './finding-groups';
import { connectionsOf, titleOf } from './summary';
import type { ReviewDocument, ReviewWhere } from './types';

/** The first lines of a review for a terminal: whose it is, how much of everything, and what RECOMMENDED would change. */
export function headingOf(review: ReviewDocument, width: number): string[] {
  return [nameLine(review), countsLine(review), findingsLine(review), ...recommendedLine(review, width - 2)];
}

/** Name, platform, profile and place. */
export function nameLine(review: ReviewDocument): string {
  const place = placeOf(review.where);
  return `${titleOf(review)}${place === '' ? '' : ` (${place})`}`;
}

/** Places of a review, as its `where` names them. */
export const PLACES = ['account', 'region', 'project', 'network', 'cluster'] as const;

/** `account 111122223333, region eu-west-1`: what is known of where a review applies. */
function placeOf(where: ReviewWhere): string {
  return PLACES.flatMap((key) => (where[key] === undefined ? [] : [`${key} ${where[key]}`])).join(', ');
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
