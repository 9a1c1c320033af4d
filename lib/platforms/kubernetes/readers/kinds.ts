import { ciliumPolicies } from './cilium';
import { fqdnPolicies } from './fqdn';
import { applicationPolicies, networkPolicies } from './network-policy';
import type { KubernetesObject } from './objects';
import type { PodPolicy } from './policy';
import type { Subject } from './subject';
import { ANYTHING, type Collector } from '../../../platform/template';

/** Kinds of objects: policies that are read, others that may change egress, and all the rest. */

const READ: ReadonlyMap<string, (object: KubernetesObject) => PodPolicy[]> = new Map([
  ['networking.k8s.io/v1 NetworkPolicy', networkPolicies],
  ['cilium.io/v2 CiliumNetworkPolicy', ciliumPolicies],
  ['cilium.io/v2 CiliumClusterwideNetworkPolicy', ciliumPolicies],
  ['networking.gke.io/v1alpha1 FQDNNetworkPolicy', fqdnPolicies],
  ['networking.k8s.aws/v1alpha1 ApplicationNetworkPolicy', applicationPolicies],
]);

/** Groups and kinds that may be about egress, by their names. */
const DOUBTFUL = /policy|networkpolic|egress|cilium/i;
/** Others: tiers of Calico, and what narrows the sidecars of Istio. */
const ALSO = /^(?:Tier|Sidecar|ServiceEntry|AuthorizationPolicy)$/;
/** Groups of Kubernetes itself that are about disruptions, admission and audits. */
const OTHER_GROUPS = /^(?:policy|admissionregistration\.k8s\.io|audit\.k8s\.io)$/;
/** Objects of Cilium that report, or that count only where a policy refers to them. */
const NO_POLICY = /^Cilium(?:Endpoint|EndpointSlice|Identity|Node|CIDRGroup)$/;
/** Their rules in one namespace may apply to all of the mesh. */
const MESH = /(?:^|\.)istio\.io$/;

export function policiesOf(object: KubernetesObject): PodPolicy[] {
  return READ.get(object.type)?.(object) ?? [];
}

/** Reports objects that may change the egress of these pods, and are not read. */
export function reportDoubtful(
  objects: readonly KubernetesObject[],
  subject: Pick<Subject, 'namespace'>,
  collector: Collector,
): void {
  for (const { where, type, group, namespace } of objects.filter(isDoubtful)) {
    const isElsewhere = namespace !== undefined && subject.namespace !== undefined && namespace !== subject.namespace;
    if (!isElsewhere || MESH.test(group)) {
      collector.cannotTell(where, `objects of type ${type} are not read, and may open or close egress`, ANYTHING);
    }
  }
}

function isDoubtful({ type, group, kind }: KubernetesObject): boolean {
  return (
    !READ.has(type) &&
    !OTHER_GROUPS.test(group) &&
    !NO_POLICY.test(kind) &&
    (DOUBTFUL.test(group) || DOUBTFUL.test(kind) || ALSO.test(kind))
  );
}
