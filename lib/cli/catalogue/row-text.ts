import type { CatalogueFacts, PermissionFacts, RowFacts, SourceFacts } from './row-facts';
import { groupBy } from '../../base';
import { hang, textTable } from '../../review/text-table';

/** The catalogue for a terminal: every port in one table, or one row in full. */

const WIDTH = 150;
/** The first line of an entry begins further left, and is no longer than the others. */
const FIRST = WIDTH + 2;

export function catalogueTable({ catalogVersion, rows }: CatalogueFacts): string {
  const ports = rows.reduce((sum, row) => sum + row.ports.length, 0);
  const table = textTable(
    [
      { title: 'ID', width: 26 },
      { title: 'PORT', width: 16 },
      { title: 'LEADS TO', width: 14 },
      { title: 'VERDICT', width: 11 },
      { title: 'DOCUMENTED', width: 24 },
      { title: 'RECOMMENDED', width: 24 },
      { title: 'PERMISSIONS', width: 26 },
      { title: 'READ', width: 10 },
    ],
    rows.flatMap((row) =>
      row.ports.map(({ port, leadsTo, verdict, documented, recommended, sources }, i) => [
        i === 0 ? row.id : '',
        port,
        leadsTo,
        verdict,
        short(documented),
        short(recommended),
        i === 0 ? permissionsOf(row) : '',
        latest(sources),
      ]),
    ),
  );
  const end = '`list <id>` shows one row in full, with its sources. Verdicts: see the README.';
  return `${rows.length} connections, ${ports} ports (catalogue ${catalogVersion})\n\n${table}\n\n${end}\n`;
}

/** `open` or `closed` alone; the reason is in the row. */
function short(opinion: string): string {
  return opinion.split(':')[0]!;
}

/** How many there are of each cloud, documented and recommended. */
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

export function rowText(row: RowFacts): string {
  const sources = new Sources();
  const sections = [
    `${row.title} (\`${row.id}\`)`,
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
      'A person must create',
      row.credentials.map(({ what, source }) => [`${what} ${sources.cite([source])}`]),
    ),
    section(
      'Where sources disagree',
      row.remarks.map(({ text, source }) => [`${text} ${sources.cite([source])}`]),
    ),
  ].filter((text) => text !== '');
  return `${[...sections, sources.list()].join('\n\n')}\n`;
}

function section(title: string, entries: readonly (readonly string[])[]): string {
  const lines = entries.flatMap(([first = '', ...rest]) => [
    ...hang(first, FIRST, '  - ', '      '),
    ...rest.flatMap((line) => hang(line, WIDTH, '      ', '      ')),
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
