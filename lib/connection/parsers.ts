import { AccessError, collect, didYouMean, freeText, oneOf, show, throwIfAny, type Problem } from '../base';
import { Destination, parseHostname, Port, PORT_TEXT } from '../network';

/** A checked value from whatever the user wrote. @throws AccessError with every problem of this value */
export interface Parser<T> {
  (value: unknown, prop: string): T;
  /** What a file may say, as JSON Schema has it; the check itself is stricter. */
  readonly shape?: Shape;
}

/** A part of a JSON Schema, draft 2020-12. */
export type Shape = Readonly<Record<string, unknown>>;

/** A parser with what a file may say. */
export function shaped<T>(shape: Shape, parse: (value: unknown, prop: string) => T): Parser<T> {
  return Object.assign(parse, { shape });
}

export const bool = shaped<boolean>({ type: 'boolean' }, (value, prop) => {
  if (typeof value !== 'boolean') {
    throw AccessError.of('InvalidProp', `\`${prop}\` must be true or false, got ${show(value)}`);
  }
  return value;
});

export const text = shaped<string>({ type: 'string', minLength: 1, maxLength: 1000 }, (value, prop) =>
  freeText(value, prop),
);

export const hostname = shaped<Destination>({ type: 'string', description: 'a host name' }, (value) =>
  Destination.hostname(parseHostname(value)),
);

export function choice<T extends string>(values: readonly T[]): Parser<T> {
  return shaped({ enum: values }, (value, prop) => {
    if (typeof value !== 'string' || !(values as readonly string[]).includes(value)) {
      const hint = typeof value === 'string' ? didYouMean(value, values) : '';
      throw AccessError.of('InvalidChoice', `\`${prop}\` must be ${oneOf(values)}, got ${show(value)}${hint}`);
    }
    return value as T;
  });
}

/** A list, every entry checked; `min` entries at least. */
export function listOf<T>(parse: Parser<T>, min = 0): Parser<T[]> {
  const shape = { type: 'array', items: parse.shape ?? {}, ...(min === 0 ? {} : { minItems: min }) };
  return shaped(shape, (value, prop) => {
    if (!Array.isArray(value)) {
      throw AccessError.of('InvalidProp', `\`${prop}\` must be a list, got ${show(value)}`);
    }
    if (value.length < min) {
      throw AccessError.of(
        'EmptyList',
        `\`${prop}\` must have at least ${min === 1 ? 'one entry' : `${min} entries`}, got an empty list`,
      );
    }
    const problems: Problem[] = [];
    const parsed = Array.from(value, (entry, i) =>
      collectEntry(problems, `${prop}[${i}]`, (name) => parse(entry, name)),
    );
    throwIfAny(problems);
    return parsed as T[];
  });
}

/** An object with exactly these props, each checked when it is there. */
export function object<T extends object>(
  spec: { readonly [K in keyof T]-?: Parser<NonNullable<T[K]>> },
  required: readonly (keyof T & string)[] = [],
): Parser<T> {
  return shaped(objectShape(spec, required), (value, prop) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw AccessError.of(
        'InvalidProp',
        `\`${prop}\` must be an object with ${oneOf(Object.keys(spec))}, got ${show(value)}`,
      );
    }
    const problems: Problem[] = [];
    const result: Record<string, unknown> = {};
    const known = Object.keys(spec);
    for (const [key, entry] of Object.entries(value)) {
      if (!known.includes(key)) {
        problems.push({
          code: 'UnknownProp',
          message: `\`${prop}\` has no \`${clip(key)}\`; allowed: ${oneOf(known)}${didYouMean(key, known)}`,
          at: `${prop}.${key}`,
        });
      } else if (entry !== undefined) {
        const at = `${prop}.${key}`;
        result[key] = collect(problems, '', () => spec[key as keyof T](entry, at), at);
      }
    }
    for (const key of required) {
      if (!Object.keys(value).includes(key) || (value as Record<string, unknown>)[key] === undefined) {
        problems.push({ code: 'MissingProp', message: `\`${prop}\` needs \`${key}\`` });
      }
    }
    throwIfAny(problems);
    return result as T;
  });
}

/** An object with exactly these props. */
export function objectShape(spec: Readonly<Record<string, Parser<unknown>>>, required: readonly string[] = []): Shape {
  const properties = Object.entries(spec).map(([prop, parser]) => [prop, parser.shape ?? {}] as const);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** One form or the other: the plain string that one prop of the object would have, or the object. */
export function stringOr<T>(plain: Parser<string>, fromString: (value: string) => T, otherwise: Parser<T>): Parser<T> {
  return shaped({ anyOf: [plain.shape ?? {}, otherwise.shape ?? {}] }, (value, prop) =>
    typeof value === 'string' ? fromString(plain(value, prop)) : otherwise(value, prop),
  );
}

const destination = shaped<Destination>(
  { type: 'string', description: 'a block of addresses such as 10.0.3.0/24, or a host name' },
  (value) => Destination.parse(value),
);
export const port = shaped<Port>(
  {
    anyOf: [
      { type: 'integer', minimum: 1, maximum: 65535 },
      { type: 'string', pattern: PORT_TEXT.source },
    ],
    description: 'a port such as 443, 8000-8010 or 53/udp',
  },
  (value) => Port.parse(value),
);

export const destinations = listOf(destination, 1);
export const destinationsOrNone = listOf(destination);
export const ports = listOf(port, 1);

/** Names the entry in each problem, unless the problem names it already. */
function collectEntry<T>(problems: Problem[], name: string, parse: (name: string) => T): T | undefined {
  const found: Problem[] = [];
  const parsed = collect(found, '', () => parse(name), name);
  found.forEach((problem) =>
    problems.push({
      ...problem,
      message: problem.message.startsWith(`\`${name}`) ? problem.message : `\`${name}\`: ${problem.message}`,
    }),
  );
  return parsed;
}

function clip(key: string): string {
  return show(key).slice(1, -1);
}
