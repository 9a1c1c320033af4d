import type { KubernetesObject } from './objects';
import type { Subject } from './subject';
import { ANYTHING, fieldsOf, type Collector, type Fields } from '../../../platform/template';

/** Pods on the network of their node, which no policy selects. */

/** Reports those among the pods of the subject. https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods */
export function reportHostNetwork(objects: readonly KubernetesObject[], subject: Subject, collector: Collector): void {
  for (const { where, namespace, fields } of objects) {
    const { metadata, spec } = podIn(fields);
    if (fieldsOf(spec).hostNetwork === true && subject.isOf(fieldsOf(fieldsOf(metadata).labels), namespace)) {
      collector.cannotTell(where, 'its pods have `hostNetwork`, and no policy selects such pods for certain', ANYTHING);
    }
  }
}

/** The pod that an object is, or makes. */
function podIn(fields: Fields): Fields {
  const spec = fieldsOf(fields.spec);
  const ofJob = fieldsOf(fieldsOf(spec.jobTemplate).spec).template;
  return fieldsOf(ofJob ?? spec.template ?? fields);
}
