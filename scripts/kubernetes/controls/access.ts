import { strict as assert } from 'node:assert';
import { judgeApi, type AccessReview } from '../judges';
import { binding, DEPLOY, NAMESPACE, role, type Json } from './samples';

/** Controls of access: RBAC must allow what a role gives, and deny everything else. */

type Asked = readonly [verb: string, what: string, namespace: string, allowed: boolean];

/** @param asked resources are written as `resource[/subresource][.group]` */
function reviewsOf(what: string, objects: readonly object[], asked: readonly Asked[], user = 'delegate'): Expected[] {
  return asked.map(([verb, resource, namespace, allowed]) => {
    const [, name = '', subresource = '', group = ''] = /^([^/.]+)(?:\/([^.]+))?(?:\.(.+))?$/.exec(resource) ?? [];
    const id = `${what}: ${user} may ${verb} ${resource} in ${namespace}`;
    const review = { id, objects, user: `system:serviceaccount:${NAMESPACE}:${user}`, verb, namespace };
    return { review: { ...review, group, resource: name, subresource }, allowed };
  });
}

interface Expected {
  readonly review: AccessReview;
  readonly allowed: boolean;
}

function accessCases(): Expected[] {
  const deployer = [role('Role', [DEPLOY], 'app'), binding('RoleBinding', ['Role', 'deployer'], 'app')];
  const clusterRole = (name: string): Json[] => [binding('ClusterRoleBinding', ['ClusterRole', name])];
  const inApp = (name: string): Json[] => [binding('RoleBinding', ['ClusterRole', name], 'app')];
  const create: Asked = ['create', 'deployments.apps', 'app', true];
  const never = (asked: Asked): Asked => [asked[0], asked[1], asked[2], false];
  return [
    ...reviewsOf('a role', deployer, [
      create,
      ['create', 'deployments.apps', 'other', false],
      ['delete', 'deployments.apps', 'app', false],
      ['create', 'deployments/scale.apps', 'app', false],
      ['create', 'deployments', 'app', false],
      ['create', 'networkpolicies.networking.k8s.io', 'app', false],
      ['create', 'pods/exec', 'app', false],
    ]),
    ...reviewsOf('a role', deployer, [never(create)], 'other'),
    ...reviewsOf('a role without its binding', deployer.slice(0, 1), [never(create)]),
    ...reviewsOf('a binding without its role', deployer.slice(1), [never(create)]),
    ...reviewsOf('nothing', [], [never(create)]),
    ...reviewsOf('edit', inApp('edit'), [
      create,
      ['delete', 'networkpolicies.networking.k8s.io', 'app', true],
      ['delete', 'networkpolicies.networking.k8s.io', NAMESPACE, false],
      ['delete', 'ciliumnetworkpolicies.cilium.io', 'app', false],
      ['create', 'roles.rbac.authorization.k8s.io', 'app', false],
    ]),
    ...reviewsOf('admin', inApp('admin'), [
      create,
      ['create', 'roles.rbac.authorization.k8s.io', 'app', true],
      ['get', 'nodes', '', false],
    ]),
    ...reviewsOf('view', clusterRole('view'), [
      ['get', 'networkpolicies.networking.k8s.io', 'any', true],
      ['get', 'secrets', 'any', false],
      never(create),
    ]),
    ...reviewsOf('cluster-admin', clusterRole('cluster-admin'), [
      ['delete', 'ciliumnetworkpolicies.cilium.io', NAMESPACE, true],
    ]),
  ];
}

export function controlsOfAccess(): void {
  const cases = accessCases();
  const { reviews } = judgeApi({ reviews: cases.map(({ review }) => review), crds: [] });
  cases.forEach(({ review: { id }, allowed }, i) => {
    assert.equal(reviews[i]!.allowed, allowed, `${id} must be ${allowed}`);
  });
  const denied = cases.filter(({ allowed }) => !allowed).length;
  console.log(`control: RBAC allows ${cases.length - denied} requests, and denies ${denied}`);
}
