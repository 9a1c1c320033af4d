import type { TerraformResources } from './google-egress';

/** The orders in which Terraform may write resources: only what one depends on is certain to be written before it. */

type Json = Record<string, unknown>;

/** Addresses, each with the addresses on which it depends, by `depends_on` and by references, directly or not. */
export function dependencies(resources: TerraformResources): ReadonlyMap<string, ReadonlySet<string>> {
  const bodies = Object.entries(resources).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => [`${type}.${name}`, body] as const),
  );
  const addresses = new Set(bodies.map(([address]) => address));
  const direct = new Map(bodies.map(([address, body]) => [address, mentionedIn(body, addresses)]));
  return new Map([...addresses].map((address) => [address, reachable(address, direct)]));
}

function mentionedIn(body: Json, addresses: ReadonlySet<string>): string[] {
  const expressions = JSON.stringify(body).match(/\$\{[^}]*\}/g) ?? [];
  const named = expressions.flatMap((text) => text.match(/[a-z][a-z0-9_]*\.[A-Za-z0-9_-]+/g) ?? []);
  return [...((body.depends_on ?? []) as string[]), ...named].filter((address) => addresses.has(address));
}

function reachable(from: string, direct: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const open = [...direct.get(from)!];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!found.has(next)) {
      found.add(next);
      open.push(...direct.get(next)!);
    }
  }
  return found;
}

const RULES = ['google_compute_firewall', 'google_compute_network_firewall_policy_rule'];

/** Pairs of a denial and an allowance, or of an association and a rule, of which the first may be written first. */
export function wrongOrders(resources: TerraformResources): string[] {
  const after = dependencies(resources);
  const rules = [...after.keys()].filter((address) => RULES.includes(address.split('.')[0]!));
  const bodyOf = (address: string): Json => resources[address.split('.')[0]!]![address.split('.').slice(1).join('.')]!;
  const denies = rules.filter((address) => bodyOf(address).deny !== undefined || bodyOf(address).action === 'deny');
  const allows = rules.filter((address) => !denies.includes(address));
  const associations = [...after.keys()].filter((address) => address.includes('_association.'));
  const pairs = [
    ...denies.flatMap((deny) => allows.map((allow) => [deny, allow] as const)),
    ...associations.flatMap((association) => rules.map((rule) => [association, rule] as const)),
  ];
  const cycles = [...after].filter(([address, others]) => others.has(address)).map(([address]) => `cycle: ${address}`);
  return [
    ...cycles,
    ...pairs
      .filter(([second, first]) => !after.get(second)!.has(first))
      .map(([second, first]) => `${second} < ${first}`),
  ];
}
