import type { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import type { TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Attributes } from './checks';
import { attributesOf, type Rule } from './validation';
import { compareTexts } from '../../../base';
import { finding, type Finding } from '../../../plan';

/** Rules of the final configuration that the plan does not have: those that were changed, and those of other code. */

const DECIDES = ['allow', 'deny', 'destinationRanges', 'disabled', 'direction', 'action', 'match'] as const;

/**
 * Everything that decides the traffic of a rule, in a text that can be compared. Only a rule with overrides is rendered:
 * rendering all of them would be the most expensive part of a synth.
 */
export function trafficOf(rule: Rule): string {
  const { rawOverrides } = rule as unknown as { readonly rawOverrides: object };
  const inputs = rule as unknown as Readonly<Record<string, unknown>>;
  const attributes = Object.keys(rawOverrides).length === 0 ? undefined : attributesOf(rule);
  const values = DECIDES.map((name) => attributes?.[snake(name)] ?? inputs[`${name}Input`]);
  return JSON.stringify(values.map(canonical));
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Without what is not set, with sorted keys: the provider's classes and a rendered rule write the same in two ways. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(canonical);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, entry]) => entry !== undefined && entry !== null)
          .sort(([one], [other]) => compareTexts(one, other))
          .map(([key, entry]) => [snake(key), canonical(entry)]),
      )
    : (value ?? null);
}

/** @param planned the text of each rule as it was made */
export function unplannedRules(delegate: IConstruct, planned: ReadonlyMap<Rule, string>): Finding[] {
  const changed = [...planned].filter(([rule, text]) => trafficOf(rule) !== text).map(([rule]) => rule);
  return [
    ...changed.map((rule) =>
      stranger(
        rule.node.path,
        `${rule.node.path} was changed to ${brief(attributesOf(rule))}`,
        'an aspect or an override changed a rule of the delegate',
      ),
    ),
    ...strangersOf(delegate, planned).map((rule) =>
      stranger(
        rule.node.path,
        `${rule.node.path} allows ${brief(attributesOf(rule))}`,
        'other code of the app has a rule for the same machines of the network',
      ),
    ),
  ];
}

/** Egress rules of other code, for machines that the delegate targets. */
function strangersOf(delegate: IConstruct, planned: ReadonlyMap<Rule, string>): ComputeFirewall[] {
  const [own] = [...planned.keys()].filter(isFirewall);
  return own === undefined
    ? []
    : delegate.node.root.node
        .findAll()
        .filter(isFirewall)
        .filter((rule) => !planned.has(rule) && !rule.node.scopes.includes(delegate) && isForSame(rule, own));
}

function isFirewall(node: IConstruct): node is ComputeFirewall {
  return (node as TerraformResource).terraformResourceType === 'google_compute_firewall';
}

function isForSame(rule: ComputeFirewall, own: ComputeFirewall): boolean {
  const { direction, allow } = attributesOf(rule);
  const targets = targetsOf(rule);
  const isAllowing = Array.isArray(allow) ? allow.length > 0 : allow !== undefined;
  return (
    direction === 'EGRESS' &&
    isAllowing &&
    rule.networkInput === own.networkInput &&
    (targets.length === 0 || targets.some((target) => targetsOf(own).includes(target)))
  );
}

function targetsOf(rule: ComputeFirewall): string[] {
  return [...(rule.targetServiceAccountsInput ?? []), ...(rule.targetTagsInput ?? [])];
}

function brief({ allow, destination_ranges: ranges, match, action }: Attributes): string {
  const text = JSON.stringify(match ?? { allow, ranges, action });
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function stranger(path: string, what: string, why: string): Finding {
  return finding('UnplannedEgress', 'egress', {
    port: path,
    what: `${what}, which is not in the plan`,
    why,
    fix: 'replace it by a `Connection.custom` with its reason',
  });
}
