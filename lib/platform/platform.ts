import type { FindingKind, Permission, Plan } from '../plan';
import type { Collector } from './template/outgoing';
import type { TemplateFile, TemplateKind } from './template/template-file';

/** What everybody may know of a platform; what only some need (readers, synth) is loaded on use. */
export interface Platform {
  /** Opaque to everybody else. */
  readonly id: string;
  readonly title: string;
  readonly targets: readonly TargetFacts[];
  /** Names of what the choices of a template mean on this platform. */
  readonly choices: readonly TemplateChoice[];
  readonly synth?: PlatformSynth;
  /** Whether it can create this permission; what nobody here grants is "elsewhere". */
  grants(permission: Permission): boolean;
  /** What reads its rules in a template of anybody. */
  readers(): readonly TemplateReader[];
}

/** Which host names a target matches, and on which traffic. */
export interface NameFacts {
  /** `one label`: `*` stands for one label; `subtree`: `*.` at the beginning stands for any number of them. */
  readonly match: 'none' | 'exact' | 'one label' | 'subtree';
  readonly on: 'any' | 'tls and http' | 'dns';
}

/** Something that holds for every plan on a target. */
export interface TargetRemark {
  readonly finding: FindingKind;
  /** Holds only when the plan matches a host name. */
  readonly onNames: boolean;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly source: string;
}

/** What a target can match and what it restricts: data, no rendering. */
export interface TargetFacts {
  readonly name: string;
  readonly title: string;
  /** Id of its platform, which is that of its native destinations. */
  readonly platform: string;
  readonly names: NameFacts;
  /** What a reviewer must know of every plan on it. */
  readonly remarks: readonly TargetRemark[];
  /** What it does to port 25, or `undefined`. */
  readonly port25?: { readonly what: string; readonly source: string };
}

/** A choice that narrows what is read of a template: a flag of `audit`, and an option of `readTemplate`. */
export interface TemplateChoice {
  /** As the options of `readTemplate` have it. */
  readonly name: string;
  /** As the command has it, with its value: `--group <name>`. */
  readonly flag: string;
  readonly description: string;
  /** May be given several times. */
  readonly isList?: boolean;
}

/** Values of the choices, by name. */
export type TemplateChoices = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads what one kind of template says of this platform. */
export interface TemplateReader {
  readonly kinds: readonly TemplateKind[];
  /** Names of the choices that it knows. */
  readonly choices: readonly string[];
  /**
   * Adds to `collector` what the template lets out.
   *
   * @returns name of the target whose rules it has, when it has some
   */
  read(file: TemplateFile, choices: TemplateChoices, collector: Collector): string | undefined;
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

/** How a platform is written for people without an app of their own. */
export interface PlatformSynth {
  /** What `--to` takes: `cloudformation`. */
  readonly kind: string;
  readonly flags: readonly SynthFlag[];
  /** Packages that it needs. */
  readonly packages: readonly string[];
  readonly example: string;
  /** Loads the packages and writes. @throws AccessError `MissingPackage`, and those of the constructs */
  run(plan: Plan, flags: SynthFlags): SynthFiles;
}
