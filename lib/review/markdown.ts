import type { ReviewDocument, ReviewFinding, ReviewPort, ReviewSource } from './document';
import { factsOf, findingGroups, KINDS, numberPages, pageKey, titleOf, type NumberedPage } from './summary';

/** A review as GitHub-flavoured Markdown, for a pull request or a wiki. */
export function toMarkdown(review: ReviewDocument): string {
  const asked = review.ports.filter((port) => port.asked);
  const others = review.ports.filter((port) => !port.asked);
  const pages = numberPages(review);
  const cite = (sources: readonly ReviewSource[]): Raw =>
    new Raw(sources.map((source) => reference(pages.get(pageKey(source))!)).join(' '));
  const sections = [
    `# ${escapeMarkdown(titleOf(review))}`,
    `Edition ${escapeMarkdown(review.catalogVersion)} of the facts; acknowledgements as of ${escapeMarkdown(review.asOf)}. It holds names and addresses of your network, and no secret.`,
    table(
      factsOf(review).map(([what]) => what),
      [factsOf(review).map(([, count]) => count)],
    ),
    ...section('What is asked for', asked.length, ports(asked, cite)),
    ...section('What is not asked for', others.length, ports(others, cite)),
    ...section(
      'Permissions',
      review.permissions.length,
      table(
        ['connection', 'permission', 'actions', 'resources', 'conditions', 'why', 'source'],
        review.permissions.map(({ connection, name, actions, resources, conditions, note, source }) => [
          connection,
          name,
          actions.join(', '),
          resources.join(', '),
          conditions.join('; '),
          note,
          cite([source]),
        ]),
      ),
    ),
    ...section(
      'What a person must create',
      review.credentials.length,
      table(
        ['connection', 'what', 'source'],
        review.credentials.map(({ connection, what, source }) => [connection, what, cite([source])]),
      ),
    ),
    ...findingGroups(review.findings).flatMap(([title, findings]) =>
      section(
        `${title} (${findings.length})`,
        findings.length,
        findings.map((finding) => describe(finding, cite)).join('\n'),
      ),
    ),
    ...section(
      'Reasons',
      review.reasons.length,
      table(
        ['in rules and templates', 'row', 'sources'],
        review.reasons.map(({ key, row, sources }) => [key, row, cite(sources)]),
      ),
    ),
    ...section('Sources', pages.size, [...pages.values()].map(listed).join('\n')),
    [...pages.values()].flatMap(definition).join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** Text that is Markdown already. */
class Raw {
  public constructor(public readonly text: string) {}
}

function section(title: string, count: number, body: string): string[] {
  return count === 0 ? [] : [`## ${title}`, body];
}

type Cite = (sources: readonly ReviewSource[]) => Raw;

function ports(entries: readonly ReviewPort[], cite: Cite): string {
  return table(
    ['connection', 'port', 'leads to', 'kind', 'enforcement', 'verdict', 'why', 'sources'],
    entries.map((entry) => [
      entry.connection,
      entry.port,
      entry.destination,
      KINDS[entry.kind] ?? entry.kind,
      entry.enforcement,
      entry.verdict,
      entry.why,
      cite(entry.sources),
    ]),
  );
}

function describe({ key, what, why, fix, source, acknowledged }: ReviewFinding, cite: Cite): string {
  const end =
    acknowledged === undefined
      ? `Fix: ${escapeMarkdown(fix)}.`
      : `Accepted: ${escapeMarkdown(acknowledged.reason)}${acknowledged.until === undefined ? '' : ` (until ${escapeMarkdown(acknowledged.until)})`}.`;
  return `- **${escapeMarkdown(key)}**: ${escapeMarkdown(what)}. ${why === '' ? '' : `Why: ${escapeMarkdown(why)}. `}${end}${source === undefined ? '' : ` ${cite([source]).text}`}`;
}

function table(titles: readonly string[], rows: readonly (readonly (string | Raw)[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(titles),
    line(titles.map(() => '---')),
    ...rows.map((row) => line(row.map((cell) => (typeof cell === 'string' ? escapeMarkdown(cell) : cell.text)))),
  ].join('\n');
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

/**
 * Text as text: nothing in it becomes a table cell, a link, a tag, a mention or a heading. Punctuation is escaped by a
 * backslash; `&`, `<` and `@` by an entity, because a backslash does not stop them.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\\`*_[\]{}#|~$!>]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/@/g, '&#64;')
    .replace(/(https?|ftp):\/\//gi, '$1&#58;//')
    .replace(/www\./gi, 'www&#46;');
}
