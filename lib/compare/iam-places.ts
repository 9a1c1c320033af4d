import { dnsSuffixOf, type Permitted, type Principal } from '../platform/template';
import type { ReviewDocument, ReviewPermission } from '../review';
import { isDecidedLater } from '../review';

/** Account, region and partition of the delegate, which reviews and templates may leave to the stack. */

const PLACEHOLDERS = ['partition', 'region', 'account', 'dnsSuffix', 'project'] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

export type Places = Readonly<Partial<Record<Placeholder, string>>>;

/** Known values, and those of which there are several. */
export interface KnownPlaces {
  readonly known: Places;
  readonly several: Readonly<Partial<Record<Placeholder, readonly string[]>>>;
}

/** The values that the review or the policies say. */
export function placesIn(review: ReviewDocument, { place, permitted }: Principal): KnownPlaces {
  const texts = review.permissions.flatMap(({ resources, conditions }) => [...resources, ...conditions]);
  const asked = new Set([
    ...texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, key]) => key)),
    ...review.permissions.flatMap(({ kind, where }) =>
      kind === 'role' && where.project === undefined ? ['project'] : [],
    ),
  ]);
  const all = PLACEHOLDERS.map((key) => [key, valuesOf(key, review, place, permitted)] as const);
  return {
    known: Object.fromEntries(all.flatMap(([key, values]) => (values.length === 1 ? [[key, values[0]!]] : []))),
    several: Object.fromEntries(all.filter(([key, values]) => values.length > 1 && asked.has(key))),
  };
}

/** Most combinations of values that are tried. */
const MOST = 16;

/** Every way to choose one of several values. */
export function choicesOf(several: KnownPlaces['several']): Places[] {
  const all = Object.entries(several).reduce<Places[]>(
    (ways, [key, values]) => ways.flatMap((way) => values.map((value) => ({ ...way, [key]: value }))),
    [{}],
  );
  return all.length > MOST ? [] : all;
}

/** Permissions with these values for `{account}` and the like. */
export function filledNeeds(permissions: readonly ReviewPermission[], places: Places): ReviewPermission[] {
  const fill = filler(places);
  return permissions.map((permission) => ({
    ...permission,
    resources: permission.resources.map(fill),
    conditions: permission.conditions.map(fill),
    where: places.project === undefined ? permission.where : { project: places.project, ...permission.where },
  }));
}

/** The same of a template. */
export function filledPermitted(permitted: readonly Permitted[], places: Places): Permitted[] {
  const fill = filler(places);
  return permitted.map((entry) => ({
    ...entry,
    resources: { ...entry.resources, patterns: entry.resources.patterns.map(fill) },
    conditions: entry.conditions.map(fill),
    ...(places.project === undefined ? {} : { project: entry.project ?? places.project }),
  }));
}

function filler(places: Places): (text: string) => string {
  return (text) => text.replace(/\{(\w+)\}/g, (whole, key: string) => places[key as Placeholder] ?? whole);
}

/** The values that there are for a placeholder: that of the review, that of the file, or those in its ARNs. */
function valuesOf(
  placeholder: Placeholder,
  { where }: ReviewDocument,
  place: string | undefined,
  permitted: readonly Permitted[],
): string[] {
  const own = { account: where.account, region: where.region, project: where.project }[placeholder as 'account'];
  if (own !== undefined && !isDecidedLater(own)) {
    return [own];
  }
  if (placeholder === 'account' && place !== undefined) {
    return [place];
  }
  if (placeholder === 'project') {
    return [...new Set(permitted.flatMap(({ project }) => project ?? []))].sort();
  }
  const texts = permitted.flatMap(({ resources: { patterns } }) => patterns);
  const [index, part] = IN_ARN[placeholder === 'dnsSuffix' ? 'partition' : placeholder];
  const found = texts.flatMap((text) => (text.startsWith('arn:') ? (text.split(':')[index] ?? '') : []));
  const values = [...new Set(found.filter((text) => part.test(text)))].sort();
  return placeholder === 'dnsSuffix' ? values.flatMap((id) => dnsSuffixOf(id) ?? []) : values;
}

/** Its part in an ARN, and the form of that part. */
const IN_ARN = {
  partition: [1, /^aws[a-z-]*$/],
  region: [3, /^[a-z0-9-]+$/],
  account: [4, /^\d{12}$/],
} as const;
