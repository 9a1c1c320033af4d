import type { PermissionsRead } from './permitted';
import type { TemplateKind } from './template-file';
import { ALL_PORTS, hasPorts } from './values';
import { visible } from '../../base';
import type { Place, Traffic } from '../../network';

/** The egress that a template allows, as far as its text shows. */
export interface Outgoing {
  readonly kind: TemplateKind;
  /** The groups and rules that were read, by their names in the template. */
  readonly read: readonly string[];
  /** Assumption whose rules they are: `network prod`, `machines delegate`, `all security groups together: …`. */
  readonly about: readonly string[];
  readonly open: readonly Open[];
  readonly unknown: readonly Unknown[];
  /** Remarks on the text: what counts of it. */
  readonly notes: readonly string[];
  /** Names of the targets whose rules it has. */
  readonly targets: readonly string[];
  /** Permissions of the delegate; absent when no role or grant was read. */
  readonly permissions?: PermissionsRead;
  /** False for files that hold permissions alone: their egress is no question. */
  readonly isNetwork: boolean;
}

/** Traffic that the template allows. */
export interface Open extends Traffic {
  /** Its place in the template. */
  readonly where: string;
  /** The template's own words, or the reason when the template has none. */
  readonly says: string;
  /** True when it is open for certain; otherwise it may be open. */
  readonly isCertain: boolean;
  /** All the traffic of that rule, before other rules deny part of it. */
  readonly whole: Traffic;
}

/** A part of the template that depends on its deployment. */
export interface Unknown {
  readonly where: string;
  readonly what: string;
  /** Traffic that it may allow, to any place. */
  readonly mayOpen?: MayOpen;
  /** It may allow, or deny, any permission. */
  readonly isPermission?: true;
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

/** Collects the results of a reader. */
export class Collector {
  public readonly open: Open[] = [];
  public readonly unknown: Unknown[] = [];
  public readonly read: string[] = [];
  public readonly about: string[] = [];
  public readonly notes: string[] = [];
  public permissions: PermissionsRead | undefined;
  public isNetwork = true;

  /** Adds whose rules the result is about: the delegate's network, machines, groups. */
  public isAbout(what: string): void {
    this.about.push(what);
  }

  public cannotTell(where: string, what: string, mayOpen?: MayOpen): void {
    this.unknown.push({ where: visible(where), what, ...(mayOpen === undefined ? {} : { mayOpen }) });
  }

  /** Adds a part of the permissions that may be any. */
  public mayAllow(where: string, what: string): void {
    this.unknown.push({ where: visible(where), what, isPermission: true });
  }

  /** Adds traffic: these protocols on these ports to each place. */
  public allow(
    where: WhereOpen,
    protocols: readonly string[],
    ports: { readonly from: number; readonly to: number },
    places: readonly Place[],
  ): void {
    for (const protocol of protocols) {
      const range = hasPorts(protocol) ? ports : ALL_PORTS;
      for (const place of places) {
        const traffic = { protocol, from: range.from, to: range.to, place };
        this.allowParts(where, traffic, [traffic]);
      }
    }
  }

  /** Adds the rest of some traffic. */
  public allowParts({ where, says, isCertain }: WhereOpen, whole: Traffic, parts: readonly Traffic[]): void {
    const words = typeof says === 'string' ? visible(says).slice(0, 200) : '';
    parts.forEach((part) => this.open.push({ ...part, where: visible(where), says: words, isCertain, whole }));
  }

  public outgoing(kind: TemplateKind, targets: readonly string[]): Outgoing {
    if (this.read.length === 0 && this.isNetwork) {
      this.cannotTell(
        'the template',
        'it has no security group, no egress rule and no policy of pods, so its egress is unknown',
      );
    }
    return {
      kind,
      read: this.read.map(visible),
      about: this.about.map(visible),
      notes: this.notes.map(visible),
      open: this.open,
      unknown: this.unknown,
      targets,
      isNetwork: this.isNetwork,
      ...(this.permissions === undefined ? {} : { permissions: this.permissions }),
    };
  }
}
