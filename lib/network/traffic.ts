import { groupBy } from '../base';
import { plus, sizeOf } from './address';
import { BlockIndex } from './block-index';
import { Cidr, type IpFamily } from './cidr';
import { intersection, portSet, without, type PortRange, type PortSet } from './port-set';

/** Destination of traffic: a `Destination`, or one from another tool's file. */
export interface Place {
  /** Identity; equal for equal places. */
  readonly key: string;
  readonly text: string;
  /** The literal block, where it is one. */
  readonly cidr?: Cidr;
  /** Of a block, and of a block that is known only at deployment. */
  readonly family?: IpFamily;
}

/** A range of ports of one protocol, to one place. */
export interface Traffic {
  /** `tcp`, `udp`, or whatever another tool calls it. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly place: Place;
}

/** Some traffic, and the parts of it that something else does not allow. */
export interface Rest<T extends Traffic> {
  readonly of: T;
  /** Disjoint; never empty. */
  readonly parts: readonly Traffic[];
}

/**
 * The parts of `all` that are not in `other`, to the address and the port. A place that is no block (a host name, a value that is
 * known only at deployment, something that one platform names) is only in itself, or, when its family is known, in every
 * address of that family; never in a guess.
 */
export function subtract<T extends Traffic>(all: readonly T[], other: readonly Traffic[]): Rest<T>[] {
  const asked = new Set(all.filter(({ place }) => place.cidr === undefined).flatMap(keysOf));
  const places =
    asked.size === 0
      ? NONE
      : groupBy(
          other.filter((one) => asked.has(keyOf(one))),
          keyOf,
        );
  const blocks = groupBy(
    other.filter(({ place }) => place.cidr !== undefined),
    familyOf,
  );
  const indices = new Map([...blocks].map(([key, of]) => [key, new BlockIndex(of, ({ place }) => place.cidr!)]));
  const rests: Rest<T>[] = [];
  for (const of of all) {
    const { cidr } = of.place;
    const parts =
      cidr === undefined
        ? outside(
            of,
            keysOf(of).flatMap((key) => places.get(key) ?? []),
          )
        : outsideBlocks(of, cidr, indices.get(familyOf(of))?.overlapping(cidr) ?? []);
    if (parts.length > 0) {
      rests.push({ of, parts });
    }
  }
  return rests;
}

const NONE: ReadonlyMap<string, Traffic[]> = new Map();

function keyOf({ protocol, place }: Traffic): string {
  return `${protocol} ${place.key}`;
}

/** Keys of a place that is not a block: itself and, when its family is known, every address of that. */
function keysOf(traffic: Traffic): string[] {
  const { protocol, place } = traffic;
  return [keyOf(traffic), ...(place.family === undefined ? [] : [`${protocol} ${ANY[place.family]}`])];
}

function familyOf({ protocol, place }: Traffic): string {
  return `${protocol} ${place.family}`;
}

const ANY: Readonly<Record<IpFamily, string>> = { ipv4: '0.0.0.0/0', ipv6: '::/0' };

function outside({ protocol, from, to, place }: Traffic, given: readonly Traffic[]): Traffic[] {
  return without([from, to], portsOf(given)).map(([first, last]) => ({ protocol, from: first, to: last, place }));
}

function outsideBlocks({ protocol, from, to }: Traffic, cidr: Cidr, given: readonly Traffic[]): Traffic[] {
  const result: Traffic[] = [];
  collect(cidr, [[from, to]], given, (block, [first, last]) =>
    result.push({
      protocol,
      from: first,
      to: last,
      place: { key: block.text, text: block.text, cidr: block, family: block.family },
    }),
  );
  return result;
}

/** Goes down only where a smaller block lies, and only with its ports, so that one exception leaves a few blocks and not many. */
function collect(
  block: Cidr,
  ports: PortSet,
  given: readonly Traffic[],
  found: (block: Cidr, range: PortRange) => void,
): void {
  const smaller = given.filter(({ place }) => place.cidr!.prefix > block.prefix);
  const whole = portsOf(given.filter(({ place }) => place.cidr!.prefix <= block.prefix));
  const left = ports.flatMap((range) => without(range, whole));
  const touched = portsOf(smaller);
  left.flatMap((range) => without(range, touched)).forEach((range) => found(block, range));
  const deeper = intersection(left, touched);
  if (deeper.length === 0) {
    return;
  }
  const prefix = block.prefix + 1;
  const middle = plus(block.low, sizeOf(block.family, prefix));
  const [low, high] = [block.low, middle].map((first) => Cidr.at(block.family, first, prefix));
  const isLow = ({ place }: Traffic): boolean => place.cidr!.low < middle;
  collect(low!, deeper, smaller.filter(isLow), found);
  collect(
    high!,
    deeper,
    smaller.filter((traffic) => !isLow(traffic)),
    found,
  );
}

function portsOf(traffic: readonly Traffic[]): PortSet {
  return portSet(traffic.map(({ from, to }) => [from, to] as const));
}
