import type { AskChange, ChangeReason, MoveChange, ReviewDifference, StepChange, TrafficChange } from './difference';
import type { ReviewFinding, ReviewInbound } from '../review';
import type { CheckChange, CutChange } from './layers';
import { markdownListing, textListing, type ListingEntry, type ListingGroup } from './listing';
import type { PermissionChange } from './permission-changes';
import type { RewriteChange } from './rewrites';
import { firstOf } from '../base';

/** A difference in words: for a terminal, and as Markdown for a pull request. */

/** Parts of one change in the text; the data has all of them. */
const PARTS = 6;
/** Reasons of one change in the text. */
const REASONS = 6;

/** Options of a difference in words. */
export interface DifferenceOptions {
  /** List the changes on other targets, not only their number. @default true */
  readonly drawsOthers?: boolean;
}

/** For a terminal or a log; no colour. */
export function differenceTable(difference: ReviewDifference, options: DifferenceOptions = {}): string {
  return textListing(headOf(difference), groupsOf(difference, options));
}

/** GitHub-flavoured Markdown. */
export function differenceMarkdown(difference: ReviewDifference, options: DifferenceOptions = {}): string {
  return markdownListing(headOf(difference), groupsOf(difference, options));
}

/** Remark when the two reviews have different targets. */
const TWO_TARGETS =
  'Two targets: a host name covers all of its addresses, IPv6 included, so no block of the other target contains it.';

function headOf(difference: ReviewDifference): string[] {
  const isOneTarget = difference.before.target.name === difference.after.target.name;
  const notCompared = difference.notCompared.map(({ target, why }) => `Not compared on ${target}: ${why}.`);
  return [headline(difference), verdictOf(difference), ...(isOneTarget ? [] : [TWO_TARGETS]), ...notCompared];
}

function headline({ before, after }: ReviewDifference): string {
  const of = ({ profile, target, catalogVersion }: ReviewDifference['before']): string =>
    `${profile} on ${target.title} (catalogue ${catalogVersion})`;
  return of(before) === of(after)
    ? `Harness Delegate access, ${of(after)}`
    : `Harness Delegate access, from ${of(before)} to ${of(after)}`;
}

function verdictOf(difference: ReviewDifference): string {
  const { opens, closes, grants, revokes, stepsAdded, stepsRemoved, moves, rewrites, others, cannotTell } = difference;
  const { inboundAdded, inboundRemoved, layers, layersAdded, layersRemoved, checks, cuts, passes } = difference;
  const weaker = checks.filter(({ isWeaker }) => isWeaker).length;
  const counts = [
    [opens.length, 'opens'],
    [others.reduce((sum, other) => sum + other.opens.length, 0), 'opens on another target'],
    [layers.reduce((sum, layer) => sum + layer.opens.length, 0), 'opens on a layer behind it'],
    [layersRemoved.length, 'layer removed'],
    [weaker, 'checks less'],
    [passes.length, 'no longer closed by a layer'],
    [inboundAdded.length, 'opens inbound'],
    [moves.length, 'moves to another place'],
    [rewrites.length, 'not in place'],
    [grants.length, 'permission added'],
    [closes.length, 'closes'],
    [others.reduce((sum, other) => sum + other.closes.length, 0), 'closes on another target'],
    [layers.reduce((sum, layer) => sum + layer.closes.length, 0), 'closes on a layer behind it'],
    [layersAdded.length, 'layer added'],
    [checks.length - weaker, 'checks more'],
    [cuts.length, 'closed by a layer'],
    [inboundRemoved.length, 'closes inbound'],
    [revokes.length, 'permission removed'],
    [stepsAdded.length, 'manual step added'],
    [stepsRemoved.length, 'manual step removed'],
    [cannotTell.length, 'cannot tell'],
  ] as const;
  const changes = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} × ${what}`);
  const verdict = difference.isWider ? 'WIDER' : cannotTell.length > 0 ? 'Cannot tell' : 'Not wider';
  return changes.length === 0
    ? 'No port, no permission and no manual step changes.'
    : `${verdict}: ${changes.join(', ')}.`;
}

function groupsOf(difference: ReviewDifference, { drawsOthers = true }: DifferenceOptions): ListingGroup[] {
  const { opens, closes, asksMore, asksLess, grants, revokes, findingsAdded, findingsGone } = difference;
  const { stepsAdded, stepsRemoved, inboundAdded, inboundRemoved, moves, rewrites, cannotTell } = difference;
  const { layers, layersAdded, layersRemoved, checks, cuts, passes } = difference;
  const others = [...layers, ...(drawsOthers ? difference.others : [])];
  return [
    { title: 'Opens', entries: opens.map(describeTraffic) },
    ...others.map(({ target, opens: own }) => ({
      title: `Opens on ${target.title}`,
      entries: own.map(describeTraffic),
    })),
    { title: 'Layers removed: what they closed is open', entries: layersRemoved.map(describeLayer) },
    { title: 'Checks less', entries: checks.filter(({ isWeaker }) => isWeaker).map(describeCheck) },
    { title: 'No longer closed by a layer', entries: passes.map(describeCut) },
    { title: 'Opens inbound', entries: inboundAdded.map(describeInbound) },
    { title: 'Moves: all of it applies to another place', entries: moves.map(describeMove) },
    { title: 'Not in place', entries: rewrites.map(describeRewrite) },
    { title: 'Permissions added', entries: grants.map(describePermission) },
    { title: 'Cannot tell', entries: cannotTell.map(({ where, what }) => ({ what: where, details: [what] })) },
    { title: 'Manual steps added', entries: stepsAdded.map(describeStep) },
    { title: 'Manual steps removed', entries: stepsRemoved.map(describeStep) },
    { title: 'Closes', entries: closes.map(describeTraffic) },
    ...others.map(({ target, closes: own }) => ({
      title: `Closes on ${target.title}`,
      entries: own.map(describeTraffic),
    })),
    { title: 'Layers added', entries: layersAdded.map(describeLayer) },
    { title: 'Checks more', entries: checks.filter(({ isWeaker }) => !isWeaker).map(describeCheck) },
    { title: 'Closed by a layer that cannot carry it', entries: cuts.map(describeCut) },
    { title: 'Closes inbound', entries: inboundRemoved.map(describeInbound) },
    { title: 'Newly requested, already open', entries: asksMore.map(describeAsk) },
    { title: 'No longer requested, still open', entries: asksLess.map(describeAsk) },
    { title: 'Permissions removed', entries: revokes.map(describePermission) },
    { title: 'Findings added', entries: findingsAdded.map(describeFinding) },
    { title: 'Findings gone', entries: findingsGone.map(describeFinding) },
  ];
}

function describeLayer({ title }: ReviewDifference['layersAdded'][number]): ListingEntry {
  return { what: title, details: [] };
}

function describeCheck({ key, before, after }: CheckChange): ListingEntry {
  return { what: `${key}: ${checkText(before)} to ${checkText(after)}`, details: [] };
}

function checkText(enforcement: string): string {
  return enforcement === '' ? 'nothing' : enforcement;
}

function describeCut({ key, port, destinations, by }: CutChange): ListingEntry {
  return { what: `${key}: ${port} to ${firstOf(destinations, PARTS)}`, details: [`by ${by.join(', ')}`] };
}

function describeMove({ what, before, after }: MoveChange): ListingEntry {
  return { what: `${what}: ${before} to ${after}`, details: [] };
}

function describeRewrite({ rule, into, traffic, meanwhile, way }: RewriteChange): ListingEntry {
  const target = into.join() === rule ? '' : ` to ${firstOf(into, PARTS)}`;
  return { what: `${rule}${target}: ${firstOf(traffic, PARTS)}`, details: [meanwhile, `in two steps: ${way}`] };
}

function describeInbound({ port, from, why }: ReviewInbound): ListingEntry {
  return { what: `${port} from ${from}`, details: [why] };
}

function describeStep({ connection, what }: StepChange): ListingEntry {
  return { what: `${connection}: ${what}`, details: [] };
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
  const { connection, kind, name, actions, resources, conditions, perhaps, role } = change;
  return {
    what: `${connection}: ${kind} ${name}${role === undefined ? '' : ` of the role ${role}`}`,
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
