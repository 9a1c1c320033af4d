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

export interface CallerResults {
  /** None where only permissions were asked. */
  readonly identities?: readonly IdentityResult[];
  readonly permissions: readonly PermissionResult[];
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

/** @throws AccessError for a flag that is none */
export async function askCallers(
  review: ReviewDocument,
  options: CallerOptions,
  { timeout = PACE.timeout, signal }: Pace & { readonly signal?: AbortSignal | undefined },
): Promise<CallerResults> {
  const proxy = proxyOf(review);
  const asking = {
    environment: options.environment,
    timeout,
    ...(proxy === undefined ? {} : { proxy }),
    signal,
  };
  const asked = askedPlatforms(review, options).map((platform) => ({
    platform,
    expected: expectedOn(review, platform),
  }));
  const all = asked.map(async ({ platform, expected }) => {
    const caller = await platform.caller.ask(asking);
    const permissions =
      options.load === undefined ? [] : await simulated(review, platform, { caller, expected }, asking, options.load);
    return { identity: identityResult(platform, caller, expected), permissions };
  });
  const done = await Promise.all(all);
  return {
    ...(options.isIdentityJudged === false ? {} : { identities: done.map(({ identity }) => identity) }),
    permissions: done.flatMap(({ permissions }) => permissions),
  };
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
      : { verdict: 'as planned', means: `the delegate is ${who}`, todo: '' };
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
  { title, caller, flags }: CallerPlatform,
  { caller: who, expected }: { readonly caller: Caller; readonly expected: ExpectedCaller | undefined },
  asking: Asking,
  load: (name: string) => unknown,
): Promise<PermissionResult[]> {
  const permissions = permissionsOf(review).filter((permission) => caller.grants(permission));
  const { sdk, simulate } = caller.simulation;
  const all = (why: string, todo: string): Simulated[] =>
    permissions.map(() => ({ count: 0, denied: [], unknown: { why, todo } }));
  const results =
    who.outcome === 'none' || who.outcome === 'refused'
      ? all('the delegate has no identity here', 'mend its identity first')
      : sdk !== undefined && load(sdk) === undefined
        ? all(`\`${sdk}\` is not installed`, `run: npm install ${sdk}`)
        : await simulate(permissions, who, { ...asking, load, flags, expected });
  return permissions.map((permission, i) => permissionResult(title, permission, results[i]!));
}

function permissionResult(
  platform: string,
  { connection, name, resources, note, source }: ReviewPermission,
  { count, denied, unknown }: Simulated,
): PermissionResult {
  const of = `${count} ${count === 1 ? 'request' : 'requests'}`;
  const judgement: Judgement =
    unknown !== undefined
      ? { verdict: 'cannot tell', means: unknown.why, todo: unknown.todo }
      : count === 0
        ? { verdict: 'cannot tell', means: 'the simulation answers nothing', todo: 'compare it with `audit`' }
        : denied.length === 0
          ? { verdict: 'as planned', means: `allowed: ${of} simulated`, todo: '' }
          : {
              verdict: 'not as planned',
              means: `denied: ${denied.length} of ${of} simulated`,
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
