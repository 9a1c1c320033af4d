import { firstOf } from '../base';
import type { Audit, AuditTraffic, Lack, Surplus } from './audit';
import { rangeText } from './difference-text';
import { markdownListing, textListing, type ListingEntry, type ListingGroup } from './listing';
import type { TrafficParts } from './rule-traffic';
import { hasPorts, type Unknown } from '../platform/template';

/** An audit in words: for a terminal, and as Markdown. */

/** Parts of one entry that are written out; the data has all of them. */
const PARTS = 6;
/** Names of what was read that are written out. */
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
      : `${surplus.length} × open without need, ${lacking.length} × needed and not open, ${cannotTell.length} × cannot tell.`,
  ];
}

function groupsOf({ surplus, lacking, cannotTell }: Audit): ListingGroup[] {
  return [
    { title: 'Open, and no connection needs it', entries: surplus.map(describeSurplus) },
    { title: 'Needed, and not open', entries: lacking.map(describeLack) },
    { title: 'Cannot tell', entries: cannotTell.map(describeUnknown) },
  ];
}

/** Said of what is not certain. */
const PERHAPS = 'perhaps: whether it is there, or what comes before it, only the deployment knows';

function describeSurplus(entry: Surplus): ListingEntry {
  const { where, says, isCertain } = entry;
  const place = `in ${where}${says === '' ? '' : `: ${says}`}`;
  return { what: textOf(entry), details: [...partsOf(entry), place, ...(isCertain ? [] : [PERHAPS])] };
}

function describeLack(entry: Lack): ListingEntry {
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
