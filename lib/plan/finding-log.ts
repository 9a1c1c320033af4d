import type { About, FindingKind, Stage } from '../catalog';
import { aboutOf, finding, kindOf, sortFindings, type Finding, type FindingPlace } from './finding';
import type { Acknowledgement } from './props';

/** Acknowledgements, and the day against which they expire. */
export interface Accepted {
  readonly acknowledgements: readonly Acknowledgement[];
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Place of a finding, when the list is a file. */
  readonly placeOf?: (finding: Finding) => FindingPlace | undefined;
}

/** Stages and target; an acknowledgement of a kind that can arise there must match something. */
export interface Judgement {
  readonly stages: readonly Stage[];
  /** Names of the targets. */
  readonly targets?: readonly string[];
  readonly platform?: string;
  /** Only what one construct reports. */
  readonly about?: About;
}

/** All findings before acknowledgement; judged when read. Immutable. */
export class FindingLog {
  public constructor(
    private readonly entries: readonly Finding[],
    private readonly accepted: Accepted,
  ) {}

  public with(more: readonly Finding[]): FindingLog {
    return new FindingLog([...this.entries, ...more], this.accepted);
  }

  /** By key, each with its acknowledgement; and one for each acknowledgement that matches nothing or has expired. */
  public judged(judgement: Judgement): readonly Finding[] {
    const { acknowledgements, asOf, placeOf } = this.accepted;
    const used = new Set<Acknowledgement>();
    const marked = this.entries.map((entry) => {
      const matching = acknowledgements.filter((candidate) => matches(candidate, entry));
      matching.forEach((candidate) => used.add(candidate));
      const [match] = [...matching].sort((a, b) => preference(a, asOf) - preference(b, asOf));
      return match === undefined || isExpired(match, asOf) ? entry : acknowledge(entry, match);
    });
    const expected = acknowledgements.filter(({ finding: kind }) => isExpected(kind, judgement));
    const all = sortFindings([
      ...marked,
      ...expected.filter((entry) => !used.has(entry)).map(unused),
      ...expected.filter((entry) => used.has(entry) && isExpired(entry, asOf)).map(expired),
    ]);
    const own = judgement.about === undefined ? all : all.filter((entry) => aboutOf(entry) === judgement.about);
    return placeOf === undefined ? own : own.map((entry) => placed(entry, placeOf(entry)));
  }
}

function isExpected(kind: FindingKind, { stages, targets = [], platform }: Judgement): boolean {
  const { stage, on, platform: own } = kindOf(kind);
  return (
    stages.includes(stage) &&
    (own === undefined || own === platform) &&
    (on === undefined || targets.some((target) => on.includes(target)))
  );
}

function acknowledge(entry: Finding, { reason, until }: Acknowledgement): Finding {
  return { ...entry, acknowledged: { reason, ...(until === undefined ? {} : { until }) } };
}

function placed(entry: Finding, at: FindingPlace | undefined): Finding {
  return at === undefined ? entry : { ...entry, at };
}

function matches(acknowledgement: Acknowledgement, entry: Finding): boolean {
  return (
    acknowledgement.finding === entry.finding &&
    acknowledgement.connection === entry.connection &&
    (acknowledgement.port === undefined || String(acknowledgement.port) === entry.port)
  );
}

/** Valid before expired, one for the port before one for all ports. */
function preference(acknowledgement: Acknowledgement, asOf: string): number {
  return (isExpired(acknowledgement, asOf) ? 2 : 0) + (acknowledgement.port === undefined ? 1 : 0);
}

function isExpired({ until }: Acknowledgement, asOf: string): boolean {
  return until !== undefined && until < asOf;
}

/** Subject of an acknowledgement. */
export function subject(entry: Acknowledgement): string {
  return [entry.finding, entry.connection, ...(entry.port === undefined ? [] : [entry.port])].join(':');
}

function unused(entry: Acknowledgement): Finding {
  return finding('UnusedAcknowledgement', entry.connection, {
    port: subject(entry),
    what: `the acknowledgement of ${subject(entry)} matches nothing`,
    why: 'the finding is gone, or a name is misspelled',
    fix: kindOf('UnusedAcknowledgement').todo,
  });
}

function expired(entry: Acknowledgement): Finding {
  return finding('ExpiredAcknowledgement', entry.connection, {
    port: subject(entry),
    what: `the acknowledgement of ${subject(entry)} expired on ${entry.until}`,
    why: `valid until that day only: ${entry.reason}`,
    fix: kindOf('ExpiredAcknowledgement').todo,
  });
}
