import type { Port } from '../network';

/** What a port statement is worth; a profile decides what each verdict does. */
export type Verdict = 'as written' | 'alternative' | 'left open' | 'unexplained' | 'missing' | 'on request';

/** `api`: known host names of a vendor or cloud; `service`: what the user hosts; `machines`: the user's VMs and load balancers. */
export type LeadsTo = 'api' | 'service' | 'machines';

/** Which way out an API takes; `reach` in the plan's options names them. */
export type ApiKind = 'saas' | 'awsServices' | 'googleApis';

/** Where a fact was read. */
export interface Source {
  /** `owner/repository:path@commit`, a URL, or words where a fact was seen in many places and published in none. */
  readonly ref: string;
  /** ISO date, year or month of the edition read, or the day on which the fact was recorded here. */
  readonly date: string;
  /** What `date` is. */
  readonly dateIs: 'edition' | 'recorded';
}

/** One port of one row: what the table, or a better source, says of it. */
export interface Statement {
  /** Unique in the row and permanent: `443`, `88/udp`, or the prop that gives the ports. */
  readonly key: string;
  /** The port, or the prop in which the user names it, with one that is usual. */
  readonly port: Port | { readonly from: string; readonly example: number };
  /** Where it leads, or where it leads under each hosting. */
  readonly leadsTo: LeadsTo | Readonly<Record<string, LeadsTo>>;
  readonly verdict: Verdict;
  /** The table's own words; absent when the table does not have the port. */
  readonly label?: string;
  /** Only for alternatives: the one that speaks TLS. */
  readonly encrypted?: boolean;
  readonly note: string;
  readonly sources: readonly Source[];
  /** Holds only under this hosting, or only when the user set this prop. */
  readonly when?: { readonly hosting: readonly string[] } | { readonly asked: string };
}

/** A host name of an API; `{variable}` is filled from the connection, `*` when it is not given. */
export interface Host {
  readonly name: string;
  readonly purpose: string;
  /** Holds only under this hosting. */
  readonly hosting?: string;
  /** Holds only for this value of the row's selector (site, region, deployment). */
  readonly choice?: string;
  readonly source: Source;
}

/** A prop that picks one of several sets of hosts. */
export interface Selector {
  readonly prop: string;
  readonly choices: readonly string[];
  readonly fallback: string;
}

/** Something that a person creates in the service; no cloud can. */
export interface Credential {
  readonly what: string;
  readonly source: Source;
}

/** A point on which the table and its sources disagree, beyond the ports. */
export interface Remark {
  readonly text: string;
  readonly source: Source;
}

/** Condition operators with their keys and values, as IAM has them. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** A named AWS managed policy that the table asks for. */
export interface ManagedPolicyGrant {
  readonly kind: 'managed';
  /** Path and name, as in `arn:{partition}:iam::aws:policy/<path>`. */
  readonly policy: string;
  readonly concerns: readonly Concern[];
  readonly source: Source;
}

/** An IAM statement with `{placeholders}`; a placeholder with several values gives one ARN for each. */
export interface StatementGrant {
  readonly kind: 'statement';
  readonly sid: string;
  readonly actions: readonly string[];
  /** Added when the connection has the flag. */
  readonly moreActions?: Readonly<Record<string, readonly string[]>>;
  readonly resources: readonly string[];
  /** Added when the connection has the flag. */
  readonly moreResources?: Readonly<Record<string, readonly string[]>>;
  readonly conditions?: Conditions;
  /** Emitted only when the connection has this flag. */
  readonly when?: string;
  /** Resources are made for each item of this list; `split` gives each item a statement of its own. */
  readonly each?: {
    readonly items: string;
    readonly only?: Readonly<Record<string, readonly string[]>>;
    readonly split?: boolean;
  };
  /** The same in every row that has it: emitted once for each role. */
  readonly shared?: boolean;
  readonly concerns: readonly Concern[];
  readonly note: string;
  readonly source: Source;
}

/** A Google Cloud role at the level at which it is granted. */
export interface RoleGrant {
  /** Role id; titles are not unique enough to grant by. */
  readonly role: string;
  readonly title: string;
  readonly level: 'project' | 'bucket' | 'repository' | 'secret' | 'service-account';
  readonly when?: string;
  readonly each?: { readonly items: string; readonly only?: Readonly<Record<string, readonly string[]>> };
  readonly concerns: readonly Concern[];
  readonly note: string;
  readonly source: Source;
}

/** Why a permission deserves a finding. */
export interface Concern {
  readonly finding: string;
  readonly text: string;
  readonly source: Source;
}

/** A scope without which the recommended profile has nothing to grant. */
export interface ScopeNeed {
  readonly prop: string;
  readonly why: string;
  /** Any other scope of the row will do as well, an empty list included, which says that nothing is granted. */
  readonly orAnyOther?: true;
}

/** One row of the table. */
export interface Row {
  /** Permanent id. */
  readonly id: string;
  /** The table's name of the connection. */
  readonly title: string;
  /** How the connection can be hosted; the first is taken when nothing says otherwise. */
  readonly hosting: readonly string[];
  readonly statements: readonly Statement[];
  readonly apiKind: ApiKind;
  readonly selector?: Selector;
  readonly hosts: readonly Host[];
  readonly credentials: readonly Credential[];
  readonly remarks: readonly Remark[];
  readonly aws: {
    readonly documented: readonly (ManagedPolicyGrant | StatementGrant)[];
    readonly recommended: readonly StatementGrant[];
  };
  readonly gcp: { readonly documented: readonly RoleGrant[]; readonly recommended: readonly RoleGrant[] };
  readonly scopes: readonly ScopeNeed[];
}
