import { AccessError, collect, didYouMean, freeText, oneOf, show, throwIfAny, type Problem } from '../base';
import { finding, FINDING_KINDS, sortFindings, type Finding, type FindingKind, type Stage } from './finding';
import { choice, objectShape, port as portParser, text } from '../connection/parsers';

/** Says that somebody has seen a finding and accepts it. */
export interface Acknowledgement {
  /** Name of the finding, such as `PortOnlyEgress`. */
  readonly finding: FindingKind;
  /** Name of the connection that it is about. */
  readonly connection: string;
  /** @default - every port of the connection */
  readonly port?: number | string;
  /** Why it is accepted; shown in the review. 1 to 1,000 characters. */
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`. @default - holds for good */
  readonly until?: string;
}

const PROPS = ['finding', 'connection', 'port', 'reason', 'until'];
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** What a file may say of each, as JSON Schema has it. */
export const ACKNOWLEDGEMENT_SHAPE = objectShape(
  {
    finding: choice(Object.keys(FINDING_KINDS)),
    connection: text,
    port: portParser,
    reason: text,
    until: Object.assign(text.bind(undefined), { shape: { type: 'string', pattern: DATE.source } }),
  },
  ['finding', 'connection', 'reason'],
);

/** Checked copies. @throws AccessError with every problem of every entry */
export function parseAcknowledgements(value: unknown): Acknowledgement[] {
  if (value === undefined) {
    return [];
  }
  if (!Array.isArray(value)) {
    throw AccessError.of('InvalidAcknowledgement', `\`acknowledged\` must be a list, got ${show(value)}`);
  }
  const problems: Problem[] = [];
  const parsed = Array.from(value as unknown[], (entry, i) =>
    collect(problems, `\`acknowledged[${i}]\`: `, () => parseOne(entry), `acknowledged[${i}]`),
  );
  throwIfAny(problems);
  return parsed as Acknowledgement[];
}

/**
 * The findings, each with the acknowledgement that accepts it, and a finding for each acknowledgement that matches
 * nothing or has run out. Only acknowledgements of kinds that can arise in `stages`, and on the target, are judged.
 */
export function acknowledge(
  findings: readonly Finding[],
  acknowledgements: readonly Acknowledgement[],
  asOf: string,
  stages: readonly Stage[],
  target?: string,
): Finding[] {
  const used = new Set<Acknowledgement>();
  const marked = findings.map((entry) => {
    const matching = acknowledgements.filter((candidate) => matches(candidate, entry));
    matching.forEach((candidate) => used.add(candidate));
    const [match] = [...matching].sort((a, b) => preference(a, asOf) - preference(b, asOf));
    if (match === undefined) {
      return entry;
    }
    return isExpired(match, asOf)
      ? entry
      : {
          ...entry,
          acknowledged: { reason: match.reason, ...(match.until === undefined ? {} : { until: match.until }) },
        };
  });
  const judged = acknowledgements.filter(({ finding: kind }) => isExpected(kind, stages, target));
  return sortFindings([
    ...marked,
    ...judged.filter((entry) => !used.has(entry)).map(unused),
    ...judged.filter((entry) => used.has(entry) && isExpired(entry, asOf)).map(expired),
  ]);
}

/** `YYYY-MM-DD`, of a day that exists. */
export function isDate(value: unknown): value is string {
  const [, year, month, day] = (typeof value === 'string' ? DATE.exec(value) : null) ?? [];
  return Number(day) >= 1 && Number(day) <= daysOf(Number(year), Number(month));
}

/** By hand: the first `Date` of a process costs several milliseconds, for time zones that a day does not need. */
function daysOf(year: number, month: number): number {
  if (month === 2) {
    return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  }
  return month < 1 || month > 12 ? 0 : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function parseOne(entry: unknown): Acknowledgement {
  if (typeof entry !== 'object' || entry === null) {
    throw AccessError.of(
      'InvalidAcknowledgement',
      `must be an object with \`finding\`, \`connection\` and \`reason\`, got ${show(entry)}`,
    );
  }
  const { finding: kind, connection, port, reason, until } = entry as Record<string, unknown>;
  const strangers = Object.keys(entry).filter((key) => !PROPS.includes(key));
  if (strangers.length > 0) {
    throw AccessError.of(
      'UnknownProp',
      `has no ${show(strangers[0])}; allowed: ${oneOf(PROPS)}${didYouMean(strangers[0]!, PROPS)}`,
    );
  }
  const kinds = Object.keys(FINDING_KINDS);
  if (!kinds.includes(kind as string)) {
    const hint = typeof kind === 'string' ? didYouMean(kind, kinds) : '';
    throw AccessError.of('UnknownFinding', `\`finding\` must be the name of a finding, got ${show(kind)}${hint}`);
  }
  if (until !== undefined && !isDate(until)) {
    throw AccessError.of('InvalidDate', `\`until\` must be a date such as 2027-01-31, got ${show(until)}`);
  }
  if (port !== undefined && typeof port !== 'number' && typeof port !== 'string') {
    throw AccessError.of('InvalidPort', `\`port\` must be a number or a text, got ${show(port)}`);
  }
  return {
    finding: kind as FindingKind,
    connection: freeText(connection, 'connection'),
    reason: freeText(reason, 'reason'),
    ...(port === undefined ? {} : { port }),
    ...(until === undefined ? {} : { until }),
  };
}

function isExpected(kind: FindingKind, stages: readonly Stage[], target: string | undefined): boolean {
  const { stage, on }: { readonly stage: Stage; readonly on?: readonly string[] } = FINDING_KINDS[kind];
  return stages.includes(stage) && (on === undefined || (target !== undefined && on.includes(target)));
}

function matches(acknowledgement: Acknowledgement, entry: Finding): boolean {
  return (
    acknowledgement.finding === entry.finding &&
    acknowledgement.connection === entry.connection &&
    (acknowledgement.port === undefined || String(acknowledgement.port) === entry.port)
  );
}

/** One that still holds before one that has run out, one for the port before one for all ports. */
function preference(acknowledgement: Acknowledgement, asOf: string): number {
  return (isExpired(acknowledgement, asOf) ? 2 : 0) + (acknowledgement.port === undefined ? 1 : 0);
}

function isExpired(acknowledgement: Acknowledgement, asOf: string): boolean {
  return acknowledgement.until !== undefined && acknowledgement.until < asOf;
}

function subject(entry: Acknowledgement): string {
  return [entry.finding, entry.connection, ...(entry.port === undefined ? [] : [entry.port])].join(':');
}

function unused(entry: Acknowledgement): Finding {
  return finding('UnusedAcknowledgement', 'warning', entry.connection, {
    port: subject(entry),
    what: `the acknowledgement of ${subject(entry)} matches nothing`,
    why: 'what it accepted is gone, or its names are misspelt',
    fix: 'delete it, or correct the finding, the connection or the port',
  });
}

function expired(entry: Acknowledgement): Finding {
  return finding('ExpiredAcknowledgement', 'warning', entry.connection, {
    port: subject(entry),
    what: `the acknowledgement of ${subject(entry)} ran out on ${entry.until}`,
    why: `it was accepted for a time only: ${entry.reason}`,
    fix: 'mend what it accepted, or give it a new date',
  });
}
