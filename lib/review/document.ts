import { AccessError, replaceTokens, show } from '../base';
import { sourceUrl, type Finding, type ReachKind, type Source } from '../plan';
import type { Line, PlanOnTarget } from '../target';
import { describeLine, isWorthReading } from './lines';
import { reasonsOf } from './sources';

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

/** @param findings what to show in place of the plan's own findings, when a construct knows more of them */
export function reviewOf(onTarget: PlanOnTarget, findings: readonly Finding[] = onTarget.findings): ReviewDocument {
  const { plan, facts } = onTarget;
  const document: ReviewDocument = {
    format: REVIEW_FORMAT,
    version: REVIEW_VERSION,
    catalogVersion: plan.catalogVersion,
    profile: plan.profile.name,
    target: { name: facts.name, title: facts.title, platform: facts.platform },
    asOf: plan.asOf,
    ports: onTarget.lines.filter(isWorthReading).map(portOf),
    rules: onTarget.rules.map(({ port, destination, enforcement, reasons }) => ({
      protocol: port.protocol,
      from: port.from,
      to: port.to,
      destination: {
        kind: destination.kind,
        key: destination.kind === 'cidr' || destination.kind === 'hostname' ? destination.text : destination.key,
        text: destination.text,
        ...(destination.family === undefined ? {} : { family: destination.family }),
      },
      enforcement,
      reasons: [...new Set(reasons.map(({ key }) => key))],
    })),
    permissions: permissionsOf(onTarget),
    credentials: plan.credentials.map(({ connection, what, source }) => ({
      connection,
      what,
      source: sourceOf(source),
    })),
    findings: findings.map(({ source, finding, key, connection, port, severity, what, why, fix, acknowledged }) => ({
      key,
      finding,
      connection,
      ...(port === undefined ? {} : { port }),
      severity,
      what,
      why,
      fix,
      ...(source === undefined ? {} : { source: sourceOf(source) }),
      ...(acknowledged === undefined ? {} : { acknowledged }),
    })),
    reasons: reasonsOf(onTarget).map(({ key, row, sources }) => ({ key, row, sources: sources.map(sourceOf) })),
  };
  return withoutTokens(document);
}

/** A document that somebody kept. @throws AccessError `InvalidReview` */
export function parseReview(text: string): ReviewDocument {
  const value = parseJson(text) as Partial<ReviewDocument> | null;
  if (typeof value !== 'object' || value === null || value.format !== REVIEW_FORMAT) {
    throw AccessError.of('InvalidReview', 'this is no review of this library; write one with `--format json`');
  }
  if (value.version !== REVIEW_VERSION) {
    throw AccessError.of(
      'InvalidReview',
      `the review has version ${show(value.version)}, and this release reads version ${REVIEW_VERSION}`,
    );
  }
  const lists = ['ports', 'rules', 'permissions', 'credentials', 'findings', 'reasons'] as const;
  const broken = lists.filter((name) => !Array.isArray(value[name]));
  if (broken.length > 0 || typeof value.target?.name !== 'string' || !(value.rules as unknown[]).every(isRule)) {
    throw AccessError.of('InvalidReview', 'the review is not complete; write it again with `--format json`');
  }
  return value as ReviewDocument;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw AccessError.of('InvalidReview', `the review is not valid JSON: ${(error as Error).message}`);
  }
}

function isRule(value: unknown): boolean {
  const { protocol, from, to, destination, reasons } = (value ?? {}) as Partial<ReviewRule>;
  return (
    (protocol === 'tcp' || protocol === 'udp') &&
    Number.isInteger(from) &&
    Number.isInteger(to) &&
    typeof destination?.key === 'string' &&
    Array.isArray(reasons)
  );
}

function portOf(line: Line): ReviewPort {
  const { decision, rules } = line;
  const { asked, destination, enforcement, verdict, why } = describeLine(line);
  return {
    connection: decision.connection,
    row: decision.id,
    port: decision.port.text,
    kind: decision.kind,
    asked: asked === 'yes',
    reachable: rules.length > 0,
    destination,
    askedFor: unique(decision.destinations.map(({ text }) => text)),
    reached: unique(rules.map((rule) => rule.destination.text)),
    enforcement,
    verdict,
    why,
    sources: [...new Set([...decision.statement.sources, ...(decision.open ? decision.hostSources : [])])].map(
      sourceOf,
    ),
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function permissionsOf({ plan, facts }: PlanOnTarget): ReviewPermission[] {
  if (facts.platform === 'gcp') {
    return plan.gcpRoles.map(({ connection, role, title, level, resource, note, source }) => ({
      connection,
      kind: 'role',
      name: role,
      actions: [title],
      resources: [[level, ...namesOf(resource)].join(' ')],
      conditions: [],
      note,
      source: sourceOf(source),
    }));
  }
  return plan.awsPermissions.map((permission): ReviewPermission => {
    const { connection, source } = permission;
    return permission.kind === 'managed'
      ? {
          connection,
          kind: 'managed policy',
          name: permission.policy,
          actions: [],
          resources: [],
          conditions: [],
          note: 'an AWS managed policy, as the table names it',
          source: sourceOf(source),
        }
      : {
          connection,
          kind: 'statement',
          name: permission.sid,
          actions: permission.actions,
          resources: permission.resources,
          conditions: Object.entries(permission.conditions ?? {}).flatMap(([operator, keys]) =>
            Object.entries(keys).map(([key, values]) => `${operator} ${key}: ${values.join(', ')}`),
          ),
          note: permission.note,
          source: sourceOf(source),
        };
  });
}

function namesOf(resource: Readonly<Record<string, string>>): string[] {
  return Object.entries(resource)
    .filter(([key]) => key !== 'access')
    .map(([, value]) => value);
}

function sourceOf(source: Source): ReviewSource {
  const text = sourceUrl(source);
  return { ...(/^https:\/\/[^\s]+$/.test(text) ? { url: text } : {}), text, date: source.date };
}

/** The text of a token is a counter of the process; it says nothing and differs from run to run. */
function withoutTokens<T>(value: T): T {
  if (typeof value === 'string') {
    return replaceTokens(value, '<known at deployment>') as T;
  }
  if (Array.isArray(value)) {
    return value.map(withoutTokens) as T;
  }
  return typeof value === 'object' && value !== null
    ? (Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutTokens(entry)])) as T)
    : value;
}
