import type { ObjectOf, ObjectSchema, Props } from '../base';
import { row, type FindingKind, type Row, type RowParts, type Source } from '../catalog';
import type { Scope } from './scope';

/** Everything that this library knows of one connection: facts, props, and the meaning of the props. */
export interface Definition {
  readonly row: Row;
  readonly props: ObjectSchema<Props>;
  /** Name of its factory: `Connection.jenkins`. */
  readonly factory: string;
  /** Docstring of its factory: the ports and their destinations. */
  readonly summary: string;
  readonly scope?: (values: Values) => Partial<Scope>;
  /** Values for host names, from props that hold more than a name. */
  readonly hostVariables?: (values: Values) => Readonly<Record<string, readonly string[]>>;
  /** Props that these need, where that is not what the schema says. */
  readonly needs?: (given: Values) => readonly string[];
  /** Props that others of these leave without effect. */
  readonly without?: (given: Values) => WithoutEffect | undefined;
  /** Parts of its scope that are left wide, under RECOMMENDED. */
  readonly wide?: (values: Values) => readonly WideScope[];
}

/** Props without effect, and what takes it from them. */
export interface WithoutEffect {
  readonly props: readonly string[];
  /** The prop, and its meaning. */
  readonly because: string;
  /** @default 'remove one of them' */
  readonly fix?: string;
}

/** A part of a scope that is left wide. */
export interface WideScope {
  readonly finding: FindingKind;
  /** Tells several of one kind apart. */
  readonly port?: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly source?: Source;
}

/** Parsed values of one connection, by prop. */
export type Values = Readonly<Record<string, unknown>>;

interface Parts<P extends Props> extends RowParts, Pick<Definition, 'factory' | 'summary' | 'needs' | 'without'> {
  readonly props: ObjectSchema<P>;
  readonly scope?: (values: ObjectOf<P>) => Partial<Scope>;
  readonly hostVariables?: (values: ObjectOf<P>) => Readonly<Record<string, readonly string[]>>;
  readonly wide?: (values: ObjectOf<P>) => readonly WideScope[];
}

/** A connection; `scope` and `hostVariables` get exactly the values that its props parse to. */
export function connection<P extends Props>(parts: Parts<P>): Definition {
  const { props, factory, summary, scope, hostVariables, needs, without, wide, ...facts } = parts;
  return {
    row: row(facts),
    props: props as unknown as ObjectSchema<Props>,
    factory,
    summary,
    ...(scope === undefined ? {} : { scope: scope as Definition['scope'] & object }),
    ...(hostVariables === undefined ? {} : { hostVariables: hostVariables as Definition['hostVariables'] & object }),
    ...(needs === undefined ? {} : { needs }),
    ...(without === undefined ? {} : { without }),
    ...(wide === undefined ? {} : { wide: wide as Definition['wide'] & object }),
  };
}
