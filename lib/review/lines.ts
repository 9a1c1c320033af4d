import { firstOf } from '../base';
import type { Line } from '../target';

/** Connections that a closed port names as its way out. */
const SHOWN = 3;

/** One line of a review, in words; every format shows the same. */
export interface ReviewLine {
  readonly connection: string;
  readonly port: string;
  /** Whether the plan asks for it. */
  readonly asked: 'yes' | 'no';
  /** Where it leads; for a closed port, through what it can be reached all the same, or nothing. */
  readonly destination: string;
  readonly enforcement: string;
  readonly verdict: string;
  readonly why: string;
}

/** The lines that are worth reading: all but on-request ports that nobody asked for and nobody can reach. */
export function reviewLines(lines: readonly Line[]): ReviewLine[] {
  return lines.filter(isWorthReading).map(describeLine);
}

export function isWorthReading({ decision, rules }: Line): boolean {
  return decision.open || decision.statement.verdict !== 'on request' || rules.length > 0;
}

export function describeLine(line: Line): ReviewLine {
  const { decision } = line;
  const { statement } = decision;
  const label = statement.label === undefined ? '' : `table: "${statement.label}"; `;
  return {
    connection: decision.connection,
    port: decision.port.text,
    asked: decision.open ? 'yes' : 'no',
    destination: decision.open ? openTo(line) : reachedThrough(line),
    enforcement: decision.open ? [...new Set(line.rules.map(({ enforcement }) => enforcement))].join(', ') : '',
    verdict: statement.verdict,
    why: `${label}${decision.because}${statement.note === '' ? '' : `; ${statement.note}`}`,
  };
}

function openTo({ decision, rules }: Line): string {
  const reached = unique(rules.map(({ destination }) => destination.text));
  const asked = unique(decision.destinations.map(({ text }) => text));
  const exact = asked.length === reached.length && asked.every((text) => reached.includes(text));
  return exact ? reached.join(', ') : `${reached.join(', ')} (asked for: ${asked.join(', ')})`;
}

function reachedThrough({ rules }: Line): string {
  if (rules.length === 0) {
    return '';
  }
  const through = unique(rules.flatMap(({ reasons }) => reasons.map(({ connection }) => connection)));
  return `reachable through ${firstOf(through, SHOWN)} (${unique(rules.map(({ destination, port }) => `${destination.isAny ? `any ${destination.family === 'ipv6' ? 'IPv6' : 'IPv4'}` : destination.text}, ${port.text}`)).join('; ')})`;
}

export function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
