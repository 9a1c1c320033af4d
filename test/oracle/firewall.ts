import { around, contains, type Address, type Range } from './addresses';

/** A list of rules of which the first that matches decides; shares no code with the library. */

export interface OracleRule {
  readonly allows: boolean;
  /** `tcp`, `udp`, or `all`. */
  readonly protocol: string;
  readonly ports: readonly (readonly [from: number, to: number])[];
  readonly ranges: readonly Range[];
}

export interface Packet {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly address: Address;
}

export class Firewall {
  /** @param rules in the order of evaluation @param otherwise what happens when none matches */
  public constructor(
    public readonly rules: readonly OracleRule[],
    private readonly otherwise: boolean,
  ) {}

  public admits({ protocol, port, address }: Packet): boolean {
    const first = this.rules.find(
      (rule) =>
        (rule.protocol === 'all' || rule.protocol === protocol) &&
        (rule.ports.length === 0 || rule.ports.some(([from, to]) => from <= port && port <= to)) &&
        rule.ranges.some((range) => contains(range, address)),
    );
    return first?.allows ?? this.otherwise;
  }
}

/** Every combination of an address at the edge of a block, a port at the edge of a range, and a protocol. */
export function edgePackets(firewalls: readonly Firewall[]): Packet[] {
  const rules = firewalls.flatMap((firewall) => firewall.rules);
  const addresses = new Map(
    rules
      .flatMap(({ ranges }) => ranges.flatMap(around))
      .map((address) => [`${address.family} ${address.value}`, address] as const),
  );
  const ports = new Set(
    rules
      .flatMap((rule) => rule.ports.flatMap(([from, to]) => [from - 1, from, to, to + 1]))
      .filter((port) => port > 0 && port < 65536),
  );
  return [...addresses.values()].flatMap((address) =>
    [...ports].flatMap((port) => (['tcp', 'udp'] as const).map((protocol) => ({ protocol, port, address }))),
  );
}
