import { subtract, type Place, type Traffic } from '../../../network';
import { ALL_PORTS, ANYTHING, hasPorts, OTHER, type MayOpen, type Unknown } from '../../../platform/template';

/** Ports of one protocol. */
export interface PortRange {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** More than the port is checked, so that not everything on it passes. */
  readonly isNarrowed?: true;
}

/** Every port of every protocol. */
export const EVERY_PORT: readonly PortRange[] = everyPort(['tcp', 'udp', OTHER]);

export function everyPort(protocols: readonly string[]): PortRange[] {
  return protocols.map((protocol) => ({ protocol, ...ALL_PORTS }));
}

/** Traffic that a rule names. */
export interface Named {
  readonly where: string;
  readonly isCertain: boolean;
  readonly whole: Traffic;
  readonly parts: readonly Traffic[];
  /** It passes only addresses that were learned from lookups of a name. */
  readonly isLearned?: true;
}

/** Results of reading the rules of one policy. */
export class RuleSink {
  public readonly named: Named[] = [];
  public readonly unknown: Unknown[] = [];
  public readonly notes = new Set<string>();
  /** Lookups pass a proxy that learns the addresses of names. */
  public learnsNames = false;

  /** Adds these ports at each of the places. */
  public add(where: string, ports: readonly PortRange[], places: readonly Place[], isCertain = true): void {
    places.forEach((place) => this.addExcept(where, ports, place, [], isCertain));
  }

  /** Adds these ports at places that are learned from lookups. */
  public addLearned(where: string, ports: readonly PortRange[], places: readonly Place[]): void {
    const known = this.named.length;
    this.add(where, ports, places);
    this.named.push(...this.named.splice(known).map((named) => ({ ...named, isLearned: true as const })));
  }

  /** Adds these ports at a block without other blocks. */
  public addExcept(
    where: string,
    ports: readonly PortRange[],
    place: Place,
    except: readonly Place[],
    isCertain = true,
  ): void {
    for (const { protocol, from, to, isNarrowed } of ports) {
      const range = hasPorts(protocol) ? { from, to } : ALL_PORTS;
      const whole = { protocol, ...range, place };
      const without = except.map((other) => ({ protocol, ...ALL_PORTS, place: other }));
      const parts = subtract([whole], without).flatMap((rest) => rest.parts);
      this.named.push({ where, isCertain: isCertain && isNarrowed !== true, whole, parts });
    }
  }

  /** Adds a part that is not understood, with the ports that it may open. */
  public cannotTell(where: string, what: string, ports?: readonly PortRange[]): void {
    if (ports === undefined || ports.length > 0) {
      this.unknown.push({ where, what, mayOpen: ports === undefined ? ANYTHING : hullOf(ports) });
    }
  }

  public note(what: string): void {
    this.notes.add(what);
  }
}

function hullOf(ports: readonly PortRange[]): MayOpen {
  return {
    protocols: [...new Set(ports.map(({ protocol }) => protocol))],
    from: Math.min(...ports.map(({ from }) => from)),
    to: Math.max(...ports.map(({ to }) => to)),
  };
}
