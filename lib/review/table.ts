import {
  columnsFor,
  CREDENTIAL_COLUMNS,
  PERMISSION_COLUMNS,
  PORT_COLUMNS,
  REASON_COLUMNS,
  type Cell,
  type Column,
} from './columns';
import { acceptedText, findingGroups, numberPages, pageKey, type NumberedPage } from './summary';
import { hang, textTable } from './text-table';
import type { ReviewDocument, ReviewFinding, ReviewSource } from './types';

const PAGE = 160;
/** The texts of findings are a little wider than the tables. */
const FINDING = PAGE + 2;

type Cite = (sources: readonly ReviewSource[]) => string;

/**
 * A review as a table for a terminal or a log: every port with where it leads and why, the permissions, what a person
 * must create, each reason with its row and its sources, and the findings with what to do about them. Up to 160
 * characters wide but for addresses of pages; no colour.
 */
export function toTable(review: ReviewDocument): string {
  const pages = numberPages(review);
  const cited = new Set<string>();
  const cite: Cite = (sources) => {
    sources.forEach((source) => cited.add(pageKey(source)));
    return sources.map((source) => `[${pages.get(pageKey(source))!.number}]`).join(' ');
  };
  const { profile, target, ports, rules, catalogVersion } = review;
  const asked = ports.filter((port) => port.asked).length;
  const tables = [
    section(PORT_COLUMNS, ports, cite),
    section(PERMISSION_COLUMNS, review.permissions, cite),
    section(CREDENTIAL_COLUMNS, review.credentials, cite),
    section(REASON_COLUMNS, review.reasons, cite),
  ];
  const findings = findingGroups(review.findings).map(([title, entries]) =>
    [`${title} (${entries.length})`, ...entries.flatMap((finding) => describe(finding, cite))].join('\n'),
  );
  const sections = [
    `Harness Delegate access, profile ${profile}, on ${target.title}: ${asked} ports asked for, ${rules.length} distinct ways out (catalogue ${catalogVersion})`,
    ...tables,
    [...pages].flatMap(([key, page]) => (cited.has(key) ? [listed(page)] : [])).join('\n'),
    ...findings,
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function section<T>(columns: readonly Column<T>[], entries: readonly T[], cite: Cite): string {
  const shown = columnsFor(columns, 'table');
  const titles = shown.map(({ title, width }) => ({ title: title.toUpperCase(), width }));
  const rows = entries.map((entry) => shown.map(({ cell }) => textOf(cell(entry), cite)));
  return rows.length === 0 ? '' : textTable(titles, rows);
}

function textOf({ texts, sources }: Cell, cite: Cite): string {
  return sources === undefined ? texts.join(', ') : cite(sources);
}

function listed({ number, text, date }: NumberedPage): string {
  return `[${number}] ${text} (${date})`;
}

function describe({ key, what, why, fix, source, acknowledged }: ReviewFinding, cite: Cite): string[] {
  const lines = [
    `${what}${source === undefined ? '' : ` ${cite([source])}`}`,
    ...(why === '' ? [] : [`why: ${why}`]),
    acknowledged === undefined ? `fix: ${fix}` : `accepted: ${acceptedText(acknowledged)}`,
  ];
  return [`- ${key}`, ...lines.flatMap((line) => hang(line, FINDING, '    ', '      '))];
}
