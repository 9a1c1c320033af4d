import { groupBy } from '../../../base';
import { BlockIndex, subtract, type Traffic } from '../../../network';
import { ANY } from '../../../platform/template';

/** Traffic, and its place in the order of the rules. */
export interface Ordered {
  readonly traffic: Traffic;
  readonly order: number;
}

/** Traffic that rules decide in their order, found without a look at all of it. */
export class Earlier {
  private readonly blocks: ReadonlyMap<string, BlockIndex<Ordered>>;
  private readonly byPlace: ReadonlyMap<string, readonly Ordered[]>;

  public constructor(all: readonly Ordered[]) {
    const withBlocks = all.filter(({ traffic }) => traffic.place.cidr !== undefined);
    this.blocks = new Map(
      [...groupBy(withBlocks, ({ traffic }) => familyOf(traffic))].map(([key, same]) => [
        key,
        new BlockIndex(same, ({ traffic }) => traffic.place.cidr!),
      ]),
    );
    this.byPlace = groupBy(all, ({ traffic }) => `${traffic.protocol} ${traffic.place.key}`);
  }

  /** The parts of this traffic that no rule before this place in the order decides. */
  public rest(traffic: Traffic, order: number): readonly Traffic[] {
    const before = this.candidates(traffic).filter((other) => other.order < order);
    const taken = before.map((other) => other.traffic);
    return taken.length === 0 ? [traffic] : subtract([traffic], taken).flatMap(({ parts }) => parts);
  }

  private candidates(traffic: Traffic): readonly Ordered[] {
    const { protocol, place } = traffic;
    if (place.cidr !== undefined) {
      return this.blocks.get(familyOf(traffic))?.overlapping(place.cidr) ?? [];
    }
    return [place, ...ANY].flatMap(({ key }) => this.byPlace.get(`${protocol} ${key}`) ?? []);
  }
}

function familyOf({ protocol, place }: Traffic): string {
  return `${protocol} ${place.family}`;
}
