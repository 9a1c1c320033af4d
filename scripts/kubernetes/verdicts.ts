import {
  judgeApi,
  judgeCilium,
  judgeMatcher,
  type AccessReview,
  type ApiInput,
  type CiliumPeer,
  type FlowCase,
  type FlowVerdicts,
  type MatcherPeer,
} from './judges';
import type { KubernetesAttempt, Policy } from '../../test/oracle/kubernetes-egress';
import { attemptsFor, DELEGATE, KINDS, planAllows, type KubernetesList } from '../../test/support/kubernetes-lists';
import { Target } from 'harness-delegate-access';
import type { KubernetesManifest, PolicyKind } from 'harness-delegate-access/kubernetes';

/** Verdicts of the judges of others on lists, beside what the plan says. */

export interface Outcome {
  readonly cases: number;
  readonly flows: number;
  readonly passed: number;
  readonly disagreements: readonly string[];
}

type Change = (policies: Policy[]) => Policy[];

/** Problems of Kubernetes' own validation with all objects of all lists, on every kind. */
export function validate(
  lists: readonly KubernetesList[],
  change = (manifests: KubernetesManifest[]) => manifests,
): Outcome {
  const objects = KINDS.flatMap((kind) =>
    lists.flatMap(({ name, accessOn }) =>
      change(accessOn(kind).manifests()).map((object) => ({
        id: `${name} on ${kind}: ${object.kind} ${object.metadata.name}`,
        object,
      })),
    ),
  );
  const verdicts = judgeApi({ objects } satisfies ApiInput).objects;
  return {
    cases: verdicts.length,
    flows: 0,
    passed: verdicts.filter(({ problems }) => problems.length === 0).length,
    disagreements: verdicts.flatMap(({ id, problems }) => problems.map((problem) => `${id}: ${problem}`)),
  };
}

interface Engine<To> {
  readonly judge: (cases: readonly FlowCase<To>[]) => readonly FlowVerdicts[];
  /** The policies that it knows. */
  readonly policies: Change;
  /** The try as it takes it; `undefined` for one that it cannot judge. */
  readonly peerOf: (to: KubernetesAttempt['to']) => To | undefined;
}

function judged<To>(
  { judge, policies, peerOf }: Engine<To>,
  kind: PolicyKind,
  lists: readonly KubernetesList[],
  change: Change,
): Outcome {
  const said: boolean[][] = [];
  const cases = lists.map(({ name, accessOn }): FlowCase<To> => {
    const access = accessOn(kind);
    const onTarget = access.plan.on(Target.of(kind));
    const attempts = attemptsFor(onTarget).filter(({ to }) => peerOf(to) !== undefined);
    said.push(attempts.map((attempt) => planAllows(onTarget, kind, attempt)));
    return {
      id: `${name} on ${kind}`,
      policies: change(policies(access.manifests() as Policy[])),
      subject: DELEGATE,
      flows: attempts.map(({ to, protocol, port }) => ({ to: peerOf(to)!, protocol, port })),
    };
  });
  const verdicts = judge(cases);
  const disagreements = verdicts.flatMap(({ id, problems, flows }, i) => [
    ...problems.map((problem) => `${id}: ${problem}`),
    ...flows.flatMap((passes, j) =>
      passes === said[i]![j] ? [] : [`${id}: ${JSON.stringify(cases[i]!.flows[j])} ${passes ? 'passes' : 'is closed'}`],
    ),
  ]);
  const flows = verdicts.flatMap((verdict) => verdict.flows);
  return { cases: cases.length, flows: flows.length, passed: flows.filter(Boolean).length, disagreements };
}

/** The engine of Cilium on its own kind. */
export function byCilium(lists: readonly KubernetesList[], change: Change = (policies) => policies): Outcome {
  const engine: Engine<CiliumPeer> = {
    judge: judgeCilium,
    policies: (policies) => policies.filter(({ kind }) => kind === 'CiliumNetworkPolicy'),
    peerOf: ({ ip, host, pod, entity }) =>
      entity !== undefined
        ? { entity: entity as 'host' }
        : pod !== undefined
          ? { pod: { namespace: pod.namespace, labels: pod.labels } }
          : { ip: ip!, ...(host === undefined ? {} : { host }) },
  };
  return judged(engine, 'cilium-network-policy', lists, change);
}

/** Policies in the shape of NetworkPolicy, without peers by name, which the matcher does not know. */
function inShape(policies: readonly Policy[]): Policy[] {
  return policies.flatMap((policy) => {
    if (policy.kind === 'NetworkPolicy') {
      return [policy];
    }
    if (policy.kind !== 'ApplicationNetworkPolicy') {
      return [];
    }
    const spec = policy.spec as { readonly egress: readonly { readonly to: readonly object[] }[] };
    const egress = spec.egress.filter(({ to }) => to.every((peer) => !('domainNames' in peer)));
    return [{ ...policy, apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec: { ...spec, egress } }];
  });
}

/** An independent matcher on the kinds with rules in the shape of NetworkPolicy. */
export function byMatcher(
  kind: PolicyKind,
  lists: readonly KubernetesList[],
  change: Change = (policies) => policies,
): Outcome {
  const hasNames = kind !== 'kubernetes-network-policy';
  const engine: Engine<MatcherPeer> = {
    judge: judgeMatcher,
    policies: inShape,
    peerOf: ({ ip, host, pod, entity }) =>
      entity !== undefined || (hasNames && host !== undefined)
        ? undefined
        : pod !== undefined
          ? { pod: { namespace: pod.namespace, labels: pod.labels, ip: pod.ip! } }
          : { ip: ip! },
  };
  return judged(engine, kind, lists, change);
}

/** Questions to RBAC about a delegate that deploys to `app`, and the answers that must come. */
export function rights(
  manifests: readonly KubernetesManifest[],
  answers: Readonly<Record<string, boolean>>,
): { readonly asked: number; readonly wrong: readonly string[] } {
  const objects = manifests.filter(({ apiVersion }) => apiVersion.startsWith('rbac.'));
  const reviews = Object.keys(answers).map((id): AccessReview => {
    const [verb, what, namespace] = id.split(' ') as [string, string, string];
    const [resource, subresource = ''] = what.slice(what.indexOf('.') + 1).split('/') as [string, string?];
    const group = what.slice(0, what.indexOf('.')).replaceAll('_', '.').replace('core', '');
    return {
      ...{ id, objects, verb, group, resource, subresource, namespace },
      user: 'system:serviceaccount:harness:delegate',
    };
  });
  const verdicts = judgeApi({ reviews }).reviews;
  return {
    asked: verdicts.length,
    wrong: verdicts.flatMap(({ id, allowed }) =>
      allowed === answers[id] ? [] : [`${id} is ${allowed ? 'allowed' : 'denied'}`],
    ),
  };
}
