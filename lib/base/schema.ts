import { AccessError, collect, throwIfAny, type Problem } from './access-error';
import { didYouMean } from './near-miss';
import { show } from './show';
import { oneOf, withoutControls } from './text';

/** One description of a value, the origin of its check, its type, its JSON Schema and its docs. */

/** A part of a JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Facts of a schema for others than the check; made on use. */
export interface SchemaFacts {
  readonly json: JsonSchema;
  /** The value as TypeScript writes it, such as `readonly string[]`. */
  readonly type: string;
  /** The type that `type` is a name of, where that is no interface and no choice. */
  readonly alias?: string;
  /** Named types that it is made of: objects, and choices with a name. */
  readonly parts?: readonly Schema<unknown, boolean>[];
}

/** Adds the problems of a value to `problems`, or returns it parsed. */
export type Check<T> = (value: unknown, at: string, problems: Problem[]) => T | undefined;

interface Words {
  readonly doc?: string;
  /** Effect of leaving the value out. */
  readonly byDefault?: string;
  /** Purpose of the value, for readers of the schema. */
  readonly use?: string;
  /** Attributes of objects that stand for the value. */
  readonly of?: readonly string[];
  /** Corrections of a wrong value, where they are plain. */
  readonly meant?: (value: string) => readonly string[];
}

/** A value that is checked; `Required` ones may not be left out of an object. Immutable. */
export class Schema<T, Required extends boolean = false> {
  public constructor(
    /** Adds every problem of the value; `at` is its path, for the messages. */
    public readonly read: Check<T>,
    private readonly tell: () => SchemaFacts,
    public readonly isRequired: Required,
    public readonly words: Words = {},
  ) {}

  /** @throws AccessError with every problem of the value */
  public parse(value: unknown, at: string): T {
    const problems: Problem[] = [];
    const parsed = this.read(value, at, problems);
    throwIfAny(problems);
    return parsed as T;
  }

  /** The same with docs: its meaning, and the effect of leaving it out. */
  public doc(doc: string, byDefault?: string): Schema<T, Required> {
    return this.with({ doc, ...(byDefault === undefined ? {} : { byDefault }) });
  }

  /** The same for a purpose that its reader knows. */
  public for(use: string): Schema<T, Required> {
    return this.with({ use });
  }

  /** The same, and it knows what a wrong text was meant to be. */
  public meaning(meant: NonNullable<Words['meant']>): Schema<T, Required> {
    return this.with({ meant });
  }

  /** The same, and objects with one of these attributes stand for the value. */
  public of(attributes: readonly string[]): Schema<T, Required> {
    return this.with({ of: attributes });
  }

  /** The same, and an object needs it. */
  public required(): Schema<T, true> {
    return new Schema(this.read, this.tell, true, this.words);
  }

  /** The same under another name in TypeScript: of a type that is declared somewhere, or `string` for a long choice. */
  public typed(type: string): Schema<T, Required> {
    return new Schema(this.read, () => ({ ...this.tell(), type, parts: [] }), this.isRequired, this.words);
  }

  public get facts(): SchemaFacts {
    return this.tell();
  }

  /** With its words as description. */
  public get json(): JsonSchema {
    const { doc, byDefault } = this.words;
    const description = [doc, byDefault === undefined ? undefined : `Default: ${byDefault.replace(/^- /, '')}`]
      .filter((part) => part !== undefined && part !== '')
      .join(' ');
    return { ...this.facts.json, ...(description === '' ? {} : { description }) };
  }

  private with(words: Words): Schema<T, Required> {
    return new Schema(this.read, this.tell, this.isRequired, { ...this.words, ...words });
  }
}

/** The value that a schema gives. */
export type Parsed<S> = S extends Schema<infer T, boolean> ? T : never;

/** A value that a function parses; the function throws its problems. */
export function schema<T>(facts: () => SchemaFacts, parse: (value: unknown, at: string) => T): Schema<T> {
  return new Schema((value, at, problems) => collect(problems, '', () => parse(value, at), at), facts, false);
}

/** A value that needs no parsing. @param what it must be, for the message */
function simple<T>(json: JsonSchema, type: string, what: string, isFine: (value: unknown) => boolean): Schema<T> {
  return schema(
    () => ({ json, type }),
    (value, at) => {
      if (!isFine(value)) {
        throw AccessError.of('InvalidProp', `\`${at}\` must be ${what}, got ${show(value)}`);
      }
      return value as T;
    },
  );
}

/** `true` or `false`. */
export const bool = simple<boolean>(
  { type: 'boolean' },
  'boolean',
  'true or false',
  (value) => typeof value === 'boolean',
);

/** One of these strings. @param name of the type, where it has one */
export function choice<T extends string>(values: readonly T[], name?: string, code = 'InvalidChoice'): Schema<T> {
  const type = values.map((value) => `'${value}'`).join(' | ');
  const self: Schema<T> = schema(
    () => ({ json: { enum: values }, type: name ?? type, ...(name === undefined ? {} : { parts: [self] }) }),
    (value, at) => {
      if (typeof value !== 'string' || !(values as readonly string[]).includes(value)) {
        const hint = typeof value === 'string' ? didYouMean(value, values) : '';
        throw AccessError.of(code, `\`${at}\` must be ${oneOf(values)}, got ${show(value)}${hint}`);
      }
      return value as T;
    },
  );
  return self;
}

/** The first of these attributes that an object has as a text, or `undefined`. */
export function attributeOf(value: unknown, attributes: readonly string[]): string | undefined {
  const object = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  return attributes.map((name) => object[name]).find((text): text is string => typeof text === 'string');
}

/** One form or the other: a plain string, or a value that may also be written as that string. */
export function textOr<T>(
  plain: Schema<string, boolean>,
  fromText: (text: string) => T,
  otherwise: Schema<T, boolean>,
): Schema<T> {
  return new Schema<T>(
    (value, at, problems) => {
      if (typeof value !== 'string' && attributeOf(value, plain.words.of ?? []) === undefined) {
        return otherwise.read(value, at, problems);
      }
      const text = plain.read(value, at, problems);
      return text === undefined ? undefined : fromText(text);
    },
    () => ({
      json: { anyOf: [plain.json, otherwise.json] },
      type: `${plain.facts.type} | ${otherwise.facts.type}`,
      parts: otherwise.facts.parts ?? [],
    }),
    false,
  );
}

/** A string without control and invisible characters, of any length. */
export const plain: Schema<string> = schema(
  () => ({ json: { type: 'string' }, type: 'string' }),
  (value, at) => {
    if (typeof value !== 'string') {
      throw AccessError.of('InvalidProp', `\`${at}\` must be a string, got ${show(value)}`);
    }
    return withoutControls(value, at);
  },
);

/** An integer between two others, both included. */
export function integer(min: number, max: number): Schema<number> {
  const isFine = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
  const json = { type: 'integer', minimum: min, maximum: max };
  return simple(json, 'number', `an integer from ${min} to ${max}`, isFine);
}

/** Exactly this value. */
export function constant<T extends string | number>(value: T): Schema<T> {
  const type = typeof value === 'string' ? `'${value}'` : String(value);
  return simple({ const: value }, type, type, (given) => given === value);
}
