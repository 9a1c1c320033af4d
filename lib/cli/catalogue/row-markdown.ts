import type { CatalogueFacts, PermissionFacts, PortFacts, RowFacts, SourceFacts } from './row-facts';
import { escapeMarkdown } from '../../review/escape-markdown';

/** The catalogue as one page of Markdown. */
export function catalogueMarkdown({ catalogVersion, rows }: CatalogueFacts): string {
  const head = [
    '# Connections',
    `Generated from the catalogue (edition ${catalogVersion}) by \`npm run docs\`; not to be edited. The ${rows.length} rows of Harness's table, in its order: what the table says of each port, what that is worth, and what each profile makes of it. The verdicts are explained in the [README](README.md#two-profiles).`,
    table(
      ['id', 'connection', 'ports: documented', 'ports: recommended', 'on request'],
      rows.map((row) => [
        link(row),
        row.title,
        portsOf(row, ({ documented }) => documented.startsWith('open') && !isOnRequest(documented)),
        portsOf(row, ({ recommended }) => recommended.startsWith('open') && !isOnRequest(recommended)),
        portsOf(row, ({ documented }) => isOnRequest(documented)),
      ]),
    ),
  ];
  return `${[...head, ...rows.flatMap(rowSection)].join('\n\n')}\n`;
}

function isOnRequest(opinion: string): boolean {
  return opinion === 'open when asked for';
}

function portsOf({ ports }: RowFacts, isWanted: (port: PortFacts) => boolean): string {
  return ports
    .filter(isWanted)
    .map(({ port }) => port)
    .join('; ');
}

function link({ id }: RowFacts): Raw {
  return new Raw(`[\`${id}\`](#${id})`);
}

function rowSection(row: RowFacts): string[] {
  return [
    `## ${row.id}`,
    `**${escapeMarkdown(row.title)}**`,
    table(
      ['port', 'table', 'leads to', 'verdict', 'documented', 'recommended', 'why', 'sources'],
      row.ports.map(({ port, label, leadsTo, verdict, when, documented, recommended, note, sources }) => [
        port,
        label === undefined ? 'not in the table' : `"${label}"`,
        leadsTo,
        when === undefined ? verdict : `${verdict}, when ${when}`,
        documented,
        recommended,
        note,
        links(sources),
      ]),
    ),
    ...section(
      'Host names',
      ['name', 'what for', 'source'],
      row.hosts.map(({ name, purpose, when, source }) => [
        name,
        when === undefined ? purpose : `${purpose} (${when})`,
        links([source]),
      ]),
    ),
    ...(['documented', 'recommended'] as const).flatMap((profile) => permissions(row, profile)),
    ...section(
      'Recommended needs',
      ['prop', 'why'],
      row.needs.map(({ prop, why }) => [prop, why]),
    ),
    ...section(
      'A person must create',
      ['what', 'source'],
      row.credentials.map(({ what, source }) => [what, links([source])]),
    ),
    ...section(
      'Where sources disagree',
      ['what', 'source'],
      row.remarks.map(({ text, source }) => [text, links([source])]),
    ),
  ];
}

function permissions(row: RowFacts, profile: PermissionFacts['profile']): string[] {
  const entries = row.permissions.filter((entry) => entry.profile === profile);
  return section(
    `Permissions, ${profile}`,
    ['name', 'kind', 'actions', 'on', 'note', 'source'],
    entries.map(({ name, kind, actions, resources, note, source }) => [
      name,
      kind,
      actions.join(', '),
      resources.join(', '),
      note,
      links([source]),
    ]),
  );
}

/** Text that is Markdown already. */
class Raw {
  public constructor(public readonly text: string) {}
}

type Cell = string | Raw;

function section(title: string, titles: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  return rows.length === 0 ? [] : [`### ${title}`, table(titles, rows)];
}

function table(titles: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(titles),
    line(titles.map(() => '---')),
    ...rows.map((row) => line(row.map((cell) => (cell instanceof Raw ? cell.text : escapeMarkdown(cell))))),
  ].join('\n');
}

function links(sources: readonly SourceFacts[]): Raw {
  return new Raw(
    sources
      .map(({ text, date }) => {
        const isPage = /^https:\/\/[^\s<>()|]+$/.test(text);
        return isPage ? `[${nameOf(text)}](${text}) (${date})` : `${escapeMarkdown(text)} (${date})`;
      })
      .join(', '),
  );
}

/** The last part of an address, by which people know a page. */
function nameOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  const last = decodeURIComponent(
    pathname
      .split('/')
      .filter((part) => part !== '')
      .pop() ?? hostname,
  );
  return escapeMarkdown(last.replace(/\.(md|html?)$/, ''));
}
