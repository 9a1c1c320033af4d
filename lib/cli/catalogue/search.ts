import type { CatalogueFacts, PortFacts, RowFacts } from './row-facts';
import { AccessError, compareTexts, nearMiss, show } from '../../base';

/** Search in the catalogue: rows that have every word somewhere, and what to try when there is none. */

export interface SearchFacts extends CatalogueFacts {
  readonly words: readonly string[];
  readonly found: readonly FoundFacts[];
  /** Words that no row has, each with a similar word of the catalogue. */
  readonly unknown: readonly { readonly word: string; readonly near?: string }[];
}

interface FoundFacts {
  readonly id: string;
  /** Fields that have one of the words. */
  readonly in: readonly FieldName[];
}

type FieldName = 'id' | 'title' | 'ports' | 'host names' | 'permissions' | 'notes';

const PORT = /^(\d{1,5})(?:\/(tcp|udp))?$/;

/** @param given each is one word or several. @throws AccessError `InvalidText` */
export function search(catalogue: CatalogueFacts, given: readonly string[]): SearchFacts {
  const words = [...new Set(given.flatMap((text) => text.toLowerCase().split(/\s+/)))].filter((word) => word !== '');
  if (words.length === 0) {
    throw AccessError.of(
      'InvalidText',
      `\`--search\` must be a non-empty string such as \`gcp\`, \`443\` or \`github.com\`, got ${show(given.join(' '))}`,
    );
  }
  const rows = catalogue.rows.filter((row) => words.every((word) => fieldsWith(row, word).length > 0));
  const found = rows.map((row) => ({ id: row.id, in: fieldsWith(row, ...words) }));
  const missing = words.filter((word) => catalogue.rows.every((row) => fieldsWith(row, word).length === 0));
  const known = vocabulary(catalogue.rows);
  return { ...catalogue, rows, words, found, unknown: missing.map((word) => ({ word, near: nearMiss(word, known) })) };
}

/** Fields that have any of the words. */
function fieldsWith(row: RowFacts, ...words: readonly string[]): FieldName[] {
  const fields = Object.entries(textsOf(row)) as [FieldName, string[]][];
  const has = (name: FieldName, texts: readonly string[], word: string): boolean =>
    texts.some(matcher(word)) || (name === 'ports' && row.ports.some((port) => isPort(port, word)));
  return fields.filter(([name, texts]) => words.some((word) => has(name, texts, word))).map(([name]) => name);
}

/** A number is found as a whole, so that 443 is not found in 8443; any other word as a part. */
function matcher(word: string): (text: string) => boolean {
  const number = /^\d+$/.test(word) ? new RegExp(`(?<!\\d)${word}(?!\\d)`) : undefined;
  return number === undefined ? (text) => text.toLowerCase().includes(word) : (text) => number.test(text);
}

/** `443` and `443/tcp` are the port 443, `88/udp` is another than 88, and a range has all of its ports. */
function isPort({ port }: PortFacts, word: string): boolean {
  const [, number, protocol = 'tcp'] = PORT.exec(word) ?? [];
  const [, first, last = first, own = 'tcp'] = /^(\d+)(?:-(\d+))?(?:\/(tcp|udp))?$/.exec(port) ?? [];
  return (
    number !== undefined &&
    first !== undefined &&
    protocol === own &&
    Number(first) <= Number(number) &&
    Number(number) <= Number(last)
  );
}

function textsOf(row: RowFacts): Readonly<Record<FieldName, string[]>> {
  const { ports, hosts, permissions, needs, credentials, remarks } = row;
  return {
    'id': [row.id],
    'title': [row.title],
    'ports': ports.map(({ port }) => port),
    'host names': hosts.map(({ name }) => name),
    'permissions': permissions.flatMap(({ name, actions }) => [name, ...actions]),
    'notes': [
      ...ports.flatMap(({ note, label = '' }) => [note, label]),
      ...hosts.map(({ purpose }) => purpose),
      ...permissions.map(({ note }) => note),
      ...needs.map(({ why }) => why),
      ...credentials.map(({ what }) => what),
      ...remarks.map(({ text }) => text),
    ],
  };
}

/** Words by which a row is looked for. */
function vocabulary(rows: readonly RowFacts[]): string[] {
  const texts = rows.flatMap((row) => {
    const { title, ports, permissions } = textsOf(row);
    const words = [...row.id.split('-'), ...title.flatMap((text) => text.split(/[\s,()]+/))];
    return [row.id, ...words.map((word) => word.toLowerCase()), ...ports, ...permissions];
  });
  return [...new Set(texts)].filter((text) => text.length > 1).sort(compareTexts);
}
