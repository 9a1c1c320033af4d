import type { Problem } from '../base';
import type { Concern, Conditions, ManagedPolicyGrant, RoleGrant, Row, Source, StatementGrant } from '../catalog';
import type { Connection } from '../connection';
import { fillGrant, itemsOf } from './expand';
import { finding, type Finding, type FindingKind } from './finding';
import type { Profile } from './profile';

/** An AWS managed policy that the table names. */
export interface ManagedPolicyPermission {
  readonly kind: 'managed';
  readonly connection: string;
  /** Path and name: `arn:{partition}:iam::aws:policy/<policy>`. */
  readonly policy: string;
  readonly source: Source;
}

/** One IAM statement; `{partition}`, `{region}`, `{account}` and `{dnsSuffix}` are for the cloud to fill. */
export interface StatementPermission {
  readonly kind: 'statement';
  readonly connection: string;
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
  /** The same in every connection that has it: one for each role is enough. */
  readonly shared: boolean;
  readonly note: string;
  readonly source: Source;
}

export type AwsPermission = ManagedPolicyPermission | StatementPermission;

/** A role of Google Cloud at the level at which it is granted; `{project}` is for the cloud to fill. */
export interface GcpRole {
  readonly connection: string;
  readonly role: string;
  readonly title: string;
  readonly level: RoleGrant['level'];
  /** Names of the resource, for levels below the project. */
  readonly resource: Readonly<Record<string, string>>;
  readonly note: string;
  readonly source: Source;
}

export interface Permissions {
  readonly aws: readonly AwsPermission[];
  readonly gcp: readonly GcpRole[];
  readonly findings: readonly Finding[];
}

/** What a connection may do, under a profile; a scope that is missing is a problem, one that has no effect a finding. */
export function permissionsOf(connection: Connection, profile: Profile, problems: Problem[]): Permissions {
  const { row, scope } = connection.request;
  if (row === undefined) {
    return { aws: [], gcp: [], findings: [] };
  }
  if (profile.isRecommended) {
    problems.push(...missingScopes(connection, row), ...missingListeners(connection));
  }
  const awsGrants = profile.isRecommended ? row.aws.recommended : row.aws.documented;
  const gcpGrants = profile.isRecommended ? row.gcp.recommended : row.gcp.documented;
  const aws = awsGrants.flatMap((grant): AwsPermission[] =>
    grant.kind === 'managed' ? [managed(connection, grant)] : statements(connection, grant),
  );
  const gcp = gcpGrants.flatMap((grant) => roles(connection, grant));
  const concerns = [...awsGrants, ...gcpGrants].flatMap(({ concerns: found }) =>
    found.map((concern) => concernFinding(connection, concern)),
  );
  const ignored = !profile.isRecommended && scope.given.length > 0 ? [scopeIgnored(connection)] : [];
  return { aws, gcp, findings: [...concerns, ...ignored] };
}

function missingScopes(connection: Connection, row: Row): Problem[] {
  const { scope } = connection.request;
  return row.scopes
    .filter(({ prop, orAnyOther }) =>
      orAnyOther === true ? scope.given.length === 0 : !scope.given.includes(prop) || isEmptyList(connection, prop),
    )
    .map(({ prop, why }) => ({
      code: 'MissingScope',
      message: `connection \`${connection.name}\`: the recommended profile needs \`${prop}\`: ${why}; or choose \`Profile.DOCUMENTED\``,
      connection: connection.name,
    }));
}

/** Blue/green changes a listener or a rule of one; without their ARNs the swap would be denied. */
function missingListeners(connection: Connection): Problem[] {
  const { flags, values } = connection.request.scope;
  const targets = [...(values.listenerArn ?? []), ...(values.listenerRuleArn ?? [])];
  return flags.has('blueGreen') && targets.length === 0
    ? [
        {
          code: 'MissingScope',
          message: `connection \`${connection.name}\`: the strategy \`blueGreen\` needs \`blueGreen: { listeners, listenerRules }\`, the ARNs of what the swap changes on the load balancer`,
          connection: connection.name,
        },
      ]
    : [];
}

/** `passRoles: []` says "none"; an empty list of buckets, clusters or applications says nothing. */
function isEmptyList(connection: Connection, prop: string): boolean {
  const { items, values } = connection.request.scope;
  const entries = { buckets: items.buckets, applications: items.applications, clusters: values.cluster }[prop];
  return entries !== undefined && entries.length === 0;
}

function managed(connection: Connection, grant: ManagedPolicyGrant): ManagedPolicyPermission {
  return { kind: 'managed', connection: connection.name, policy: grant.policy, source: grant.source };
}

function statements(connection: Connection, grant: StatementGrant): StatementPermission[] {
  return fillGrant(grant, connection.request.scope).map((filled) => ({
    kind: 'statement',
    connection: connection.name,
    sid: grant.sid,
    shared: grant.shared === true,
    note: grant.note,
    source: grant.source,
    ...filled,
  }));
}

function roles(connection: Connection, grant: RoleGrant): GcpRole[] {
  const { scope } = connection.request;
  if (grant.when !== undefined && !scope.flags.has(grant.when)) {
    return [];
  }
  const resources = grant.each === undefined ? [{}] : itemsOf(grant.each, scope);
  return resources.map((resource) => ({
    connection: connection.name,
    role: grant.role,
    title: grant.title,
    level: grant.level,
    resource,
    note: grant.note,
    source: grant.source,
  }));
}

function concernFinding(connection: Connection, concern: Concern): Finding {
  return finding(concern.finding as FindingKind, 'warning', connection.name, {
    what: concern.text,
    why: 'the table asks for it',
    fix: 'choose `Profile.RECOMMENDED` with the scopes of this connection, or acknowledge it with a reason',
    source: concern.source,
  });
}

function scopeIgnored(connection: Connection): Finding {
  const { given } = connection.request.scope;
  return finding('ScopeIgnored', 'warning', connection.name, {
    what: `${given.map((prop) => `\`${prop}\``).join(', ')} ${given.length === 1 ? 'has' : 'have'} no effect under DOCUMENTED`,
    why: 'the documented profile gives the policies that the table names, as they are',
    fix: 'choose `Profile.RECOMMENDED` to limit the permissions to it',
  });
}
