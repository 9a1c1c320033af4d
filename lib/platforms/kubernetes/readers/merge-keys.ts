import { isFields, listOf, type Fields } from '../../../platform/template';

/** Merge keys of YAML 1.1, which the tools of Kubernetes read: `<<: *common`. */

/** The value with what `<<` refers to; own keys override it, and of several the first. */
export function withMerged(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withMerged);
  }
  if (!isFields(value)) {
    return value;
  }
  const { '<<': merged, ...own } = value;
  const others = listOf(merged);
  const isMerge = others.length > 0 && others.every(isFields);
  return Object.fromEntries(Object.entries(isMerge ? joined(own, others) : value).map(entry));
}

function joined(own: Fields, others: readonly Fields[]): Fields {
  const inner = others.map((other) => withMerged(other) as Fields).reverse();
  return Object.fromEntries([...inner, own].flatMap((fields) => Object.entries(fields)));
}

function entry([key, value]: [string, unknown]): [string, unknown] {
  return [key, withMerged(value)];
}
