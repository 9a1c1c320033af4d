import type { CatalogueFacts, PermissionFacts, PortFacts, RowFacts, SourceFacts } from './row-facts';
import { groupBy } from '../../base';
import { hang, textTable } from '../../review/text-table';

/** The catalogue for a terminal: every port in one table, or one row in full. */

/** Widest columns of the table; together they fill `TABLE`. */
const COLUMNS = [
  { title: 'ID', width: 25 },
  { title: 'PORT', width: 15 },
  { title: 'LEADS TO', width: 13 },
  { title: 'VERDICT', width: 11 },
  { title: 'DOCUMENTED', width: 10 },
  { title: 'RECOMMENDED', width: 11 },
  { title: 'PERMISSIONS', width: 11 },
  { title: 'READ', width: 10 },
];
const TABLE = COLUMNS.reduce((sum, { width }) => sum + width, 2 * (COLUMNS.length - 1));

/** @param width columns of the terminal; where the table does not fit, each port is a line of words */
export function catalogueText({ catalogVersion, rows }: CatalogueFacts, width: number): string {
  const ports = rows.reduce((sum, row) => sum + row.ports.length, 0);
  const table = rows.filter(({ page }) => page === undefined);
  const beyond = rows.filter(({ page }) => page !== undefined);
  const head = `${rows.length} connections, ${ports} ports (catalogue ${catalogVersion})`;
  const body = [
    part("of Harness's table", table, width),
    part("beyond the table, of Harness's pages of connectors", beyond, width),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
  const end = hang(
    '`list <id>` shows one row in full, with its sources. Verdicts: see docs/profiles.md.',
    width,
    '',
    '',
  );
  return `${head}\n\n${body}\n\n${end.join('\n')}\n`;
}

function part(title: string, rows: readonly RowFacts[], width: number): string {
  if (rows.length === 0) {
    return '';
  }
  const body = width < TABLE ? rows.flatMap((row) => portLines(row, width)).join('\n') : catalogueTable(rows);
  return `${rows.length} ${title}\n\n${body}`;
}

function catalogueTable(rows: readonly RowFacts[]): string {
  return textTable(
    COLUMNS,
    rows.flatMap((row) =>
      row.ports.map((port, i) => [
        i === 0 ? row.id : '',
        port.port,
        port.leadsTo,
        port.verdict,
        short(port, 'documented'),
        short(port, 'recommended'),
        i === 0 ? permissionsOf(row) : '',
        latest(port.sources),
      ]),
    ),
  );
}

function portLines(row: RowFacts, width: number): string[] {
  const permissions = permissionsOf(row);
  return [
    permissions === '' ? row.id : `${row.id}, permissions: ${permissions}`,
    ...row.ports.flatMap((port) => {
      const opinions = `documented ${short(port, 'documented')}, recommended ${short(port, 'recommended')}`;
      return hang(`${port.port} to ${port.leadsTo}: ${port.verdict}; ${opinions}`, width, '  - ', '    ');
    }),
  ];
}

/** `open`, `closed` or `on request` alone; the reason is in the row. */
function short(port: PortFacts, profile: 'documented' | 'recommended'): string {
  return port.verdict === 'on request' ? port.verdict : port[profile].split(/[:;]/)[0]!;
}

/** Permissions of each cloud, counted: documented and recommended. */
function permissionsOf({ permissions }: RowFacts): string {
  const count = (entries: readonly PermissionFacts[], profile: string): number =>
    entries.filter((entry) => entry.profile === profile).length;
  return [...groupBy(permissions, ({ cloud }) => cloud)]
    .map(([cloud, entries]) => `${cloud} ${count(entries, 'documented')} / ${count(entries, 'recommended')}`)
    .join(', ');
}

function latest(sources: readonly SourceFacts[]): string {
  const dates = sources.map(({ date }) => date).sort();
  return dates.at(-1) ?? '';
}

/** @param width columns of the terminal; only the address of a source may be longer */
export function rowText(row: RowFacts, width: number): string {
  const sources = new Sources();
  const section = (title: string, entries: readonly (readonly string[])[]): string =>
    sectionText(title, entries, width);
  const sections = [
    [
      ...hang(`${row.title} (\`${row.id}\`)`, width, '', ''),
      ...(row.page === undefined
        ? []
        : hang(`not in Harness's table; of Harness's page of it ${sources.cite([row.page])}`, width, '', '')),
    ].join('\n'),
    section(
      'Ports',
      row.ports.map((port) => {
        const when = port.when === undefined ? '' : `, when ${port.when}`;
        return [
          `${port.port} to ${port.leadsTo}: ${port.verdict}${when} ${sources.cite(port.sources)}`,
          ...(port.label === undefined ? ['not in the table'] : [`table: "${port.label}"`]),
          `documented: ${port.documented}`,
          `recommended: ${port.recommended}`,
          ...(port.note === '' ? [] : [port.note]),
          `speaks ${port.speaks.what.join(' or ')} ${sources.cite(port.speaks.source === undefined ? [] : [port.speaks.source])}`,
        ];
      }),
    ),
    section(
      'Host names',
      row.hosts.map(({ name, purpose, when, source }) => [
        `${name}: ${purpose}${when === undefined ? '' : ` (${when})`} ${sources.cite([source])}`,
      ]),
    ),
    ...(['documented', 'recommended'] as const).map((profile) =>
      section(
        `Permissions, ${profile}`,
        row.permissions
          .filter((entry) => entry.profile === profile)
          .map(({ kind, name, actions, resources, note, source }) => [
            `${kind} ${name} ${sources.cite([source])}`,
            ...(actions.length === 0 ? [] : [actions.join(', ')]),
            ...(resources.length === 0 ? [] : [`on ${resources.join(', ')}`]),
            ...(note === '' ? [] : [note]),
          ]),
      ),
    ),
    section(
      'RECOMMENDED needs',
      row.needs.map(({ prop, why }) => [`\`${prop}\`: ${why}`]),
    ),
    section(
      'Manual steps',
      row.credentials.map(({ what, source }) => [`${what} ${sources.cite([source])}`]),
    ),
    section(
      'Where sources disagree',
      row.remarks.map(({ text, source }) => [`${text} ${sources.cite([source])}`]),
    ),
  ].filter((text) => text !== '');
  return `${[...sections, sources.list()].join('\n\n')}\n`;
}

function sectionText(title: string, entries: readonly (readonly string[])[], width: number): string {
  const lines = entries.flatMap(([first = '', ...rest]) => [
    ...hang(first, width, '  - ', '      '),
    ...rest.flatMap((line) => hang(line, width, '      ', '      ')),
  ]);
  return lines.length === 0 ? '' : [title, ...lines].join('\n');
}

/** Pages by number, in the order in which they are cited. */
class Sources {
  private readonly numbers = new Map<string, number>();

  public cite(sources: readonly SourceFacts[]): string {
    return sources.map(({ text, date, dateIs }) => `[${this.numberOf(`${text} (${dateIs} ${date})`)}]`).join('');
  }

  public list(): string {
    return [...this.numbers].map(([text, number]) => `[${number}] ${text}`).join('\n');
  }

  private numberOf(text: string): number {
    const number = this.numbers.get(text) ?? this.numbers.size + 1;
    this.numbers.set(text, number);
    return number;
  }
}
