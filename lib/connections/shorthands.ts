import { host, notInTable, type Host, type PermissionTemplate, type Source, type Statement } from '../catalog';
import { statement } from '../catalog/aws-templates';

/** Shorthands for what several connections have many of; no decisions in here. */

/** Statements that follow from one source. */
export function statements(source: Source, parts: readonly Parameters<typeof statement>[1][]): PermissionTemplate[] {
  return parts.map((part) => statement(source, part));
}

/** Host names with what each is for, from one source. */
export function hosts(source: Source, purposes: Readonly<Record<string, string>>): Host[] {
  return Object.entries(purposes).map(([name, purpose]) => host(name, purpose, source));
}

/** A port that the table does not have, opened by a switch of this name. */
export function onRequest(
  asked: string,
  port: Parameters<typeof notInTable>[0],
  leadsTo: Statement['leadsTo'],
  note: string,
  sources: readonly Source[],
  extra: Pick<Statement, 'speaks'> = {},
): Statement {
  return notInTable(port, leadsTo, 'on request', note, sources, { when: { asked }, ...extra });
}
