import { groupBy, listWithin } from '../base';
import { groupLines, portsByConnection, sortedFindings } from './finding-groups';
import { counted, countsLine, nameLine } from './heading';
import { layersText } from './summary';
import { indented, NAMES, withinLines, type SummaryOptions } from './summary-text';
import { hang, WIDTH } from './text-table';
import type { ReviewDocument, ReviewPort } from './types';

/**
 * A review in one block for a terminal, as its difference to another: ports that are closed, opened or enforced in
 * another way, permissions removed and added, and open warnings that are new. What is equal is not repeated.
 */
export function toSummaryDifference(
  review: ReviewDocument,
  other: ReviewDocument,
  { width = WIDTH, page }: SummaryOptions = {},
): string {
  const lines = [
    countsLine(review),
    `against ${other.where.construct ?? 'the list'} on ${layersText(other)}, ${other.profile}:`,
    ...changesOf(review, other)
      .filter(([, texts]) => texts.length > 0)
      .map(
        ([label, texts]) =>
          `${`${label}:`.padEnd(LABEL)} ${listWithin(texts, width - Math.max(LABEL, label.length) - 8)}`,
      ),
    ...warningLines(review, other),
    ...(page === undefined ? [] : [`review: ${page}`]),
  ];
  return `${[...hang(nameLine(review), width, '', '  '), ...lines.flatMap((line) => indented(line, width))].join('\n')}\n`;
}

const LABEL = 12;
/** Lines of new warnings. */
const WARNINGS = 6;

function changesOf(review: ReviewDocument, other: ReviewDocument): (readonly [string, readonly string[]])[] {
  const [now, before] = [requestedOf(review), requestedOf(other)];
  const only = (ports: Requested, others: Requested): string[] =>
    portsByConnection([...ports].filter(([key]) => !others.has(key)).map(([, port]) => port));
  const enforced = [...now].filter(
    ([key, port]) => before.has(key) && before.get(key)!.enforcement !== port.enforcement,
  );
  const byChange = groupBy(enforced, ([key, port]) => `${before.get(key)!.enforcement} -> ${port.enforcement}`);
  const names = ({ permissions }: ReviewDocument): Set<string> => new Set(permissions.map(({ name }) => name));
  const [granted, had] = [names(review), names(other)];
  return [
    ['closed', only(before, now)],
    ['opened', only(now, before)],
    ...[...byChange].map(([change, ports]) => [change, portsByConnection(ports.map(([, port]) => port))] as const),
    ['not allowed', [...had].filter((name) => !granted.has(name))],
    ['allowed', [...granted].filter((name) => !had.has(name))],
  ];
}

type Requested = ReadonlyMap<string, ReviewPort>;

function requestedOf({ ports }: ReviewDocument): Requested {
  return new Map(ports.filter(({ asked }) => asked).map((port) => [`${port.connection} ${port.port}`, port]));
}

function warningLines(review: ReviewDocument, other: ReviewDocument): string[] {
  const openOf = (document: ReviewDocument): string[] =>
    sortedFindings(document).warnings.flatMap(({ findings }) => findings.map(({ key }) => key));
  const [open, known] = [openOf(review), new Set(openOf(other))];
  const fresh = sortedFindings(review)
    .warnings.map((group) => ({ ...group, findings: group.findings.filter(({ key }) => !known.has(key)) }))
    .filter(({ findings }) => findings.length > 0);
  const kept = open.filter((key) => known.has(key)).length;
  return [
    `${counted(open.length, 'unacknowledged warning')}: ${open.length - kept} new, ${kept} as there, ${known.size - kept} gone`,
    ...withinLines(groupLines(fresh, NAMES), WARNINGS).map((line) => `! ${line}`),
  ];
}
