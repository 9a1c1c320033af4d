import { subtract } from '../network';
import type { ReviewDocument, ReviewFinding, ReviewPort, ReviewRule } from '../review';
import { permissionChanges, type PermissionChange } from './permission-changes';
import { partsOfTraffic, trafficOfRule, type TrafficParts } from './rule-traffic';

/** What is different between two reviews, by what they let out and allow, however their rules are written. */

const DIFFERENCE_FORMAT = 'harness-delegate-access/difference';
const DIFFERENCE_VERSION = 1;

export interface ReviewDifference {
  readonly format: typeof DIFFERENCE_FORMAT;
  readonly version: typeof DIFFERENCE_VERSION;
  readonly before: ReviewHead;
  readonly after: ReviewHead;
  /** What only the second lets out. */
  readonly opens: readonly TrafficChange[];
  /** What only the first lets out. */
  readonly closes: readonly TrafficChange[];
  /** What only the second asks for although it is open in both: through something wider, such as any address on 443. */
  readonly asksMore: readonly AskChange[];
  /** What only the first asks for although it is open in both. */
  readonly asksLess: readonly AskChange[];
  /** What only the second allows. */
  readonly grants: readonly PermissionChange[];
  /** What only the first allows. */
  readonly revokes: readonly PermissionChange[];
  /** Findings that only the second has, or that nobody accepts any more. */
  readonly findingsAdded: readonly ReviewFinding[];
  /** Findings that only the first has, or that somebody has accepted since. */
  readonly findingsGone: readonly ReviewFinding[];
  /** Something opens, or something is allowed that was not. */
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
  /** Why it is open in the review that lets it out. */
  readonly why: string;
  /** What the other review says of the same port. */
  readonly other: string;
}

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

/** @param when when the other review was or is true, for the sentences */
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

/** @param changes those that are said already */
function askChanges(review: ReviewDocument, other: ReviewDocument, changes: readonly TrafficChange[]): AskChange[] {
  const said = new Set(changes.flatMap(({ reasons }) => reasons.map(({ key }) => key)));
  const asked = new Map(other.ports.filter((port) => port.asked).map((port) => [port.key, new Set(port.askedFor)]));
  return review.ports.flatMap(({ key, port, askedFor, why, asked: isAsked }) => {
    const destinations = askedFor.filter((destination) => asked.get(key)?.has(destination) !== true);
    return isAsked && destinations.length > 0 && !said.has(key) ? [{ key, port, destinations, why }] : [];
  });
}

/** Words for what was so in the other review, or is so now. */
const WORDS = {
  before: {
    unlisted: 'was not in the list',
    unknown: 'was no port of the connection before',
    closed: 'was closed',
    open: 'led',
  },
  now: {
    unlisted: 'is not in the list any more',
    unknown: 'is no port of the connection any more',
    closed: 'is closed now',
    open: 'leads',
  },
} as const;

/** What the other review says of a port. */
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
