/** The identity under which a delegate runs, asked where it runs; each platform knows how. */

/** Place and pace of the question. */
export interface Asking {
  /** Variables of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds for each request. */
  readonly timeout: number;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
  /** Place of the review. */
  readonly where?: Readonly<Record<string, string | undefined>>;
  /** Proxy to public names that the review has, where the environment names none. */
  readonly proxy?: { readonly host: string; readonly port: number };
}

/** Answer to the question. */
type CallerOutcome =
  /** Said by the cloud. */
  | 'known'
  /** Said by the credentials alone. */
  | 'claimed'
  /** There are no credentials. */
  | 'none'
  /** The cloud refuses the credentials. */
  | 'refused'
  /** There are some, of a kind that is not asked. */
  | 'not asked';

export interface Caller {
  readonly outcome: CallerOutcome;
  /** ARN, email or `system:serviceaccount:<namespace>:<name>`. */
  readonly who?: string;
  /** Place of the credentials, such as `metadata of the machine`. */
  readonly from: string;
  /** The answer, where it is none. */
  readonly detail?: string;
}

/** Whom the permissions are granted to. */
export interface ExpectedCaller {
  readonly text: string;
  /** Set where one that fits may still be another. */
  readonly unsure?: string;
  is(who: string): boolean;
}

/** A permission as a review has it. */
export interface GrantedPermission {
  readonly kind: string;
  readonly name: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  readonly where: {
    readonly account?: string;
    readonly project?: string;
    readonly namespace?: string;
    readonly role?: string;
  };
}

/** Result of a simulation of one permission. */
export interface Simulated {
  /** Identity for which it was simulated. */
  readonly as?: string;
  /** Requests that were simulated. */
  readonly count: number;
  /** Those that are denied, and by what. */
  readonly denied: readonly string[];
  /** Set where it cannot tell. */
  readonly unknown?: { readonly why: string; readonly todo: string };
}

/** Values of the flags, by their names. */
export type CallerFlags = Readonly<Record<string, string | undefined>>;

export interface SimulationAsking extends Asking {
  readonly flags: CallerFlags;
  readonly expected: ExpectedCaller | undefined;
  /** Loads a package of the user, or `undefined` where it is not installed. */
  readonly load: (name: string) => unknown;
}

/** Simulation of permissions: as the caller, or for the one that a flag names. */
export interface Simulation {
  /** Package of the cloud that it needs. @default - none */
  readonly sdk?: string;
  simulate(
    permissions: readonly GrantedPermission[],
    caller: Caller,
    asking: SimulationAsking,
  ): Promise<readonly Simulated[]>;
}

/** Flags that say whom the list expects, and how to ask; loaded on use. */
export interface PlatformIdentity {
  readonly flags: readonly { readonly name: string; readonly flag: string; readonly description: string }[];
  /** A delegate behind a target of this platform is asked, whatever it is granted. */
  readonly isOfTarget?: true;
  caller(): PlatformCaller;
}

export interface PlatformCaller {
  readonly simulation: Simulation;
  /** Body of a function of bash that calls `hda_is <outcome> <from> [<who> [<detail>]]` once. */
  readonly script: string;
  /** Functions of bash that it calls. */
  readonly functions?: string;
  /** True for a permission that this platform grants. */
  grants(permission: GrantedPermission): boolean;
  ask(asking: Asking): Promise<Caller>;
  /** The expected caller, by the flags or by the place of the review. @throws AccessError for a flag that is none */
  expected(where: Readonly<Record<string, string | undefined>>, flags: CallerFlags): ExpectedCaller | undefined;
}
