import { firstOf } from '../base';
import type { Decision, Way } from '../plan';
import type { Line } from '../platform';
import { openedText } from './through';
import type { ReviewPort } from './types';

/** A port in words; every format shows the same. */

/** Connections through which a closed port is reachable that are named. */
const SHOWN = 3;

/** All but on-request ports that are neither requested nor reachable. */
export function isWorthReading({ decision, rules }: Line): boolean {
  return decision.open || decision.statement.verdict !== 'on request' || rules.length > 0;
}

export function whyOf({ statement, because }: Decision): string {
  const label = statement.label === undefined ? '' : `table: "${statement.label}"; `;
  return `${label}${because}${statement.note === '' ? '' : `; ${statement.note}`}`;
}

export function openTo(line: Line): string {
  const { decision, rules } = line;
  if (rules.length === 0) {
    return `not judged here (requested: ${meant(decision).join(', ')})`;
  }
  const reached = sortedNames(rules.map(({ destination }) => destination.text));
  const asked = sortedNames(decision.place.destinations.map(({ text }) => text));
  const known = new Set(reached);
  const exact = asked.length === reached.length && asked.every((text) => known.has(text));
  const ways = decision.place.ways.map(wayOf);
  const shown = (text: string): string => openedText({ ways }, text);
  return exact ? reached.map(shown).join(', ') : `${reached.join(', ')} (requested: ${asked.join(', ')})`;
}

function meant({ place }: Decision): string[] {
  return sortedNames(place.destinations.map(({ text }) => text));
}

/** Through what a closed port can be reached all the same, or nothing. */
export function reachedThrough({ rules }: Line): string {
  if (rules.length === 0) {
    return '';
  }
  const through = sortedNames(rules.flatMap(({ reasons }) => reasons.map(({ decision }) => decision.connection)));
  const where = sortedNames(rules.map(({ destination, port }) => `${placeText(destination)}, ${port.text}`));
  return `reachable through ${firstOf(through, SHOWN)} (${where.join('; ')})`;
}

function placeText({ isAny, family, text }: Line['rules'][number]['destination']): string {
  return isAny ? `any ${family === 'ipv6' ? 'IPv6' : 'IPv4'}` : text;
}

export function sortedNames(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** A way in a review. */
export function wayOf({ through, via, hosts, destinations, ports }: Way): NonNullable<ReviewPort['ways']>[number] {
  const to = sortedNames(destinations.map(({ text }) => text));
  return { through, via, hosts, to, ...(ports === undefined ? {} : { ports: ports.map(({ text }) => text) }) };
}
