import { didYouMean, AccessError, show } from '../base';
import { Port } from '../network';
import type * as Rows from './rows';
import { HARNESS, TABLE } from './sources';
import type { Row, Source, Statement } from './types';

/** Edition of the catalogue: changes whenever a fact in it changes. */
export const CATALOG_VERSION = '1.0.0';

/** Read when the first connection asks for it: building the rows would be a third of what the root entry needs to load. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would build the rows at once
const rows = (): readonly Row[] => (require('./rows') as typeof Rows).ROWS;
let byId: ReadonlyMap<string, Row> | undefined;

/** The 29 rows, in the table's order. */
export function allRows(): readonly Row[] {
  return rows();
}

/** The permanent ids, in the table's order. */
export function rowIds(): readonly string[] {
  return rows().map((row) => row.id);
}

/** The row with this id, or `undefined`. */
export function findRow(id: string): Row | undefined {
  byId ??= new Map(rows().map((row) => [row.id, row]));
  return byId.get(id);
}

/** The row with this id. @throws AccessError `UnknownConnection` */
export function getRow(id: unknown): Row {
  const row = typeof id === 'string' ? findRow(id) : undefined;
  if (row === undefined) {
    const hint = typeof id === 'string' ? didYouMean(id, rowIds()) : '';
    throw AccessError.of(
      'UnknownConnection',
      `the id of a connection must be one of the table's 29, got ${show(id)}${hint}`,
    );
  }
  return row;
}

/** SSH to machines: in the page's introduction, not a row of the table. */
export const SSH_STATEMENT: Statement = {
  key: '22',
  port: Port.tcp(22),
  leadsTo: 'machines',
  verdict: 'on request',
  note: "the page's introduction says that deployments to machines use SSH over port 22; it is not a row of the table",
  sources: [TABLE, HARNESS.ssh],
};

/** A page that a person can open: the URL, or the file at the commit that was read. */
export function sourceUrl(source: Source): string {
  const match = /^([\w.-]+\/[\w.-]+):(.*?)(?:@([0-9a-f]{7,40}))?$/.exec(source.ref);
  return match === null ? source.ref : `https://github.com/${match[1]}/blob/${match[3] ?? 'HEAD'}/${match[2]}`;
}
