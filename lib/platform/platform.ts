import type { Enforcement } from '../network';
import type { Finding, FindingKind, Permission, Plan } from '../plan';
import type { PlatformIdentity } from './caller';
import type { Collector } from './template/outgoing';
import type { TemplateFile, TemplateKind } from './template/template-file';
import type { TemplateFormat } from './template/template-format';

/** Public facts of a platform; readers and synth are loaded on use. */
export interface Platform {
  /** Opaque to all other rooms. */
  readonly id: string;
  readonly title: string;
  readonly targets: readonly TargetFacts[];
  /** Names of what the choices of a template mean on this platform. */
  readonly choices: readonly TemplateChoice[];
  readonly synths?: readonly PlatformSynth[];
  /** The identity that it gives to a delegate. */
  readonly identity?: PlatformIdentity;
  /** True when it can create this permission; a permission that no platform grants is "elsewhere". */
  grants(permission: Permission): boolean;
  /** Kinds of files of its own, beside Terraform's. */
  formats?(): readonly TemplateFormat[];
  /** Readers of its rules in any template. */
  readers(): readonly TemplateReader[];
}

/** Host names that a target matches, the traffic on which it does, and what becomes of the rest. */
export interface NameFacts {
  /** `one label`: `*` matches one label; `subtree`: `*.` at the beginning matches any number of them. */
  readonly match: 'none' | 'exact' | 'one label' | 'subtree';
  readonly on: 'any' | 'tls and http' | 'dns';
  /** Enforcement of a name that it matches. @default 'host name' */
  readonly gives?: Exclude<Enforcement, 'address' | 'port-only'>;
  /** Names without a wildcard are tied to the addresses that the resolver of the network gives for them, on any protocol. */
  readonly tiesExact?: boolean;
  /**
   * A name that it cannot match is open to any address of its port: always, or only where no name is matched on that port,
   * which that rule would make worthless; it is closed elsewhere.
   *
   * @default 'any address'
   */
  readonly otherwise?: 'any address' | 'free port' | 'closed';
  /** Characters of a name, where not every host name is one. */
  readonly only?: RegExp;
}

/** Traffic that a target judges: all packets, lookups of names, or requests to a proxy. The rest it does not filter. */
type Filters = 'packets' | 'lookups' | 'requests';

/** A remark that applies to every plan on a target. */
export interface TargetRemark {
  readonly finding: FindingKind;
  /** Applies only when the plan matches a host name. */
  readonly onNames: boolean;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly source: string;
}

/** Matches and limits of a target: data, no rendering. */
export interface TargetFacts {
  readonly name: string;
  readonly title: string;
  /** Id of its platform, which is that of its native destinations. */
  readonly platform: string;
  /** Its network; layers of different networks are never on one path. Absent where it fits any. */
  readonly network?: string;
  /** Name of the target of which it is another form. */
  readonly formOf?: string;
  /** It judges what pods open: not what their node opens for them, and not by names of services inside the cluster. */
  readonly isOfPods?: true;
  /** It logs, and closes nothing. */
  readonly isWatching?: true;
  /** @default 'packets' */
  readonly filters?: Filters;
  readonly names: NameFacts;
  /** Kinds of native destinations that it matches. @default - every one of its platform */
  readonly natives?: readonly string[];
  /** Remarks for the reviewer of every plan on it. */
  readonly remarks: readonly TargetRemark[];
  /** True where a network without a way to the internet reaches services through endpoints of its own. */
  readonly hasEndpoints?: boolean;
  /** Its restriction of port 25, or `undefined`. */
  readonly port25?: { readonly what: string; readonly source: string };
}

/** A choice that narrows what is read of a template: a flag of `audit`, and an option of `readTemplate`. */
export interface TemplateChoice {
  /** As the options of `readTemplate` have it. */
  readonly name: string;
  /** As the command has it, with its value: `--group <name>`. */
  readonly flag: string;
  readonly description: string;
  /** Repeatable. */
  readonly isList?: boolean;
}

/** Values of the choices, by name. */
export type TemplateChoices = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads the rules of this platform in some kinds of templates. */
export interface TemplateReader {
  readonly kinds: readonly TemplateKind[];
  /** Its rules are a layer of their own, and not added to those of the other readers. */
  readonly isApart?: true;
  /** Names of the choices that it knows. */
  readonly choices: readonly string[];
  /**
   * Adds the egress that the templates allow together to `collector`.
   *
   * @returns name of the target whose rules they have, when they have some
   */
  read(files: readonly TemplateFile[], choices: TemplateChoices, collector: Collector): string | undefined;
}

/** Values of the flags of a synth, by their names. */
export type SynthFlags = Readonly<Record<string, string | undefined>>;

/** Names of files and their texts. */
export type SynthFiles = Readonly<Record<string, string>>;

interface SynthFlag {
  /** As the values have it. */
  readonly name: string;
  /** As the command has it: `--vpc <id>`. */
  readonly flag: string;
  readonly description: string;
}

/** Target of the review of an output, and what its flags make of it. */
export interface ReviewedTarget {
  readonly facts: TargetFacts;
  readonly findings: readonly Finding[];
  /** The list with what the output opens beside it. @default - the list */
  readonly plan?: Plan;
  /** Place where the output applies, as far as that is known. @default - not known */
  readonly where?: Readonly<Record<string, string>>;
}

/** Output of a platform for users without an app of their own. */
export interface PlatformSynth {
  /** Value of `--to`: `cloudformation`. */
  readonly kind: string;
  readonly flags: readonly SynthFlag[];
  /** Packages that it needs. */
  readonly packages: readonly string[];
  readonly example: string;
  /** Target of the review that is written beside it, with findings of these flags. @default - it writes one itself */
  reviewed?(flags: SynthFlags, plan: Plan): ReviewedTarget;
  /** Loads the packages and writes. @throws AccessError `MissingPackage`, and those of the constructs */
  run(plan: Plan, flags: SynthFlags): SynthFiles;
}
