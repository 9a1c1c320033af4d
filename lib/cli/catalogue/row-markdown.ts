import type { CatalogueFacts, PermissionFacts, PortFacts, RowFacts, SourceFacts } from './row-facts';
import { escapeMarkdown, markdownTable } from '../../review/escape-markdown';

/** The catalogue as one page of Markdown. */
export function catalogueMarkdown({ catalogVersion, rows }: CatalogueFacts): string {
  const table = rows.filter(({ page }) => page === undefined);
  const beyond = rows.filter(({ page }) => page !== undefined);
  const head = [
    '# Connections',
    `Generated from the catalogue (edition ${catalogVersion}) by \`npm run docs\`; not to be edited. The ${table.length} rows of Harness's table, in its order: the table's words for each port, the verdict, and the decision of each profile. [Profiles](profiles.md#verdicts) explains the verdicts.`,
    contents(table),
    `The ${beyond.length} rows beyond the table are of Harness's pages of its connectors, in the order of their ids. "As written" there means on that page, and "missing", missing from it.`,
    contents(beyond),
  ];
  return `${[...head, ...rows.flatMap(rowSection)].join('\n\n')}\n`;
}

function contents(rows: readonly RowFacts[]): string {
  return markdownTable(
    ['id', 'connection', 'ports: documented', 'ports: recommended', 'on request'],
    rows.map((row) => [
      `[\`${row.id}\`](#${row.id})`,
      escapeMarkdown(row.title),
      portsOf(row, ({ documented }) => documented.startsWith('open') && !isOnRequest(documented)),
      portsOf(row, ({ recommended }) => recommended.startsWith('open') && !isOnRequest(recommended)),
      portsOf(row, ({ documented }) => isOnRequest(documented)),
    ]),
  );
}

function isOnRequest(opinion: string): boolean {
  return opinion === 'open on request';
}

function portsOf({ ports }: RowFacts, isWanted: (port: PortFacts) => boolean): string {
  const wanted = ports.filter(isWanted).map(({ port }) => port);
  return escapeMarkdown(wanted.join('; '));
}

function rowSection(row: RowFacts): string[] {
  return [
    `## ${row.id}`,
    `**${escapeMarkdown(row.title)}**${row.page === undefined ? '' : `, beyond the table: ${link(row.page)}`}`,
    markdownTable(
      ['port', 'table', 'leads to', 'verdict', 'documented', 'recommended', 'why', 'speaks', 'sources'],
      row.ports.map((port) => [...portCells(port).map(escapeMarkdown), port.sources.map(link).join(', ')]),
    ),
    ...section('Host names', ['name', 'what for', 'source'], row.hosts, ({ name, purpose, when }) => [
      name,
      when === undefined ? purpose : `${purpose} (${when})`,
    ]),
    ...(['documented', 'recommended'] as const).flatMap((profile) => permissions(row, profile)),
    ...section('Recommended needs', ['prop', 'why'], row.needs, ({ prop, why }) => [prop, why]),
    ...section('Manual steps', ['what', 'source'], row.credentials, ({ what }) => [what]),
    ...section('Where sources disagree', ['what', 'source'], row.remarks, ({ text }) => [text]),
  ];
}

function portCells({
  port,
  label,
  leadsTo,
  verdict,
  when,
  documented,
  recommended,
  note,
  speaks,
}: PortFacts): string[] {
  const inTable = label === undefined ? 'not in the table' : `"${label}"`;
  const inCase = when === undefined ? verdict : `${verdict}, when ${when}`;
  return [port, inTable, leadsTo, inCase, documented, recommended, note, speaks.what.join(' or ')];
}

function permissions(row: RowFacts, profile: PermissionFacts['profile']): string[] {
  const entries = row.permissions.filter((entry) => entry.profile === profile);
  const titles = ['name', 'kind', 'actions', 'on', 'note', 'source'];
  return section(`Permissions, ${profile}`, titles, entries, ({ name, kind, actions, resources, note }) => [
    name,
    kind,
    actions.join(', '),
    resources.join(', '),
    note,
  ]);
}

/** A table with its title, the source of each entry in the last column; nothing where there are no entries. */
function section<T extends object>(
  title: string,
  titles: readonly string[],
  entries: readonly (T & { readonly source?: SourceFacts })[],
  cellsOf: (entry: T) => string[],
): string[] {
  const rows = entries.map((entry) => {
    const cells = cellsOf(entry).map(escapeMarkdown);
    return entry.source === undefined ? cells : [...cells, link(entry.source)];
  });
  return rows.length === 0 ? [] : [`### ${title}`, markdownTable(titles, rows)];
}

function link({ text, date }: SourceFacts): string {
  const isPage = /^https:\/\/[^\s<>()|]+$/.test(text);
  return isPage ? `[${nameOf(text)}](${text}) (${date})` : `${escapeMarkdown(text)} (${date})`;
}

/** The last part of an address, by which people know a page. */
function nameOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  const parts = pathname.split('/').filter((part) => part !== '');
  const last = decodeURIComponent(parts.at(-1) ?? hostname);
  return escapeMarkdown(last.replace(/\.(md|html?)$/, ''));
}
