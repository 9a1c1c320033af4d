import { firstOf } from '../base';
import type { Audit, AuditTraffic, Lack, Surplus } from './audit';
import { rangeText } from './difference-text';
import { markdownListing, textListing, type ListingEntry, type ListingGroup } from './listing';
import type { TrafficParts } from './rule-traffic';
import { hasPorts, type Unknown } from '../platform/template';

/** An audit in words: for a terminal, and as Markdown. */

/** Parts of one entry in the text; the data has all of them. */
const PARTS = 6;
/** Names of groups and rules in the text. */
const READ = 4;

export function auditTable(audit: Audit): string {
  return textListing(headOf(audit), groupsOf(audit));
}

/** GitHub-flavoured Markdown. */
export function auditMarkdown(audit: Audit): string {
  return markdownListing(headOf(audit), groupsOf(audit));
}

function headOf({ review, template, surplus, lacking, cannotTell, isClean }: Audit): string[] {
  const { kind, read } = template;
  return [
    `Audit of a ${kind} against the ${review.profile} profile on ${review.target.title} (catalogue ${review.catalogVersion})`,
    `Read: ${read.length === 0 ? 'nothing' : firstOf(read, READ)}`,
    isClean
      ? 'Exactly what the connections need is open.'
      : `${surplus.length} × excess, ${lacking.length} × missing, ${cannotTell.length} × cannot tell.`,
  ];
}

function groupsOf({ surplus, lacking, cannotTell }: Audit): ListingGroup[] {
  return [
    { title: 'Excess: open, not required by any connection', entries: surplus.map(describeExcess) },
    { title: 'Missing: required, not open', entries: lacking.map(describeMissing) },
    { title: 'Cannot tell', entries: cannotTell.map(describeUnknown) },
  ];
}

/** Detail of an uncertain entry. */
const UNCERTAIN = 'not certain: depends on the deployment';

function describeExcess(entry: Surplus): ListingEntry {
  const { where, says, isCertain } = entry;
  const place = `in ${where}${says === '' ? '' : `: ${says}`}`;
  return { what: textOf(entry), details: [...partsOf(entry), place, ...(isCertain ? [] : [UNCERTAIN])] };
}

function describeMissing(entry: Lack): ListingEntry {
  const reasons = entry.reasons.map(({ key, why }) => `${key}: ${why}`);
  return { what: textOf(entry), details: [...partsOf(entry), ...reasons] };
}

function describeUnknown({ where, what }: Unknown): ListingEntry {
  return { what: where, details: [what] };
}

function textOf({ protocol, from, to, destination }: Omit<AuditTraffic, keyof TrafficParts>): string {
  return hasPorts(protocol) ? `${protocol} ${rangeText(from, to)} to ${destination}` : `${protocol} to ${destination}`;
}

function partsOf({ protocol, parts, isWhole }: AuditTraffic): string[] {
  const texts = parts.map((part) => textOf({ protocol, ...part }));
  return isWhole ? [] : [`only in part: ${firstOf(texts, PARTS)}`];
}
