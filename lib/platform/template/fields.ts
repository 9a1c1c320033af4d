import { visible } from '../../base';

/** Values of a template, of any type. */

/** A value of a template in a message: short, on one line. */
export function brief(value: unknown): string {
  const written = isAfterApply(value) ? 'known after apply' : (JSON.stringify(value) ?? String(value));
  const text = value === undefined ? 'nothing' : written;
  return visible(text.length > 100 ? `${text.slice(0, 97)}...` : text);
}

/** Mark of a value that Terraform knows only after apply. */
export const AFTER_APPLY = Object.freeze({ unknown: 'known after apply' });

/**
 * Mark of a value that Terraform knows only after apply and that no argument of the configuration sets: the provider
 * computes it. For a block it tells nothing: a plan leaves out `dynamic` blocks.
 */
export const COMPUTED = Object.freeze({ unknown: 'computed by the provider' });

export function isAfterApply(value: unknown): boolean {
  return value === AFTER_APPLY || value === COMPUTED;
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of a value; none when it is something else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The objects of a list, or a single object. */
export function objectsIn(value: unknown): Fields[] {
  return listOf(value).filter(isFields);
}

/** The list itself, a single value as a list, or an empty list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : value === undefined || value === null ? [] : [value];
}

/** True for what Terraform takes as not set: nothing, or an empty list, object or text. */
export function isUnset(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (typeof value === 'object' && Object.keys(value as object).length === 0)
  );
}

/** A whole number that may be written as a string. */
export function numberOf(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^-?\d{1,10}$/.test(text) ? Number(text) : undefined;
}
