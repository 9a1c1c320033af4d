import type { Port } from '../network';

/** Verdict on a port statement; a profile decides what each one does. */
export type Verdict = 'as written' | 'alternative' | 'left open' | 'unexplained' | 'missing' | 'on request' | 'probe';

/** `api`: known host names of a vendor or cloud; `service`: what the user hosts; `machines`: the user's VMs and load balancers. */
export type LeadsTo = 'api' | 'service' | 'machines';

/** Kind of an API, by its key in `reach`. */
type ApiKind = 'saas' | 'awsServices' | 'googleApis';

/** Source of a fact. */
export interface Source {
  /** `owner/repository:path@commit`, a URL, or words where a fact was seen in many places and published in none. */
  readonly ref: string;
  /** ISO date, year or month of the edition read, or the day on which the fact was recorded here. */
  readonly date: string;
  /** Meaning of `date`. */
  readonly dateIs: 'edition' | 'recorded';
}

/**
 * Spoken on a connection: `tls` shows a host name in its first message, `http` in each request; `starttls` begins in clear text,
 * and `ssh` and `other` show none.
 */
export type Speaks = 'tls' | 'http' | 'starttls' | 'ssh' | 'other';

/** Protocols of a port, with the source that says so. */
export interface Spoken {
  /** Several where a server is set up for one or the other. */
  readonly what: readonly Speaks[];
  /** None for a port of the user's own that no registry has. */
  readonly source?: Source;
}

/** One port of one row, as the table, or a better source, documents it. */
export interface Statement {
  /** Unique in the row and permanent: `443`, `88/udp`, or the prop that gives the ports. */
  readonly key: string;
  /** The port, or the prop in which the user names it, with one that is usual. */
  readonly port: Port | { readonly from: string; readonly example: number };
  /** Its lead, or the one under each hosting. */
  readonly leadsTo: LeadsTo | Readonly<Record<string, LeadsTo>>;
  readonly verdict: Verdict;
  /** The table's own words; absent when the table does not have the port. */
  readonly label?: string;
  /** Hosts of this port alone, which no prop of the connection replaces; reached as APIs of vendors are. @default - those of the row */
  readonly hosts?: readonly Host[];
  /** Only for alternatives: the one that speaks TLS. */
  readonly encrypted?: boolean;
  /** Protocols, where the registry of ports does not have them. */
  readonly speaks?: Spoken;
  readonly note: string;
  readonly sources: readonly Source[];
  /** `node`: the machine opens it for the delegate, outside its container, as it does to pull images. @default - the delegate */
  readonly opensIt?: 'node';
  /** Applies only under this hosting, or only when the user set this prop. */
  readonly when?: { readonly hosting: readonly string[] } | { readonly asked: string };
}

/** A host name of an API; `{variable}` is filled from the connection, `*` when it is not set. */
export interface Host {
  readonly name: string;
  readonly purpose: string;
  /** Applies only under this hosting. */
  readonly hosting?: string;
  /** Applies only to this value of the row's selector (site, region, deployment). */
  readonly choice?: string;
  readonly source: Source;
}

/** A prop that picks one of several sets of hosts. */
interface Selector {
  readonly prop: string;
  readonly choices: readonly string[];
  readonly fallback: string;
}

/** A credential to create by hand in the service. */
export interface Credential {
  readonly what: string;
  readonly source: Source;
}

/** A point on which the table and its sources disagree, beyond the ports. */
interface Remark {
  readonly text: string;
  readonly source: Source;
}

/** Condition operators with their keys and values, as IAM has them. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Cloud that grants a permission; a platform decides which ones it can grant. */
export type Cloud = keyof typeof CLOUDS;

/** Clouds that grant permissions: their names, and the place of a permission that names none. */
export const CLOUDS = {
  aws: { title: 'AWS', place: { account: '{account}' } },
  gcp: { title: 'Google Cloud', place: { project: '{project}' } },
  kubernetes: { title: 'Kubernetes', place: { namespace: '{namespace}' } },
} as const;

/** Kind of a permission in its cloud: a policy of AWS by its name, a statement of one, a role of Google Cloud or of a cluster. */
export type PermissionKind = 'managed policy' | 'statement' | 'role';

/** Entries of a list of the connection's scope: all of them, or those whose fields have one of these values. */
export interface EachItem {
  readonly items: string;
  readonly only?: Readonly<Record<string, readonly string[]>>;
  /** Each entry makes a permission of its own. */
  readonly split?: boolean;
  /** Entries with the same value here make a permission together; `split` makes one for each. */
  readonly splitBy?: string;
}

/** A permission with `{placeholders}`; one with several values makes one resource for each. */
export interface PermissionTemplate {
  readonly cloud: Cloud;
  readonly kind: PermissionKind;
  /** Path and name of a managed policy, sid of a statement, id of a role. */
  readonly name: string;
  /** Its common title, where the name does not say. */
  readonly title?: string;
  readonly actions: readonly string[];
  /** Added when the connection has the flag. */
  readonly moreActions?: Readonly<Record<string, readonly string[]>>;
  /** ARNs; none for a permission that applies wherever it is granted. */
  readonly resources: readonly string[];
  /** Added when the connection has the flag. */
  readonly moreResources?: Readonly<Record<string, readonly string[]>>;
  /** Of a role: the kind of resource that it is granted on. */
  readonly level?: string;
  readonly conditions?: Conditions;
  /** Only when the connection has this flag. */
  readonly when?: string;
  readonly each?: EachItem;
  /** The same in every connection that has it: once for each role. */
  readonly shared?: boolean;
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
interface ScopeNeed {
  readonly prop: string;
  readonly why: string;
  /** Only when the connection has this flag. */
  readonly when?: string;
  /** Any other scope of the row is enough too, an empty list included, which grants nothing. */
  readonly orAnyOther?: true;
}

/** One row of the table, or of a page of Harness beyond it. */
export interface Row {
  /** Permanent id. */
  readonly id: string;
  /** The table's name of the connection; beyond the table, that of Harness's page. */
  readonly title: string;
  /** Page of Harness that the row is from. @default - the table */
  readonly page?: Source;
  /** Possible hostings of the connection; the first is the default. */
  readonly hosting: readonly string[];
  readonly statements: readonly Statement[];
  readonly apiKind: ApiKind;
  readonly selector?: Selector;
  readonly hosts: readonly Host[];
  readonly credentials: readonly Credential[];
  readonly remarks: readonly Remark[];
  /** Permissions that the table requires, and those that are enough. */
  readonly permissions: {
    readonly documented: readonly PermissionTemplate[];
    readonly recommended: readonly PermissionTemplate[];
  };
  readonly scopes: readonly ScopeNeed[];
  /** True when Harness deploys with it: its rights belong where the deployment is. */
  readonly deploys?: true;
  /** True where the region of the connector is that of its service, and not that of a test. */
  readonly hasOwnRegion?: true;
}
