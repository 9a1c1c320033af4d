import {
  Cidr,
  isWildcardName,
  matchesOneLabel,
  matchesSubtree,
  subtract,
  weakest,
  type Enforcement,
  type IpFamily,
  type Port,
  type Rule,
  type Traffic,
} from '../network';
import type { Flow } from '../plan';
import { overlap, type TargetFlow } from './enforce';
import type { TargetFacts } from './platform';

/**
 * Enforcement of a flow by all the rules of a layer together: that of the widest rule that passes its port and name. One
 * rule to any address makes every name on its port worthless; a block stays the block that was requested.
 */

const FAMILIES: readonly IpFamily[] = ['ipv4', 'ipv6'];
/** Addresses that a public name can have: https://www.iana.org/assignments/iana-ipv4-special-registry/ and its IPv6 counterpart. */
const SPECIAL = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
];
const WHOLE: Readonly<Record<IpFamily, string>> = { ipv4: '0.0.0.0/0', ipv6: '2000::/3' };
const publicBlocks = new Map<IpFamily, readonly Cidr[]>();

function publicOf(family: IpFamily): readonly Cidr[] {
  let known = publicBlocks.get(family);
  if (known === undefined) {
    const special = family === 'ipv4' ? SPECIAL.map((text) => trafficTo(Cidr.parse(text))) : [];
    known = subtract([trafficTo(Cidr.parse(WHOLE[family]))], special).flatMap(({ parts }) =>
      parts.flatMap(({ place }) => place.cidr ?? []),
    );
    publicBlocks.set(family, known);
  }
  return known;
}

function trafficTo(cidr: Cidr, protocol = 'tcp', from = 1, to = 1): Traffic {
  return { protocol, from, to, place: { key: cidr.text, text: cidr.text, cidr, family: cidr.family } };
}

export class RuleSet {
  private readonly traffic: ReadonlyMap<IpFamily, readonly Traffic[]>;
  private readonly wildcards: readonly Rule<Flow>[];
  private readonly open = new Map<string, boolean>();

  public constructor(
    rules: readonly Rule<Flow>[],
    private readonly facts: TargetFacts,
  ) {
    this.traffic = new Map(FAMILIES.map((family) => [family, blocksOf(rules, family)]));
    this.wildcards = rules.filter(
      ({ destination: { hostname } }) => hostname !== undefined && isWildcardName(hostname),
    );
  }

  public enforcementOf({ port, destination: { hostname }, enforcement }: TargetFlow): Enforcement {
    if (hostname === undefined) {
      return enforcement;
    }
    const isPackets = (this.facts.filters ?? 'packets') === 'packets';
    if (isPackets && FAMILIES.some((family) => this.isOpenToAny(port, family))) {
      return 'port-only';
    }
    return isWildcardName(hostname)
      ? enforcement
      : weakest([enforcement, ...this.wider(port, hostname).map((rule) => rule.enforcement)])!;
  }

  /** Rules with a wildcard that pass this name too. */
  private wider(port: Port, hostname: string): Rule<Flow>[] {
    const { match, tiesExact } = this.facts.names;
    const matches = match === 'subtree' ? matchesSubtree : matchesOneLabel;
    return this.wildcards.filter(
      (rule) =>
        overlap(rule.port, port) &&
        matches(rule.destination.hostname!, hostname) &&
        !(tiesExact === true && contains(port, rule.port)),
    );
  }

  /** True when some of these ports are open to every public address of a family, by one rule or by several. */
  private isOpenToAny(port: Port, family: IpFamily): boolean {
    const key = `${family} ${port.key}`;
    let known = this.open.get(key);
    if (known === undefined) {
      const onPort = this.traffic
        .get(family)!
        .filter(({ protocol, from, to }) => protocol === port.protocol && from <= port.to && port.from <= to);
      known =
        mayCoverAll(onPort, family) &&
        cuts(port, onPort).some(([from, to]) => {
          const all = publicOf(family).map((block) => trafficTo(block, port.protocol, from, to));
          return subtract(all, onPort).length === 0;
        });
      this.open.set(key, known);
    }
    return known;
  }
}

/** True when a wildcard rule of these ports leaves out a name that has a rule of its own on all of them. */
export function contains(outer: Port, inner: Port): boolean {
  return outer.protocol === inner.protocol && outer.from <= inner.from && inner.to <= outer.to;
}

function blocksOf(rules: readonly Rule<Flow>[], family: IpFamily): Traffic[] {
  return rules
    .filter(({ destination }) => destination.cidr?.family === family)
    .map(({ port: { protocol, from, to }, destination: { key, text, cidr } }) => ({
      protocol,
      from,
      to,
      place: { key, text, cidr: cidr!, family },
    }));
}

/** Ranges of a port range between which nothing begins or ends. */
function cuts({ from, to }: Port, traffic: readonly Traffic[]): (readonly [number, number])[] {
  const starts = [from, ...traffic.flatMap((entry) => [entry.from, entry.to + 1])].filter(
    (at) => at >= from && at <= to,
  );
  const sorted = [...new Set(starts)].sort((a, b) => a - b);
  return sorted.map((start, i) => [start, (sorted[i + 1] ?? to + 1) - 1] as const);
}

/** A cheap test: blocks whose sizes do not add up to all public addresses do not cover them. */
function mayCoverAll(traffic: readonly Traffic[], family: IpFamily): boolean {
  const size = (blocks: readonly Cidr[]): number => blocks.reduce((sum, { prefix }) => sum + 2 ** -prefix, 0);
  return size(traffic.map(({ place }) => place.cidr!)) >= size(publicOf(family));
}
