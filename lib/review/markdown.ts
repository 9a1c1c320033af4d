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
import { escapeMarkdown, markdownTable } from './escape-markdown';
import { placeInFile, sortedFindings, type FindingGroup } from './finding-groups';
import { nameLine, whereLine } from './heading';
import { acknowledgedText, factsOf, numberPages, pageKey, type NumberedPage } from './summary';
import type { ReviewDocument, ReviewFinding, ReviewSource } from './types';

/** A review as GitHub-flavoured Markdown, for a pull request or a wiki; what asks nothing of its reader is folded. */
export function toMarkdown(review: ReviewDocument): string {
  const pages = numberPages(review);
  const cite: Cite = (sources) => sources.map((source) => reference(pages.get(pageKey(source))!)).join(' ');
  const facts = factsOf(review);
  const { requested, beyond, others } = shownPorts(review);
  const { warnings, notices, acknowledged } = sortedFindings(review);
  const table = <T>(title: string, columns: readonly Column<T>[], entries: readonly T[]): string[] =>
    section(title, entries.length, tableOf(columns, entries, cite));
  const findings = (title: string, groups: readonly FindingGroup[]): string[] => {
    const all = groups.flatMap((group) => group.findings);
    return section(title, all.length, all.map((finding) => describe(finding, cite)).join('\n'));
  };
  const sections = [
    `# ${escapeMarkdown(nameLine(review))}`,
    ...whereLine(review).map(escapeMarkdown),
    `Edition ${escapeMarkdown(review.catalogVersion)} of the facts; acknowledgements as of ${escapeMarkdown(review.asOf)}. It holds names and addresses of your network, and no secret.`,
    markdownTable(
      facts.map(([what]) => what),
      [facts.map(([, count]) => escapeMarkdown(count))],
    ),
    ...findings('Warnings', warnings),
    ...table('Requested ports', PORT_COLUMNS, requested),
    ...table(BEYOND_TABLE, PORT_COLUMNS, beyond),
    ...table('Inbound', INBOUND_COLUMNS, review.inbound ?? []),
    ...table('Permissions', PERMISSION_COLUMNS, review.permissions),
    ...table('Manual steps', CREDENTIAL_COLUMNS, review.credentials),
    ...findings('Acknowledged', acknowledged),
    ...folded(table('Not requested', PORT_COLUMNS, others)),
    ...folded(table('Endpoints of a private network', ENDPOINT_COLUMNS, review.endpoints ?? [])),
    ...folded(findings('Notices', notices)),
    ...folded(table('Reasons', REASON_COLUMNS, review.reasons)),
    ...folded(section('Sources', pages.size, [...pages.values()].map(listed).join('\n'))),
    [...pages.values()].flatMap(definition).join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** Pages by their numbers, as Markdown. */
type Cite = (sources: readonly ReviewSource[]) => string;

/** Nothing when it has no entries. */
function section(title: string, count: number, text: string): string[] {
  return count === 0 ? [] : [`## ${title} (${count})`, text];
}

/** The same behind its title, opened by a click. */
function folded([title, ...texts]: readonly string[]): string[] {
  return title === undefined
    ? []
    : [`<details><summary>${title.replace(/^## /, '')}</summary>`, ...texts, '</details>'];
}

function tableOf<T>(columns: readonly Column<T>[], entries: readonly T[], cite: Cite): string {
  const shown = columnsFor(columns, 'markdown');
  const titles = shown.map((column) => column.title);
  const rows = entries.map((entry) => shown.map(({ cell }) => cellText(cell(entry), cite)));
  return markdownTable(titles, rows);
}

function cellText({ texts, sources }: Cell, cite: Cite): string {
  return sources === undefined ? escapeMarkdown(texts.join(', ')) : cite(sources);
}

function describe(finding: ReviewFinding, cite: Cite): string {
  const { key, what, why, fix, source, acknowledged } = finding;
  const place = placeInFile(finding);
  const end =
    acknowledged === undefined
      ? `Fix: ${escapeMarkdown(fix)}.`
      : `Acknowledged: ${escapeMarkdown(acknowledgedText(acknowledged))}.`;
  return `- **${escapeMarkdown(key)}**${place === '' ? '' : ` (${escapeMarkdown(place)})`}: ${escapeMarkdown(what)}. ${why === '' ? '' : `Why: ${escapeMarkdown(why)}. `}${end}${source === undefined ? '' : ` ${cite([source])}`}`;
}

/** A number that leads to the page; pages without an address are listed only. */
function reference({ number, url }: NumberedPage): string {
  return url === undefined ? `\\[${number}\\]` : `[\\[${number}\\]][p${number}]`;
}

/** Definitions of the numbers; no line of it is shown. */
function definition({ number, url }: NumberedPage): string[] {
  return url === undefined ? [] : [`[p${number}]: <${address(url)}>`];
}

function listed({ number, url, text, date }: NumberedPage): string {
  return `${number}. ${url === undefined ? escapeMarkdown(text) : `<${address(url)}>`} (${escapeMarkdown(date)})`;
}

function address(url: string): string {
  return url.replace(/[<>\\|\s]/g, (char) => encodeURIComponent(char));
}
