import { untyped, type Case } from './case';
import { Connection, Plan, Target } from 'harness-delegate-access';
import {
  KubernetesAccess,
  KubernetesCluster,
  KubernetesDestination,
  KubernetesIdentity,
  type KubernetesAccessProps,
} from 'harness-delegate-access/kubernetes';

const connections = [Connection.jenkins({ to: ['10.0.3.7/32'] })];
const access = (change: object) => (): unknown =>
  new KubernetesAccess({
    ...{ name: 'my-delegate', namespace: 'harness', connections },
    ...(change as Partial<KubernetesAccessProps>),
  });
const own = (to: string, ports: (number | string)[]): Connection =>
  Connection.custom({ name: 'own', to: [to], ports, reason: 'of a test' });
const inherit = [Connection.kubernetesCluster({ inherit: true, namespaces: ['app'] })];

/** Inputs of `/kubernetes`. */
export const KUBERNETES: readonly Case[] = [
  [
    'a host name on a NetworkPolicy',
    () => Plan.of([own('vault.acme.io', [8200])]).on(Target.KUBERNETES_NETWORK_POLICY),
    'UnenforceableHostname',
    'connection `own`: Kubernetes NetworkPolicy cannot match the host name `vault.acme.io`',
  ],
  [
    'the name of a Service on a policy of pods',
    () => Plan.of([own('jenkins.ci.svc.cluster.local', [8080])]).on(Target.CILIUM_NETWORK_POLICY),
    'NameInCluster',
    'connection `own`: `jenkins.ci.svc.cluster.local` is a name of a service inside the cluster',
  ],
  [
    'pods outside of a cluster',
    () =>
      Plan.of([Connection.jenkins({ to: [KubernetesDestination.pods({ namespace: 'ci' })] })]).on(
        Target.AWS_SECURITY_GROUP,
      ),
    'NativeElsewhere',
    'connection `jenkins`: pods ci/* is a destination of kubernetes only, which AWS security group cannot match',
  ],
  [
    'a range of ports that an FQDNNetworkPolicy has no room for',
    access({ policy: 'gke-fqdn-network-policy', connections: [own('vault.acme.io', ['8000-8200'])] }),
    'PortRangeNotExpressible',
    'an FQDNNetworkPolicy takes single ports, and 8000-8200 to vault.acme.io has 201, more than the 20 that are written out',
  ],
  [
    'a label with a colon',
    () => KubernetesDestination.pods({ namespace: 'ci', labels: { app: 'jenkins:443' } }),
    'InvalidPods',
    'the label "app" must be at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends, got "jenkins:443"',
  ],
  [
    'pods of a namespace that is none',
    () => KubernetesDestination.pods({ namespace: 'CI' }),
    'InvalidPods',
    '`namespace` of pods must be lower-case letters, digits and hyphens, at most 63 characters, got "CI"',
  ],
  [
    'a namespace that is none',
    access({ namespace: 'harness_delegate' }),
    'InvalidNamespace',
    '`namespace` must be a namespace: lower-case letters, digits and hyphens, at most 63 characters, got "harness_delegate"',
  ],
  [
    'a namespace of a list that is none',
    () => Connection.kubernetesCluster({ inherit: true, namespaces: ['App'] }),
    'InvalidNamespace',
    '`namespaces[0]` must be a namespace: lower-case letters, digits and hyphens, at most 63 characters, got "App"',
  ],
  [
    'a delegate with a name that is no label',
    access({ name: 'My Delegate' }),
    'InvalidName',
    '`name` must be the name of the delegate: lower-case letters, digits and hyphens, at most 63 characters, got "My Delegate"',
  ],
  [
    'two subjects with one name',
    access({ ciPods: { name: 'my-delegate', namespace: 'ci', connections } }),
    'DuplicateSubject',
    'the delegate and its CI pods are both named `my-delegate`, and their policies would have the same names; set another `ciPods.name`',
  ],
  [
    'a default deny for a namespace of others',
    access({ namespace: 'kube-system', scope: 'namespace' }),
    'SharedNamespace',
    "`scope: 'namespace'` closes every pod of `kube-system`, where others run; give the delegate a namespace of its own",
  ],
  [
    'addresses of pods on Cilium',
    access({ policy: 'cilium-network-policy', cluster: KubernetesCluster.custom({ pods: ['10.0.0.0/16'] }) }),
    'BlockInsideCluster',
    'connection `jenkins`: 10.0.3.7/32 lies in 10.0.0.0/16, the addresses of pods, which Cilium matches by the labels of the pods alone',
  ],
  [
    'an API server that is needed and not set',
    access({ connections: inherit }),
    'MissingApiServer',
    'connection `kubernetes-cluster` works in the cluster of the delegate, and a `kubernetes-network-policy` matches the API server by its addresses alone: set `apiServer` of `cluster` (`--api-server`)',
  ],
  [
    'an API server by its name',
    () => KubernetesCluster.custom({ apiServer: ['api.example.com'] }),
    'InvalidCluster',
    '`cluster.apiServer` must be blocks of addresses, got "api.example.com"',
  ],
  [
    'a label that is a number',
    () => KubernetesDestination.pods(untyped({ namespace: 'ci', labels: { version: 1 } })),
    'InvalidPods',
    'the label "version" must be a text, got 1; write `version: "1"`',
  ],
  [
    'Workload Identity of GKE without the nodes',
    access({ identity: KubernetesIdentity.gkeDirect() }),
    'MissingNodes',
    'with Workload Identity of GKE, the metadata server is reached on the address of the node, which Dataplane V2 sees: set `nodes` of `cluster` (`--nodes`)',
  ],
  [
    'namespaces of a cluster that the delegate does not run in',
    () => Connection.kubernetesCluster({ to: ['10.20.0.0/28'], ports: [6443], namespaces: ['app'] }),
    'PropWithoutEffect',
    'connection `kubernetes-cluster`: `namespaces` has no effect beside a cluster that the delegate does not run in; set `inherit: true`, or remove it',
  ],
  [
    'ports of the cluster that the delegate runs in',
    () => Connection.kubernetesCluster({ inherit: true, ports: [6443] }),
    'PropWithoutEffect',
    'connection `kubernetes-cluster`: `ports` has no effect beside `inherit`: the API server is that of the own cluster; remove one of them',
  ],
  [
    'rights in the namespace of the delegate itself',
    access({
      policy: 'cilium-network-policy',
      plan: Plan.of([Connection.kubernetesCluster({ inherit: true, namespaces: ['harness'] })], {
        profile: untyped('recommended'),
      }),
      connections: undefined,
    }),
    'OwnNamespace',
    'connection `kubernetes-cluster`: `namespaces` has `harness`, the namespace of the delegate itself',
  ],
  [
    'a cluster that is a text',
    access({ cluster: 'eks' }),
    'InvalidCluster',
    '`cluster` must be a `KubernetesCluster`, such as `KubernetesCluster.eks()`, got "eks"',
  ],
  [
    'an identity with an ARN that is none',
    () => KubernetesIdentity.irsa({ roleArn: 'delegate', region: 'eu-west-1' }),
    'InvalidIdentity',
    '`roleArn` must be the ARN of a role, got "delegate"',
  ],
  [
    'ports of CI pods without an account',
    access({ ciPods: { namespace: 'ci', ports: [20001], connections } }),
    'InvalidPods',
    '`ciPods.ports` needs `ciPods.accountId`',
  ],
];
