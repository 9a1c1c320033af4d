import {
  columnsFor,
  CREDENTIAL_COLUMNS,
  ENDPOINT_COLUMNS,
  INBOUND_COLUMNS,
  PERMISSION_COLUMNS,
  PORT_COLUMNS,
  REASON_COLUMNS,
  shownPorts,
  type Column,
  type Format,
} from '../../lib/review/columns';
import { numberPages, pageKey } from '../../lib/review/summary';
import { everyRow } from '../support/every-row';
import {
  Plan,
  Profile,
  reviewOf,
  Target,
  toHtml,
  toMarkdown,
  toTable,
  type ReviewDocument,
} from 'harness-delegate-access';

/** A table as a format shows it: the titles of its columns, and under each the text of all of its cells without spaces. */
interface Shown {
  readonly titles: readonly string[];
  readonly contents: readonly string[];
}

const squeeze = (text: string): string => text.replace(/\s+/g, '');

function shown(titles: readonly string[], rows: readonly (readonly string[])[]): Shown {
  return { titles, contents: titles.map((_, i) => squeeze(rows.map((row) => row[i]).join(''))) };
}

/** Tables of a text: a line of hyphens under each head says where its columns are. */
function inText(text: string): Shown[] {
  return text.split('\n\n').flatMap((section) => {
    const [head = '', rule = '', ...lines] = section.trimEnd().split('\n');
    if (!/^-+( {2}-+)*$/.test(rule)) {
      return [];
    }
    const places = [...rule.matchAll(/-+/g)].map(({ 0: { length }, index }) => [index, index + length] as const);
    const cells = (line: string): string[] => places.map(([from, to]) => line.slice(from, to).trim());
    return [shown(cells(head), lines.map(cells))];
  });
}

/** But for the first, which holds the numbers of the whole review. */
function inMarkdown(text: string): Shown[] {
  const cells = (line: string): string[] => line.slice(2, -2).split(' | ').map(plainMarkdown);
  return text
    .split('\n\n')
    .filter((section) => section.startsWith('| '))
    .slice(1)
    .map((section) => {
      const [head = '', , ...lines] = section.trimEnd().split('\n');
      return shown(cells(head), lines.map(cells));
    });
}

function plainMarkdown(text: string): string {
  return plainEntities(
    text
      .replace(/\]\[p\d+\]/g, '')
      .replace(/(?<!\\)\[/g, '')
      .replace(/\\(.)/g, '$1'),
  );
}

function inHtml(page: string): Shown[] {
  return [...page.matchAll(/<table>(.*?)<\/table>/gs)].map(([table]) => {
    const titles = [...table.matchAll(/<th scope="col" class="[^"]*">(.*?)<\/th>/g)].map(([, title]) => title!);
    const rows = [...table.matchAll(/<tr data-row.*?<\/tr>/gs)].map(([row]) => {
      const cells = [...row.matchAll(/<td class="[^"]*" data-label="([^"]*)">(.*?)<\/td>/gs)];
      expect(cells.map(([, label]) => label)).toEqual(titles);
      return cells.map(([, , cell]) => plainEntities(cell!.replace(/<[^>]*>/g, '')));
    });
    return shown(titles, rows);
  });
}

function plainEntities(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}

/** What a format must show of these entries. */
function expected<T>(
  columns: readonly Column<T>[],
  entries: readonly T[],
  format: Format,
  review: ReviewDocument,
): Shown {
  const pages = numberPages(review);
  const own = columnsFor(columns, format);
  const textOf = (column: Column<T>, entry: T): string => {
    const { texts, sources, aside = '' } = column.cell(entry);
    return sources === undefined
      ? texts.join(format === 'html' ? '' : ', ') + (format === 'html' ? aside : '')
      : sources.map((source) => `[${pages.get(pageKey(source))!.number}]`).join('');
  };
  const titles = own.map(({ title }) => (format === 'table' ? title.toUpperCase() : title));
  return shown(
    titles,
    entries.map((entry) => own.map((column) => textOf(column, entry))),
  );
}

const FORMATS: readonly (readonly [Format, (review: ReviewDocument) => Shown[]])[] = [
  ['table', (review) => inText(toTable(review, { sources: true }))],
  ['markdown', (review) => inMarkdown(toMarkdown(review))],
  ['html', (review) => inHtml(toHtml(review))],
];

describe.each(FORMATS)('as %s a review', (format, tablesOf) => {
  test.each([
    ['documented', 'aws-security-group'],
    ['recommended', 'aws-security-group'],
    ['recommended', 'gcp-firewall-policy'],
  ])('shows exactly its columns, each with its cells, %s on %s', (profile, target) => {
    const plan = Plan.of(everyRow(), { profile: Profile.of(profile), asOf: '2026-11-24' });
    const review = reviewOf(plan.on(Target.of(target)));
    const { ports, permissions, credentials, reasons, endpoints = [] } = review;
    expect(endpoints.length > 0).toBe(target.startsWith('aws'));
    const { requested, others } = shownPorts(review);
    expect(requested.length + others.length).toBe(ports.length);
    expect(tablesOf(review)).toEqual([
      expected(PORT_COLUMNS, requested, format, review),
      expected(PERMISSION_COLUMNS, permissions, format, review),
      expected(CREDENTIAL_COLUMNS, credentials, format, review),
      expected(PORT_COLUMNS, others, format, review),
      ...(endpoints.length === 0 ? [] : [expected(ENDPOINT_COLUMNS, endpoints, format, review)]),
      expected(REASON_COLUMNS, reasons, format, review),
    ]);
  });
});

test('every column is shown by some format, and has room in a table that shows it', () => {
  const columns = [
    PORT_COLUMNS,
    INBOUND_COLUMNS,
    PERMISSION_COLUMNS,
    CREDENTIAL_COLUMNS,
    ENDPOINT_COLUMNS,
    REASON_COLUMNS,
  ].flatMap((all) => all as readonly Pick<Column<never>, 'title' | 'formats' | 'width'>[]);
  columns.forEach(({ title, formats, width }) => {
    expect([title, formats.length > 0]).toEqual([title, true]);
    expect([title, width > 0]).toEqual([title, formats.includes('table')]);
  });
});
