import { groupBy } from '../base';
import type { ReviewDocument, ReviewRule, ReviewSource } from '../review';
import type { Attempt, Outcome } from './attempt';
import type { IdentityResult, PermissionResult } from './callers';
import { checkKey, type Check, type Checks, type NotChecked } from './checks';
import {
  CLOSED,
  CLOSED_BUT_OPEN,
  CLOSED_BUT_PORT_ONLY,
  CLOSED_WITHOUT_ADDRESS,
  MEANINGS,
  SAMPLE,
  type Verdict,
} from './meanings';

/** Judges attempts by the review: what each means, and what several have in common. */

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

/** The report of attempts, by the keys of their checks. @param without outcome of a check that has none */
export function reportOf(
  review: ReviewDocument,
  { checks, notChecked }: Checks,
  attempts: ReadonlyMap<string, Attempt>,
  how: Pick<PreflightReport, 'began' | 'rounds' | 'isSteady' | 'isStopped' | 'identities' | 'permissions'>,
  without: Outcome = 'stopped',
): PreflightReport {
  const nothing: Attempt = { outcome: without, addresses: [], resolvers: [], milliseconds: 0 };
  const results = checks.map((check) => resultOf(check, attempts.get(checkKey(check)) ?? nothing, review));
  const isGranted = review.permissions.length + (review.elsewhere ?? []).length > 0;
  const isAsked = how.identities !== undefined || how.permissions !== undefined || how.isStopped;
  const isEmpty = how.permissions?.length === 0 && (how.identities ?? []).length === 0;
  const noIdentity = isGranted && !isAsked ? [NO_IDENTITY] : isEmpty ? [NO_GRANTS] : [];
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
const NO_GRANTS: NotChecked = {
  key: 'identity',
  destination: '',
  why: 'no platform grants anything to this list, so that none is asked',
};

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
    means: `${means}${detailOf(made, check)}`,
    todo,
    why: port?.why ?? '',
    sources: port?.sources ?? [],
    rules: review.rules.filter(({ reasons }) => reasons.includes(check.key)).map(ruleText),
  };
}

const NO_ADDRESS: readonly Outcome[] = ['no such name', 'no address', 'resolver does not answer'];
const NO_ANSWER: readonly Outcome[] = ['refused', 'dropped', 'no route', 'reset'];
const UNTRIED: readonly Outcome[] = ['stopped', 'no result', 'cannot be tried here'];

function meaningOf(check: Check, { outcome }: Attempt, { rules }: ReviewDocument): (typeof MEANINGS)[Outcome] {
  if (check.isClosed === true) {
    if (NO_ADDRESS.includes(outcome)) {
      return CLOSED_WITHOUT_ADDRESS;
    }
    if (UNTRIED.includes(outcome)) {
      return MEANINGS[outcome];
    }
    const isOpen = !NO_ANSWER.includes(outcome);
    const isPortOnly = rules.some(
      ({ protocol, from, to, enforcement }) =>
        protocol === 'tcp' && from <= check.port && check.port <= to && enforcement === 'port-only',
    );
    return !isOpen ? CLOSED : isPortOnly ? CLOSED_BUT_PORT_ONLY : CLOSED_BUT_OPEN;
  }
  const meaning = MEANINGS[outcome];
  return check.isSample === true && NO_ANSWER.includes(outcome) ? SAMPLE : meaning;
}

function detailOf({ outcome, signer, clock, addresses, address, resolvers }: Attempt, { within = [] }: Check): string {
  if (outcome.startsWith('certificate')) {
    const by = signer === undefined ? '' : `; signed by ${signer}`;
    return `${by}${outcome === 'certificate not valid now' ? `; the clock says ${clock ?? new Date().toISOString()}` : ''}`;
  }
  if (outcome === 'not through the endpoint') {
    return `: to ${address}, and not into ${within.join(', ')}`;
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
    own.filter(
      ({ outcome, signer }) =>
        outcome.startsWith('certificate') && outcome !== 'certificate not valid now' && signer !== undefined,
    ),
    ({ signer }) => signer!,
  );
  const proxies = [...signers].filter(([, some]) => new Set(some.map(({ host }) => host)).size > 1);
  const names = own.filter(({ outcome }) => outcome === 'resolver does not answer');
  const routes = own.filter(({ outcome }) => ['no route', 'no address', 'resolver does not answer'].includes(outcome));
  return [
    ...proxies.map(
      ([signer, some]) =>
        `${new Set(some.map(({ host }) => host)).size} hosts show certificates of ${signer}: a proxy that re-signs, a portal, or an authority of your own`,
    ),
    ...(names.length > 1 ? [`no resolver answers for ${names.length} names: mend that first`] : []),
    ...(own.length > 1 && routes.length === own.length ? ['this machine has no network at all'] : []),
  ];
}
