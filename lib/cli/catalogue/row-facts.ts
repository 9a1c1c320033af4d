import {
  CATALOG_VERSION,
  documentOf,
  sourceUrl,
  spokenOn,
  type PermissionTemplate,
  type Row,
  type Source,
  type Statement,
} from '../../catalog';
import { allDefinitions, getDefinition } from '../../connections';
import { Port } from '../../network';
import { Profile } from '../../plan';

/** The catalogue as plain data, for readers and for other programs. */

export interface CatalogueFacts {
  readonly format: 'harness-delegate-access/catalogue';
  readonly version: 1;
  readonly catalogVersion: string;
  readonly rows: readonly RowFacts[];
}

export interface RowFacts {
  readonly id: string;
  /** The table's name of the connection. */
  readonly title: string;
  /** Page of Harness that the row is from; absent for a row of the table. */
  readonly page?: SourceFacts;
  readonly hosting: readonly string[];
  readonly ports: readonly PortFacts[];
  readonly hosts: readonly {
    readonly name: string;
    readonly purpose: string;
    readonly when?: string;
    readonly source: SourceFacts;
  }[];
  readonly credentials: readonly { readonly what: string; readonly source: SourceFacts }[];
  /** Disagreements of the table and its sources, beyond the ports. */
  readonly remarks: readonly { readonly text: string; readonly source: SourceFacts }[];
  readonly permissions: readonly PermissionFacts[];
  /** Scopes that RECOMMENDED requires. */
  readonly needs: readonly { readonly prop: string; readonly why: string }[];
}

export interface PortFacts {
  /** A port, or the prop with which the user sets it. */
  readonly port: string;
  /** The table's own words; absent when the table does not have the port. */
  readonly label?: string;
  readonly leadsTo: string;
  readonly verdict: string;
  readonly when?: string;
  readonly documented: string;
  readonly recommended: string;
  readonly note: string;
  /** Protocols there: only `tls` and `http` show the host name to a filter of names. */
  readonly speaks: { readonly what: readonly string[]; readonly source?: SourceFacts };
  readonly sources: readonly SourceFacts[];
}

export interface PermissionFacts {
  /** Who grants it. */
  readonly cloud: string;
  readonly profile: 'documented' | 'recommended';
  readonly kind: 'managed policy' | 'statement' | 'role';
  readonly name: string;
  readonly actions: readonly string[];
  /** ARNs with `{placeholders}`, or the level at which a role is granted. */
  readonly resources: readonly string[];
  readonly note: string;
  readonly source: SourceFacts;
}

export interface SourceFacts {
  readonly text: string;
  readonly date: string;
  /** Meaning of the date: the edition that was read, or the day of the record. */
  readonly dateIs: string;
}

export function catalogueFacts(): CatalogueFacts {
  return {
    format: 'harness-delegate-access/catalogue',
    version: 1,
    catalogVersion: CATALOG_VERSION,
    rows: allDefinitions().map(({ row }) => rowFacts(row)),
  };
}

/** @throws AccessError `UnknownConnection` */
export function factsOfRow(id: string): RowFacts {
  return rowFacts(getDefinition(id).row);
}

function rowFacts(row: Row): RowFacts {
  return {
    id: row.id,
    title: row.title,
    ...(row.page === undefined ? {} : { page: sourceFacts(row.page) }),
    hosting: row.hosting,
    ports: row.statements.map((statement) => portFacts(statement, row)),
    hosts: [...row.hosts, ...row.statements.flatMap(({ hosts = [] }) => hosts)].map(
      ({ name, purpose, hosting, choice, source }) => {
        const when = [hosting, choice].filter((value) => value !== undefined).join(', ');
        return { name, purpose, ...(when === '' ? {} : { when }), source: sourceFacts(source) };
      },
    ),
    credentials: row.credentials.map(({ what, source }) => ({ what, source: sourceFacts(source) })),
    remarks: row.remarks.map(({ text, source }) => ({ text, source: sourceFacts(source) })),
    permissions: (['documented', 'recommended'] as const).flatMap((profile) =>
      row.permissions[profile].map((template) => permissionFacts(template, profile)),
    ),
    needs: row.scopes.map(({ prop, why }) => ({ prop, why })),
  };
}

function portFacts(statement: Statement, row: Row): PortFacts {
  const { key, port, label, leadsTo, verdict, when, note, sources, hosts } = statement;
  const spoken = spokenOn(statement, 'example' in port ? Port.tcp(port.example) : port);
  return {
    port: 'from' in port && !('protocol' in port) ? `set with ${port.from}, usually ${port.example}` : String(port),
    ...(label === undefined ? {} : { label }),
    leadsTo:
      typeof leadsTo === 'string'
        ? // Hosts of its own, beside others on the same port.
          `${leadsTo}${hosts === undefined ? '' : ` (${key})`}`
        : Object.entries(leadsTo)
            .map(([hosting, lead]) => `${lead} (${hosting})`)
            .join(', '),
    verdict,
    ...(when === undefined ? {} : { when: 'asked' in when ? `${when.asked} is set` : when.hosting.join(', ') }),
    documented: opinionOf(Profile.DOCUMENTED, statement, row),
    recommended: opinionOf(Profile.RECOMMENDED, statement, row),
    note,
    speaks: {
      what: spoken.what,
      ...(spoken.source === undefined ? {} : { source: sourceFacts(spoken.source) }),
    },
    sources: sources.map(sourceFacts),
  };
}

function opinionOf(profile: Profile, statement: Statement, row: Row): string {
  if (statement.verdict === 'on request') {
    return 'open on request';
  }
  const { open, because } = profile.decide(statement, false, documentOf(row));
  return statement.verdict === 'left open' ? 'open; set with `ports`' : `${open ? 'open' : 'closed'}: ${because}`;
}

function permissionFacts(template: PermissionTemplate, profile: PermissionFacts['profile']): PermissionFacts {
  const { cloud, kind, name, level, actions, moreActions = {}, resources, moreResources = {}, note, source } = template;
  const all = [...new Set([...actions, ...Object.values(moreActions).flat()])];
  const on = level === undefined ? [...new Set([...resources, ...Object.values(moreResources).flat()])] : [level];
  return { cloud, profile, kind, name, actions: all, resources: on, note, source: sourceFacts(source) };
}

function sourceFacts(source: Source): SourceFacts {
  return { text: sourceUrl(source), date: source.date, dateIs: source.dateIs };
}
