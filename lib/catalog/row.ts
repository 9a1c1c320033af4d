import { Port } from '../network';
import { delegateCode, TABLE } from './sources';
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

/** A port of a row beyond the table, as Harness's page of it has it. */
export function onPage(
  port: number,
  leadsTo: Statement['leadsTo'],
  note: string,
  sources: readonly Source[],
  extra: Extra = {},
): Statement {
  return { key: `${port}`, port: Port.tcp(port), leadsTo, verdict: 'as written', note, sources, ...extra };
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

/** The address of KMS that a delegate asks for regions that its code of December 2023 does not list. */
export const probeOfKms: Statement = {
  ...probe(
    'kms.us-east-1.amazonaws.com',
    'asked instead of the KMS of a region that the code of the delegate does not list, such as eu-north-1',
    delegateCode('950-delegate-tasks-beans/src/main/java/io/harness/delegate/task/utils/KmsUtils.java'),
  ),
  key: 'probe-us-east-1',
};

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

/** Words for a document of Harness. */
export interface DocumentWords {
  readonly name: string;
  /** Place of something that it has. */
  readonly inIt: string;
  /** Its name once it is known. */
  readonly short: string;
}

export const OF_TABLE: DocumentWords = { name: "Harness's table", inIt: "in Harness's table", short: 'the table' };
const OF_PAGE: DocumentWords = { name: "Harness's page", inIt: "on Harness's page", short: 'the page' };

/** Words for the document that a row is from. */
export function documentOf({ page }: Pick<Row, 'page'>): DocumentWords {
  return page === undefined ? OF_TABLE : OF_PAGE;
}

/** Kind of the API that these hosts are of. */
export function apiKindOf(hosts: readonly Host[]): Row['apiKind'] {
  return hosts.every(({ name }) => name.endsWith('{dnsSuffix}'))
    ? 'awsServices'
    : hosts.every(({ name }) => name.endsWith('.googleapis.com'))
      ? 'googleApis'
      : 'saas';
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
