import { edgePackets, type Packet } from './firewall';
import { googleEgress, type TerraformResources } from './google-egress';
import { LATER } from '../support/random-lists';

/**
 * Rules that let something out before and after a change, which no rule lets out all the while: Terraform destroys and
 * writes in any order, so only a rule that stays at its address, with the fields that are set at creation, is sure.
 */

type Json = Record<string, unknown>;

/** Values of variables, and addresses of names. */
interface Values {
  readonly variables: Readonly<Record<string, string>>;
  readonly names: Record<string, string[]>;
}

interface Rule {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly body: Json;
}

/** Fields that a provider can change; a change of any other one destroys the rule and writes it anew. hashicorp/terraform-provider-google:google/services/compute */
const IN_PLACE = ['description', 'destination_ranges', 'allow', 'match', 'log_config', 'enable_logging', 'depends_on'];
const DENIES: Readonly<Record<string, Json>> = {
  google_compute_firewall: { direction: 'EGRESS', priority: 65535, deny: [{ protocol: 'all' }] },
  google_compute_network_firewall_policy_rule: {
    direction: 'EGRESS',
    action: 'deny',
    priority: 2147483647,
    match: { dest_ip_ranges: ['0.0.0.0/0', '::/0'], layer4_configs: [{ ip_protocol: 'all' }] },
  },
};

/**
 * Names of the rules before the change that carry such traffic.
 * @param later values that are known only at deployment, by name
 */
export function interruptions(before: TerraformResources, after: TerraformResources, later = LATER): string[] {
  const [one, other] = [allowsOf(before), allowsOf(after)];
  const values = { variables: later, names: addressesOf([...one, ...other]) };
  const counterparts = new Map(other.map((rule) => [rule.address, rule]));
  const staysOf = (rule: Rule): Rule | undefined => {
    const counterpart = counterparts.get(rule.address);
    return counterpart !== undefined && isSameRule(rule, counterpart) ? counterpart : undefined;
  };
  const changed = one.filter((rule) => JSON.stringify(staysOf(rule)?.body) !== JSON.stringify(rule.body));
  if (changed.length === 0) {
    return [];
  }
  const packets = edgePackets([...changed, ...other].map((rule) => firewallOf([rule], values)));
  const afterwards = admitted(other, packets, values);
  const kept = one
    .map((rule) => [rule, staysOf(rule)] as const)
    .filter((pair): pair is [Rule, Rule] => pair[1] !== undefined)
    .map((pair) => pair.map((rule) => admitted([rule], packets, values)) as [boolean[], boolean[]]);
  const isKept = packets.map((_, i) => kept.some(([first, second]) => first[i]! && second[i]!));
  return changed
    .filter((rule) => admitted([rule], packets, values).some((isOut, i) => isOut && afterwards[i]! && !isKept[i]!))
    .map(({ name }) => name);
}

function isSameRule({ body: one }: Rule, { body: other }: Rule): boolean {
  const fields = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...fields].every(
    (field) => IN_PLACE.includes(field) || JSON.stringify(one[field]) === JSON.stringify(other[field]),
  );
}

function allowsOf(resources: TerraformResources): Rule[] {
  return Object.keys(DENIES).flatMap((type) =>
    Object.entries(resources[type] ?? {})
      .filter(([, body]) => body.allow !== undefined || body.action === 'allow')
      .map(([id, body]) => ({ address: `${type}.${id}`, type, name: String(body.rule_name ?? body.name), body })),
  );
}

/** What these rules let out, with everything else denied. */
function admitted(rules: readonly Rule[], packets: readonly Packet[], values: Values): boolean[] {
  return firewallOf(rules, values).admitsEach(packets);
}

function firewallOf(rules: readonly Rule[], values: Values): ReturnType<typeof googleEgress> {
  // VPC rules come before those of a policy, so the denial must be of the kind that the rules are of.
  const type = rules[0]?.type ?? 'google_compute_firewall';
  const bodies = Object.fromEntries(rules.map(({ address, body }) => [address, body]));
  return googleEgress({ [type]: { deny: DENIES[type]!, ...bodies } }, values);
}

/** Addresses of its own for every host name, one of each family: a rule for every IPv4 address carries half of a name. */
function addressesOf(rules: readonly Rule[]): Record<string, string[]> {
  const names = rules.flatMap(({ body }) => ((body.match as Json | undefined)?.dest_fqdns ?? []) as string[]);
  return Object.fromEntries(
    [...new Set(names)].map((name, i) => [
      name,
      [`198.18.${Math.floor(i / 250)}.${(i % 250) + 1}`, `3fff::${(i + 1).toString(16)}`],
    ]),
  );
}
