import type { AskChange, ChangeReason, ReviewDifference, TrafficChange } from './difference';
import type { ReviewFinding } from '../review';
import { markdownListing, textListing, type ListingEntry, type ListingGroup } from './listing';
import type { PermissionChange } from './permission-changes';
import { firstOf } from '../base';

/** A difference in words: for a terminal, and as Markdown for a pull request. */

/** Parts of one change in the text; the data has all of them. */
const PARTS = 6;
/** Reasons of one change in the text. */
const REASONS = 6;

/** For a terminal or a log; no colour. */
export function differenceTable(difference: ReviewDifference): string {
  return textListing(headOf(difference), groupsOf(difference));
}

/** GitHub-flavoured Markdown. */
export function differenceMarkdown(difference: ReviewDifference): string {
  return markdownListing(headOf(difference), groupsOf(difference));
}

/** Remark when the two reviews have different targets. */
const TWO_TARGETS =
  'Two targets: a host name covers all of its addresses, IPv6 included, so no block of the other target contains it.';

function headOf(difference: ReviewDifference): string[] {
  const isOneTarget = difference.before.target.name === difference.after.target.name;
  return [headline(difference), verdictOf(difference), ...(isOneTarget ? [] : [TWO_TARGETS])];
}

function headline({ before, after }: ReviewDifference): string {
  const of = ({ profile, target, catalogVersion }: ReviewDifference['before']): string =>
    `${profile} on ${target.title} (catalogue ${catalogVersion})`;
  return of(before) === of(after)
    ? `Harness Delegate access, ${of(after)}`
    : `Harness Delegate access, from ${of(before)} to ${of(after)}`;
}

function verdictOf({ opens, closes, grants, revokes, isWider }: ReviewDifference): string {
  const counts = [
    [opens.length, 'opens'],
    [closes.length, 'closes'],
    [grants.length, 'permission added'],
    [revokes.length, 'permission removed'],
  ] as const;
  const changes = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} × ${what}`);
  return changes.length === 0
    ? 'No port and no permission changes.'
    : `${isWider ? 'WIDER' : 'Not wider'}: ${changes.join(', ')}.`;
}

function groupsOf(difference: ReviewDifference): ListingGroup[] {
  const { opens, closes, asksMore, asksLess, grants, revokes, findingsAdded, findingsGone } = difference;
  return [
    { title: 'Opens', entries: opens.map(describeTraffic) },
    { title: 'Permissions added', entries: grants.map(describePermission) },
    { title: 'Closes', entries: closes.map(describeTraffic) },
    { title: 'Newly requested, already open', entries: asksMore.map(describeAsk) },
    { title: 'No longer requested, still open', entries: asksLess.map(describeAsk) },
    { title: 'Permissions removed', entries: revokes.map(describePermission) },
    { title: 'Findings added', entries: findingsAdded.map(describeFinding) },
    { title: 'Findings gone', entries: findingsGone.map(describeFinding) },
  ];
}

function describeTraffic(change: TrafficChange): ListingEntry {
  const { protocol, from, to, destination, enforcement, parts, isWhole, reasons } = change;
  const only = parts.map((part) => `${rangeText(part.from, part.to)} to ${part.destination}`);
  return {
    what: `${protocol} ${rangeText(from, to)} to ${destination.text}${enforcement === 'port-only' ? ' (port-only)' : ''}`,
    details: [
      ...(isWhole ? [] : [`only in part: ${firstOf(only, PARTS)}`]),
      ...reasons.slice(0, REASONS).flatMap(describeReason),
      ...(reasons.length > REASONS ? [`and ${reasons.length - REASONS} more reasons`] : []),
    ],
  };
}

export function rangeText(from: number, to: number): string {
  return from === to ? `${from}` : `${from}-${to}`;
}

function describeReason({ key, why, other }: ChangeReason): string[] {
  return [`${key}: ${why}`, `${key} ${other}`];
}

function describeAsk({ key, port, destinations, why }: AskChange): ListingEntry {
  return { what: `${key}: ${port} to ${firstOf(destinations, PARTS)}`, details: [why] };
}

function describePermission(change: PermissionChange): ListingEntry {
  const { connection, kind, name, actions, resources, conditions, perhaps } = change;
  return {
    what: `${connection}: ${kind} ${name}`,
    details: [
      ...(actions.length === 0 ? [] : [actions.join(', ')]),
      ...(resources.length === 0 ? [] : [`on ${resources.join(', ')}`]),
      ...conditions.map((condition) => `if ${condition}`),
      ...(perhaps.length === 0 ? [] : [`the other side has ${perhaps.join(', ')}, which may include some of it`]),
    ],
  };
}

function describeFinding({ key, severity, what, acknowledged }: ReviewFinding): ListingEntry {
  return { what: `${key} (${acknowledged === undefined ? severity : 'acknowledged'})`, details: [what] };
}
