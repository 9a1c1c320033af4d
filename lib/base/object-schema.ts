import type { Problem } from './access-error';
import { didYouMean, nearMiss } from './near-miss';
import { Schema, type JsonSchema, type Parsed, type SchemaFacts } from './schema';
import { show } from './show';
import { oneOf } from './text';

/** Objects of a schema: each prop a schema of its own. */

export type Props = Readonly<Record<string, Schema<unknown, boolean>>>;

type RequiredKeys<P extends Props> = { [K in keyof P]: P[K] extends Schema<unknown, true> ? K : never }[keyof P];

/** The object that these props make. */
export type ObjectOf<P extends Props> = { readonly [K in RequiredKeys<P>]: Parsed<P[K]> } & {
  readonly [K in Exclude<keyof P, RequiredKeys<P>>]?: Parsed<P[K]> | undefined;
};

interface ObjectOptions {
  /** Code of the error when it is not an object. */
  readonly code?: string;
  /** Props that are not known stay as they are. */
  readonly isOpen?: boolean;
  /** Rules for several props together, in JSON Schema alone; the check is its owner's. */
  readonly json?: JsonSchema;
  /** Props of which one must be set: a value, or a switch that is on. The check is its owner's. */
  readonly either?: readonly [value: string, flag: string];
}

/** An object with exactly these props. */
export class ObjectSchema<P extends Props> extends Schema<ObjectOf<P>> {
  private all?: P;

  /** @param own the props that `bases` do not have */
  public constructor(
    /** Of its interface in TypeScript. */
    public readonly name: string,
    public readonly own: Props,
    public readonly bases: readonly ObjectSchema<Props>[],
    private readonly options: ObjectOptions = {},
    words: Schema<unknown>['words'] = {},
  ) {
    super(
      (value, at, problems) => this.readObject(value, at, problems),
      () => this.tellObject(),
      false,
      words,
    );
  }

  /** Every prop, those of the bases first. */
  public get props(): P {
    this.all ??= Object.assign({}, ...this.bases.map(({ props }) => props), this.own) as P;
    return this.all;
  }

  /** Names of the props that may not be left out. */
  public get needs(): string[] {
    return Object.keys(this.props).filter((name) => this.props[name]!.isRequired);
  }

  /** An object with these props as well, and with those of another one. */
  public extend<Q extends Props, R extends Props = Record<never, never>>(
    name: string,
    own: Q,
    also?: ObjectSchema<R>,
  ): ObjectSchema<P & Q & R> {
    const bases = [this, ...(also === undefined ? [] : [also])] as unknown as ObjectSchema<Props>[];
    return new ObjectSchema<P & Q & R>(name, own, bases);
  }

  /** True when no prop must be set. */
  public get mayBeEmpty(): boolean {
    return this.needs.length === 0 && this.alternatives === undefined;
  }

  /** Props of which one must be set, for types and JSON Schema. */
  public get alternatives(): readonly [value: string, flag: string] | undefined {
    return this.options.either;
  }

  /** The same, where one of two props must be set: a value, or a switch that is on. */
  public either(value: string, flag: string): ObjectSchema<P> {
    const json = {
      anyOf: [{ required: [value] }, { required: [flag], properties: { [flag]: { const: true } } }],
    };
    return new ObjectSchema<P>(this.name, this.own, this.bases, { ...this.options, json, either: [value, flag] });
  }

  private readObject(value: unknown, at: string, problems: Problem[]): ObjectOf<P> | undefined {
    const props: Props = this.props;
    const known = Object.keys(props);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const { code = 'InvalidProp' } = this.options;
      problems.push({ code, message: `${named(at)} must be an object with ${oneOf(known)}, got ${show(value)}`, at });
      return undefined;
    }
    const given = value as Readonly<Record<string, unknown>>;
    const result: Record<string, unknown> = this.options.isOpen === true ? { ...given } : {};
    const meant: string[] = [];
    for (const [key, entry] of Object.entries(given)) {
      const prop = Object.hasOwn(props, key) ? props[key] : undefined;
      if (prop !== undefined && entry !== undefined) {
        result[key] = prop.read(entry, pathOf(at, key), problems);
      } else if (prop === undefined && this.options.isOpen !== true) {
        problems.push(unknownProp(`${named(at)} has no`, key, known, pathOf(at, key)));
        meant.push(...readMeant(props, given, key, at, problems));
      }
    }
    const isThere = (need: string): boolean => Object.hasOwn(given, need) && given[need] !== undefined;
    for (const key of this.needs.filter((need) => !isThere(need) && !meant.includes(need))) {
      problems.push({ code: 'MissingProp', message: `${named(at)} needs \`${key}\``, at });
    }
    return result as ObjectOf<P>;
  }

  private tellObject(): SchemaFacts {
    const self = this as unknown as ObjectSchema<Props>;
    const json = { ...objectJson(this.props, this.needs, this.options.isOpen), ...this.options.json };
    return { json, type: this.name, parts: [self] };
  }
}

function pathOf(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`;
}

function named(at: string): string {
  return at === '' ? 'it' : `\`${at}\``;
}

/** An object with exactly these props; `name` is that of its interface. */
export function object<P extends Props>(name: string, props: P, options: ObjectOptions = {}): ObjectSchema<P> {
  return new ObjectSchema<P>(name, props, [], options);
}

/** The problem of an unknown key, with the allowed ones. */
export function unknownProp(where: string, key: string, known: readonly string[], at: string): Problem {
  return {
    code: 'UnknownProp',
    message: `${where} ${show(key)}; allowed: ${oneOf(known)}${didYouMean(key, known)}`,
    at,
  };
}

/**
 * Checks the value of a key that nothing has as that of the prop which it was meant to be, so that no user mends the key
 * first and hears of the value then. Gives the name of that prop, where there is one and it is not there itself.
 */
export function readMeant(
  props: Props,
  given: Readonly<Record<string, unknown>>,
  key: string,
  at: string,
  problems: Problem[],
): string[] {
  const name = nearMiss(key, Object.keys(props));
  if (name === undefined || given[key] === undefined || Object.hasOwn(given, name)) {
    return [];
  }
  const found: Problem[] = [];
  const [meant, written] = [pathOf(at, name), pathOf(at, key)];
  props[name]!.read(given[key], meant, found);
  problems.push(
    ...found.map((problem) => {
      const path = problem.at ?? meant;
      return { ...problem, at: path.startsWith(meant) ? written + path.slice(meant.length) : path };
    }),
  );
  return [name];
}

function objectJson(props: Props, required: readonly string[], isOpen = false): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(props).map(([name, prop]) => [name, prop.json])),
    ...(required.length === 0 ? {} : { required }),
    ...(isOpen ? {} : { additionalProperties: false }),
  };
}
