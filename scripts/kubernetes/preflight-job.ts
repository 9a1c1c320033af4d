import { parseAllDocuments } from 'yaml';
import { judgeApi } from './judges';
import type { Outcome } from './verdicts';
import { preflightJob, preflightScript } from '../../lib/preflight';
import type { KubernetesList } from '../../test/support/kubernetes-lists';
import type { KubernetesManifest } from 'harness-delegate-access/kubernetes';

/** The Job of the preflight: Kubernetes takes it, and the policies of the delegate select its pods. */

interface Job {
  readonly kind: string;
  readonly spec?: { readonly template: { readonly metadata: { readonly labels: Readonly<Record<string, string>> } } };
}

const OPTIONS = { name: 'delegate', namespace: 'harness', image: 'harness/delegate:26.02.88404' };
/** Policies whose selector is that of every pod of the delegate. */
const SELECTS = /(?:NetworkPolicy)$/;

/** @param spoil changes the YAML, for a control */
export function judgeJobs(lists: readonly KubernetesList[], spoil = (yaml: string): string => yaml): Outcome {
  const all = lists.flatMap(({ name, accessOn }) =>
    [false, true].map((mountsToken) => {
      const access = accessOn('kubernetes-network-policy');
      const yaml = spoil(preflightJob(preflightScript(access.toReview()), { ...OPTIONS, mountsToken }));
      const objects = parseAllDocuments(yaml).map((document) => document.toJS() as Job);
      return { name: `${name}${mountsToken ? ', with its token' : ''}`, objects, policies: access.manifests() };
    }),
  );
  const objects = all.flatMap((one) =>
    one.objects.map((object) => ({ id: `${one.name}: ${object.kind}`, object: object as object })),
  );
  const verdicts = judgeApi({ objects }).objects;
  return {
    cases: verdicts.length,
    flows: 0,
    passed: verdicts.filter(({ problems }) => problems.length === 0).length,
    disagreements: [
      ...verdicts.flatMap(({ id, problems }) => problems.map((problem) => `${id}: ${problem}`)),
      ...all.flatMap((one) => unselected(one.objects, one.policies).map((policy) => `${one.name}: ${policy}`)),
    ],
  };
}

/** Policies that do not select the pods of the Job. */
function unselected(objects: readonly Job[], policies: readonly KubernetesManifest[]): string[] {
  const labels = objects.find(({ kind }) => kind === 'Job')?.spec?.template.metadata.labels ?? {};
  return policies
    .filter(({ kind }) => SELECTS.test(kind))
    .filter((policy) => {
      const { podSelector } = policy.spec as { podSelector: { matchLabels?: Readonly<Record<string, string>> } };
      return Object.entries(podSelector.matchLabels ?? {}).some(([key, value]) => labels[key] !== value);
    })
    .map(({ kind, metadata }) => `${kind} ${metadata.name} does not select the pods of the Job`);
}
