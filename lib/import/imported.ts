import type { ConnectorRef } from './connector';
import type { Entry } from './placement';

/** Results of an import. */

export interface ImportOptions {
  /**
   * Tags of the delegate: a connector with selectors is for it when all of them are among these.
   * @default - every connector, whatever its selectors
   */
  readonly delegateTags?: readonly string[];
}

/** A connection that one or several connectors become. */
export interface ImportedConnection {
  /** Id of the row, or `custom`. */
  readonly id: string;
  readonly name: string;
  /** As a list takes them, with the name where it is not that of the row. */
  readonly props: Readonly<Record<string, unknown>>;
  /** Connectors that it comes from. */
  readonly connectors: readonly ConnectorRef[];
  /** Facts that the connectors do not have, and others that are worth knowing. */
  readonly notes: readonly string[];
  /** Problem that it has, when it is not whole: it is a comment in the list then. */
  readonly missing?: string;
}

/** A connector without a connection. */
export interface LeftConnector extends ConnectorRef {
  readonly why: string;
  /** The fix; none where nothing is to do. */
  readonly fix?: string;
  /** Its selectors are not all among the tags of the delegate. */
  readonly isOfOtherTags?: true;
}

/** Everything that an import read, made and left. */
export interface ImportedConnectors {
  /** Connectors that were read. */
  readonly count: number;
  /** Whole and not, in the order of a list. */
  readonly connections: readonly ImportedConnection[];
  /** Connectors that need nothing from the delegate. */
  readonly skipped: readonly LeftConnector[];
  /** Connectors that could not be placed. */
  readonly left: readonly LeftConnector[];
  /** Problems of the files as a whole. */
  readonly remarks: readonly string[];
}

/** A connector with what it becomes, before names. */
export interface Placed {
  readonly entry: Entry;
  readonly connectors: ConnectorRef[];
  readonly notes: readonly string[];
}
