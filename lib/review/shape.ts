import { hasControlCharacters, oneOf, show } from '../base';

/** The shape of plain data, and where a value does not have it. */
export type Shape =
  'string' | 'number' | 'boolean' | readonly [Shape] | { readonly [key: string]: Shape } | Optional | OneOf;

/** A field that may be missing. */
export class Optional {
  public constructor(public readonly shape: Shape) {}
}

/** A text that is one of these. */
export class OneOf {
  public constructor(public readonly values: readonly string[]) {}
}

/** The first place at which a value is not of the shape, in words, or `undefined`. */
export function misfit(value: unknown, shape: Shape, at = ''): string | undefined {
  if (shape instanceof Optional) {
    return value === undefined ? undefined : misfit(value, shape.shape, at);
  }
  if (shape instanceof OneOf) {
    return shape.values.includes(value as string)
      ? undefined
      : `\`${at}\` must be ${oneOf(shape.values)}, got ${show(value)}`;
  }
  if (typeof value === 'string' && hasControlCharacters(value)) {
    return `\`${at}\` must not hold control or invisible characters, got ${show(value)}`;
  }
  if (typeof shape === 'string') {
    return typeof value === shape ? undefined : `\`${at}\` must be a ${shape}, got ${show(value)}`;
  }
  if (Array.isArray(shape)) {
    return Array.isArray(value)
      ? first(value.map((entry, i) => () => misfit(entry, (shape as readonly [Shape])[0], `${at}[${i}]`)))
      : `\`${at}\` must be a list, got ${show(value)}`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `\`${at}\` must be an object, got ${show(value)}`;
  }
  const fields = Object.entries(shape as Readonly<Record<string, Shape>>);
  return first(
    fields.map(
      ([key, inner]) =>
        () =>
          misfit((value as Readonly<Record<string, unknown>>)[key], inner, at === '' ? key : `${at}.${key}`),
    ),
  );
}

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const found = check();
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
