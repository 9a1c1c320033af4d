import type { TemplateKind } from './template-file';
import { ALL_PORTS, hasPorts } from './values';
import { visible } from '../../base';
import type { Place, Traffic } from '../../network';

/** What a template lets out, as far as its text says. */
export interface Outgoing {
  readonly kind: TemplateKind;
  /** The groups and rules that were read, by their names in the template. */
  readonly read: readonly string[];
  readonly open: readonly Open[];
  readonly unknown: readonly Unknown[];
  /** Names of the targets whose rules it has. */
  readonly targets: readonly string[];
}

/** Traffic that the template lets out. */
export interface Open extends Traffic {
  /** Where the template says so. */
  readonly where: string;
  /** The template's own words, or why it is open when nothing in the template says so. */
  readonly says: string;
  /** It is open for certain; otherwise it may be. */
  readonly isCertain: boolean;
  /** The whole of what the template says there, of which something else may take a part away. */
  readonly whole: Traffic;
}

/** Something of the template that only its deployment could tell. */
export interface Unknown {
  readonly where: string;
  readonly what: string;
  /** What it may let out, if anything, to whatever place. */
  readonly mayOpen?: MayOpen;
}

export interface MayOpen {
  readonly protocols: readonly string[];
  readonly from: number;
  readonly to: number;
}

interface WhereOpen {
  readonly where: string;
  readonly says: unknown;
  readonly isCertain: boolean;
}

/** Gathers what a reader finds. */
export class Collector {
  public readonly open: Open[] = [];
  public readonly unknown: Unknown[] = [];
  public readonly read: string[] = [];

  public cannotTell(where: string, what: string, mayOpen?: MayOpen): void {
    this.unknown.push({ where: visible(where), what, ...(mayOpen === undefined ? {} : { mayOpen }) });
  }

  /** Lets out these protocols on these ports to each place. */
  public letOut(
    where: WhereOpen,
    protocols: readonly string[],
    ports: { readonly from: number; readonly to: number },
    places: readonly Place[],
  ): void {
    for (const protocol of protocols) {
      const range = hasPorts(protocol) ? ports : ALL_PORTS;
      for (const place of places) {
        const traffic = { protocol, from: range.from, to: range.to, place };
        this.letOutParts(where, traffic, [traffic]);
      }
    }
  }

  /** Lets out what is left of some traffic. */
  public letOutParts({ where, says, isCertain }: WhereOpen, whole: Traffic, parts: readonly Traffic[]): void {
    const words = typeof says === 'string' ? visible(says).slice(0, 200) : '';
    parts.forEach((part) => this.open.push({ ...part, where: visible(where), says: words, isCertain, whole }));
  }

  public outgoing(kind: TemplateKind, targets: readonly string[]): Outgoing {
    if (this.read.length === 0) {
      this.cannotTell(
        'the template',
        'it has no security group and no egress rule, so it does not say what is let out',
      );
    }
    return { kind, read: this.read.map(visible), open: this.open, unknown: this.unknown, targets };
  }
}
