import type { Asking, Caller, CallerFlags, ExpectedCaller, PlatformCaller, Simulated } from '../platform';
import type { ReviewDocument, ReviewPermission, ReviewSource } from '../review';
import { PACE, type Pace } from './checks';
import type { Verdict } from './meanings';

/** Who the delegate is on each platform that grants it something, and what a simulation says of its permissions. */

/** A platform that may be asked. */
export interface CallerPlatform {
  readonly id: string;
  readonly title: string;
  readonly flags: CallerFlags;
  /** Name of the flag that says whom the list expects. */
  readonly flag: string;
  readonly isOfTarget: boolean;
  readonly caller: PlatformCaller;
}

export interface CallerOptions {
  readonly platforms: readonly CallerPlatform[];
  readonly environment: Asking['environment'];
  /** Judges who the delegate is. @default true */
  readonly isIdentityJudged?: boolean;
  /** Simulates permissions too, with the packages that this loads; `undefined` where one is not installed. */
  readonly load?: (name: string) => unknown;
}

export interface IdentityResult {
  readonly platform: string;
  readonly who?: string;
  readonly expected?: string;
  readonly from: string;
  readonly outcome: Caller['outcome'];
  readonly verdict: Verdict;
  readonly means: string;
  readonly todo: string;
}

export interface PermissionResult {
  readonly platform: string;
  readonly connection: string;
  readonly name: string;
  readonly resources: readonly string[];
  /** Requests that were simulated, and those of them that are denied. */
  readonly count: number;
  readonly denied: readonly string[];
  readonly verdict: Verdict;
  readonly means: string;
  readonly todo: string;
  readonly why: string;
  readonly sources: readonly ReviewSource[];
}

/** Platforms to ask: those that grant something of the review, that of its target, and those that a flag names. */
export function askedPlatforms(review: ReviewDocument, { platforms }: CallerOptions): CallerPlatform[] {
  return platforms.filter(
    ({ id, isOfTarget, flags, caller }) =>
      permissionsOf(review).some((permission) => caller.grants(permission)) ||
      (isOfTarget && review.target.platform === id) ||
      Object.values(flags).some((value) => value !== undefined),
  );
}

function permissionsOf({ permissions, elsewhere = [] }: ReviewDocument): ReviewPermission[] {
  return [...permissions, ...elsewhere];
}

/** Whom the review expects on each of them. @throws AccessError for a flag that is none */
export function expectedOn(review: ReviewDocument, { caller, flags }: CallerPlatform): ExpectedCaller | undefined {
  return caller.expected(review.where as Readonly<Record<string, string | undefined>>, flags);
}

/** A platform that was asked, and its answer. */
export interface Asked {
  readonly platform: CallerPlatform;
  readonly expected: ExpectedCaller | undefined;
  readonly caller: Caller;
}

type AskingPace = Pace & { readonly signal?: AbortSignal | undefined };

function askingOf(review: ReviewDocument, { environment }: CallerOptions, pace: AskingPace): Asking {
  const { timeout = PACE.timeout, signal } = pace;
  const proxy = proxyOf(review);
  return {
    environment,
    timeout,
    where: review.where as Readonly<Record<string, string | undefined>>,
    ...(proxy === undefined ? {} : { proxy }),
    signal,
  };
}

/** @throws AccessError for a flag that is none */
export async function askCallers(review: ReviewDocument, options: CallerOptions, pace: AskingPace): Promise<Asked[]> {
  const asking = askingOf(review, options, pace);
  const asked = askedPlatforms(review, options).map((platform) => ({
    platform,
    expected: expectedOn(review, platform),
  }));
  return Promise.all(asked.map(async (one) => ({ ...one, caller: await one.platform.caller.ask(asking) })));
}

export function identitiesOf(asked: readonly Asked[]): IdentityResult[] {
  return asked.map(({ platform, caller, expected }) => identityResult(platform, caller, expected));
}

/** @param load the package of the user, or `undefined` where it is not installed */
export async function simulateAll(
  review: ReviewDocument,
  asked: readonly Asked[],
  options: CallerOptions,
  pace: AskingPace,
): Promise<PermissionResult[]> {
  const { load } = options;
  const asking = askingOf(review, options, pace);
  return load === undefined ? [] : (await Promise.all(asked.map((one) => simulated(review, one, asking, load)))).flat();
}

/** The proxy that the review has for public names, where it has one. */
export function proxyOf({ ports }: ReviewDocument): Asking['proxy'] {
  const ways = ports.flatMap((port) => port.ways ?? []).filter(({ through }) => through === 'proxy');
  const [host] = ways.flatMap(({ to }) => to).map((text) => text.replace(/\/(?:32|128)$/, ''));
  const [port] = ways
    .flatMap((way) => ('ports' in way ? (way.ports ?? []) : []))
    .map((text) => Number.parseInt(text, 10));
  return host === undefined || host.includes('/') || port === undefined ? undefined : { host, port };
}

/** Also for what the script printed. */
export function identityResult(
  { title, flag }: Pick<CallerPlatform, 'title' | 'flag'>,
  caller: Caller,
  expected: ExpectedCaller | undefined,
): IdentityResult {
  const { outcome, who, from, detail } = caller;
  return {
    platform: title,
    ...(who === undefined ? {} : { who }),
    ...(expected === undefined ? {} : { expected: expected.text }),
    from,
    outcome,
    ...judged(caller, expected, flag, detail === undefined ? '' : ` (${detail})`),
  };
}

type Judgement = Pick<IdentityResult, 'verdict' | 'means' | 'todo'>;

function judged(
  { outcome, who, from }: Caller,
  expected: ExpectedCaller | undefined,
  flag: string,
  detail: string,
): Judgement {
  const isOther = who !== undefined && expected !== undefined && !expected.is(who);
  if (outcome === 'none') {
    return {
      verdict: 'not as planned',
      means: `the delegate has no identity here: ${from}${detail}`,
      todo: 'attach the role or the service account of the plan to what runs the delegate',
    };
  }
  if (outcome === 'refused') {
    return {
      verdict: 'not as planned',
      means: `the credentials of ${from} are refused${detail}`,
      todo: 'check the trust of the role, and whether the credentials have expired',
    };
  }
  if (isOther) {
    return {
      verdict: 'not as planned',
      means: `the delegate is ${who}, and the plan grants to ${expected.text}`,
      todo: 'run the delegate as what the plan grants to, or change the plan',
    };
  }
  if (outcome === 'known' && who !== undefined) {
    return expected === undefined
      ? {
          verdict: 'cannot tell',
          means: `the delegate is ${who}, and the review does not say who it should be`,
          todo: `name it with \`${flag}\``,
        }
      : expected.unsure === undefined
        ? { verdict: 'as planned', means: `the delegate is ${who}`, todo: '' }
        : { verdict: 'cannot tell', means: `the delegate is ${who}`, todo: expected.unsure };
  }
  return {
    verdict: 'cannot tell',
    means:
      who === undefined
        ? `there are credentials of ${from}, and who they are is not known${detail}`
        : `${from} says ${who}, which is not confirmed${detail}`,
    todo: 'run it where the cloud answers, or compare by hand',
  };
}

async function simulated(
  review: ReviewDocument,
  { platform: { title, caller, flags }, caller: who, expected }: Asked,
  asking: Asking,
  load: (name: string) => unknown,
): Promise<PermissionResult[]> {
  const permissions = permissionsOf(review).filter((permission) => caller.grants(permission));
  const { sdk, simulate } = caller.simulation;
  const all = (why: string, todo: string): Simulated[] =>
    permissions.map(() => ({ count: 0, denied: [], unknown: { why, todo } }));
  const isNamed = Object.values(flags).some((value) => value !== undefined);
  const results =
    (who.outcome === 'none' || who.outcome === 'refused') && !isNamed
      ? all('the delegate has no identity here', 'mend its identity first')
      : sdk !== undefined && load(sdk) === undefined
        ? all(`\`${sdk}\` is not installed`, `run: npm install ${sdk}`)
        : await simulate(permissions, who, { ...asking, load, flags, expected });
  return permissions.map((permission, i) => permissionResult(title, permission, results[i]!));
}

function permissionResult(
  platform: string,
  { connection, name, resources, note, source }: ReviewPermission,
  { as, count, denied, unknown }: Simulated,
): PermissionResult {
  const of = `${count} ${count === 1 ? 'request' : 'requests'}`;
  const by = as === undefined ? '' : ` for ${as}`;
  const judgement: Judgement =
    unknown !== undefined
      ? { verdict: 'cannot tell', means: unknown.why, todo: unknown.todo }
      : count === 0
        ? { verdict: 'cannot tell', means: 'the simulation answers nothing', todo: 'compare it with `audit`' }
        : denied.length === 0
          ? { verdict: 'as planned', means: `allowed: ${of} simulated${by}`, todo: '' }
          : {
              verdict: 'not as planned',
              means: `denied: ${denied.length} of ${of} simulated${by}`,
              todo: 'compare the policies of the delegate with the review (`audit`)',
            };
  return {
    platform,
    connection,
    name,
    resources,
    count,
    denied,
    ...judgement,
    why: note,
    sources: source === undefined ? [] : [source],
  };
}
