import { visible } from '../base';
import { Cidr, type IpFamily, type Place, type Traffic } from '../network';

/** What a template lets out, as far as its text says. */
export interface Outgoing {
  readonly kind: TemplateKind;
  /** The groups and rules that were read, by their names in the template. */
  readonly read: readonly string[];
  readonly open: readonly Open[];
  readonly unknown: readonly Unknown[];
}

export type TemplateKind = 'CloudFormation template' | 'Terraform configuration' | 'Terraform plan or state';

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

/** Every port that a client can reach. */
export const ALL_PORTS = { from: 1, to: 65535 } as const;
/** Stands for every protocol but TCP and UDP. */
export const OTHER = 'other protocols';
export const ANYTHING: MayOpen = { protocols: ['tcp', 'udp', OTHER], ...ALL_PORTS };
export const ANY: readonly Place[] = [blockOf('0.0.0.0/0')!, blockOf('::/0')!];

const NUMBERS: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '50': 'esp',
  '51': 'ah',
  '58': 'icmpv6',
  '132': 'sctp',
};

/** Names of the protocols that a template means; `-1` and `all` are all of them. */
export function protocolsOf(value: unknown): readonly string[] | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') {
    return undefined;
  }
  const text = String(value).trim().toLowerCase();
  if (text === '-1' || text === 'all') {
    return ['tcp', 'udp', OTHER];
  }
  return /^[a-z0-9-]{1,20}$/.test(text) ? [NUMBERS[text] ?? text] : undefined;
}

export function hasPorts(protocol: string): boolean {
  return protocol === 'tcp' || protocol === 'udp';
}

/** A whole number that may be written as a text. */
export function numberOf(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^-?\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/**
 * A block as other tools take it: without a mask it is one address, and host bits are ignored, as EC2 does.
 * `undefined` for everything else.
 */
export function blockOf(value: unknown): Place | undefined {
  if (typeof value !== 'string') {
    return undefined;
  }
  const [address, mask, ...rest] = value.split('/');
  const family: IpFamily = value.includes(':') ? 'ipv6' : 'ipv4';
  const bits = family === 'ipv4' ? 32 : 128;
  const prefix = mask === undefined ? bits : numberOf(mask);
  if (rest.length > 0 || prefix === undefined || prefix < 0 || prefix > bits) {
    return undefined;
  }
  try {
    const { first } = Cidr.parse(`${address}/${bits}`);
    const cidr = Cidr.around(family, first, prefix);
    return { key: cidr.text, text: cidr.text, cidr, family };
  } catch {
    // It is no address; whoever asked says so.
    return undefined;
  }
}

/** A host name; where every address is open, it is too. */
export function namePlace(name: string): Place {
  const text = name.toLowerCase();
  return { key: text, text, family: 'ipv4' };
}

/** A value of a template in a message: short, on one line. */
export function brief(value: unknown): string {
  const text =
    value === undefined
      ? 'nothing'
      : value === AFTER_APPLY
        ? 'known after apply'
        : (JSON.stringify(value) ?? String(value));
  return visible(text.length > 100 ? `${text.slice(0, 97)}...` : text);
}

/** Stands for a value that Terraform knows only after it has applied the plan. */
export const AFTER_APPLY = Object.freeze({ unknown: 'known after apply' });

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The list itself, the one thing as a list, or no list at all. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : value === undefined || value === null ? [] : [value];
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

  public outgoing(kind: TemplateKind): Outgoing {
    if (this.read.length === 0) {
      this.cannotTell(
        'the template',
        'it has no security group and no egress rule, so it does not say what is let out',
      );
    }
    return { kind, read: this.read.map(visible), open: this.open, unknown: this.unknown };
  }
}
