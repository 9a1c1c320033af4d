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

  public admits(packet: Packet): boolean {
    return this.decide(this.rulesOf(packet.address), packet);
  }

  /** Of many packets, those of one address one after the other. */
  public admitsEach(packets: readonly Packet[]): boolean[] {
    let address: Address | undefined;
    let rules: readonly OracleRule[] = [];
    return packets.map((packet) => {
      if (packet.address !== address) {
        address = packet.address;
        rules = this.rulesOf(address);
      }
      return this.decide(rules, packet);
    });
  }

  private rulesOf(address: Address): OracleRule[] {
    return this.rules.filter(({ ranges }) => ranges.some((range) => contains(range, address)));
  }

  private decide(rules: readonly OracleRule[], { protocol, port }: Packet): boolean {
    const first = rules.find(
      (rule) =>
        (rule.protocol === 'all' || rule.protocol === protocol) &&
        (rule.ports.length === 0 || rule.ports.some(([from, to]) => from <= port && port <= to)),
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
