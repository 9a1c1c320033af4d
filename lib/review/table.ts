import {
  BEYOND_TABLE,
  columnsFor,
  CREDENTIAL_COLUMNS,
  ENDPOINT_COLUMNS,
  INBOUND_COLUMNS,
  PERMISSION_COLUMNS,
  PORT_COLUMNS,
  REASON_COLUMNS,
  shownPorts,
  type Cell,
  type Column,
} from './columns';
import { sortedFindings } from './finding-groups';
import { findingLines, noticeLines } from './finding-lines';
import { headingOf } from './heading';
import { acknowledgedText, numberPages, pageKey, type NumberedPage } from './summary';
import { hang, tableWithin, WIDTH } from './text-table';
import type { ReviewDocument, ReviewFinding, ReviewSource } from './types';

/** Options of a table. */
export interface TableOptions {
  /** Characters of a line, at most; addresses of pages are never broken. Narrow ones get a list instead of a table. @default 120 */
  readonly width?: number;
  /** Write notices in full, not counted by their kinds. @default false */
  readonly all?: boolean;
  /** Add the reasons under the names that rules carry, and the pages behind everything. @default false */
  readonly sources?: boolean;
}

type Cite = (sources: readonly ReviewSource[]) => string;

/**
 * A review as a table for a terminal or a log: a summary, the open warnings in full, every requested port with where it
 * leads and why, permissions, manual steps, what is closed, notices, and what is acknowledged. No colour.
 *
 * @example
 * ```ts
 * const plan = Plan.fromFile('connections.yaml');
 * console.log(toTable(reviewOf(plan.on(Target.AWS_SECURITY_GROUP)), { sources: true }));
 * ```
 */
export function toTable(review: ReviewDocument, options: TableOptions = {}): string {
  const { width = WIDTH, all = false, sources = false } = options;
  const { warnings, notices, acknowledged } = sortedFindings(review);
  const { requested, beyond, others } = shownPorts(review);
  const pages = new CitedPages(review);
  const cite: Cite | undefined = sources ? (cites) => pages.cite(cites) : undefined;
  const table = <T>(title: string, columns: readonly Column<T>[], entries: readonly T[]): string[] =>
    section(`${title} (${entries.length})`, tableLines(columns, entries, width, pages));
  const inFull = (groups: typeof warnings): string[] => groups.flatMap((group) => findingLines(group, width, cite));
  const lines = [
    ...headingOf(review, width).flatMap((line) => hang(line, width, '', '  ')),
    '',
    ...section('WARNINGS', inFull(warnings)),
    ...table('REQUESTED PORTS', PORT_COLUMNS, requested),
    ...table(BEYOND_TABLE.toUpperCase(), PORT_COLUMNS, beyond),
    ...table('INBOUND', INBOUND_COLUMNS, review.inbound ?? []),
    ...table('PERMISSIONS', PERMISSION_COLUMNS, review.permissions),
    ...table('MANUAL STEPS', CREDENTIAL_COLUMNS, review.credentials),
    ...section(
      'ACKNOWLEDGED',
      acknowledged.flatMap(({ findings }) => findings.flatMap((finding) => acknowledgedLines(finding, width))),
    ),
    ...table('NOT REQUESTED', PORT_COLUMNS, others),
    ...table('ENDPOINTS OF A PRIVATE NETWORK', ENDPOINT_COLUMNS, review.endpoints ?? []),
    ...section('NOTICES', all ? inFull(notices) : noticeLines(notices, width)),
    ...(sources ? table('REASONS', REASON_COLUMNS, review.reasons) : []),
    ...(sources ? section('SOURCES', pages.lines()) : []),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The pages of a review, and which of them were cited. */
class CitedPages {
  private readonly pages: ReadonlyMap<string, NumberedPage>;
  private readonly cited = new Set<string>();

  public constructor(review: ReviewDocument) {
    this.pages = numberPages(review);
  }

  public cite(sources: readonly ReviewSource[]): string {
    return sources.map((source) => `[${this.numberOf(pageKey(source))}]`).join(' ');
  }

  public lines(): string[] {
    const cited = [...this.pages].filter(([key]) => this.cited.has(key));
    return cited.map(([, { number, text, date }]) => `[${number}] ${text} (${date})`);
  }

  private numberOf(key: string): number {
    this.cited.add(key);
    return this.pages.get(key)!.number;
  }
}

/** Nothing when it has no lines. */
function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines, ''];
}

function tableLines<T>(
  columns: readonly Column<T>[],
  entries: readonly T[],
  width: number,
  pages: CitedPages,
): string[] {
  const shown = columnsFor(columns, 'table');
  const titled = shown.map(({ title, ...column }) => ({ ...column, title: title.toUpperCase() }));
  const rows = entries.map((entry) => shown.map(({ cell }) => textOf(cell(entry), pages)));
  return rows.length === 0 ? [] : ['', ...tableWithin(titled, rows, width).split('\n')];
}

function textOf({ texts, sources }: Cell, pages: CitedPages): string {
  return sources === undefined ? texts.join(', ') : pages.cite(sources);
}

function acknowledgedLines({ key, acknowledged }: ReviewFinding, width: number): string[] {
  return hang(`- ${key}: ${acknowledgedText(acknowledged!)}`, width, '', '    ');
}
