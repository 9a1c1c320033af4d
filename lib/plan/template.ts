/** The catalogue's templates: strings with `{placeholders}`. The cloud fills its own later. */

export type Environment = Readonly<Record<string, readonly string[]>>;

const FILLED_BY_CLOUD = new Set(['partition', 'region', 'account', 'dnsSuffix', 'project']);

/** A template in parts: the text before, between and after its placeholders. */
interface Parts {
  readonly texts: readonly string[];
  readonly placeholders: readonly string[];
}

/** The catalogue has a few hundred templates, and each is filled for every connection. */
const taken = new Map<string, Parts>();

function partsOf(template: string): Parts {
  let parts = taken.get(template);
  if (parts === undefined) {
    const pieces = template.split(/\{(\w+)\}/);
    parts = {
      texts: pieces.filter((_, i) => i % 2 === 0),
      placeholders: pieces.filter((_, i) => i % 2 === 1),
    };
    taken.set(template, parts);
  }
  return parts;
}

/** A template with every combination of the values of its placeholders; nothing when one of them has no value. */
export function fillTemplate(template: string, environment: Environment): string[] {
  const { texts, placeholders } = partsOf(template);
  if (placeholders.length === 0) {
    return [template];
  }
  let combinations: Readonly<Record<string, string>>[] = [{}];
  for (const name of new Set(placeholders)) {
    const values = environment[name] ?? (FILLED_BY_CLOUD.has(name) ? [`{${name}}`] : []);
    combinations = combinations.flatMap((combination) => values.map((value) => ({ ...combination, [name]: value })));
  }
  return combinations.map((values) => texts.map((text, i) => text + (values[placeholders[i]!] ?? '')).join(''));
}

export function placeholdersOf(template: string): readonly string[] {
  return partsOf(template).placeholders;
}

/** Placeholders that are only a part of a label of a host name, as in `{tenant}-api.example.com`. */
export function partialPlaceholders(template: string): string[] {
  const { texts, placeholders } = partsOf(template);
  return placeholders.filter((_, i) => /[^.]$/.test(texts[i]!) || /^[^.]/.test(texts[i + 1]!));
}
