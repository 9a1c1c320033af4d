import { AccessError, collect, compareTexts, throwIfAny, visible, type Problem } from '../base';
import { Connection } from '../connection';
import { CONNECTION_IDS } from '../connections';
import { refKey, valuesAt, type Connector, type ConnectorRef } from './connector';
import { COMMON_PATHS, CONNECTOR_TYPES } from './connector-types';
import type { ImportedConnection, ImportedConnectors, ImportOptions, LeftConnector, Placed } from './imported';
import { nameAll } from './names';
import { pagesMissing } from './pages';
import { Values, type Entry, type Placement } from './placement';
import { inFile, readFile, type ConnectorFile } from './read-file';

/** Connectors of Harness as connections of a list. */

/**
 * Connections for the connectors of a Harness account, by files: answers of the API (`GET /ng/api/connectors`, `listV2`, one
 * connector), `terraform show -json` and state files, YAML of the Git experience. Only the fields of an allow-list are read;
 * of addresses only hosts and ports are kept.
 *
 * @throws AccessError `InvalidConnectors`, `HarnessError` for files that hold none, all of them at once
 *
 * @example
 * ```ts
 * const connector = { identifier: 'ci', type: 'Jenkins', spec: { jenkinsUrl: 'https://ci.example.org/' } };
 * const imported = importConnectors([{ name: 'ci.json', text: JSON.stringify({ connector }) }]);
 * console.log(importedList(imported));
 * ```
 */
export function importConnectors(files: readonly ConnectorFile[], options: ImportOptions = {}): ImportedConnectors {
  const problems: Problem[] = [];
  const read = files.flatMap((file) => {
    try {
      return [{ file, ...readFile(file) }];
    } catch (error) {
      if (!(error instanceof AccessError)) {
        throw error;
      }
      problems.push(...inFile(file.name, error));
      return [];
    }
  });
  throwIfAny(problems);
  const remarks = [
    ...pagesMissing(read.flatMap(({ pages }) => pages)),
    ...read.flatMap(({ outOfDate }) => old(outOfDate)),
  ];
  const { distinct, repeated } = withoutRepeated(read.flatMap(({ connectors }) => connectors));
  const byKey = new Map(distinct.map((connector) => [refKey(connector), connector]));
  const skipped: LeftConnector[] = [];
  const left: LeftConnector[] = [];
  const placed: Placed[] = [];
  for (const connector of distinct) {
    const own = refOf(connector);
    const { skip, cannot, notes, isOfOtherTags } = judge(connector, options);
    if (skip !== undefined) {
      skipped.push({ ...own, why: skip, ...(isOfOtherTags === undefined ? {} : { isOfOtherTags }) });
      continue;
    }
    if (cannot !== undefined) {
      left.push({ ...own, ...cannot });
      continue;
    }
    const placement = placementOf(connector, byKey);
    if ('needsNone' in placement) {
      skipped.push({ ...own, why: placement.needsNone });
    } else if ('cannot' in placement) {
      left.push({ ...own, why: placement.cannot, fix: placement.fix });
    } else {
      placement.entries.forEach((entry) =>
        placed.push({ entry, connectors: [own], notes: [...(entry.notes ?? []), ...notes] }),
      );
    }
  }
  return {
    count: distinct.length,
    connections: inOrder(nameAll(joined(placed)).map(checked)),
    skipped,
    left,
    remarks: [...remarks, ...repeated],
  };
}

function refOf({ scope, identifier, type, from }: Connector): ConnectorRef {
  return { scope: visible(scope), identifier: visible(identifier), type: visible(type), from: visible(from) };
}

/** The placement of a connector, or of the one that it uses. */
function placementOf(
  connector: Connector,
  byKey: ReadonlyMap<string, Connector>,
): Exclude<Placement, { readonly uses: string }> {
  const { fields, place } = CONNECTOR_TYPES[connector.type]!;
  const placement = place(new Values(connector, fields));
  if (!('uses' in placement)) {
    return placement;
  }
  const other = byKey.get(refKey(targetOf(connector, placement.uses)));
  return other === undefined || !Object.hasOwn(CONNECTOR_TYPES, other.type) || other.type === connector.type
    ? {
        cannot: `it uses the connector \`${placement.uses}\`, which is not among these`,
        fix: 'import that connector too',
      }
    : placementOf(other, byKey);
}

/** A reference of Harness: `account.id`, `org.id`, or an id in the scope of the connector that has it. */
function targetOf({ scope }: Connector, reference: string): Pick<ConnectorRef, 'scope' | 'identifier'> {
  const [, where, identifier = ''] = /^(?:(account|org)\.)?(.*)$/.exec(reference) ?? [];
  const [organization = ''] = scope.split('/');
  return { scope: where === 'account' ? 'account' : where === 'org' ? organization : scope, identifier };
}

interface Judgement {
  /** The delegate does not call it. */
  readonly skip?: string;
  readonly cannot?: { readonly why: string; readonly fix: string };
  readonly notes: readonly string[];
  readonly isOfOtherTags?: true;
}

/** Types whose default is that Harness itself calls them. */
const NOT_BY_DEFAULT = ['Harness'];
/** Types without a default. */
const NO_DEFAULT = ['Github', 'Git'];
/** Resources of Terraform whose `false` is the user's or the provider's; that of others may mean "not set". */
const SAYS_FALSE = [
  ...['DockerRegistry', 'Github', 'Spot', 'AwsKms', 'AwsSecretManager', 'GcpSecretManager', 'GcpKms', 'Vault'],
  'Artifactory',
];

function judge({ type, form, values, isOfHarness, isInvalid }: Connector, { delegateTags }: ImportOptions): Judgement {
  if (isOfHarness === true) {
    return { skip: 'it is of Harness itself', notes: [] };
  }
  if (!Object.hasOwn(CONNECTOR_TYPES, type)) {
    const why =
      type === '' ? 'it has no type' : `the type \`${visible(type).slice(0, 60)}\` is not known to this edition`;
    return {
      cannot: { why, fix: 'write a `custom` entry for it by hand, or update this library' },
      notes: [],
    };
  }
  if (isInvalid === true) {
    return {
      cannot: { why: 'Harness says that its copy in Git is broken', fix: 'mend it in Git, and import again' },
      notes: [],
    };
  }
  const all = (paths: readonly string[]): string[] => paths.flatMap((path) => valuesAt(values, path));
  const [execute] = all([COMMON_PATHS[form][0]]);
  const selectors = all(COMMON_PATHS[form].filter((path) => path.toLowerCase().endsWith('selectors')));
  if (delegateTags !== undefined && !selectors.every((tag) => delegateTags.includes(tag))) {
    return { skip: 'its selectors are not all among the tags of the delegate', notes: [], isOfOtherTags: true };
  }
  const isElsewhere = execute === 'false' && (form === 'api' || SAYS_FALSE.includes(type));
  if (isElsewhere || (execute === undefined && NOT_BY_DEFAULT.includes(type))) {
    return { skip: 'Harness itself calls it, and no delegate: `executeOnDelegate` is false', notes: [] };
  }
  const notes = [
    ...(execute === undefined && NO_DEFAULT.includes(type)
      ? ['`executeOnDelegate` is not set, and taken as true']
      : []),
    ...(form === 'terraform' && execute === 'false'
      ? ['Terraform does not tell whether `execute_on_delegate` is set: Harness itself may call it']
      : []),
    ...(all(['proxy']).includes('true') ? ['the connector has `proxy: true`, whose meaning is not verified'] : []),
  ];
  return { notes };
}

function old(addresses: readonly string[]): string[] {
  return addresses.length === 0
    ? []
    : [
        `${addresses.length} resources of the first generation of Harness are out of date and not read, such as ${visible(addresses[0]!)}`,
      ];
}

/** One connector may be in several files and pages: the first counts, and others that differ are told. */
function withoutRepeated(connectors: readonly Connector[]): {
  readonly distinct: readonly Connector[];
  readonly repeated: readonly string[];
} {
  const known = new Map<string, Connector>();
  const repeated: string[] = [];
  for (const [i, connector] of connectors.entries()) {
    // One without an identifier is no other's copy.
    const key = connector.identifier === '' ? `${i}` : refKey(connector);
    const first = known.get(key);
    if (first === undefined) {
      known.set(key, connector);
    } else if (becomes(first) !== becomes(connector)) {
      repeated.push(
        `${key} is in ${visible(first.from)} and in ${visible(connector.from)}, and they differ: the first counts`,
      );
    }
  }
  return { distinct: [...known.values()], repeated };
}

function becomes(connector: Connector): string {
  const { skip = '', cannot } = judge(connector, {});
  return skip !== '' || cannot !== undefined ? `${skip}${cannot?.why ?? ''}` : placedText(connector);
}

function placedText(connector: Connector): string {
  return Object.hasOwn(CONNECTOR_TYPES, connector.type)
    ? `${connector.type} ${JSON.stringify(placementOf(connector, new Map()))}`
    : connector.type;
}

/** Connectors with the same row, place and ports are one connection. */
function joined(placed: readonly Placed[]): Placed[] {
  const byKey = new Map<string, { entry: Entry; connectors: ConnectorRef[]; notes: string[] }>();
  for (const { entry, connectors, notes } of placed) {
    const key = JSON.stringify([entry.id, entry.props, entry.missing ?? '']);
    const known = byKey.get(key);
    if (known === undefined) {
      byKey.set(key, { entry, connectors: [...connectors], notes: [...notes] });
    } else {
      known.connectors.push(...connectors);
      known.notes.push(...notes.filter((note) => !known.notes.includes(note)));
    }
  }
  return [...byKey.values()].map(({ connectors, ...rest }) => ({
    ...rest,
    connectors: connectors.sort((a, b) => compareTexts(refKey(a), refKey(b))),
  }));
}

/** The connection, with the reason where it is not whole. */
function checked(connection: ImportedConnection): ImportedConnection {
  if (connection.missing !== undefined) {
    return connection;
  }
  const problems: Problem[] = [];
  collect(problems, '', () => Connection.parse(connection.id, connection.props));
  return problems.length === 0
    ? connection
    : {
        ...connection,
        missing: problems.map(({ message }) => message.replace(/^connection `[^`]*`: /, '')).join('; '),
      };
}

/** In the order of the rows, then by name. */
function inOrder(connections: readonly ImportedConnection[]): ImportedConnection[] {
  const place = (id: string): number => {
    const index = (CONNECTION_IDS as readonly string[]).indexOf(id);
    return index === -1 ? CONNECTION_IDS.length : index;
  };
  return [...connections].sort((a, b) => place(a.id) - place(b.id) || compareTexts(a.name, b.name));
}
