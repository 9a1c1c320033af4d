import { evaluate } from './evaluate';
import { reportHostNetwork } from './host-network';
import { policiesOf, reportDoubtful } from './kinds';
import { objectsIn } from './objects';
import type { PodPolicy } from './policy';
import { subjectOf } from './subject';
import type { TemplateReader } from '../../../platform';
import { ANYTHING } from '../../../platform/template';
import { KINDS, NETWORK_POLICY } from '../targets';

/** Policies of pods in any manifests, together: what they allow the pods of the delegate. */
export const POLICIES: TemplateReader = {
  kinds: ['Kubernetes manifest'],
  choices: ['podLabels', 'podNamespace'],
  read: (files, choices, collector) => {
    const objects = objectsIn(files);
    const policies = objects.flatMap(policiesOf).filter(({ isEgress }) => isEgress);
    if (policies.length === 0) {
      reportDoubtful(objects, { namespace: undefined }, collector);
      collector.cannotTell('the template', NO_POLICY, ANYTHING);
      return NETWORK_POLICY.name;
    }
    const subject = subjectOf(policies, choices);
    reportDoubtful(objects, subject, collector);
    reportHostNetwork(objects, subject, collector);
    collector.notes.push(...subject.notesOn(policies));
    const own = evaluate(policies, subject, collector);
    collector.isAbout(own.length === 0 ? `${subject.text}, which no policy selects` : subject.text);
    const read = own.length === 0 ? policies : own;
    collector.read.push(...new Set(read.map(({ object }) => object.where)));
    const certain = read.filter((policy) => subject.answer(policy) === 'yes');
    return targetOf(certain.length === 0 ? read : certain);
  },
};

const NO_POLICY =
  'it has no policy that is about egress; pods that no such policy selects may open everything, and policies of other files may select them';

/** Kinds with names before those without. */
const ORDER = [...Object.keys(KINDS)].reverse();

function targetOf(policies: readonly PodPolicy[]): string | undefined {
  return ORDER.find((name) => policies.some(({ target }) => target === name));
}
