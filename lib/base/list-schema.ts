import type { Problem } from './access-error';
import { Schema, type SchemaFacts } from './schema';
import { show } from './show';

/** Lists of a schema: every entry checked, and the list that a single value was meant to be. */

/** A list, every entry checked; `min` entries at least. */
export function list<T>(of: Schema<T, boolean>, min = 0): Schema<readonly T[]> {
  const facts = (): SchemaFacts => {
    const { type, parts = [] } = of.facts;
    const json = { type: 'array', items: of.json, ...(min === 0 ? {} : { minItems: min }) };
    return { json, type: `readonly ${/[|&' ]/.test(type) ? `(${type})` : type}[]`, parts };
  };
  return new Schema((value, at, problems) => readList(of, min, value, at, problems), facts, false);
}

function readList<T>(of: Schema<T, boolean>, min: number, value: unknown, at: string, problems: Problem[]): T[] {
  if (!Array.isArray(value)) {
    problems.push(...notAList(of, value, at));
    return [];
  }
  if (value.length < min) {
    const least = min === 1 ? 'one entry' : `${min} entries`;
    problems.push({
      code: 'EmptyList',
      message: `\`${at}\` must have at least ${least}, got ${value.length === 0 ? 'an empty list' : value.length}`,
      at,
    });
    return [];
  }
  return Array.from(value as unknown[], (entry, i) => readEntry(of, entry, `${at}[${i}]`, problems) as T);
}

/** Names the entry in each problem, unless the problem names it already. */
function readEntry<T>(of: Schema<T, boolean>, entry: unknown, name: string, problems: Problem[]): T | undefined {
  const known = problems.length;
  const parsed = of.read(entry, name, problems);
  for (let i = known; i < problems.length; i++) {
    const problem = problems[i]!;
    if (!problem.message.startsWith(`\`${name}`)) {
      problems[i] = { ...problem, message: `\`${name}\`: ${problem.message}` };
    }
  }
  return parsed;
}

/** Says what list it was meant to be; where that is not plain, what is wrong with the value as an entry. */
function notAList(of: Schema<unknown, boolean>, value: unknown, at: string): Problem[] {
  const meant = entriesOf(of, value);
  const name = at.slice(at.lastIndexOf('.') + 1);
  const hint = meant.length === 0 ? '' : `; write \`${name}: [${meant.map(inYaml).join(', ')}]\``;
  const problem = { code: 'InvalidProp', message: `\`${at}\` must be a list, got ${show(value)}${hint}`, at };
  const inside: Problem[] = [];
  if (meant.length === 0 && isEntryLike(of, value)) {
    readEntry(of, value, at, inside);
  }
  return [problem, ...inside];
}

/** The entries of the list that a text or a number was meant to be: itself, its parts, or what its mistake stands for. */
function entriesOf(of: Schema<unknown, boolean>, value: unknown): readonly (string | number)[] {
  if ((typeof value !== 'string' && typeof value !== 'number') || String(value).length > MAX_TEXT) {
    return [];
  }
  if (isFine(of, value)) {
    return [value];
  }
  const parts = String(value).split(/\s*[,;]\s*/);
  const meant = parts.flatMap((part) => (isFine(of, part) ? [part] : (of.words.meant?.(part) ?? [])));
  return meant.length >= parts.length && meant.length <= MAX_MEANT ? meant : [];
}

/** Longest text that is read as a list. */
const MAX_TEXT = 1000;
/** A message has room for a few. */
const MAX_MEANT = 8;

function isFine(of: Schema<unknown, boolean>, value: unknown): boolean {
  const problems: Problem[] = [];
  of.read(value, '', problems);
  return problems.length === 0;
}

/** An object where entries are objects, a text or a number where they are not; anything else says nothing new. */
function isEntryLike(of: Schema<unknown, boolean>, value: unknown): boolean {
  const isObject = of.facts.json.type === 'object';
  return typeof value === 'object'
    ? Object.keys(value ?? {}).length > 0 && isObject
    : !isObject && ['string', 'number'].includes(typeof value);
}

/** A value as an entry of a list in one line. */
export function inYaml(value: string | number): string {
  return typeof value === 'number' || /^[\w.-][\w.:/-]*(?<!:)$/.test(value) ? String(value) : `'${value}'`;
}
