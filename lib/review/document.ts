import type { ReachKind } from '../plan';

/**
 * A plan on a target as plain data: what every page, picture and comparison is made of, and what a file keeps. It has no
 * clock and no path in it: the same plan gives the same document, to the byte.
 */

export const REVIEW_FORMAT = 'harness-delegate-access/review';
/** Goes up when a field changes its meaning or goes away; a new field leaves it as it is. */
export const REVIEW_VERSION = 1;

export interface ReviewDocument {
  readonly format: typeof REVIEW_FORMAT;
  readonly version: typeof REVIEW_VERSION;
  /** Edition of the facts. */
  readonly catalogVersion: string;
  readonly profile: 'documented' | 'recommended';
  readonly target: ReviewTarget;
  /** The day against which acknowledgements ran out, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Every port of every connection, asked for or not. */
  readonly ports: readonly ReviewPort[];
  /** What is let out, each thing once, in canonical order; before any minimising. */
  readonly rules: readonly ReviewRule[];
  /** What the target's cloud must grant. */
  readonly permissions: readonly ReviewPermission[];
  readonly credentials: readonly ReviewCredential[];
  readonly findings: readonly ReviewFinding[];
  /** Why something is open or allowed, by the name that rules and templates carry. */
  readonly reasons: readonly ReviewReason[];
}

export interface ReviewTarget {
  /** `aws-security-group`, `gcp-vpc-rules`, `gcp-firewall-policy`. */
  readonly name: string;
  readonly title: string;
  readonly platform: 'aws' | 'gcp';
}

export interface ReviewPort {
  /** The name under which rules, templates and `reasons` carry it: `jenkins:443`. */
  readonly key: string;
  readonly connection: string;
  /** Id of the row, `custom`, `ssh`, `harness` or `dns`. */
  readonly row: string;
  readonly port: string;
  readonly kind: ReachKind;
  /** Whether the plan asks for it. */
  readonly asked: boolean;
  /** Whether it can be reached, asked for or not. */
  readonly reachable: boolean;
  /** Where it leads, or, when nobody asked for it, through what it can be reached all the same. */
  readonly destination: string;
  /** What was asked for: blocks, host names, names of values. */
  readonly askedFor: readonly string[];
  /** What the platform lets it reach; another thing than `askedFor` where it cannot match that. */
  readonly reached: readonly string[];
  readonly enforcement: string;
  readonly verdict: string;
  readonly why: string;
  readonly sources: readonly ReviewSource[];
}

export interface ReviewSource {
  /** The page, when it has an address. */
  readonly url?: string;
  readonly text: string;
  readonly date: string;
}

export interface ReviewRule {
  readonly protocol: 'tcp' | 'udp';
  readonly from: number;
  readonly to: number;
  readonly destination: ReviewDestination;
  readonly enforcement: 'address' | 'host name' | 'port-only';
  /** Keys of `reasons`. */
  readonly reasons: readonly string[];
}

export interface ReviewDestination {
  readonly kind: 'cidr' | 'hostname' | 'deploy-time' | 'native';
  /** Identity; the block or the host name itself for the first two kinds. */
  readonly key: string;
  readonly text: string;
  readonly family?: 'ipv4' | 'ipv6';
}

export interface ReviewPermission {
  readonly connection: string;
  readonly kind: 'managed policy' | 'statement' | 'role';
  /** The policy, the sid or the role. */
  readonly name: string;
  readonly actions: readonly string[];
  /** ARNs; for a role the level and the resource at which it is granted. */
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  readonly note: string;
  readonly source: ReviewSource;
}

export interface ReviewCredential {
  readonly connection: string;
  readonly what: string;
  readonly source: ReviewSource;
}

export interface ReviewFinding {
  readonly key: string;
  readonly finding: string;
  readonly connection: string;
  readonly port?: string;
  readonly severity: 'warning' | 'notice';
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly source?: ReviewSource;
  readonly acknowledged?: { readonly reason: string; readonly until?: string };
}

export interface ReviewReason {
  readonly key: string;
  readonly row: string;
  readonly sources: readonly ReviewSource[];
}
