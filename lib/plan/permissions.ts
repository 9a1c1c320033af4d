import type { Problem } from '../base';
import { CLOUDS, documentOf, type Concern, type FindingKind, type PermissionTemplate, type Row } from '../catalog';
import type { Connection } from '../connection';
import { inTarget, regionProblems } from './accounts';
import { fillTemplateOf, itemsOf } from './expand';
import { finding, type Finding } from './finding';
import type { Permission } from './permission';
import type { Profile } from './profile';

export interface Permissions {
  readonly permissions: readonly Permission[];
  readonly findings: readonly Finding[];
}

/** Permissions of a connection under a profile; a missing scope is a problem, one without effect a finding. */
export function permissionsOf(connection: Connection, profile: Profile, problems: Problem[]): Permissions {
  const { row, scope } = connection.request;
  if (row === undefined) {
    return { permissions: ownPermissions(connection), findings: [] };
  }
  if (profile.isRecommended) {
    problems.push(...missingScopes(connection, row), ...missingListeners(connection));
  }
  const templates = row.permissions[profile.name].filter(({ when }) => when === undefined || scope.flags.has(when));
  // What another account's role may do there does not change the delegate's own egress.
  const isOwn = connection.request.target === undefined;
  const concerns = templates.flatMap((template) =>
    template.concerns
      .filter(({ finding: kind }) => isOwn || kind !== 'CanRewriteOwnEgress')
      .map((concern) => concernFinding(connection, row, concern)),
  );
  const ignored = !profile.isRecommended && scope.given.length > 0 ? [scopeIgnored(connection, row)] : [];
  const permissions = inTarget(
    connection,
    templates.flatMap((template) => filled(connection, row, template)),
  );
  problems.push(...regionProblems(connection, permissions));
  return {
    permissions,
    findings: [...concerns, ...ignored],
  };
}

function ownPermissions({ name: connection, request }: Connection): Permission[] {
  return (request.permissions ?? []).map(({ note, source, ...permission }) => ({
    ...permission,
    shared: false,
    reasons: [{ key: `${connection}:${permission.name}`, connection, row: request.id, note, source }],
  }));
}

function missingScopes(connection: Connection, row: Row): Problem[] {
  const { scope } = connection.request;
  return row.scopes
    .filter(({ when }) => when === undefined || scope.flags.has(when))
    .filter(({ prop, orAnyOther }) =>
      orAnyOther === true ? scope.given.length === 0 : !scope.given.includes(prop) || isEmptyList(connection, prop),
    )
    .map(({ prop, why }) => ({
      code: 'MissingScope',
      message: `connection \`${connection.name}\`: RECOMMENDED needs \`${prop}\`: ${why}; or choose \`Profile.DOCUMENTED\``,
      connection: connection.name,
    }));
}

/** Blue/green changes a listener or a listener rule; without their ARNs the swap would be denied. */
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

/** `passRoles: []` means none; an empty list of buckets, clusters or applications means nothing. */
function isEmptyList(connection: Connection, prop: string): boolean {
  const { items, values } = connection.request.scope;
  const entries = { buckets: items.buckets, applications: items.applications, clusters: values.cluster }[prop];
  return entries !== undefined && entries.length === 0;
}

function filled(connection: Connection, row: Row, template: PermissionTemplate): Permission[] {
  const { cloud, kind, name, title, source, note, shared = false } = template;
  const reason = { key: `${connection.name}:${name}`, connection: connection.name, row: row.id, note, source };
  const common = {
    cloud,
    kind,
    name,
    ...(title === undefined ? {} : { title }),
    where: CLOUDS[cloud].place,
    shared,
    reasons: [reason],
  };
  const { scope } = connection.request;
  if (template.level !== undefined) {
    return grantsOf(template, connection).map((grant) => ({ ...common, ...grant, actions: template.actions }));
  }
  return template.resources.length === 0
    ? [{ ...common, actions: template.actions, resources: [] }]
    : fillTemplateOf(template, scope).map((statement) => ({ ...common, ...statement }));
}

/** A role at each resource that it is granted on. */
function grantsOf(
  { cloud, level, each }: PermissionTemplate,
  { request: { scope } }: Connection,
): Pick<Permission, 'level' | 'names' | 'resources' | 'where'>[] {
  const [inProject] = level === 'project' ? (scope.values.project ?? []) : [];
  const once: Readonly<Record<string, string>> = inProject === undefined ? {} : { project: inProject };
  return (each === undefined ? [once] : itemsOf(each, scope)).map((item) => {
    const { access: _, ...names } = item;
    const where = Object.entries(CLOUDS[cloud].place).map(([key, hole]) => [key, names[key] ?? hole]);
    const resources = [[level, ...Object.values(names)].join(' ')];
    return { level: level!, names, resources, where: Object.fromEntries(where) as Permission['where'] };
  });
}

function concernFinding(connection: Connection, row: Row, concern: Concern): Finding {
  return finding(concern.finding as FindingKind, connection.name, {
    what: concern.text,
    why: `${documentOf(row).short} requires it`,
    fix: 'choose `Profile.RECOMMENDED` and set the scopes of this connection, or acknowledge it with a reason',
    source: concern.source,
  });
}

function scopeIgnored(connection: Connection, row: Row): Finding {
  const { given } = connection.request.scope;
  return finding('ScopeIgnored', connection.name, {
    what: `${given.map((prop) => `\`${prop}\``).join(', ')} ${given.length === 1 ? 'has' : 'have'} no effect under DOCUMENTED`,
    why: `DOCUMENTED grants the policies that ${documentOf(row).short} names, unchanged`,
    fix: 'choose `Profile.RECOMMENDED` to limit the permissions to it',
  });
}
