import { selectorText, valueOf, type Selector } from './labels';
import { collect, visible, type Problem } from '../../../base';
import { Cidr, Destination, isHostname, isLabel, isLabelKey, isLabelValue, type Place } from '../../../network';
import { ANY, namePlace } from '../../../platform/template';

/** Places of rules: blocks, names, pods, and what only Cilium knows by its name. */

/** Label of every namespace, which has its name. */
export const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Every address, and what is inside the cluster. */
export const EVERYWHERE: readonly Place[] = [...ANY, { ...entityPlace('all'), text: 'everything inside the cluster' }];

/** Something that Cilium matches by what it is. */
export function entityPlace(name: string): Place {
  const { key, text } = Destination.native(
    { platform: 'kubernetes', kind: 'entity', value: name, isNamedByValue: true, weight: 1 },
    { name },
  );
  return { key, text };
}

/** A block as Kubernetes wants it, with a mask and without host bits; `undefined` for everything else. */
export function blockPlace(value: unknown): Place | undefined {
  const problems: Problem[] = [];
  const cidr = typeof value === 'string' ? collect(problems, '', () => Cidr.parse(value)) : undefined;
  return cidr === undefined ? undefined : { key: cidr.text, text: cidr.text, cidr, family: cidr.family };
}

/** Names that a pattern matches: `*` alone is any name, a label `*` is one label, and other patterns are none that a list has. */
export function patternPlaces(pattern: string): readonly Place[] {
  const name = visible(pattern.toLowerCase().replace(/\.$/, ''));
  if (name === '*') {
    return ANY;
  }
  return [
    isHostname(name)
      ? namePlace(name)
      : { ...namePlace(name), key: `kubernetes:pattern:${name}`, text: `names like ${name}` },
  ];
}

/** Pods of one namespace, whose name is known. */
export function namespaceSelector(name: string): Selector {
  return [{ key: NAME_LABEL, operator: 'In', values: [name] }];
}

/** Pods by the labels of their namespaces and their own. */
export function podsPlace(namespaces: Selector, pods: Selector): Place {
  return listedPods(namespaces, pods) ?? selectedPods(namespaces, pods);
}

/** Pods as a list has them: of one namespace by its name, with these labels. */
function listedPods(namespaces: Selector, pods: Selector): Place | undefined {
  const [only, ...others] = namespaces;
  const namespace = only?.key === NAME_LABEL && others.length === 0 ? valueOf(only) : undefined;
  const labels = pods.map((one) => [one.key, valueOf(one)] as const);
  const isListed =
    isLabel(namespace) &&
    labels.every(([key, value]) => isLabelKey(key) && isLabelValue(value)) &&
    new Set(labels.map(([key]) => key)).size === labels.length;
  if (!isListed) {
    return undefined;
  }
  const { key, text } = Destination.parse({ pods: { namespace, labels: Object.fromEntries(labels) } });
  return { key, text };
}

function selectedPods(namespaces: Selector, pods: Selector): Place {
  const which = pods.length === 0 ? 'every pod' : `pods ${selectorText(pods)}`;
  const where = namespaces.length === 0 ? 'every namespace' : `namespaces ${selectorText(namespaces)}`;
  return { key: `kubernetes:selector:${JSON.stringify({ namespaces, pods })}`, text: `${which} in ${where}` };
}
