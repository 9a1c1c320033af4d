import { evaluate } from './evaluation';
import { googleRules, isGoogleEgress, levelOf, machinesOf, type GoogleRule } from './rule';
import { oneOf, show } from '../../../base';
import { refuse } from '../../../platform';
import { ANYTHING, brief, type Collector, type TerraformResource } from '../../../platform/template';

/** Choice of the delegate's firewall rules in a template. */
export interface GoogleChoice {
  readonly machines?: string | undefined;
  readonly network?: string | undefined;
  readonly policy?: string | undefined;
}

/**
 * The egress that the firewall rules and policies of a template allow, for one set of machines in one network: the
 * rules that target it, and those for all machines.
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

/** Choices of which only one is the delegate's, with the words of their errors. */
const CHOICES = {
  network: {
    several: { code: 'SeveralNetworks', words: 'of several networks' },
    unknown: { code: 'UnknownNetwork', words: 'of the network' },
    none: 'it has none',
  },
  policy: {
    several: { code: 'SeveralPolicies', words: 'of several firewall policies' },
    unknown: { code: 'UnknownPolicy', words: 'of the policy' },
    none: 'it has none',
  },
  machines: {
    several: { code: 'SeveralMachines', words: 'for several sets of machines' },
    unknown: { code: 'UnknownMachines', words: 'for the machines' },
    none: 'its rules apply to all machines',
  },
} as const;

/** Refuses an unknown choice, and a missing one where there are several. */
function checkChoice(
  kind: keyof typeof CHOICES,
  wanted: string | undefined,
  names: readonly string[],
  hasSeveral: boolean,
): void {
  const { several, unknown, none } = CHOICES[kind];
  const has = names.length === 0 ? none : `it has ${oneOf(names)}`;
  refuse(
    {
      when: wanted === undefined && hasSeveral,
      code: several.code,
      message: `the template has egress rules ${several.words}; choose the delegate's with \`${kind}\`: ${names.map(show).join(', ')}`,
    },
    {
      when: wanted !== undefined && !names.includes(wanted),
      code: unknown.code,
      message: `no egress rule of the template is ${unknown.words} ${show(wanted)}; ${has}`,
    },
  );
}

/** Rules of one network and of one policy at each level: a denial of another one denies nothing here. */
function ofOnePlace(rules: readonly TerraformResource[], { network, policy }: GoogleChoice): TerraformResource[] {
  const vpc = rules.filter((rule) => levelOf(rule) === 1);
  const policies = rules.filter((rule) => levelOf(rule) === 2 || levelOf(rule) === 3);
  const others = rules.filter((rule) => levelOf(rule) === 0 || levelOf(rule) === undefined);
  return [...others, ...chosen('network', vpc, networkOf, network), ...chosen('policy', policies, policyOf, policy)];
}

function chosen(
  kind: 'network' | 'policy',
  rules: readonly TerraformResource[],
  placeOf: (rule: TerraformResource) => string,
  wanted: string | undefined,
): readonly TerraformResource[] {
  const places = [...new Set(rules.map(placeOf))];
  checkChoice(kind, wanted, places, places.length > 1);
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

/** Rules for the machines, and those for all machines; a rule whose machines are an expression is reported. */
function ofMachines(
  rules: readonly TerraformResource[],
  machines: string | undefined,
  collector: Collector,
): TerraformResource[] {
  const sets = new Set(rules.map((rule) => machinesOf(rule).sort().join(', ')).filter((set) => set !== ''));
  checkChoice('machines', machines, [...new Set(rules.flatMap(machinesOf))], sets.size > 1);
  return rules.filter((rule) => {
    const targets = machinesOf(rule);
    const isOwn = machines === undefined || targets.length === 0 || targets.includes(machines);
    if (!isOwn && targets.some((target) => target.includes('${') || target.startsWith('{'))) {
      collector.cannotTell(rule.address, `whether it is for ${machines}: it is for ${targets.join(', ')}`, ANYTHING);
    }
    return isOwn;
  });
}

const AFTER = 'AFTER_CLASSIC_FIREWALL';

/** Orders the rules: a network can set its firewall policy before its VPC rules; the default is after. */
function inOrder(
  rules: readonly GoogleRule[],
  resources: readonly TerraformResource[],
  collector: Collector,
): readonly GoogleRule[] {
  const networks = resources.filter(({ type }) => type === 'google_compute_network');
  const orders = new Set(networks.map(({ values }) => values.network_firewall_policy_enforcement_order ?? AFTER));
  const [order] = orders;
  const isVpc = ({ level }: GoogleRule): boolean => level === 1;
  if (!rules.some(isVpc) || !rules.some(({ level }) => level > 1)) {
    return rules;
  }
  if (order === 'BEFORE_CLASSIC_FIREWALL' && orders.size === 1) {
    return rules.map((rule) => (isVpc(rule) ? { ...rule, level: Number.MAX_SAFE_INTEGER } : rule));
  }
  if (order !== AFTER || orders.size > 1) {
    const what = order === undefined ? 'is in another template' : `says ${brief(order)}`;
    collector.cannotTell(
      'the network',
      `it ${what}; assuming the default, its firewall policy after its VPC rules`,
      ANYTHING,
    );
  }
  return rules;
}
