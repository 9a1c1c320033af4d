import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReviewDocument } from '../review';
import { attempt, type Attempt } from './attempt';
import { askCallers, identitiesOf, simulateAll, type CallerOptions } from './callers';
import { checkKey, checksOf, PACE, type Check, type CheckOptions, type Pace } from './checks';
import { reportOf, type PreflightReport } from './report-of';

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

/** Policies of pods start seconds after them (aws/aws-network-policy-agent#271): 20 seconds in all. */
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
  const callers = await callersOf(review, options);
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
  isSteady &&= !isStopped;
  return reportOf(review, { checks, notChecked }, attempts, { began, rounds, isSteady, isStopped, ...callers });
}

/** Who the delegate is, then what it may do: what is known by a stop is kept. */
async function callersOf(
  review: ReviewDocument,
  options: PreflightOptions,
): Promise<Pick<PreflightReport, 'identities' | 'permissions'>> {
  const { callers, progress } = options;
  if (callers === undefined) {
    return {};
  }
  progress?.('asking who the delegate is');
  const asked = await untilStopped(askCallers(review, callers, options), options);
  if (asked === undefined) {
    return {};
  }
  progress?.('simulating permissions');
  const permissions = (await untilStopped(simulateAll(review, asked, callers, options), options)) ?? [];
  return { ...(callers.isIdentityJudged === false ? {} : { identities: identitiesOf(asked) }), permissions };
}

function untilStopped<T>(asked: Promise<T>, { signal }: PreflightOptions): Promise<T | undefined> {
  return Promise.race([
    asked,
    new Promise<undefined>((resolve) => signal?.addEventListener('abort', () => resolve(undefined), { once: true })),
  ]);
}

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
