import { isIP } from 'node:net';
import { AccessError, show, visible } from '../base';
import type { Caller } from '../platform';
import type { ReviewDocument } from '../review';
import { outsideOf, type Attempt, type Outcome } from './attempt';
import { askedPlatforms, expectedOn, identityResult, type CallerOptions, type IdentityResult } from './callers';
import { checkKey, checksOf, type Check, type CheckOptions } from './checks';
import { MEANINGS } from './meanings';
import { reportOf, type PreflightReport } from './report-of';

/** The report of what the script printed. */

interface Line {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Host and port, or `-:-`. */
  readonly proxy: string;
  readonly outcome: string;
  readonly addresses: readonly string[];
  readonly milliseconds: number;
  /** Time of the machine that ran it, in seconds since 1970. */
  readonly clock: number;
}

/** A line on who the delegate is. */
interface CallerLine {
  /** Id of the platform. */
  readonly caller: string;
  readonly outcome: string;
  readonly from: string;
  readonly who: string;
  readonly detail: string;
}

/** Begin of a line of results; a log may have something before it. */
const BEGIN = '{"preflight":1,';
/** Said by the script where it has no trust store. */
const TRUST_UNKNOWN: Outcome = 'connected, certificate not judged';
/** Seconds of the last day that a date can say with four digits. */
const LAST = 253_402_300_799;

/**
 * @param text standard output of the script, alone or within a log
 * @param options those that the script was made with
 * @throws AccessError `InvalidResults`, `InvalidHost`
 */
export function readResults(
  review: ReviewDocument,
  text: string,
  options: CheckOptions & { readonly callers?: CallerOptions } = {},
): PreflightReport {
  const found = checksOf(review, options);
  const texts = text.split('\n');
  // A log that is cut has no end of its last line.
  const isCut = /\{"preflight":1,[^}]*$/.test(texts[texts.length - 1]!);
  const all = texts.slice(0, isCut ? -1 : undefined).flatMap((line, i) => {
    const at = line.indexOf(BEGIN);
    return at < 0 ? [] : [lineIn(line.slice(at).replace(/\}[^}]*$/, '}'), i + 1)];
  });
  const lines = all.filter((line): line is Line => 'host' in line);
  if (all.length === 0) {
    throw AccessError.of(
      'InvalidResults',
      `the results must have a line for each connection that begins with \`${BEGIN}\`, as the script prints them, got none; was its standard output kept?`,
    );
  }
  const byKey = new Map(lines.map((line) => [keyOf(line), line]));
  const known = new Set<string>();
  const attempts = new Map<string, Attempt>();
  for (const check of found.checks) {
    const key = keyOfCheck(check);
    const line = byKey.get(key);
    if (line !== undefined) {
      known.add(key);
      attempts.set(checkKey(check), attemptOf(check, line));
    }
  }
  const report = reportOf(
    review,
    found,
    attempts,
    {
      began: new Date().toISOString(),
      rounds: 1,
      isSteady: true,
      isStopped: false,
      ...identitiesIn(
        review,
        all.filter((line): line is CallerLine => 'caller' in line),
        options.callers,
      ),
    },
    'no result',
  );
  const missing = found.checks.filter((check) => !attempts.has(checkKey(check))).length;
  const foreign = [...byKey.keys()].filter((key) => !known.has(key)).length;
  return {
    ...report,
    remarks: [
      ...report.remarks,
      ...(byKey.size === lines.length ? [] : ['the results are of several runs: the last result of each counts']),
      ...(isCut ? ['the results are cut in their last line'] : []),
      ...(missing === 0 ? [] : [`the results have nothing of ${missing} connections: ${SAME}`]),
      ...(foreign === 0 ? [] : [`the results have ${foreign} connections that this list does not have: ${SAME}`]),
      ...(options.callers === undefined && all.length > lines.length
        ? ['the results say who the delegate is; `--identity` judges it']
        : []),
      ...(lines.some(({ outcome }) => outcome === TRUST_UNKNOWN)
        ? ['the script had no trust store: whether certificates are trusted, and for the right name, is unknown']
        : []),
    ],
  };
}

function identitiesIn(
  review: ReviewDocument,
  lines: readonly CallerLine[],
  callers: CallerOptions | undefined,
): { readonly identities?: readonly IdentityResult[] } {
  if (callers === undefined) {
    return {};
  }
  const identities = askedPlatforms(review, callers).map((platform) => {
    // Of several runs in one log, the last.
    const line = [...lines].reverse().find(({ caller }) => caller === platform.id);
    return identityResult(platform, callerOf(line), expectedOn(review, platform));
  });
  return { identities };
}

const OUTCOMES = ['known', 'claimed', 'none', 'refused', 'not asked'] as const;

function callerOf(line: CallerLine | undefined): Caller {
  const outcome = OUTCOMES.find((one) => one === line?.outcome);
  return line === undefined || outcome === undefined
    ? { outcome: 'not asked', from: 'the results', detail: `they do not say it: ${SAME}` }
    : {
        outcome,
        from: visible(line.from),
        ...(line.who === '' ? {} : { who: visible(line.who) }),
        ...(line.detail === '' ? {} : { detail: visible(line.detail) }),
      };
}

const SAME = 'the script ends early, or was made of another list or with other options';

function keyOf({ host, port, tls, proxy }: Line): string {
  return JSON.stringify([host, port, tls, proxy]);
}

function keyOfCheck({ host, port, isTls, proxy }: Check): string {
  return JSON.stringify([host, port, isTls, proxy === undefined ? '-:-' : `${proxy.host}:${proxy.port}`]);
}

/** The script knows no blocks: whether a name leads where it must is judged here. */
function attemptOf(check: Check, { outcome, addresses, milliseconds, clock }: Line): Attempt {
  const known = (Object.hasOwn(MEANINGS, outcome) ? outcome : 'no result') as Outcome;
  const outside = outsideOf(
    check,
    addresses.filter((address) => isIP(address) !== 0),
  );
  return {
    ...(outside === undefined ? { outcome: known } : { outcome: 'not through the endpoint', address: outside }),
    addresses,
    resolvers: [],
    milliseconds,
    ...(clock > 0 ? { clock: new Date(clock * MILLISECONDS).toISOString() } : {}),
  };
}

const MILLISECONDS = 1000;

/** @throws AccessError `InvalidResults` */
function lineIn(text: string, number: number): Line | CallerLine {
  try {
    const { caller, from, who, detail, ...line } = JSON.parse(text) as Partial<Line & CallerLine>;
    if (
      typeof caller === 'string' &&
      typeof from === 'string' &&
      typeof who === 'string' &&
      typeof detail === 'string' &&
      typeof line.outcome === 'string'
    ) {
      return { caller, outcome: line.outcome, from, who, detail };
    }
    const { host, port, tls, proxy, outcome, addresses, milliseconds, clock } = line;
    if (
      typeof host === 'string' &&
      typeof port === 'number' &&
      typeof tls === 'boolean' &&
      typeof proxy === 'string' &&
      typeof outcome === 'string' &&
      Array.isArray(addresses)
    ) {
      return {
        host,
        port,
        tls,
        proxy,
        outcome,
        addresses: addresses.map(String),
        milliseconds: Number(milliseconds) || 0,
        clock: typeof clock === 'number' && clock < LAST ? clock : 0,
      };
    }
  } catch {
    // Told below.
  }
  throw AccessError.of(
    'InvalidResults',
    `line ${number} of the results is none that the script prints, got ${show(text)}; give its standard output as it is`,
  );
}
