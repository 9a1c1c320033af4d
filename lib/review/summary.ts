import type { ReviewAcknowledgement, ReviewDocument, ReviewFinding, ReviewPort, ReviewSource } from './types';

/** What every page says first, and in which order it shows the findings. */

export const KINDS: Readonly<Record<ReviewPort['kind'], string>> = {
  harness: 'Harness itself',
  awsServices: 'AWS APIs',
  googleApis: 'Google APIs',
  saas: 'APIs of vendors',
  selfHosted: 'Services of your own',
  machines: 'Machines',
  dns: 'Resolvers',
};

export function titleOf({ profile, target }: ReviewDocument): string {
  return `Harness Delegate access on ${target.title}, ${profile}`;
}

/** Numbers with what they count. */
export function factsOf(review: ReviewDocument): (readonly [string, string])[] {
  const asked = review.ports.filter((port) => port.asked);
  const open = review.findings.filter(({ acknowledged }) => acknowledged === undefined);
  const count = (severity: string): number => open.filter((finding) => finding.severity === severity).length;
  return [
    ['connections', `${new Set(review.ports.map(({ connection }) => connection)).size}`],
    ['ports asked for', `${asked.length}`],
    ['distinct ways out', `${review.rules.length}`],
    ['of them port-only', `${review.rules.filter(({ enforcement }) => enforcement === 'port-only').length}`],
    ['permissions', `${review.permissions.length}`],
    ['warnings', `${count('warning')}`],
    ['notices', `${count('notice')}`],
    ['acknowledged', `${review.findings.length - open.length}`],
  ];
}

/** A page that somebody read, with its number. */
export interface NumberedPage extends ReviewSource {
  readonly number: number;
}

/** The pages behind a review by their text and date, numbered in the order in which they are first named. */
export function numberPages(review: ReviewDocument): Map<string, NumberedPage> {
  const { ports, permissions, credentials, findings, reasons } = review;
  const all = [
    ...ports.flatMap(({ sources }) => sources),
    ...[...permissions, ...credentials].map(({ source }) => source),
    ...findings.flatMap(({ source }) => source ?? []),
    ...reasons.flatMap(({ sources }) => sources),
  ];
  const unique = new Map(all.map((source) => [pageKey(source), source]));
  return new Map([...unique].map(([key, source], i) => [key, numbered(source, i + 1)]));
}

/** A review that was kept as a file may have been changed since: only a web page becomes a link. */
function numbered({ url, text, date }: ReviewSource, number: number): NumberedPage {
  return { url: /^https:\/\/\S+$/.test(url ?? '') ? url : undefined, text, date, number };
}

export function pageKey({ text, date }: ReviewSource): string {
  return `${text} ${date}`;
}

/** Warnings, notices, and what somebody accepted; empty groups left out. */
export function findingGroups(findings: readonly ReviewFinding[]): (readonly [string, readonly ReviewFinding[]])[] {
  const open = findings.filter(({ acknowledged }) => acknowledged === undefined);
  const groups = [
    ['Warnings', open.filter(({ severity }) => severity === 'warning')],
    ['Notices', open.filter(({ severity }) => severity === 'notice')],
    ['Acknowledged', findings.filter(({ acknowledged }) => acknowledged !== undefined)],
  ] as const;
  return groups.filter(([, entries]) => entries.length > 0);
}

/** Why somebody accepted a finding, and until when. */
export function acceptedText({ reason, until }: ReviewAcknowledgement): string {
  return until === undefined ? reason : `${reason} (until ${until})`;
}
