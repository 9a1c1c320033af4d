import { COMMON_PATHS } from './connector-types';
import type { Field } from './placement';

/** A tree of values: lists of leaves, and objects. */
interface Tree {
  [key: string]: Tree | Leaf[];
}

type Leaf = string | number | boolean;

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
  [...new Set(paths)].forEach((path) => keep(values, path.split('.'), 0, kept));
  return kept;
}

/** Copies what is at a path, of every object of a list; a block whose presence alone counts is an empty object. */
function keep(value: unknown, path: readonly string[], at: number, into: Tree): void {
  const step = path[at]!;
  for (const one of objectsIn(value)) {
    if (!Object.hasOwn(one, step)) {
      continue;
    }
    const found = one[step];
    if (objectsIn(found).length > 0) {
      const below = into[step];
      const tree: Tree = below === undefined || Array.isArray(below) ? {} : below;
      into[step] = tree;
      if (at + 1 < path.length) {
        keep(found, path, at + 1, tree);
      }
    } else if (at + 1 === path.length) {
      const known = into[step];
      const leaves: Leaf[] = Array.isArray(known) ? known : [];
      leavesOf(found).forEach((leaf) => leaves.push(leaf));
      into[step] = leaves;
    }
  }
}

function objectsIn(value: unknown): Readonly<Record<string, unknown>>[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter(
    (one): one is Readonly<Record<string, unknown>> => typeof one === 'object' && one !== null && !Array.isArray(one),
  );
}

function leavesOf(value: unknown): Leaf[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((one): one is Leaf =>
    ['string', 'number', 'boolean'].includes(typeof one),
  );
}
