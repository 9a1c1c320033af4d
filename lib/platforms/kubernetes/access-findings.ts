import type { Settled } from './access-props';
import { CI_PODS } from './ci-pods';
import type { ClusterLine } from './lines';
import type { KubernetesManifest } from './manifest';
import { CLUSTER, isOnVpcCni, ruleFindings, VPC_CNI } from './rule-findings';
import { firstOf } from '../../base';
import type { Rule } from '../../network';
import { finding, recorded, type Finding, type Flow, type Permission } from '../../plan';

/** Findings on the objects of a delegate: who is selected, what is closed, and limits of the cluster. */

interface Made {
  /** Rules of the delegate. */
  readonly rules: readonly Rule<Flow>[];
  readonly closed: readonly ClusterLine[];
  /** Rights in the cluster. */
  readonly rights: readonly Permission[];
  readonly manifests: readonly KubernetesManifest[];
}

const CHART = recorded('harness/delegate-helm-chart:harness-delegate-ng/templates/upgrader/upgraderJob.yaml@8177ecfe');
const APPLY = recorded('https://kubernetes.io/docs/reference/using-api/server-side-apply/');
const GKE_LIMITS = recorded('https://cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies');
const CAPACITY = recorded('https://kubernetes.io/docs/concepts/services-networking/network-policies/');

/** Bytes of JSON that `kubectl apply` keeps in an annotation of the object: `TotalAnnotationSizeLimitB` of `k8s.io/apimachinery/pkg/api/validation`. */
const LARGEST = 256 * 1024;
/** Names of an FQDNNetworkPolicy, of whose addresses it keeps 50 (GKE_LIMITS): two each, by our own choice. */
const MOST_NAMES = 25;

export function accessFindings(settled: Settled, made: Made): Finding[] {
  return [
    selected(settled),
    ...ciPods(settled),
    ...made.closed.map((line) => closedLine(line, settled)),
    ...largeManifests(made.manifests),
    ...manyNames(made.manifests),
    ...ruleFindings(settled, made.rules),
    ...dnsOnNode(settled),
    ...systemNamespace(made.rights),
    hostNetwork(),
  ];
}

function selected({ scope, namespace, name, lines }: Settled): Finding {
  const upgraderNeeds = [
    ...(lines.dns === false ? [] : ['DNS']),
    'the manager',
    ...(lines.apiServer === false ? [] : ['the API server']),
  ];
  return scope === 'delegate'
    ? finding('UpgraderNotSelected', CLUSTER, {
        what: `the policies select the pods with harness.io/name=${name} alone: those of the upgrader, and every other pod of \`${namespace}\`, stay as open as they are`,
        why: 'the pods of the upgrader carry no label of the delegate',
        fix: "give the delegate a namespace of its own, and set `scope: 'namespace'` (`--scope namespace`)",
        source: CHART,
      })
    : finding('WholeNamespace', CLUSTER, {
        what: `every pod of \`${namespace}\` is closed; open are the list for the delegate, and for the pods of Jobs ${upgraderNeeds.join(', ')}, as the upgrader needs them`,
        why: 'the pods of the upgrader have no label but those that Kubernetes gives to the pods of every Job',
        fix: 'run nothing else in this namespace',
        source: CHART,
      });
}

function ciPods({ ciPods: ci, scope, namespace, policy, cluster }: Settled): Finding[] {
  if (ci === undefined) {
    return [
      finding('CiPodsApart', CLUSTER, {
        what: `no policy is for the pods of CI steps: they keep the egress that their namespace gives them${scope === 'namespace' ? `, and are closed where that is \`${namespace}\`` : ''}`,
        why: 'they have other labels and needs than the delegate',
        fix: 'set `ciPods` with a list of their own, where Harness runs builds in this cluster',
        source: CI_PODS,
      }),
    ];
  }
  const isVpcCni = isOnVpcCni({ cluster, policy });
  return [
    finding('CiPodsSelected', CLUSTER, {
      what: `the pods of CI steps in \`${ci.namespace}\` have policies and a review of their own`,
      why: '`ciPods` has a list of their own',
      fix: 'read that review as well',
      source: CI_PODS,
    }),
    ...(ci.ports === undefined
      ? [
          finding('CiPodsNotReached', CLUSTER, {
            what: `the delegate does not reach the pods of CI steps in \`${ci.namespace}\``,
            why: 'Harness documents no port of theirs, and none is set',
            fix: 'set `ciPods.ports` to the ports that your builds use, as the log of the delegate names them',
            source: CI_PODS,
          }),
        ]
      : []),
    ...(isVpcCni
      ? [
          finding('StandalonePods', CLUSTER, {
            what: 'the pods of CI steps stay open: the VPC CNI of EKS enforces policies on pods of a Deployment, a Job or another owner alone',
            why: 'the delegate makes them without an owner',
            fix: 'run builds on nodes whose security group closes what they must not reach',
            source: VPC_CNI,
          }),
        ]
      : []),
  ];
}

function closedLine({ name, line, reason }: ClusterLine, { policy }: Settled): Finding {
  const isOpenAnyway = line === 'dns' && policy === 'gke-fqdn-network-policy';
  return finding('ClusterLineClosed', name, {
    what: isOpenAnyway
      ? `${name} is in no policy; each FQDNNetworkPolicy opens the DNS of the cluster all the same`
      : `${name} is closed`,
    why: `\`lines.${line}: false\`; ${reason}`,
    fix: 'open it when the delegate does not work',
  });
}

function largeManifests(manifests: readonly KubernetesManifest[]): Finding[] {
  return manifests.flatMap((manifest) => {
    const size = Buffer.byteLength(JSON.stringify(manifest));
    const { name } = manifest.metadata;
    return size <= LARGEST
      ? []
      : [
          finding('LargeManifest', CLUSTER, {
            port: name,
            what: `${manifest.kind} ${name} has ${Math.ceil(size / 1024)} KiB, and \`kubectl apply\` fails from 256 KiB`,
            why: 'it keeps the whole object in an annotation',
            fix: 'use `kubectl apply --server-side`, set `reach` to a proxy, or use wider blocks',
            source: APPLY,
          }),
        ];
  });
}

function manyNames(manifests: readonly KubernetesManifest[]): Finding[] {
  return manifests
    .filter(({ kind }) => kind === 'FQDNNetworkPolicy')
    .flatMap(({ metadata: { name }, spec }) => {
      const { egress } = spec as {
        readonly egress: readonly { readonly matches: readonly Readonly<Record<string, string>>[] }[];
      };
      const names = new Set(egress.flatMap(({ matches }) => matches.flatMap((match) => Object.values(match))));
      return names.size <= MOST_NAMES
        ? []
        : [
            finding('ManyNames', CLUSTER, {
              port: name,
              what: `FQDNNetworkPolicy ${name} has ${names.size} names (${firstOf([...names].sort(), 3)}), and keeps 50 addresses`,
              why: 'addresses above that stay closed, and a name often has several',
              fix: 'limit the connection to its regions or services, or set `reach` to a proxy or endpoints',
              source: GKE_LIMITS,
            }),
          ];
    });
}

/** Rights where the pods of the cluster itself run. */
function systemNamespace(rights: readonly Permission[]): Finding[] {
  return rights
    .filter(({ names }) => names?.namespace === 'kube-system')
    .flatMap(({ reasons }) =>
      reasons.map(({ connection }) =>
        finding('CanRewriteOwnEgress', connection, {
          what: 'pods that it starts in `kube-system` may run under any service account there, and change policies',
          why: '`namespaces` has `kube-system`',
          fix: 'deploy to other namespaces',
          source: recorded('https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation'),
        }),
      ),
    );
}

/** Names of this kind work on nodes of EKS Auto Mode, which may resolve without pods of CoreDNS. */
function dnsOnNode({ policy, cluster, lines }: Settled): Finding[] {
  return policy !== 'eks-application-network-policy' || cluster.dns !== undefined || lines.dns === false
    ? []
    : [
        finding('DnsMayBeOnNode', CLUSTER, {
          what: 'DNS is open to the pods of CoreDNS alone',
          why: 'names are enforced on nodes of EKS Auto Mode, where DNS may be a service of the node, without such pods (unverified)',
          fix: 'look for the pods (`kubectl get pods -n kube-system -l k8s-app=kube-dns`); where there are none, set `dns` of `cluster` (`--dns`) to the address of the Service kube-dns',
          source: recorded('https://docs.aws.amazon.com/eks/latest/userguide/auto-networking.html'),
        }),
      ];
}

function hostNetwork(): Finding {
  return finding('HostNetwork', CLUSTER, {
    what: 'pods with `hostNetwork: true` are selected by no policy; the chart never sets it',
    why: 'they have the network of their node',
    fix: 'keep it that way',
    source: CAPACITY,
  });
}
