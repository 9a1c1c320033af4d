import { subtract } from '../network';
import type { Unknown } from '../platform/template';
import {
  PLACES,
  type ReviewCredential,
  type ReviewDocument,
  type ReviewFinding,
  type ReviewInbound,
  type ReviewPort,
  type ReviewRule,
} from '../review';
import { checkChanges, cutChanges, formOf, layersOf, type CheckChange, type CutChange } from './layers';
import { permissionChanges, type PermissionChange } from './permission-changes';
import { isMoved } from './places';
import { rewritesOf, type RewriteChange } from './rewrites';
import { partsOfTraffic, trafficOfRule, type TrafficParts } from './rule-traffic';

/** The difference of two reviews, by the traffic and the permissions that they allow, however their rules are written. */

const DIFFERENCE_FORMAT = 'harness-delegate-access/difference';
const DIFFERENCE_VERSION = 1;

export interface ReviewDifference {
  readonly format: typeof DIFFERENCE_FORMAT;
  readonly version: typeof DIFFERENCE_VERSION;
  readonly before: ReviewHead;
  readonly after: ReviewHead;
  /** Traffic that only the second allows. */
  readonly opens: readonly TrafficChange[];
  /** Traffic that only the first allows. */
  readonly closes: readonly TrafficChange[];
  /** Requested only by the second, and open in both: through a wider rule, such as any address on 443. */
  readonly asksMore: readonly AskChange[];
  /** Requested only by the first, and open in both. */
  readonly asksLess: readonly AskChange[];
  /** Permissions that only the second grants. */
  readonly grants: readonly PermissionChange[];
  /** Permissions that only the first grants. */
  readonly revokes: readonly PermissionChange[];
  /** Manual steps that only the second has; a changed step is an added and a removed one. */
  readonly stepsAdded: readonly StepChange[];
  /** Manual steps that only the first has. */
  readonly stepsRemoved: readonly StepChange[];
  /** Inbound rules that only the second has. */
  readonly inboundAdded: readonly ReviewInbound[];
  /** Inbound rules that only the first has. */
  readonly inboundRemoved: readonly ReviewInbound[];
  /** Places that differ, where both reviews name one: what was open there is not, and is open elsewhere. */
  readonly moves: readonly MoveChange[];
  /** Changes that are not in place: what is closed, or open, while they are applied, and a way in two steps. */
  readonly rewrites: readonly RewriteChange[];
  /** Traffic on other targets of the same lists, where it is in none of the entries above. */
  readonly others: readonly OtherTarget[];
  /** Traffic that changes on the layers behind the first, where both reviews have the layer. */
  readonly layers: readonly OtherTarget[];
  /** Layers that only the second has. */
  readonly layersAdded: readonly ReviewDocument['target'][];
  /** Layers that only the first has. */
  readonly layersRemoved: readonly ReviewDocument['target'][];
  /** Ports of which something else is checked, by all layers together. */
  readonly checks: readonly CheckChange[];
  /** Destinations that a layer of the second closes, because it cannot carry them, and those of the first pass. */
  readonly cuts: readonly CutChange[];
  /** The reverse. */
  readonly passes: readonly CutChange[];
  /** Targets on which one of the lists cannot be enforced. */
  readonly notCompared: readonly NotCompared[];
  /** Reasons why the reviews cannot be compared in full. */
  readonly cannotTell: readonly Unknown[];
  /** Findings that only the second has, or that are no longer acknowledged. */
  readonly findingsAdded: readonly ReviewFinding[];
  /** Findings that only the first has, or that are acknowledged since. */
  readonly findingsGone: readonly ReviewFinding[];
  /**
   * True when traffic or an inbound port opens, nothing is denied any more, less is checked, a layer is gone, a permission is
   * added, a manual step changes, or the place does.
   */
  readonly isWider: boolean;
}

export type ReviewHead = Pick<ReviewDocument, 'catalogVersion' | 'profile' | 'target' | 'where'>;

export type StepChange = Pick<ReviewCredential, 'connection' | 'what'>;

export interface MoveChange {
  /** Such as `account`, `project`, `firewall policy` or `applies to`. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** The traffic that changes on another target. */
export interface OtherTarget {
  readonly target: ReviewDocument['target'];
  readonly opens: readonly TrafficChange[];
  readonly closes: readonly TrafficChange[];
}

/** A target on which the lists are not compared. */
export interface NotCompared {
  readonly target: string;
  readonly why: string;
}

/** The same two lists on another target. */
export type ReviewPair = readonly [before: ReviewDocument, after: ReviewDocument];

export interface TrafficChange
  extends Pick<ReviewRule, 'protocol' | 'from' | 'to' | 'destination' | 'enforcement'>, TrafficParts {
  readonly reasons: readonly ChangeReason[];
}

export interface AskChange {
  /** A key of the review's `reasons`. */
  readonly key: string;
  readonly port: string;
  readonly destinations: readonly string[];
  readonly why: string;
}

export interface ChangeReason {
  /** A key of the review's `reasons`. */
  readonly key: string;
  /** The reason in the review that allows it. */
  readonly why: string;
  /** State of the same port in the other review. */
  readonly other: string;
}

/**
 * The difference of two reviews: opened and closed ports, added and removed permissions of every cloud, manual steps,
 * places and findings. `pairs` are the same two lists on other targets, whose traffic is compared as well.
 *
 * @example
 * ```ts
 * const before = parseReview(readFileSync('review.json', 'utf8'));
 * const after = reviewOf(Plan.fromFile('connections.yaml').on(Target.of(before.target.name)));
 * const difference = differenceOf(before, after);
 * console.log(differenceTable(difference));
 * process.exitCode = difference.isWider ? 1 : 0;
 * ```
 */
export function differenceOf(
  before: ReviewDocument,
  after: ReviewDocument,
  pairs: readonly ReviewPair[] = [],
  notCompared: readonly NotCompared[] = [],
): ReviewDifference {
  const opens = trafficChanges(after, before, 'before');
  const closes = trafficChanges(before, after, 'now');
  const [asksMore, asksLess] = [askChanges(after, before, opens), askChanges(before, after, closes)];
  // What an earlier release did not keep is not known to be new: `cannotTell` has it.
  const grants = permissionChanges(before.elsewhere === undefined ? { ...after, elsewhere: [] } : after, before);
  const [stepsAdded, stepsRemoved] = [stepsOnlyIn(after, before), stepsOnlyIn(before, after)];
  const inboundAdded = inboundOnlyIn(after, before);
  const moves = movesOf(before, after);
  const rewrites = rewritesOf(before, after);
  const [layersBefore, layersAfter] = [layersOf(before), layersOf(after)];
  const layers = layersAfter.slice(1).flatMap((layer) => {
    const own = layersBefore.slice(1).find(({ target }) => formOf(target.name) === formOf(layer.target.name));
    return own === undefined ? [] : onLayer(own, layer);
  });
  const layersRemoved = targetsOnlyIn(layersBefore, layersAfter);
  const told = new Set(opens.flatMap(({ reasons }) => reasons.map(({ key }) => key)));
  const checks = checkChanges(before, after).filter(({ key }) => !told.has(key));
  const passes = cutChanges(before, after);
  const others = pairs.flatMap((pair) => otherTarget(pair, opens, closes));
  return {
    format: DIFFERENCE_FORMAT,
    version: DIFFERENCE_VERSION,
    before: headOf(before),
    after: headOf(after),
    opens,
    closes,
    asksMore,
    asksLess,
    grants,
    revokes: permissionChanges(before, after),
    stepsAdded,
    stepsRemoved,
    inboundAdded,
    inboundRemoved: inboundOnlyIn(before, after),
    moves,
    rewrites,
    others,
    layers,
    layersAdded: targetsOnlyIn(layersAfter, layersBefore),
    layersRemoved,
    checks,
    cuts: cutChanges(after, before),
    passes,
    notCompared,
    cannotTell: unknownOf(before, after),
    findingsAdded: findingsOnlyIn(after, before),
    findingsGone: findingsOnlyIn(before, after),
    isWider:
      opens.length + grants.length + moves.length + inboundAdded.length > 0 ||
      stopsDenying(before, after) ||
      [...others, ...layers].some((other) => other.opens.length > 0) ||
      layersRemoved.length + passes.length > 0 ||
      checks.some(({ isWeaker }) => isWeaker) ||
      stepsAdded.some(({ connection }) => stepsRemoved.some((step) => step.connection === connection)),
  };
}

/** Layers behind the first; another first layer is another target, which the heads show. */
function targetsOnlyIn(
  layers: readonly ReviewDocument[],
  others: readonly ReviewDocument[],
): ReviewDocument['target'][] {
  const known = new Set(others.map(({ target }) => formOf(target.name)));
  return layers.slice(1).flatMap(({ target }) => (known.has(formOf(target.name)) ? [] : [target]));
}

function onLayer(before: ReviewDocument, after: ReviewDocument): OtherTarget[] {
  const [opens, closes] = [trafficChanges(after, before, 'before'), trafficChanges(before, after, 'now')];
  return opens.length + closes.length === 0 ? [] : [{ target: after.target, opens, closes }];
}

/** Changes whose reasons no change of the drawn target has. */
function otherTarget(
  [before, after]: ReviewPair,
  opens: readonly TrafficChange[],
  closes: readonly TrafficChange[],
): OtherTarget[] {
  const only = (all: readonly TrafficChange[], told: readonly TrafficChange[]): TrafficChange[] => {
    const keys = new Set(told.flatMap(({ reasons }) => reasons.map(({ key }) => key)));
    return all.filter(({ reasons }) => reasons.some(({ key }) => !keys.has(key)));
  };
  const opened = only(trafficChanges(after, before, 'before'), opens);
  const closed = only(trafficChanges(before, after, 'now'), closes);
  return opened.length + closed.length === 0 ? [] : [{ target: after.target, opens: opened, closes: closed }];
}

function stepsOnlyIn(review: ReviewDocument, other: ReviewDocument): StepChange[] {
  const known = new Set(other.credentials.map(({ connection, what }) => `${connection} ${what}`));
  return review.credentials
    .filter(({ connection, what }) => !known.has(`${connection} ${what}`))
    .map(({ connection, what }) => ({ connection, what }));
}

function inboundOnlyIn(review: ReviewDocument, other: ReviewDocument): ReviewInbound[] {
  const keyOf = ({ port, from }: ReviewInbound): string => `${port} ${from}`;
  const known = new Set((other.inbound ?? []).map(keyOf));
  return (review.inbound ?? []).filter((inbound) => !known.has(keyOf(inbound)));
}

/** True when the rules that deny all other egress become rules that allow it. */
function stopsDenying({ written: before = [] }: ReviewDocument, { written: after = [] }: ReviewDocument): boolean {
  return before.some(({ action }) => action === 'deny') && after.some(({ action }) => action === 'observe');
}

/** A place that only one of them names is no difference: a list names none. */
function movesOf({ where: before }: ReviewDocument, { where: after }: ReviewDocument): MoveChange[] {
  return (Object.keys(PLACES) as (keyof typeof PLACES)[]).flatMap((key) => {
    return isMoved(before, after, key) ? [{ what: PLACES[key], before: before[key]!, after: after[key]! }] : [];
  });
}

/** A review of an earlier release does not have the permissions of other platforms. */
function unknownOf(before: ReviewDocument, after: ReviewDocument): Unknown[] {
  const isUnknown = before.elsewhere === undefined && (after.elsewhere ?? []).length > 0;
  const connections = [...new Set((after.elsewhere ?? []).map(({ connection }) => connection))];
  return isUnknown
    ? [
        {
          where: connections.join(', '),
          what: 'the kept review is of an earlier release, which kept no permissions of other platforms: write it again',
        },
      ]
    : [];
}

function headOf({ catalogVersion, profile, target, where }: ReviewDocument): ReviewHead {
  return { catalogVersion, profile, target, where };
}

/** @param when the time of the other review, for the sentences */
function trafficChanges(review: ReviewDocument, other: ReviewDocument, when: 'before' | 'now'): TrafficChange[] {
  const why = new Map(review.ports.filter(({ asked }) => asked).map((port) => [port.key, port.why]));
  const others = new OtherPorts(other, when);
  const own = review.rules.map((rule) => ({ ...trafficOfRule(rule), rule }));
  return subtract(own, other.rules.map(trafficOfRule)).map(({ of, parts }) => {
    const { protocol, from, to, destination, enforcement } = of.rule;
    const reasons = of.rule.reasons.map((key) => ({ key, why: why.get(key) ?? '', other: others.say(key) }));
    return { protocol, from, to, destination, enforcement, ...partsOfTraffic(of, parts), reasons };
  });
}

/** @param changes already reported */
function askChanges(review: ReviewDocument, other: ReviewDocument, changes: readonly TrafficChange[]): AskChange[] {
  const said = new Set(changes.flatMap(({ reasons }) => reasons.map(({ key }) => key)));
  const asked = new Map(other.ports.filter((port) => port.asked).map((port) => [port.key, new Set(port.askedFor)]));
  return review.ports.flatMap(({ key, port, askedFor, why, asked: isAsked }) => {
    const destinations = askedFor.filter((destination) => asked.get(key)?.has(destination) !== true);
    return isAsked && destinations.length > 0 && !said.has(key) ? [{ key, port, destinations, why }] : [];
  });
}

/** States of a port in the other review, in the past or now. */
const WORDS = {
  before: {
    unlisted: 'was not in the list',
    unknown: 'was not a port of the connection',
    closed: 'was closed',
    open: 'led',
  },
  now: {
    unlisted: 'is no longer in the list',
    unknown: 'is no longer a port of the connection',
    closed: 'is closed now',
    open: 'leads',
  },
} as const;

/** The ports of the other review, in words. */
class OtherPorts {
  private readonly ports: ReadonlyMap<string, ReviewPort>;
  private readonly connections: ReadonlySet<string>;

  public constructor(
    { ports }: ReviewDocument,
    private readonly when: 'before' | 'now',
  ) {
    this.ports = new Map(ports.map((port) => [port.key, port]));
    this.connections = new Set(ports.map(({ connection }) => connection));
  }

  public say(key: string): string {
    const port = this.ports.get(key);
    const words = WORDS[this.when];
    if (port === undefined) {
      return this.connections.has(key.slice(0, key.indexOf(':'))) ? words.unknown : words.unlisted;
    }
    return port.asked ? `${words.open} to ${port.reached.join(', ')} ${this.when}` : `${words.closed}: ${port.why}`;
  }
}

function findingsOnlyIn(review: ReviewDocument, other: ReviewDocument): ReviewFinding[] {
  const stateOf = ({ key, acknowledged }: ReviewFinding): string => `${acknowledged === undefined} ${key}`;
  const known = new Set(other.findings.map(stateOf));
  return review.findings.filter((finding) => !known.has(stateOf(finding)));
}
