import { ownLabels } from './cilium-labels';
import type { CiliumPlace } from './cilium-place';
import { readRule } from './cilium-rule';
import { selectorOf, type Answer } from './labels';
import type { KubernetesObject } from './objects';
import { hasEntries, unknownKey, type PodPolicy } from './policy';
import type { RuleSink } from './rule-sink';
import { brief, fieldsOf, isFields, isUnset, listOf, type Fields } from '../../../platform/template';
import { CILIUM } from '../targets';

/** CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy. https://docs.cilium.io/en/stable/security/policy/language/ */

const SPEC = [
  'endpointSelector',
  'nodeSelector',
  'ingress',
  'ingressDeny',
  'egress',
  'egressDeny',
  'enableDefaultDeny',
  'labels',
  'description',
  'log',
];

/** A policy for each of its specs. */
export function ciliumPolicies(object: KubernetesObject): PodPolicy[] {
  const { where, fields } = object;
  return [
    ...(isUnset(fields.spec) ? [] : [policyOf(object, fields.spec, where)]),
    ...listOf(fields.specs).map((spec, i) => policyOf(object, spec, `${where} specs[${i}]`)),
  ].flat();
}

function policyOf(object: KubernetesObject, value: unknown, where: string): PodPolicy[] {
  const spec = fieldsOf(value);
  const { endpointSelector: pods, nodeSelector: nodes, description } = spec;
  if (isFields(nodes) && pods === undefined) {
    // It is about nodes.
    return [];
  }
  const isClusterWide = object.kind === 'CiliumClusterwideNetworkPolicy';
  const isolates = isFields(value) ? isolation(spec) : 'unsure';
  return [
    {
      object,
      where,
      target: CILIUM.name,
      ...(isClusterWide ? { isClusterWide } : {}),
      selector: isFields(pods) && nodes === undefined ? selectorOf(pods, ownLabels) : undefined,
      isolates,
      isEgress: isolates !== 'no' || hasEntries(spec.egress) || hasEntries(spec.egressDeny),
      says: typeof description === 'string' ? description : object.says,
      read: (sink, namespace) =>
        readSpec(spec, { where, namespace: isClusterWide ? 'any' : { name: namespace } }, sink),
      readDenials: (sink, namespace) =>
        readRules(spec, 'egressDeny', { where, namespace: isClusterWide ? 'any' : { name: namespace } }, sink),
    },
  ];
}

/** A policy with rules of egress closes the rest, unless it says otherwise. */
function isolation({ egress, egressDeny, enableDefaultDeny }: Fields): Answer {
  const wish = fieldsOf(enableDefaultDeny).egress;
  if (!isUnset(enableDefaultDeny) && !isUnset(wish)) {
    return wish === true ? 'yes' : wish === false ? 'no' : 'unsure';
  }
  // The agent refuses a list without rules.
  return hasEntries(egress) || hasEntries(egressDeny)
    ? 'yes'
    : [egress, egressDeny].every((list) => list === undefined || list === null)
      ? 'no'
      : 'unsure';
}

function readSpec(spec: Fields, place: CiliumPlace, sink: RuleSink): void {
  const { where } = place;
  const key = unknownKey(spec, SPEC);
  if (key !== undefined) {
    sink.cannotTell(where, `the key ${brief(key)} is not known here`);
  }
  if (isolation(spec) === 'unsure') {
    sink.cannotTell(
      where,
      'whether it closes other egress: it has no rules, or its `enableDefaultDeny` is not understood',
    );
  }
  readRules(spec, 'egress', place, sink);
}

function readRules(spec: Fields, list: 'egress' | 'egressDeny', place: CiliumPlace, sink: RuleSink): void {
  const rules = spec[list];
  if (!isUnset(rules) && !Array.isArray(rules)) {
    sink.cannotTell(place.where, `its ${list} is ${brief(rules)}`);
    return;
  }
  listOf(rules).forEach((rule, i) => readRule(rule, { ...place, where: `${place.where} ${list}[${i}]` }, sink));
}
