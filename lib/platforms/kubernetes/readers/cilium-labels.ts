import { NAME_LABEL } from './places';

/** Labels as Cilium has them: with a source before them, and those of the namespace among those of the pod. */

const OF_NAMESPACE = 'io.cilium.k8s.namespace.labels.';

/** Key of the requirement that is about the name of the namespace. */
export const NAMESPACE_KEY = 'io.kubernetes.pod.namespace';

/** The key without the sources that mean labels of Kubernetes; the name of the namespace has one key. */
export function ownLabels(key: string): string {
  const bare = key.replace(/^(?:k8s|any):/, '');
  return bare === `${OF_NAMESPACE}${NAME_LABEL}` ? NAMESPACE_KEY : bare;
}

/** The label of the namespace that a key is about, or `undefined` for one of the pod. */
export function namespaceLabel(key: string): string | undefined {
  return key === NAMESPACE_KEY ? NAME_LABEL : key.startsWith(OF_NAMESPACE) ? key.slice(OF_NAMESPACE.length) : undefined;
}
