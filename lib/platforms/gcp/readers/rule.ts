import { matchOf, policyPlaces, vpcPlaces, type Action, type Match } from './match';
import {
  ANYTHING,
  brief,
  isFields,
  isRepeated,
  listOf,
  numberOf,
  type Collector,
  type Fields,
  type TerraformResource,
} from '../../../platform/template';

const VPC_RULE = 'google_compute_firewall';

/** Level of a rule in Google Cloud's order of evaluation: hierarchical policies, VPC rules, policies of the network. */
const LEVELS: Readonly<Record<string, number>> = {
  google_compute_firewall_policy_rule: 0,
  [VPC_RULE]: 1,
  google_compute_network_firewall_policy_rule: 2,
  google_compute_region_network_firewall_policy_rule: 3,
};

/** Resources that hold rules in a shape of their own, which is not read. */
const NOT_READ =
  /^google_(compute_.*(firewall|security)_policy_with_rules|compute_organization_security_policy_rule|network_security_.*_rule)$/;

/** An egress rule of Google Cloud, resolved. */
export interface GoogleRule extends Match {
  readonly where: string;
  readonly says: unknown;
  readonly level: number;
  readonly priority: number;
  readonly action: Action;
}

/** Substitute for an unreadable rule: it denies nothing, and makes everything after it uncertain. */
const FIRST = { says: '', level: -1, priority: -1, action: 'deny', traffic: [], isWhole: false } as const;

/** True for every resource that may allow or deny egress: inbound rules and disabled rules do not. */
export function isGoogleEgress({ type, values }: TerraformResource): boolean {
  if (NOT_READ.test(type)) {
    return true;
  }
  const { direction, disabled } = values;
  const isInbound = isNothing(direction) || (typeof direction === 'string' && direction.toUpperCase() === 'INGRESS');
  return LEVELS[type] !== undefined && !isInbound && booleanOf(disabled) !== true;
}

export function levelOf({ type }: TerraformResource): number | undefined {
  return LEVELS[type];
}

/** The machines that a rule applies to; empty for all of them. */
export function machinesOf({ values }: TerraformResource): string[] {
  return ['target_service_accounts', 'target_tags', 'target_secure_tags']
    .flatMap((key) => listOf(values[key]))
    .map((target) => (isFields(target) && typeof target.name === 'string' ? target.name : target))
    .map((target) => (typeof target === 'string' ? target : brief(target)));
}

/** The rules of one resource; parts that are not understood are reported, and have no effect. */
export function googleRules(resource: TerraformResource, collector: Collector): GoogleRule[] {
  const { type, address, values } = resource;
  const wrong = whyNotRead(resource);
  if (wrong !== undefined) {
    collector.cannotTell(address, wrong, ANYTHING);
    return [{ ...FIRST, where: address }];
  }
  const common = {
    where: address,
    says: values.description,
    level: LEVELS[type]!,
    // The default of Google Cloud: GoogleCloudPlatform/magic-modules, mmv1/products/compute/Firewall.yaml.
    priority: isNothing(values.priority) ? 1000 : numberOf(values.priority)!,
  };
  if (type === VPC_RULE) {
    return (['allow', 'deny'] as const)
      .filter((action) => listOf(values[action]).length > 0)
      .map((action) => {
        const places = vpcPlaces(values, address, action, collector);
        return { ...common, action, ...matchOf({ address, action }, places, listOf(values[action]), collector) };
      });
  }
  const action = values.action as Action;
  const match = listOf(values.match)[0] as Fields;
  const found = matchOf({ address, action }, policyPlaces(match), listOf(match.layer4_configs), collector);
  return [{ ...common, action, ...found }];
}

/** The reason why a whole resource cannot be read, or `undefined`. */
function whyNotRead(resource: TerraformResource): string | undefined {
  const { type, values } = resource;
  const { direction, disabled, priority } = values;
  if (NOT_READ.test(type)) {
    return 'rules of this kind of resource are not read';
  }
  if (isRepeated(resource)) {
    return 'how many there are is known only to Terraform';
  }
  if (typeof direction !== 'string' || direction.toUpperCase() !== 'EGRESS') {
    return `its direction is ${brief(direction)}`;
  }
  if (booleanOf(disabled) === undefined) {
    return `whether it is off is ${brief(disabled)}`;
  }
  if (!isNothing(priority) && !((numberOf(priority) ?? -1) >= 0)) {
    return `its priority is ${brief(priority)}`;
  }
  if (listOf(values.target_resources).length > 0) {
    return 'it applies to some networks only';
  }
  return type === VPC_RULE ? whyNotMatched(values, ['allow', 'deny']) : whyNoPolicyRule(values);
}

function whyNoPolicyRule({ action, match: matches }: Fields): string | undefined {
  if (!['allow', 'deny', 'goto_next'].includes(String(action))) {
    return `its action is ${brief(action)}`;
  }
  const [match, ...more] = listOf(matches);
  return isFields(match) && more.length === 0
    ? whyNotMatched(match, ['layer4_configs'])
    : `what it matches is ${brief(matches)}`;
}

function whyNotMatched(match: Fields, layers: readonly string[]): string | undefined {
  const source = Object.keys(match).find((key) => /^(src|source)_/.test(key) && listOf(match[key]).length > 0);
  if (source !== undefined) {
    return `it applies to some sources only (${source})`;
  }
  return layers.some((layer) => listOf(match[layer]).length > 0) ? undefined : 'it names no protocol';
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Truth value as Terraform reads it: strings too. */
function booleanOf(value: unknown): boolean | undefined {
  if (isNothing(value) || value === false || value === 'false') {
    return false;
  }
  return value === true || value === 'true' ? true : undefined;
}
