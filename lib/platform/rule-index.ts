import { groupBy } from '../base';
import type { Destination, IpFamily, Port, Rule } from '../network';
import { isInside } from './inside';
import { BlockIndex } from '../network/block-index';

/** Rules by port and destination, so that those of a decision are found without a scan. */
export class RuleIndex<R> {
  private readonly byPort: readonly PortIndex[];

  public constructor(private readonly rules: readonly Rule<R>[]) {
    const places = groupBy([...rules.keys()], (i) => rules[i]!.port.key);
    this.byPort = [...places.values()].map((of) => new PortIndex(rules, of));
  }

  /**
   * The rules with the port and, at least in part, the destinations of a decision, in their own order. Without known
   * destinations every rule with the port counts; for a host name, every rule that leads outside one's own network.
   */
  public reaching(port: Port, destinations: readonly Destination[]): Rule<R>[] {
    const found = new Set<number>();
    for (const index of this.byPort) {
      if (index.port.contains(port)) {
        index.find(destinations, found);
      }
    }
    return [...found].sort((a, b) => a - b).map((i) => this.rules[i]!);
  }
}

/** The rules of one port, by their places in the list. */
class PortIndex {
  public readonly port: Port;
  private readonly byKey: ReadonlyMap<string, readonly number[]>;
  private readonly byFamily: ReadonlyMap<IpFamily, BlockIndex<number>>;
  /** Blocks that are not certainly inside one's own network. */
  private readonly outside: readonly number[];
  private readonly deployTime: readonly number[];

  public constructor(
    private readonly rules: readonly Rule<unknown>[],
    private readonly places: readonly number[],
  ) {
    const at = (i: number): Destination => rules[i]!.destination;
    const blocks = groupBy(
      places.filter((i) => at(i).cidr !== undefined),
      (i) => at(i).cidr!.family,
    );
    this.port = rules[places[0]!]!.port;
    this.byKey = groupBy(places, (i) => at(i).key);
    this.byFamily = new Map(
      [...blocks].map(([family, of]) => [family as IpFamily, new BlockIndex(of, (i) => at(i).cidr!)]),
    );
    this.outside = places.filter((i) => at(i).cidr !== undefined && !isInside(at(i)));
    this.deployTime = places.filter((i) => at(i).kind === 'deploy-time');
  }

  public find(destinations: readonly Destination[], found: Set<number>): void {
    const add = (places: readonly number[]): void => places.forEach((i) => found.add(i));
    if (destinations.length === 0) {
      add(this.places);
    }
    if (destinations.some(({ cidr }) => cidr === undefined)) {
      add(this.outside);
    }
    for (const destination of destinations) {
      add(this.byKey.get(destination.key) ?? []);
      if (destination.cidr !== undefined) {
        add(this.byFamily.get(destination.cidr.family)?.overlapping(destination.cidr) ?? []);
      }
      if (destination.isAny) {
        add(this.deployTime.filter((i) => destination.covers(this.rules[i]!.destination)));
      }
    }
  }
}
