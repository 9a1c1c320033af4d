import { ATTRIBUTES, type Meaning } from './attributes';
import { matchOf, policyPlaces, vpcPlaces, type Action, type Match } from './match';
import {
  AFTER_APPLY,
  ANYTHING,
  brief,
  COMPUTED,
  ignoredIn,
  isFields,
  isRepeated,
  isUnset,
  listOf,
  numberOf,
  type Collector,
  type Fields,
  type TerraformResource,
} from '../../../platform/template';

const VPC_RULE = 'google_compute_firewall';

/** Level of a rule in Google Cloud's order of evaluation: hierarchical policies, VPC rules, policies of the network. */
export const HIERARCHICAL = 0;
export const VPC = 1;
const LEVELS: Readonly<Record<string, number>> = {
  google_compute_firewall_policy_rule: HIERARCHICAL,
  [VPC_RULE]: VPC,
  google_compute_network_firewall_policy_rule: 2,
  google_compute_region_network_firewall_policy_rule: 3,
};

/** Resources that hold rules in a shape of their own, or that may make some, which are not read. */
const NOT_READ =
  /^google_(compute_.*(firewall|security)_policy_with_rules|compute_.*firewall_policy_packet_mirroring_rule|compute_organization_security_policy_rule|network_security_.*_rule|deployment_manager_deployment|config_deployment|infra_manager_deployment)$/;

/** An egress rule of Google Cloud, resolved. */
export interface GoogleRule extends Match {
  readonly where: string;
  readonly says: unknown;
  readonly level: number;
  readonly priority: number;
  readonly action: Action;
  /** False for a rule that may be of another network, policy or set of machines. */
  readonly applies: boolean;
}

/** Substitute for an unreadable rule: it denies nothing, and makes everything after it uncertain. */
const FIRST = {
  says: '',
  level: -1,
  priority: -1,
  action: 'deny',
  traffic: [],
  isWhole: false,
  applies: true,
} as const;

/** Blocks: a plan leaves out those that are `dynamic`, so one that the provider computes may be set. */
const BLOCKS = ['allow', 'deny', 'match', 'layer4_configs', 'target_secure_tags', 'dynamic'];

/** A resource without the arguments that the provider computes, which the configuration does not set. */
export function withoutComputed(resource: TerraformResource): TerraformResource {
  const meanings = meaningsOf(resource);
  return meanings === undefined ? resource : { ...resource, values: withoutComputedIn(resource.values, meanings) };
}

function withoutComputedIn(values: Fields, meanings: ReadonlyMap<string, Meaning>): Fields {
  const isComputed = (key: string): boolean => values[key] === COMPUTED && meanings.has(key) && !BLOCKS.includes(key);
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => !isComputed(key))
      .map(([key, value]) => [key, key === 'match' ? listOf(value).map(matchWithoutComputed) : value]),
  );
}

function matchWithoutComputed(match: unknown): unknown {
  return isFields(match) && match !== COMPUTED && match !== AFTER_APPLY
    ? withoutComputedIn(match, ATTRIBUTES.match)
    : match;
}

function meaningsOf({ type }: TerraformResource): ReadonlyMap<string, Meaning> | undefined {
  return type === VPC_RULE ? ATTRIBUTES.vpcRule : LEVELS[type] === undefined ? undefined : ATTRIBUTES.policyRule;
}

/** True for every resource that may allow or deny egress: inbound rules and disabled rules do not. */
export function isGoogleEgress({ type, values }: TerraformResource): boolean {
  if (NOT_READ.test(type)) {
    return true;
  }
  return LEVELS[type] !== undefined && !isInbound(values) && booleanOf(values.disabled) !== true;
}

/** Rules without a direction are inbound; so are those with sources that no egress rule can have. */
function isInbound({ direction, source_tags: tags, source_service_accounts: accounts }: Fields): boolean {
  return typeof direction === 'string'
    ? direction.toUpperCase() === 'INGRESS'
    : isNothing(direction) || (direction === AFTER_APPLY && [tags, accounts].some((value) => !isUnset(value)));
}

export function levelOf({ type }: Pick<TerraformResource, 'type'>): number | undefined {
  return LEVELS[type];
}

/** True for a rule that may allow something. */
export function mayAllow({ values }: TerraformResource): boolean {
  return values.action === undefined ? listOf(values.allow).length > 0 : values.action !== 'deny';
}

/** The rules of one resource; parts that are not understood are reported, and have no effect. */
export function googleRules(resource: TerraformResource, applies: boolean, collector: Collector): GoogleRule[] {
  const { type, address, values } = resource;
  reportDoubts(resource, collector);
  const wrong = whyNotRead(resource);
  if (wrong !== undefined) {
    collector.cannotTell(address, wrong, ANYTHING);
    return [{ ...FIRST, where: address }];
  }
  const common = {
    where: address,
    says: values.description,
    level: LEVELS[type]!,
    applies,
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

/** Reports why the deployed rule may differ from this one. */
function reportDoubts(resource: TerraformResource, collector: Collector): void {
  const { address, doubt } = resource;
  const meanings = meaningsOf(resource);
  const ignored = ignoredIn(resource).filter((name) => name === 'all' || meanings?.get(name) !== 'none');
  if (doubt !== undefined) {
    collector.cannotTell(address, doubt, ANYTHING);
  }
  if (meanings !== undefined && ignored.length > 0) {
    const what = `\`ignore_changes\` has ${ignored.join(', ')}, so the deployed rule may differ`;
    collector.cannotTell(address, what, ANYTHING);
  }
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
  const narrow = whyNarrow(values, meaningsOf(resource)!);
  if (narrow !== undefined) {
    return narrow;
  }
  return type === VPC_RULE ? whyNotMatched(values, ['allow', 'deny']) : whyNoPolicyRule(values);
}

function whyNoPolicyRule({ action, match: matches }: Fields): string | undefined {
  if (!['allow', 'deny', 'goto_next'].includes(String(action))) {
    return `its action is ${brief(action)}`;
  }
  const [match, ...more] = listOf(matches);
  return isFields(match) && more.length === 0
    ? (whyNarrow(match, ATTRIBUTES.match) ?? whyNotMatched(match, ['layer4_configs']))
    : `what it matches is ${brief(matches)}`;
}

function whyNotMatched(match: Fields, layers: readonly string[]): string | undefined {
  return layers.some((layer) => listOf(match[layer]).length > 0) ? undefined : 'it names no protocol';
}

/** The reason why a rule applies to less than what is read of it, or `undefined`. */
function whyNarrow(values: Fields, meanings: ReadonlyMap<string, Meaning>): string | undefined {
  for (const [key, value] of Object.entries(values)) {
    const meaning = meanings.get(key);
    // An argument of inbound rules that is known only after apply is the provider's: Google Cloud refuses it here.
    const isHarmless = meaning === 'read' || meaning === 'none' || (meaning === 'inbound' && value === AFTER_APPLY);
    const isDefault = key === 'target_type' && value === 'INSTANCES';
    if (!isHarmless && !isDefault && !isUnset(value)) {
      return meaning === undefined ? `it sets ${key}, which is not read` : wordsOf(key);
    }
  }
  return undefined;
}

function wordsOf(key: string): string {
  const what = /^(src|source)_/.test(key) ? 'sources' : key.startsWith('dest') ? 'destinations' : 'targets';
  return `it applies to some ${what} only (${key})`;
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
