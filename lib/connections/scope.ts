/** Limits of the recommended permissions, as values for the catalogue's templates. */
export interface Scope {
  /** Switches, by the names that the catalogue's templates use. */
  readonly flags: ReadonlySet<string>;
  /** Values of placeholders; several values give several ARNs. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Lists whose entries fill several placeholders at once. */
  readonly items: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;
  /** Scope props that the user set, in alphabetical order. */
  readonly given: readonly string[];
}

export const NO_SCOPE: Scope = { flags: new Set(), values: {}, items: {}, given: [] };

/** Names of those switches that are on. */
export function on(switches: Readonly<Record<string, boolean | undefined>>): string[] {
  return Object.keys(switches).filter((name) => switches[name] === true);
}

/** Those values that are set, each as a list. */
export function known(
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? [value] : value]],
    ),
  );
}
