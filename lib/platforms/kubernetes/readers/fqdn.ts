import { selectorOf } from './labels';
import type { KubernetesObject } from './objects';
import { patternPlaces } from './places';
import { unknownKey, type PodPolicy } from './policy';
import { fqdnPorts } from './ports';
import type { PortRange, RuleSink } from './rule-sink';
import { brief, fieldsOf, isFields, type Fields } from '../../../platform/template';
import { GKE_FQDN } from '../targets';

/** FQDNNetworkPolicy of GKE. https://cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies */

const SPEC = ['podSelector', 'egress'];

export function fqdnPolicies(object: KubernetesObject): PodPolicy[] {
  const { where, says, fields } = object;
  const spec = fieldsOf(fields.spec);
  return [
    {
      object,
      where,
      target: GKE_FQDN.name,
      selector: spec.podSelector === undefined ? undefined : selectorOf(spec.podSelector),
      isolates: 'yes',
      isEgress: true,
      says,
      read: (sink) => readSpec(spec, where, sink),
    },
  ];
}

function readSpec(spec: Fields, where: string, sink: RuleSink): void {
  const { egress } = spec;
  const key = unknownKey(spec, SPEC);
  if (key !== undefined || !Array.isArray(egress)) {
    const what = key === undefined ? `its egress is ${brief(egress)}` : `the key ${brief(key)} is not known here`;
    sink.cannotTell(where, what);
    return;
  }
  sink.note('an FQDNNetworkPolicy closes the other egress of its pods, and opens 53 to kube-dns by itself');
  egress.forEach((rule, i) => readRule(rule, `${where} egress[${i}]`, sink));
}

function readRule(rule: unknown, where: string, sink: RuleSink): void {
  const key = isFields(rule) ? unknownKey(rule, ['matches', 'ports']) : undefined;
  const { matches, ports: written } = fieldsOf(rule);
  if (key !== undefined || !Array.isArray(matches)) {
    const what = key === undefined ? `it is ${brief(rule)}` : `the key ${brief(key)} is not known here`;
    sink.cannotTell(where, what);
    return;
  }
  const ports = fqdnPorts(written, where, sink);
  matches.forEach((match, i) => readMatch(match, ports, `${where}.matches[${i}]`, sink));
}

function readMatch(match: unknown, ports: readonly PortRange[], where: string, sink: RuleSink): void {
  const [[key, name] = [], ...others] = Object.entries(fieldsOf(match)).filter(([, value]) => value !== null);
  const isName = key === 'name' && typeof name === 'string' && !name.includes('*');
  if (others.length > 0 || typeof name !== 'string' || (!isName && key !== 'pattern')) {
    sink.cannotTell(where, `it leads to ${brief(match)}`, ports);
    return;
  }
  sink.add(where, ports, patternPlaces(name));
}
