import { Port } from '../network';
import { HARNESS, TABLE } from './sources';
import type { Source, Statement } from './types';

/** Edition of the catalogue: changes whenever a fact in it changes. */
export const CATALOG_VERSION = '1.1.0';

/** SSH to machines: in the page's introduction, not a row of the table. */
export const SSH_STATEMENT: Statement = {
  key: '22',
  port: Port.tcp(22),
  leadsTo: 'machines',
  verdict: 'on request',
  note: "the page's introduction says that deployments to machines use SSH over port 22; it is not a row of the table",
  sources: [TABLE, HARNESS.ssh],
};

/** URL of a source: the page, or the file at the commit that was read. */
export function sourceUrl(source: Source): string {
  const match = /^([\w.-]+\/[\w.-]+):(.*?)(?:@([0-9a-f]{7,40}))?$/.exec(source.ref);
  return match === null ? source.ref : `https://github.com/${match[1]}/blob/${match[3] ?? 'HEAD'}/${match[2]}`;
}
