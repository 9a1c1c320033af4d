import { COMMON_PATHS } from './connector-types';
import type { Field } from './placement';

/** The fields of one type alone: what is allowed for another is dropped as well. */
export function prune(
  values: unknown,
  form: 'api' | 'terraform',
  fields: Readonly<Record<string, Field>>,
): Readonly<Record<string, unknown>> {
  const paths = [
    ...COMMON_PATHS[form],
    ...Object.values(fields).flatMap(({ api, terraform, blocks = {} }) =>
      form === 'api' ? api : [...terraform, ...Object.keys(blocks)],
    ),
  ];
  const kept: Tree = {};
  paths.forEach((path) => keep(values, path.split('.'), kept));
  return kept;
}

interface Tree {
  [key: string]: unknown;
}

/** Copies what is at a path; a block whose presence alone counts is an empty object. */
function keep(value: unknown, [step, ...rest]: readonly string[], into: Tree): void {
  for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
    if (step === undefined || typeof one !== 'object' || one === null || !Object.hasOwn(one, step)) {
      continue;
    }
    const at = (one as Tree)[step];
    if (rest.length > 0) {
      const below: Tree = {};
      keep(at, rest, below);
      if (isFilled(at)) {
        into[step] = merged(into[step], below);
      }
    } else if (isFilled(at)) {
      into[step] = merged(into[step], {});
    } else {
      const leaves = leavesOf(at);
      into[step] = [...((into[step] as unknown[] | undefined) ?? []), ...leaves];
    }
  }
}

/** True for an object, and a list of some. */
function isFilled(value: unknown): boolean {
  return Array.isArray(value)
    ? value.some((one) => typeof one === 'object' && one !== null)
    : typeof value === 'object' && value !== null;
}

function leavesOf(value: unknown): unknown[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((one) =>
    ['string', 'number', 'boolean'].includes(typeof one),
  );
}

/** Several objects at one place, such as the hosts of a list, become one with all their values. */
function merged(known: unknown, more: Tree): Tree {
  const all: Tree = typeof known === 'object' && known !== null && !Array.isArray(known) ? { ...(known as Tree) } : {};
  for (const [key, value] of Object.entries(more)) {
    const own = all[key];
    all[key] =
      Array.isArray(own) && Array.isArray(value)
        ? [...(own as unknown[]), ...(value as unknown[])]
        : typeof own === 'object' && own !== null && !Array.isArray(own)
          ? merged(own, value as Tree)
          : value;
  }
  return all;
}
