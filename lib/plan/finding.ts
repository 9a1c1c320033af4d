import { compareTexts } from '../base';
import { FINDING_KINDS, type About, type FindingKind, type Kind, type Severity, type Source } from '../catalog';

/** A place in a file; line and column are counted from 1. */
export interface FindingPlace {
  /** Path of the file, as its reader wrote it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something that a reviewer must know, with its fix. */
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
  /** Place of the connection, when the list is a file; not part of the finding's identity. */
  readonly at?: FindingPlace;
  /** Present when it is acknowledged, with the reason. */
  readonly acknowledged?: { readonly reason: string; readonly until?: string };
}

/** Fix of a finding that needs no action; readers compare with it. */
export const NOTHING_TO_DO = 'nothing to do';

interface Parts extends Pick<Finding, 'what' | 'why' | 'fix'>, Partial<Pick<Finding, 'port' | 'source'>> {
  /** A notice, although its kind is a warning. */
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

/** True for a warning that is not acknowledged. */
export function isOpenWarning({ severity, acknowledged }: Pick<Finding, 'severity' | 'acknowledged'>): boolean {
  return severity === 'warning' && acknowledged === undefined;
}

/** The construct that reports this finding; one about an acknowledgement follows the acknowledged kind. */
export function aboutOf({ finding: kind, port }: Finding): About {
  const isOfAcknowledgement = kind === 'UnusedAcknowledgement' || kind === 'ExpiredAcknowledgement';
  return kindOf(isOfAcknowledgement ? (port!.split(':')[0] as FindingKind) : kind).about;
}
