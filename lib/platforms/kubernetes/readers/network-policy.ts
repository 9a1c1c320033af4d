import { selectorOf } from './labels';
import { readPeers } from './network-peers';
import type { KubernetesObject } from './objects';
import { hasEntries, unknownKey, type PodPolicy } from './policy';
import { networkPorts } from './ports';
import type { RuleSink } from './rule-sink';
import type { Shape, Within } from './shape';
import { brief, fieldsOf, isFields, isUnset, listOf, type Fields } from '../../../platform/template';
import { EKS_APPLICATION, NETWORK_POLICY } from '../targets';

/** NetworkPolicy, and ApplicationNetworkPolicy of EKS, which has its shape. https://kubernetes.io/docs/concepts/services-networking/network-policies/ */

const NETWORK: Shape = { target: NETWORK_POLICY.name, hasNames: false, hasDefaults: true };
const APPLICATION: Shape = { target: EKS_APPLICATION.name, hasNames: true, hasDefaults: false };
const SPEC = ['podSelector', 'policyTypes', 'ingress', 'egress'];

export function networkPolicies(object: KubernetesObject): PodPolicy[] {
  return [policyOf(object, NETWORK)];
}

export function applicationPolicies(object: KubernetesObject): PodPolicy[] {
  return [policyOf(object, APPLICATION)];
}

function policyOf(object: KubernetesObject, shape: Shape): PodPolicy {
  const { where, says, fields } = object;
  const spec = fieldsOf(fields.spec);
  const isolates = isUnset(fields.spec) || isFields(fields.spec) ? isolation(spec, shape) : 'unsure';
  return {
    object,
    where,
    target: shape.target,
    selector: isolates === 'unsure' && !isFields(fields.spec) ? undefined : selectorOf(spec.podSelector),
    isolates,
    isEgress: isolates !== 'no',
    says,
    read: (sink, namespace) => readSpec(spec, { where, namespace, shape }, sink),
  };
}

/** Without `policyTypes` a policy is about egress when it has rules of it. */
function isolation({ policyTypes: types, egress }: Fields, { hasDefaults }: Shape): PodPolicy['isolates'] {
  if (isUnset(types)) {
    const isEgress = isUnset(egress) ? 'no' : Array.isArray(egress) ? 'yes' : 'unsure';
    return isEgress === 'yes' && !hasDefaults ? 'unsure' : isEgress;
  }
  const isKnown = Array.isArray(types) && types.every((type) => type === 'Ingress' || type === 'Egress');
  return !isKnown ? 'unsure' : types.includes('Egress') ? 'yes' : 'no';
}

function readSpec(spec: Fields, within: Within, sink: RuleSink): void {
  const { where, shape } = within;
  const { policyTypes, egress } = spec;
  const key = unknownKey(spec, SPEC);
  if (key !== undefined) {
    sink.cannotTell(where, `the key ${brief(key)} is not known here`);
  }
  if (isolation(spec, shape) === 'no') {
    return;
  }
  if (isolation(spec, shape) === 'unsure') {
    sink.cannotTell(where, `whether it is about egress: its policyTypes are ${brief(policyTypes)}`);
  }
  if (!isUnset(egress) && !Array.isArray(egress)) {
    sink.cannotTell(where, `its egress is ${brief(egress)}`);
  }
  (Array.isArray(egress) ? egress : []).forEach((rule, i) =>
    readRule(rule, { ...within, where: `${where} egress[${i}]` }, sink),
  );
}

function readRule(rule: unknown, within: Within, sink: RuleSink): void {
  const { where, shape } = within;
  const key = isFields(rule) ? unknownKey(rule, ['to', 'ports']) : undefined;
  if ((!isFields(rule) && rule !== null) || key !== undefined) {
    sink.cannotTell(where, key === undefined ? `it is ${brief(rule)}` : `the key ${brief(key)} is not known here`);
    return;
  }
  const { to, ports: written } = fieldsOf(rule);
  const ports = networkPorts(written, where, sink);
  if (shape.hasNames && !hasEntries(to)) {
    sink.cannotTell(
      where,
      'it has no `to`: its page says that this is every destination, and its controller opens none',
      ports,
    );
    return;
  }
  if (!isUnset(to) && !Array.isArray(to)) {
    sink.cannotTell(where, `its destinations are ${brief(to)}`, ports);
    return;
  }
  readPeers(listOf(to), ports, within, sink);
}
