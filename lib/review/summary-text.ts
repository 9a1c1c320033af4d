import { groupBy, listWithin } from '../base';
import { groupLines, sortedFindings, unique } from './finding-groups';
import { countsLine, findingsLine, nameLine, recommendedLine, shortWhere } from './heading';
import { hang, textTable, WIDTH } from './text-table';
import { openedText } from './through';
import type { ReviewDocument, ReviewPort } from './types';

/** A review in one block for a terminal: open ports of each connection, and open warnings. */

export interface SummaryOptions {
  /** Characters of a line, at most. @default 120 */
  readonly width?: number;
  /** Path or address of the whole review, which the last line names. @default - no such line */
  readonly page?: string;
}

/** Below this, columns are too narrow to read. */
const NARROW = 90;
/** A summary has no more lines, as long as its connections leave room for some kinds of warnings. */
const LINES = 28;
const [CONNECTIONS, FEWEST_WARNINGS] = [40, 4];
/** Characters of the kinds that have no line of their own. */
const OTHERS = 90;
/** Connections in one line. */
export const NAMES = 3;

/**
 * Heading, counts, one line for each connection with its open ports, and the open warnings, equal ones in one line. It
 * fits its width, has no colour, and leaves to the review what asks nothing of the reader.
 *
 * @example
 * ```ts
 * const plan = Plan.fromFile('connections.yaml');
 * console.log(toSummary(reviewOf(plan.on(Target.AWS_SECURITY_GROUP)), { width: 80 }));
 * ```
 */
export function toSummary(review: ReviewDocument, { width = WIDTH, page }: SummaryOptions = {}): string {
  const above = [
    ...hang(nameLine(review), width, '', '  '),
    ...[...shortWhere(review), countsLine(review), ...recommendedLine(review, width - 2)].flatMap((line) =>
      indented(line, width),
    ),
    ...connectionLines(review, width).flatMap((line) => indented(line, width)),
    ...indented(findingsLine(review), width),
  ];
  const end = page === undefined ? [] : [`  review: ${page}`];
  const room = Math.max(FEWEST_WARNINGS, LINES - above.length - end.length);
  const warnings = withinLines(groupLines(sortedFindings(review).warnings, NAMES), room);
  return `${[...above, ...warnings.flatMap((line) => indented(`! ${line}`, width)), ...end].join('\n')}\n`;
}

/** The first of the lines, and in the last one what the others are about. */
export function withinLines(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) {
    return [...lines];
  }
  const rest = lines.slice(most - 1).map((line) => line.slice(0, line.indexOf(':')));
  return [...lines.slice(0, most - 1), `and ${rest.length} more kinds: ${listWithin(rest, OTHERS)}`];
}

export function indented(text: string, width: number): string[] {
  return hang(text, width, '  ', '    ');
}

const COLUMNS = [
  { title: 'connection', width: 22 },
  { title: 'ports', width: 27 },
  { title: 'destination', width: 36 },
  { title: 'enforcement', width: 22 },
];

function connectionLines({ ports }: ReviewDocument, width: number): string[] {
  const all = [...groupBy(ports, ({ connection }) => connection)];
  const shown = all.slice(0, CONNECTIONS).map(([connection, own]) => cellsOf(connection, own));
  const more = all.length > CONNECTIONS ? [`and ${all.length - CONNECTIONS} more connections`] : [];
  const lines =
    width < NARROW
      ? shown.map(([name, open, where]) => `${name} ${open} to ${where}`)
      : textTable(COLUMNS, shown).split('\n').slice(2);
  return [...lines, ...more];
}

function cellsOf(connection: string, ports: readonly ReviewPort[]): [string, string, string, string] {
  const open = ports.filter(({ asked }) => asked);
  const required = ports.filter(({ asked, verdict }) => !asked && verdict === 'missing');
  const texts = [...unique(open.map(portText)), ...unique(required.map(({ port }) => `(${port}!)`))];
  return [
    clip(connection, COLUMNS[0]!.width),
    texts.length === 0 ? '-' : fitting(texts, COLUMNS[1]!.width),
    destinationText(open),
    unique(open.map(({ enforcement }) => enforcement)).join(', '),
  ];
}

/** Marks of verdicts that deserve a look; a port that is open as written has none. */
const MARKS: Readonly<Record<string, string>> = { unexplained: '?', alternative: '~', missing: '+' };

/** Legend of the marks. */
export const LEGEND =
  "? no source explains it   ~ one of several alternatives   + missing from Harness's table   (!) closed, although required";

function portText({ port, verdict }: ReviewPort): string {
  return `${port}${MARKS[verdict] ?? ''}`;
}

const ANY: Readonly<Record<string, string>> = { '0.0.0.0/0': 'any address', '::/0': 'any IPv6 address' };

function destinationText(open: readonly ReviewPort[]): string {
  const reached = unique(open.flatMap((port) => port.reached.map((text) => ANY[text] ?? openedText(port, text))));
  return reached.length === 0 ? 'nothing' : fitting(reached, COLUMNS[2]!.width);
}

/** As many as fit, and how many there are beyond them. */
function fitting(texts: readonly string[], width: number): string {
  const counts = texts.map((_, i) => texts.length - i);
  const found = counts.map((count) => shortList(texts, count)).find((text) => text.length <= width);
  return found ?? clip(shortList(texts, 1), width);
}

function shortList(texts: readonly string[], count: number): string {
  const more = texts.length - count;
  return `${texts.slice(0, count).join(', ')}${more === 0 ? '' : `, ${more} more`}`;
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 3)}...`;
}
