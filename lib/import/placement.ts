import { destinationOf, isAddress, readAddress, type Address, type ReadAddress } from './address';
import { hasAt, valuesAt, type Connector } from './connector';

/** Fields of a type of connector, and what a connector becomes. */

/** Places of one field; the first that has a value counts. */
export interface Field {
  readonly api: readonly string[];
  readonly terraform: readonly string[];
  /** In Terraform, the word for each block that may be there. */
  readonly blocks?: Readonly<Record<string, string>>;
}

export function field(api: string | readonly string[], terraform: string | readonly string[] = []): Field {
  return { api: [api].flat(), terraform: [terraform].flat() };
}

export function blocks(api: string, words: Readonly<Record<string, string>>): Field {
  return { api: [api], terraform: [], blocks: words };
}

/** An entry of a list. */
export interface Entry {
  /** Id of the row, or `custom`. */
  readonly id: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Ends the name, where a connector makes several. */
  readonly suffix?: string;
  /** Facts that the connector does not have, or that are worth knowing. */
  readonly notes?: readonly string[];
  /** Missing for it to be an entry; then it is a comment. */
  readonly missing?: string;
}

/** Result for a connector: entries, or the reason that it needs none, or that they cannot be known. */
export type Placement =
  | { readonly entries: readonly Entry[] }
  | { readonly needsNone: string }
  /** Whatever another connector becomes, by its reference. */
  | { readonly uses: string }
  | { readonly cannot: string; readonly fix: string };

/** A type of connector. */
export interface ConnectorType {
  /** Suffix of the resource `harness_platform_connector_…`. */
  readonly terraform?: string;
  readonly fields: Readonly<Record<string, Field>>;
  place(values: Values): Placement;
}

/** Values of a connector by the names of its fields. */
export class Values {
  public constructor(
    private readonly connector: Connector,
    private readonly fields: Readonly<Record<string, Field>>,
  ) {}

  public get identifier(): string {
    return this.connector.identifier;
  }

  public get isOfAccount(): boolean {
    return this.connector.scope === 'account';
  }

  /** All values of a field. */
  public all(name: string): string[] {
    const { api, terraform, blocks: words } = this.fields[name]!;
    const { form, values } = this.connector;
    if (form === 'terraform' && words !== undefined) {
      return Object.entries(words).flatMap(([block, word]) => (hasAt(values, block) ? [word] : []));
    }
    const paths = form === 'api' ? api : terraform;
    return paths.map((path) => valuesAt(values, path)).find((found) => found.length > 0) ?? [];
  }

  public text(name: string): string | undefined {
    return this.all(name)[0];
  }

  /** Values of a field in their form; others may be anything, a secret too, and are never shown. */
  public formed(name: string, form: RegExp): string[] {
    return this.all(name).filter((text) => form.test(text));
  }

  /** A note for each of these fields that has a value in another form. */
  public notFormed(forms: Readonly<Record<string, RegExp>>): string[] {
    return Object.entries(forms).flatMap(([name, form]) =>
      this.all(name).length === this.formed(name, form).length
        ? []
        : [`its \`${name}\` is not what such a field holds, and was left out`],
    );
  }

  public address(name: string): ReadAddress {
    const text = this.text(name);
    return text === undefined ? { why: 'it is not set' } : readAddress(text);
  }
}

/** A second address of a connector, or a note on the one that cannot be read. */
export function second(
  values: Values,
  name: string,
): { readonly address?: Address; readonly notes: readonly string[] } {
  const read = values.address(name);
  return isAddress(read)
    ? { address: read, notes: [] }
    : {
        notes:
          values.text(name) === undefined ? [] : [`its \`${name}\` is no address: ${read.why}; add its host by hand`],
      };
}

/** One entry. */
export const entry = (id: string, props: Entry['props'] = {}, more: Omit<Entry, 'id' | 'props'> = {}): Entry => ({
  id,
  props,
  ...more,
});

/** Entries of these. */
export const entries = (...all: readonly Entry[]): Placement => ({ entries: all });

/** A connector of a service at an address: `to` and `ports`. */
export function at(id: string, { host, port }: Address, more: Entry['props'] = {}): Entry {
  return entry(id, { to: [destinationOf(host)], ports: [port], ...more });
}

/** A connection without a row. */
export function custom(what: string, { host, port }: Address, more: Omit<Entry, 'id' | 'props'> = {}): Entry {
  return entry('custom', { to: [destinationOf(host)], ports: [port], reason: what }, more);
}

/** The address of a field, or why there is none. */
export function withAddress(values: Values, name: string, place: (address: Address) => Placement): Placement {
  const address = values.address(name);
  return isAddress(address) ? place(address) : noAddress(name, address.why);
}

export function noAddress(name: string, why: string): Placement {
  return { cannot: `its \`${name}\` is no address: ${why}`, fix: 'write its entry by hand, with `to` and `ports`' };
}

/** A type with one address and one row, whose port is that of the address. */
export function byAddress(id: string, api: string, terraform: string, attribute: string): ConnectorType {
  return {
    ...(terraform === '' ? {} : { terraform }),
    fields: { [api]: field(api, attribute) },
    place: (values) => withAddress(values, api, (address) => entries(at(id, address))),
  };
}

/** A type that the delegate does not call. */
export function needsNone(why: string, terraform?: string): ConnectorType {
  return { ...(terraform === undefined ? {} : { terraform }), fields: {}, place: () => ({ needsNone: why }) };
}
