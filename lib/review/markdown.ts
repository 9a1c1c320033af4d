import {
  columnsFor,
  CREDENTIAL_COLUMNS,
  PERMISSION_COLUMNS,
  PORT_COLUMNS,
  REASON_COLUMNS,
  type Cell,
  type Column,
} from './columns';
import { escapeMarkdown, markdownTable } from './escape-markdown';
import { acceptedText, factsOf, findingGroups, numberPages, pageKey, titleOf, type NumberedPage } from './summary';
import type { ReviewDocument, ReviewFinding, ReviewSource } from './types';

/** A review as GitHub-flavoured Markdown, for a pull request or a wiki. */
export function toMarkdown(review: ReviewDocument): string {
  const pages = numberPages(review);
  const cite: Cite = (sources) => sources.map((source) => reference(pages.get(pageKey(source))!)).join(' ');
  const facts = factsOf(review);
  const asked = review.ports.filter((port) => port.asked);
  const others = review.ports.filter((port) => !port.asked);
  const sections = [
    `# ${escapeMarkdown(titleOf(review))}`,
    `Edition ${escapeMarkdown(review.catalogVersion)} of the facts; acknowledgements as of ${escapeMarkdown(review.asOf)}. It holds names and addresses of your network, and no secret.`,
    markdownTable(
      facts.map(([what]) => what),
      [facts.map(([, count]) => escapeMarkdown(count))],
    ),
    ...section('What is asked for', PORT_COLUMNS, asked, cite),
    ...section('What is not asked for', PORT_COLUMNS, others, cite),
    ...section('Permissions', PERMISSION_COLUMNS, review.permissions, cite),
    ...section('What a person must create', CREDENTIAL_COLUMNS, review.credentials, cite),
    ...findingGroups(review.findings).flatMap(([title, findings]) => [
      `## ${title} (${findings.length})`,
      findings.map((finding) => describe(finding, cite)).join('\n'),
    ]),
    ...section('Reasons', REASON_COLUMNS, review.reasons, cite),
    ...(pages.size === 0 ? [] : ['## Sources', [...pages.values()].map(listed).join('\n')]),
    [...pages.values()].flatMap(definition).join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** Pages by their numbers, as Markdown. */
type Cite = (sources: readonly ReviewSource[]) => string;

function section<T>(title: string, columns: readonly Column<T>[], entries: readonly T[], cite: Cite): string[] {
  const shown = columnsFor(columns, 'markdown');
  const titles = shown.map((column) => column.title);
  const rows = entries.map((entry) => shown.map(({ cell }) => cellText(cell(entry), cite)));
  return rows.length === 0 ? [] : [`## ${title}`, markdownTable(titles, rows)];
}

function cellText({ texts, sources }: Cell, cite: Cite): string {
  return sources === undefined ? escapeMarkdown(texts.join(', ')) : cite(sources);
}

function describe({ key, what, why, fix, source, acknowledged }: ReviewFinding, cite: Cite): string {
  const end =
    acknowledged === undefined
      ? `Fix: ${escapeMarkdown(fix)}.`
      : `Accepted: ${escapeMarkdown(acceptedText(acknowledged))}.`;
  return `- **${escapeMarkdown(key)}**: ${escapeMarkdown(what)}. ${why === '' ? '' : `Why: ${escapeMarkdown(why)}. `}${end}${source === undefined ? '' : ` ${cite([source])}`}`;
}

/** A number that leads to the page; pages without an address are listed only. */
function reference({ number, url }: NumberedPage): string {
  return url === undefined ? `\\[${number}\\]` : `[\\[${number}\\]][p${number}]`;
}

/** Where the numbers lead; no line of it is shown. */
function definition({ number, url }: NumberedPage): string[] {
  return url === undefined ? [] : [`[p${number}]: <${address(url)}>`];
}

function listed({ number, url, text, date }: NumberedPage): string {
  return `${number}. ${url === undefined ? escapeMarkdown(text) : `<${address(url)}>`} (${escapeMarkdown(date)})`;
}

function address(url: string): string {
  return url.replace(/[<>\\|\s]/g, (char) => encodeURIComponent(char));
}
