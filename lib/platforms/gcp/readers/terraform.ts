import { evaluate } from './evaluation';
import { googleRules, isGoogleEgress, levelOf, machinesOf, type GoogleRule } from './rule';
import { AccessError, oneOf, show } from '../../../base';
import { ANYTHING, brief, type Collector, type TerraformResource } from '../../../platform/template';

/** Which of a template's firewall rules are the delegate's. */
export interface GoogleChoice {
  readonly machines?: string | undefined;
  readonly network?: string | undefined;
  readonly policy?: string | undefined;
}

/**
 * What the firewall rules and policies of a template let out, for one set of machines in one network: the rules that
 * target it, and those for all machines.
 *
 * @returns the resources that were read
 * @throws AccessError `SeveralMachines`, `UnknownMachines`, `SeveralNetworks`, `UnknownNetwork`, `SeveralPolicies`, `UnknownPolicy`
 */
export function readGoogleRules(
  resources: readonly TerraformResource[],
  choice: GoogleChoice,
  collector: Collector,
): TerraformResource[] {
  const inPlace = ofOnePlace(resources.filter(isGoogleEgress), choice);
  const own = ofMachines(inPlace, choice.machines, collector);
  if (own.length === 0) {
    return own;
  }
  collector.read.push(...own.map(({ address }) => address));
  const rules = own.flatMap((rule) => googleRules(rule, collector));
  evaluate(inOrder(rules, resources, collector), collector);
  return own;
}

/** Rules of one network and of one policy at each level: a denial of another one denies nothing here. */
function ofOnePlace(rules: readonly TerraformResource[], { network, policy }: GoogleChoice): TerraformResource[] {
  const vpc = rules.filter((rule) => levelOf(rule) === 1);
  const policies = rules.filter((rule) => levelOf(rule) === 2 || levelOf(rule) === 3);
  const others = rules.filter((rule) => levelOf(rule) === 0 || levelOf(rule) === undefined);
  return [
    ...others,
    ...chosen(vpc, networkOf, network, 'Network', 'network'),
    ...chosen(policies, policyOf, policy, 'Policies', 'policy'),
  ];
}

function chosen(
  rules: readonly TerraformResource[],
  placeOf: (rule: TerraformResource) => string,
  wanted: string | undefined,
  code: 'Network' | 'Policies',
  flag: 'network' | 'policy',
): readonly TerraformResource[] {
  const places = [...new Set(rules.map(placeOf))];
  if (wanted === undefined && places.length > 1) {
    throw AccessError.of(
      code === 'Network' ? 'SeveralNetworks' : 'SeveralPolicies',
      `the template has egress rules of several ${flag === 'network' ? 'networks' : 'firewall policies'}; say which is the delegate's with \`${flag}\`: ${places.map(show).join(', ')}`,
    );
  }
  if (wanted !== undefined && !places.includes(wanted)) {
    const has = places.length === 0 ? 'it has none' : `it has ${oneOf(places)}`;
    throw AccessError.of(
      code === 'Network' ? 'UnknownNetwork' : 'UnknownPolicy',
      `no egress rule of the template is of the ${flag} ${show(wanted)}; ${has}`,
    );
  }
  return wanted === undefined ? rules : rules.filter((rule) => placeOf(rule) === wanted);
}

/** The name of a network, without the path to it. */
function networkOf({ values: { network } }: TerraformResource): string {
  return typeof network !== 'string' ? brief(network) : network.includes('${') ? network : network.split('/').pop()!;
}

function policyOf({ values: { firewall_policy: policy, region } }: TerraformResource): string {
  const name = typeof policy === 'string' ? policy : brief(policy);
  return typeof region === 'string' ? `${region}/${name}` : name;
}

/** Rules for the machines, and those for all machines; of one whose machines are an expression nobody can tell. */
function ofMachines(
  rules: readonly TerraformResource[],
  machines: string | undefined,
  collector: Collector,
): TerraformResource[] {
  const sets = [...new Set(rules.map((rule) => machinesOf(rule).sort().join(', ')))].filter((set) => set !== '');
  const names = [...new Set(rules.flatMap(machinesOf))];
  if (machines === undefined) {
    if (sets.length > 1) {
      throw AccessError.of(
        'SeveralMachines',
        `the template has egress rules for several sets of machines; say which is the delegate's with \`machines\`: ${names.map(show).join(', ')}`,
      );
    }
    return [...rules];
  }
  if (!names.includes(machines)) {
    const has = names.length === 0 ? 'its rules hold for all machines' : `it has ${oneOf(names)}`;
    throw AccessError.of(
      'UnknownMachines',
      `no egress rule of the template is for the machines ${show(machines)}; ${has}`,
    );
  }
  return rules.filter((rule) => {
    const targets = machinesOf(rule);
    const isOwn = targets.length === 0 || targets.includes(machines);
    const isUnclear = !isOwn && targets.some((target) => target.includes('${') || target.startsWith('{'));
    if (isUnclear) {
      collector.cannotTell(rule.address, `whether it is for ${machines}: it is for ${targets.join(', ')}`, ANYTHING);
    }
    return isOwn;
  });
}

const BEFORE = 'BEFORE_CLASSIC_FIREWALL';

/** A network says whether its firewall policy comes before its VPC rules; after them unless it does. */
function inOrder(
  rules: readonly GoogleRule[],
  resources: readonly TerraformResource[],
  collector: Collector,
): GoogleRule[] {
  const hasBoth = rules.some(({ level }) => level === 1) && rules.some(({ level }) => level > 1);
  const networks = resources.filter(({ type }) => type === 'google_compute_network');
  if (!hasBoth) {
    return [...rules];
  }
  const [order, ...more] = [
    ...new Set(
      networks.map(({ values }) => values.network_firewall_policy_enforcement_order ?? 'AFTER_CLASSIC_FIREWALL'),
    ),
  ];
  if (order === BEFORE && more.length === 0) {
    return rules.map((rule) => (rule.level === 1 ? { ...rule, level: Number.MAX_SAFE_INTEGER } : rule));
  }
  if (order !== 'AFTER_CLASSIC_FIREWALL' || more.length > 0) {
    const what = order === undefined ? 'is in another template' : `says ${brief(order)}`;
    collector.cannotTell(
      'the network',
      `it ${what}; its firewall policy is taken to come after its VPC rules, the default`,
      ANYTHING,
    );
  }
  return [...rules];
}
