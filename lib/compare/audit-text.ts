import { firstOf } from '../base';
import type { Audit, AuditTraffic, Lack, Surplus } from './audit';
import { rangeText } from './difference-text';
import { markdownListing, textListing, type ListingEntry, type ListingGroup } from './listing';
import type { PermissionLack } from './permission-audit';
import type { PermissionSurplus } from './permission-surplus';
import type { TrafficParts } from './rule-traffic';
import { hasPorts, type Unknown } from '../platform/template';

/** An audit in words: for a terminal, and as Markdown. */

/** Parts of one entry in the text; the data has all of them. */
const PARTS = 6;
/** Names of groups and rules in the text. */
const READ = 4;

/** Entries of a group without `all`. */
const FEW = 10;

/** Options of an audit in words. */
export interface AuditOptions {
  /** Characters of a line, at most. @default 116 */
  readonly width?: number;
  /** Write all entries out, not the first of each group. @default false */
  readonly all?: boolean;
}

/** For a terminal or a log: a summary, and the first entries of each group. */
export function auditTable(audit: Audit, { width, all = false }: AuditOptions = {}): string {
  const most = all ? {} : { most: FEW };
  return textListing(headOf(audit), groupsOf(audit), { ...(width === undefined ? {} : { width }), ...most });
}

/** GitHub-flavoured Markdown; what is beyond the first entries of a group is folded. */
export function auditMarkdown(audit: Audit, { all = false }: AuditOptions = {}): string {
  return markdownListing(headOf(audit), groupsOf(audit), all ? {} : { most: FEW });
}

function headOf(audit: Audit): string[] {
  const { review, template, isNetwork } = audit;
  const { kind, read, about, notes } = template;
  const whose = [...about, ...(audit.permissions === undefined ? [] : [`permissions of ${audit.permissions.of}`])];
  return [
    `Audit of ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}; taken to be the delegate's: ${whose.length === 0 ? 'nothing' : firstOf(whose, READ)}`,
    `Against the ${review.profile} profile on ${review.target.title} (catalogue ${review.catalogVersion})`,
    ...notes.slice(0, READ).map((note) => `Note: ${note}.`),
    ...(isNetwork
      ? [`Read: ${read.length === 0 ? 'nothing' : firstOf(read, READ)}`]
      : ['Ports are not judged: it has permissions alone.']),
    ...notJudged(audit),
    resultOf(audit),
  ];
}

function notJudged({ permissions, several }: Audit): string[] {
  if (permissions !== undefined) {
    return [];
  }
  return several === undefined
    ? ['Permissions are not judged: no role and no grant was read.']
    : [`Permissions are not judged: choose one of ${firstOf(several, READ)} with \`--role\` or \`--account\`.`];
}

function resultOf({ surplus, lacking, cannotTell, isClean, permissions, isNetwork }: Audit): string {
  if (isClean) {
    const what = [...(isNetwork ? ['open'] : []), ...(permissions === undefined ? [] : ['allowed'])].join(' and ');
    return `Exactly what the connections need is ${what}.`;
  }
  const excess = surplus.length + (permissions?.surplus.length ?? 0);
  const missing = lacking.length + (permissions?.lacking.length ?? 0);
  return `${excess} × excess, ${missing} × missing, ${cannotTell.length} × cannot tell.`;
}

function groupsOf({ surplus, lacking, cannotTell, permissions }: Audit): ListingGroup[] {
  return [
    { title: 'Excess: open, not required by any connection', entries: surplus.map(describeExcess) },
    {
      title: 'Excess: allowed, not needed by any connection',
      entries: (permissions?.surplus ?? []).map(describeAllowed),
    },
    { title: 'Missing: required, not open', entries: lacking.map(describeMissing) },
    { title: 'Missing: needed, not allowed', entries: (permissions?.lacking ?? []).map(describeDenied) },
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

function describeAllowed(entry: PermissionSurplus): ListingEntry {
  const { where, kind, name, actions, isExcept, resources, conditions, isCertain, inPart } = entry;
  const on = resources.length === 0 ? '' : ` on ${firstOf(resources, PARTS)}`;
  const what = kind === 'statement' ? `${isExcept ? 'everything but ' : ''}${firstOf(actions, PARTS)}` : name;
  return {
    what: what + on,
    details: [
      ...(inPart === undefined ? [] : [`only in part: ${firstOf(inPart, PARTS)}`]),
      `in ${where}${kind === 'managed policy' ? ': a policy of AWS' : ''}`,
      ...conditions.map((condition) => `under ${condition}`),
      ...(isCertain ? [] : [UNCERTAIN]),
    ],
  };
}

function describeDenied({ kind, name, actions, resources, connection, note, deniedBy }: PermissionLack): ListingEntry {
  const on = resources.length === 0 ? '' : ` on ${firstOf(resources, PARTS)}`;
  return {
    what: (kind === 'statement' ? firstOf(actions, PARTS) : name) + on,
    details: [...(deniedBy === undefined ? [] : [`denied by ${deniedBy}`]), `${connection}:${name}: ${note}`],
  };
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
