import { kubernetesGrants } from './grants';
import { metadataOf, type KubernetesManifest } from './manifest';
import { groupBy, type Problem } from '../../base';
import type { Permission, Plan } from '../../plan';

/** Rights of a delegate inside its cluster. https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */

const API = 'rbac.authorization.k8s.io';
const VERSION = `${API}/v1`;

/** Names of what a delegate has of RBAC. */
interface Owner {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The Role that the chart binds to the service account: it grants nothing in the namespace of the delegate. */
export function ownRoleName({ name }: Pick<Owner, 'name'>): string {
  return `${name}-none`;
}

/**
 * Roles and their bindings: one for each namespace that Harness deploys to, what the documentation wants of the whole cluster, and an empty
 * Role for the delegate's own namespace, so that the chart binds nothing wider there.
 */
export function rbacManifests(plan: Plan, owner: Owner): KubernetesManifest[] {
  const rights = plan.permissions.filter(kubernetesGrants);
  const inNamespaces = rights.filter(({ level }) => level === 'namespace');
  const inCluster = rights.filter(({ level }) => level === 'cluster');
  const byNamespace = groupBy(inNamespaces, ({ names }) => names!.namespace!);
  return [
    {
      apiVersion: VERSION,
      kind: 'Role',
      metadata: metadataOf(ownRoleName(owner), owner.namespace, [
        "no rights in the delegate's own namespace: the chart binds this Role to its service account",
      ]),
      rules: [],
    },
    ...[...byNamespace].flatMap(([namespace, own]) => roleIn(namespace, own, owner)),
    ...[...groupBy(inCluster, ({ name }) => name)].map(([name, own]) => clusterBinding(name, own, owner)),
  ];
}

function roleIn(namespace: string, rights: readonly Permission[], owner: Owner): KubernetesManifest[] {
  const name = boundName(owner, 'deploy');
  return [
    {
      apiVersion: VERSION,
      kind: 'Role',
      metadata: metadataOf(name, namespace, reasonsOf(rights)),
      rules: policyRulesOf(rights.flatMap(({ actions }) => actions)),
    },
    {
      apiVersion: VERSION,
      kind: 'RoleBinding',
      metadata: metadataOf(name, namespace, reasonsOf(rights)),
      roleRef: { apiGroup: API, kind: 'Role', name },
      subjects: subjectsOf(owner),
    },
  ];
}

function clusterBinding(role: string, rights: readonly Permission[], owner: Owner): KubernetesManifest {
  return {
    apiVersion: VERSION,
    kind: 'ClusterRoleBinding',
    metadata: metadataOf(boundName(owner, role), undefined, reasonsOf(rights)),
    roleRef: { apiGroup: API, kind: 'ClusterRole', name: role },
    subjects: subjectsOf(owner),
  };
}

/** A dot, which neither a namespace nor a delegate may have: no other delegate has this name. */
function boundName({ namespace, name }: Owner, what: string): string {
  return `${namespace}.${name}.${what}`;
}

function subjectsOf({ serviceAccount, namespace }: Owner): readonly unknown[] {
  return [{ kind: 'ServiceAccount', name: serviceAccount, namespace }];
}

function reasonsOf(rights: readonly Permission[]): string[] {
  return [...new Set(rights.flatMap(({ reasons }) => reasons.map(({ key, note }) => `${key}: ${note}`)))];
}

/** `apps/deployments: get, list` as rules: resources of one group with the same verbs together. */
function policyRulesOf(actions: readonly string[]): readonly unknown[] {
  const parsed = [...new Set(actions)].map((action) => {
    const [, group = '', resource = '', verbs = ''] = /^([\w.]+)\/([\w/]+): (.*)$/.exec(action) ?? [];
    return { group: group === 'core' ? '' : group, resource, verbs: verbs.split(', ') };
  });
  return [...groupBy(parsed, ({ group, verbs }) => `${group} ${verbs.join(' ')}`).values()].map((same) => ({
    apiGroups: [same[0]!.group],
    resources: same.map(({ resource }) => resource),
    verbs: same[0]!.verbs,
  }));
}

/** Rights in the namespace of the delegate itself: whoever makes pods there makes pods without the label that policies select. */
export function ownNamespaceProblems(plan: Plan, { namespace }: Pick<Owner, 'namespace'>): Problem[] {
  const own = plan.permissions.filter((right) => kubernetesGrants(right) && right.names?.namespace === namespace);
  const names = [...new Set(own.flatMap(({ reasons }) => reasons.map(({ connection }) => connection)))];
  return names.map((connection) => ({
    code: 'OwnNamespace',
    message: `connection \`${connection}\`: \`namespaces\` has \`${namespace}\`, the namespace of the delegate itself, where it could start pods that its policies do not select; deploy to other namespaces`,
    connection,
  }));
}
