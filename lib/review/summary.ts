import type { ReviewAcknowledgement, ReviewDocument, ReviewPort, ReviewSource } from './types';

/** The first facts of every page, and its sources. */

export const KINDS: Readonly<Record<ReviewPort['kind'], string>> = {
  harness: 'Harness itself',
  awsServices: 'AWS APIs',
  googleApis: 'Google APIs',
  saas: 'APIs of vendors',
  selfHosted: 'Services of your own',
  machines: 'Machines',
  dns: 'Resolvers',
};

/** Whose access it is, the platform and the profile. */
export function titleOf(review: ReviewDocument): string {
  const { profile, where } = review;
  const of = where.construct === undefined ? '' : `: ${where.construct}`;
  return `Harness Delegate access${of} on ${layersText(review)}, ${profile}`;
}

/** The target, and the layers behind it. */
export function layersText({ target, behind = [] }: ReviewDocument): string {
  const titles = behind.map((layer) => layer.target.title);
  return `${target.title}${titles.length === 0 ? '' : ` (behind it: ${titles.join(', ')})`}`;
}

export function connectionsOf({ ports, permissions }: ReviewDocument): string[] {
  return [...new Set([...ports, ...permissions].map(({ connection }) => connection))];
}

/** Numbers with what they count. */
export function factsOf(review: ReviewDocument): (readonly [string, string])[] {
  const asked = review.ports.filter((port) => port.asked);
  const open = review.findings.filter(({ acknowledged }) => acknowledged === undefined);
  const count = (severity: string): number => open.filter((finding) => finding.severity === severity).length;
  return [
    ['connections', `${connectionsOf(review).length}`],
    ['ports requested', `${asked.length}`],
    ['egress rules', `${review.rules.length}`],
    ['to any address', `${review.rules.filter(({ enforcement }) => enforcement === 'port-only').length}`],
    ['permissions', `${review.permissions.length}`],
    ['warnings', `${count('warning')}`],
    ['notices', `${count('notice')}`],
    ['acknowledged', `${review.findings.length - open.length}`],
  ];
}

/** A source with its number. */
export interface NumberedPage extends ReviewSource {
  readonly number: number;
}

/** The pages behind a review by their text and date, numbered in the order in which they are first named. */
export function numberPages(review: ReviewDocument): Map<string, NumberedPage> {
  const { ports, permissions, credentials, findings, reasons } = review;
  const all = [
    ...ports.flatMap(({ sources }) => sources),
    ...[...permissions, ...credentials, ...findings, ...(review.inbound ?? []), ...(review.endpoints ?? [])].flatMap(
      ({ source }) => source ?? [],
    ),
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

/** The reason of an acknowledgement, and its last day. */
export function acknowledgedText({ reason, until }: ReviewAcknowledgement): string {
  return until === undefined ? reason : `${reason} (until ${until})`;
}
