import { Port } from '../network';
import { TABLE } from './sources';
import type { Host, Row, Source, Statement } from './types';

/** Shorthands that keep the row files readable; no decisions in here. */

type Extra = Partial<Pick<Statement, 'when' | 'encrypted' | 'key' | 'speaks'>>;

/** A port of the table, in its own words. */
export function inTable(
  port: number,
  leadsTo: Statement['leadsTo'],
  verdict: Statement['verdict'],
  label: string,
  note: string,
  sources: readonly Source[] = [],
  extra: Extra = {},
): Statement {
  return {
    key: `${port}`,
    port: Port.tcp(port),
    leadsTo,
    verdict,
    label,
    note,
    sources: [TABLE, ...sources],
    ...extra,
  };
}

/** A port that the table does not have. */
export function notInTable(
  port: number | Port,
  leadsTo: Statement['leadsTo'],
  verdict: 'missing' | 'on request',
  note: string,
  sources: readonly Source[],
  extra: Extra = {},
): Statement {
  const value = Port.parse(port);
  return { key: value.text, port: value, leadsTo, verdict, note, sources, ...extra };
}

/**
 * A host that a delegate asks before it takes a task, as its code of December 2023 has it; with `asked`, only where the user set that
 * prop. A delegate that does not get an answer takes no task of the connector.
 */
export function probe(name: string, note: string, source: Source, asked?: string): Statement {
  return {
    key: 'probe',
    port: Port.tcp(443),
    leadsTo: 'api',
    verdict: 'probe',
    note,
    sources: [source],
    hosts: [host(name, 'asked by the delegate before it takes a task (code of December 2023)', source)],
    ...(asked === undefined ? {} : { when: { asked } }),
  };
}

/** SSH beside a row's own ports. */
export const sshToMachines = notInTable(
  22,
  'machines',
  'on request',
  "deployments to machines over SSH, as the page's introduction says",
  [TABLE],
  { when: { asked: 'ssh' } },
);

/** Ports that the user names in a prop. */
export function fromUser(
  prop: string,
  example: number,
  leadsTo: Statement['leadsTo'],
  verdict: 'left open' | 'on request',
  note: string,
  sources: readonly Source[],
  extra: Pick<Statement, 'label' | 'speaks' | 'when'> = {},
): Statement {
  const when = verdict === 'on request' ? { when: { asked: prop } } : {};
  return {
    key: prop,
    port: { from: prop, example },
    leadsTo,
    verdict,
    note,
    sources,
    ...extra,
    ...when,
  };
}

export function host(name: string, purpose: string, source: Source, only: Pick<Host, 'hosting' | 'choice'> = {}): Host {
  return { name, purpose, source, ...only };
}

/** A row with nothing in the parts that most rows do not have. */
export function row(parts: RowParts): Row {
  return {
    hosting: ['own'],
    apiKind: 'saas',
    hosts: [],
    remarks: [],
    permissions: { documented: [], recommended: [] },
    scopes: [],
    ...parts,
  };
}

export type RowParts = Pick<Row, 'id' | 'title' | 'statements' | 'credentials'> & Partial<Row>;
