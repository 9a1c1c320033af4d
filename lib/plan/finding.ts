import { compareTexts } from '../base';
import { FINDING_KINDS, type About, type FindingKind, type Kind, type Severity, type Source } from '../catalog';

/** Where something stands in a file; line and column are counted from 1. */
export interface FindingPlace {
  /** Path of the file, as its reader wrote it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something that a reviewer should know, with what to do about it. */
export interface Finding {
  /** `<Finding>:<connection>[:<port>]`; stable. */
  readonly key: string;
  readonly finding: FindingKind;
  readonly connection: string;
  readonly port?: string;
  readonly severity: Severity;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly source?: Source;
  /** Where the connection stands, when the list is a file; no part of what the finding is. */
  readonly at?: FindingPlace;
  /** Present when somebody accepted it, with the reason. */
  readonly acknowledged?: { readonly reason: string; readonly until?: string };
}

/** The fix of a finding that asks nothing of its reader. */
export const NOTHING_TO_DO = 'nothing to do';

interface Parts extends Pick<Finding, 'what' | 'why' | 'fix'>, Partial<Pick<Finding, 'port' | 'source'>> {
  /** It is a notice this time, where its kind is a warning. */
  readonly isNotice?: boolean;
}

export function kindOf(kind: FindingKind): Kind {
  return FINDING_KINDS[kind];
}

export function finding(kind: FindingKind, connection: string, { isNotice, ...parts }: Parts): Finding {
  const key = [kind, connection, ...(parts.port === undefined ? [] : [parts.port])].join(':');
  const severity = isNotice === true ? 'notice' : kindOf(kind).severity;
  return { key, finding: kind, connection, severity, ...parts };
}

/** One finding for each key, in the order of the keys. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const byKey = new Map(findings.map((entry) => [entry.key, entry]));
  return [...byKey.values()].sort((a, b) => compareTexts(a.key, b.key));
}

/** A warning that nobody accepted. */
export function isOpenWarning({ severity, acknowledged }: Pick<Finding, 'severity' | 'acknowledged'>): boolean {
  return severity === 'warning' && acknowledged === undefined;
}

/** Which construct reports this finding; one about an acknowledgement follows the kind that was acknowledged. */
export function aboutOf({ finding: kind, port }: Finding): About {
  const isOfAcknowledgement = kind === 'UnusedAcknowledgement' || kind === 'ExpiredAcknowledgement';
  return kindOf(isOfAcknowledgement ? (port!.split(':')[0] as FindingKind) : kind).about;
}
