import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { groupBy } from '../base';
import type { ReviewDocument, ReviewRule, ReviewSource } from '../review';
import { attempt, type Attempt, type Outcome } from './attempt';
import {
  askCallers,
  type CallerOptions,
  type CallerResults,
  type IdentityResult,
  type PermissionResult,
} from './callers';
import {
  checkKey,
  checksOf,
  PACE,
  type Check,
  type CheckOptions,
  type Checks,
  type NotChecked,
  type Pace,
} from './checks';
import { CLOSED, CLOSED_BUT_OPEN, CLOSED_BUT_PORT_ONLY, MEANINGS, SAMPLE, type Verdict } from './meanings';

/** Tries what a review opens, from the place where it runs. */

export interface PreflightOptions extends CheckOptions, Pace {
  /** Resolvers instead of those of this machine, each an address with or without a port. */
  readonly resolvers?: readonly string[];
  /** Times that all is tried, until two agree. @default 1; 5 on Kubernetes, whose policies start late */
  readonly rounds?: number;
  /** Milliseconds between two of them. @default 5,000 */
  readonly pause?: number;
  /** Asks who the delegate is, and with its `load` what it may do. @default - it is not asked */
  readonly callers?: CallerOptions;
  /** Stops it: what is known by then is the result. */
  readonly signal?: AbortSignal | undefined;
  /** Says what goes on. */
  readonly progress?: (what: string) => void;
}

/** A connection, and what came of it. */
export interface PreflightResult extends Omit<Attempt, 'outcome'> {
  readonly key: string;
  readonly connection: string;
  readonly host: string;
  readonly port: number;
  readonly through?: string;
  readonly outcome: Outcome;
  readonly verdict: Verdict;
  readonly means: string;
  readonly todo: string;
  /** Reason of the port in the review; empty for one that must be closed. */
  readonly why: string;
  readonly sources: readonly ReviewSource[];
  /** Rules of the review that open it. */
  readonly rules: readonly string[];
}

export interface PreflightReport {
  readonly format: 'harness-delegate-access/preflight';
  readonly version: 1;
  readonly catalogVersion: string;
  readonly target: string;
  readonly profile: string;
  /** ISO time of the machine at its begin. */
  readonly began: string;
  readonly rounds: number;
  /** False where two rounds did not agree. */
  readonly isSteady: boolean;
  readonly isStopped: boolean;
  readonly results: readonly PreflightResult[];
  readonly notChecked: readonly NotChecked[];
  /** Identity of the delegate on each platform, where it was asked. */
  readonly identities?: readonly IdentityResult[];
  /** Results of a simulation, where there was one. */
  readonly permissions?: readonly PermissionResult[];
  /** Causes that several results have in common. */
  readonly remarks: readonly string[];
}

const PAUSE = 5000;
const ROUNDS_OF_PODS = 5;

/** @throws AccessError `InvalidHost` */
export async function preflight(review: ReviewDocument, options: PreflightOptions = {}): Promise<PreflightReport> {
  const began = new Date().toISOString();
  const { checks, notChecked } = checksOf(review, options);
  // Every connection that is open listens to it.
  if (options.signal !== undefined) {
    setMaxListeners(0, options.signal);
  }
  const callers =
    options.callers === undefined
      ? undefined
      : await untilStopped(askCallers(review, options.callers, options), options);
  const most = options.rounds ?? (review.target.platform === 'kubernetes' ? ROUNDS_OF_PODS : 1);
  let attempts: ReadonlyMap<string, Attempt> = new Map();
  let rounds = 0;
  let isSteady = most === 1;
  while (rounds < most && options.signal?.aborted !== true) {
    if (rounds > 0) {
      options.progress?.('waiting for policies that start late');
      await sleep(
        options.pause ?? PAUSE,
        undefined,
        options.signal === undefined ? {} : { signal: options.signal },
      ).catch(() => undefined);
    }
    const next = await round(checks, options, rounds + 1);
    rounds += 1;
    isSteady ||= rounds > 1 && isEqual(attempts, next);
    attempts = next;
    if (isSteady && most > 1) {
      break;
    }
  }
  const isStopped = options.signal?.aborted === true;
  return reportOf(review, { checks, notChecked }, attempts, { began, rounds, isSteady, isStopped, ...callers });
}

function untilStopped(
  asked: Promise<CallerResults>,
  { signal, progress }: PreflightOptions,
): Promise<CallerResults | undefined> {
  progress?.('asking who the delegate is');
  return Promise.race([
    asked,
    new Promise<undefined>((resolve) => signal?.addEventListener('abort', () => resolve(undefined), { once: true })),
  ]);
}

/** The report of attempts, by the keys of their checks; a check without one was stopped. */
export function reportOf(
  review: ReviewDocument,
  { checks, notChecked }: Checks,
  attempts: ReadonlyMap<string, Attempt>,
  how: Pick<PreflightReport, 'began' | 'rounds' | 'isSteady' | 'isStopped' | 'identities' | 'permissions'>,
): PreflightReport {
  const results = checks.map((check) => resultOf(check, attempts.get(checkKey(check)) ?? STOPPED, review));
  const isGranted = review.permissions.length + (review.elsewhere ?? []).length > 0;
  const isAsked = how.identities !== undefined || how.permissions !== undefined || how.isStopped;
  const noIdentity = isGranted && !isAsked ? [NO_IDENTITY] : [];
  return {
    format: 'harness-delegate-access/preflight',
    version: 1,
    catalogVersion: review.catalogVersion,
    target: review.target.title,
    profile: review.profile,
    ...how,
    results,
    notChecked: [...notChecked, ...noIdentity],
    remarks: remarksOf(results),
  };
}

const NO_IDENTITY: NotChecked = {
  key: 'identity',
  destination: '',
  why: '`--identity` asks who the delegate is, and `--permissions` simulates what it may do',
};

const STOPPED: Attempt = { outcome: 'stopped', addresses: [], resolvers: [], milliseconds: 0 };

/** Each connection once, in the order of the checks, so many at a time. */
async function round(
  checks: readonly Check[],
  { parallel = PACE.parallel, timeout = PACE.timeout, resolvers, signal, progress }: PreflightOptions,
  number: number,
): Promise<ReadonlyMap<string, Attempt>> {
  const options = {
    timeout,
    ...(resolvers === undefined ? {} : { resolvers }),
    signal,
  };
  const waiting = [...new Map(checks.map((check) => [checkKey(check), check]))];
  const done = new Map<string, Attempt>();
  const count = waiting.length;
  const isStopped = (): boolean => signal?.aborted === true;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !isStopped(); next = waiting.shift()) {
      const [key, check] = next;
      progress?.(`${done.size + 1} of ${count}: ${check.host}:${check.port}${number === 1 ? '' : `, round ${number}`}`);
      const made = await attempt(check, options);
      // What it ended with is the stop, and not the network.
      if (!isStopped()) {
        done.set(key, made);
      }
    }
  };
  await Promise.race([
    Promise.all(Array.from({ length: Math.max(1, parallel) }, work)),
    new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true })),
  ]);
  return new Map(done);
}

function isEqual(a: ReadonlyMap<string, Attempt>, b: ReadonlyMap<string, Attempt>): boolean {
  return [...b].every(([key, { outcome }]) => a.get(key)?.outcome === outcome);
}

function resultOf(check: Check, made: Attempt, review: ReviewDocument): PreflightResult {
  const { verdict, means, todo } = meaningOf(check, made, review);
  const port = review.ports.find(({ key }) => key === check.key);
  const { outcome, ...rest } = made;
  return {
    ...rest,
    key: check.key,
    connection: check.connection,
    host: check.host,
    port: check.port,
    ...(check.proxy === undefined ? {} : { through: `${check.proxy.host}:${check.proxy.port}` }),
    outcome,
    verdict,
    means: `${means}${detailOf(made)}`,
    todo,
    why: port?.why ?? '',
    sources: port?.sources ?? [],
    rules: review.rules.filter(({ reasons }) => reasons.includes(check.key)).map(ruleText),
  };
}

function meaningOf(check: Check, { outcome }: Attempt, { rules }: ReviewDocument): (typeof MEANINGS)[Outcome] {
  if (check.isClosed === true) {
    const isOpen = ![
      'no such name',
      'no address',
      'resolver does not answer',
      'refused',
      'dropped',
      'no route',
      'reset',
      'stopped',
    ].includes(outcome);
    const isPortOnly = rules.some(
      ({ protocol, from, to, enforcement }) =>
        protocol === 'tcp' && from <= check.port && check.port <= to && enforcement === 'port-only',
    );
    return !isOpen ? CLOSED : isPortOnly ? CLOSED_BUT_PORT_ONLY : CLOSED_BUT_OPEN;
  }
  const meaning = MEANINGS[outcome];
  return check.isSample === true && meaning.verdict === 'not as planned' ? SAMPLE : meaning;
}

function detailOf({ outcome, signer, addresses, address, resolvers }: Attempt): string {
  if (outcome.startsWith('certificate')) {
    return `; signed by ${signer}${outcome === 'certificate not valid now' ? `, and the clock says ${new Date().toISOString()}` : ''}`;
  }
  if (outcome === 'not through the endpoint') {
    return `: ${address}`;
  }
  if (outcome === 'no such name' || outcome === 'resolver does not answer') {
    return resolvers.length === 0 ? '' : ` (${resolvers.join(', ')})`;
  }
  return address === undefined || addresses.length < 2 ? '' : ` (${address}, one of ${addresses.length} addresses)`;
}

function ruleText({ protocol, from, to, destination, enforcement }: ReviewRule): string {
  return `${protocol} ${from === to ? from : `${from}-${to}`} to ${destination.text} (${enforcement})`;
}

/** One cause behind many results is worth a sentence. */
function remarksOf(results: readonly PreflightResult[]): string[] {
  const own = results.filter(({ key }) => !key.startsWith('closed '));
  const signers = groupBy(
    own.filter(({ outcome, signer }) => outcome.startsWith('certificate') && signer !== undefined),
    ({ signer }) => signer!,
  );
  const proxies = [...signers].filter(([, some]) => new Set(some.map(({ host }) => host)).size > 1);
  const names = own.filter(({ outcome }) => outcome === 'resolver does not answer');
  const routes = own.filter(({ outcome }) => ['no route', 'no address', 'resolver does not answer'].includes(outcome));
  return [
    ...proxies.map(
      ([signer, some]) =>
        `${new Set(some.map(({ host }) => host)).size} hosts show certificates of ${signer}: a proxy that re-signs, or a portal, is on the way`,
    ),
    ...(names.length > 1 ? [`no resolver answers for ${names.length} names: mend that first`] : []),
    ...(own.length > 1 && routes.length === own.length ? ['this machine has no network at all'] : []),
  ];
}
