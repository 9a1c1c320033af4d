import { subtract } from '../network';
import type { ReviewDocument, ReviewFinding, ReviewPort, ReviewRule } from '../review';
import { permissionChanges, type PermissionChange } from './permission-changes';
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
  /** Findings that only the second has, or that are no longer acknowledged. */
  readonly findingsAdded: readonly ReviewFinding[];
  /** Findings that only the first has, or that are acknowledged since. */
  readonly findingsGone: readonly ReviewFinding[];
  /** True when traffic opens or a permission is added. */
  readonly isWider: boolean;
}

export type ReviewHead = Pick<ReviewDocument, 'catalogVersion' | 'profile' | 'target'>;

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
 * The difference of two reviews: opened and closed ports, added and removed permissions and findings.
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
export function differenceOf(before: ReviewDocument, after: ReviewDocument): ReviewDifference {
  const opens = trafficChanges(after, before, 'before');
  const closes = trafficChanges(before, after, 'now');
  const grants = permissionChanges(after, before);
  return {
    format: DIFFERENCE_FORMAT,
    version: DIFFERENCE_VERSION,
    before: headOf(before),
    after: headOf(after),
    opens,
    closes,
    asksMore: askChanges(after, before, opens),
    asksLess: askChanges(before, after, closes),
    grants,
    revokes: permissionChanges(before, after),
    findingsAdded: findingsOnlyIn(after, before),
    findingsGone: findingsOnlyIn(before, after),
    isWider: opens.length + grants.length > 0,
  };
}

function headOf({ catalogVersion, profile, target }: ReviewDocument): ReviewHead {
  return { catalogVersion, profile, target };
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
