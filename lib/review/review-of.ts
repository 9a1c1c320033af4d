import type { Finding, Flow, Permission, Plan, Recommended, Source } from '../plan';
import { PlanOnLayers, type PlanOnTarget, type TargetFacts, type WrittenRules } from '../platform';
import { REVIEW_FORMAT, REVIEW_VERSION } from './document';
import { reviewEndpointOf } from './endpoint';
import { isWorthReading } from './lines';
import { credentialOf, permissionOf } from './permission';
import { portOf } from './port';
import { reasonsOf } from './reason';
import { findingOf } from './review-finding';
import { ruleOf } from './rule';
import { sourceOf } from './source';
import type { ReviewDocument, ReviewPort, ReviewWhere } from './types';
import { withoutTokens } from './words';

/** A plan on a target as plain data. */

/** An inbound rule of a construct. */
export interface Inbound {
  readonly port: string;
  /** The group or the block that it comes from. */
  readonly from: string;
  readonly why: string;
  readonly source: Source;
}

/** Facts that only a construct knows. */
export interface ReviewContext {
  /** Findings of a construct, which override those of the plan. */
  readonly findings?: readonly Finding[];
  readonly where?: ReviewWhere;
  /** The rules of the template, where each has a name. */
  readonly written?: WrittenRules;
  /** Inbound rules of the construct. */
  readonly inbound?: readonly Inbound[];
}

/** The review of a plan on a target, or on several layers: plain data, which every page, comparison and file is made from. */
export function reviewOf(onTarget: PlanOnTarget | PlanOnLayers, context: ReviewContext = {}): ReviewDocument {
  return documentOf(onTarget.plan, onTarget.facts, onTarget.plan.flows, onTarget, context);
}

/** The permissions of a plan alone, for whoever creates nothing else. */
export function permissionsReviewOf(
  plan: Plan,
  facts: TargetFacts,
  permissions: readonly Permission[],
  context: ReviewContext,
): ReviewDocument {
  return documentOf(plan, facts, [], { lines: [], rules: [], permissions, findings: [] }, context);
}

function documentOf(
  plan: Plan,
  facts: TargetFacts,
  flows: readonly Flow[],
  parts: Pick<PlanOnTarget, 'lines' | 'rules' | 'permissions' | 'findings'> & Partial<Pick<PlanOnLayers, 'layers'>>,
  { findings = parts.findings, where = {}, written, inbound }: ReviewContext,
): ReviewDocument {
  const { lines, rules, permissions, layers } = parts;
  const { hasEndpoints = false } = facts;
  return withoutTokens({
    format: REVIEW_FORMAT,
    version: REVIEW_VERSION,
    catalogVersion: plan.catalogVersion,
    profile: plan.profile.name,
    target: targetOf(facts),
    where,
    asOf: plan.asOf,
    ports: tableFirst(lines.filter(isWorthReading).map((line) => portOf(line, facts))),
    rules: rules.map((rule) => ruleOf(rule, written)),
    behind: layers?.slice(1).map((layer) => ({
      target: targetOf(layer.facts),
      rules: layer.rules.map((rule) => ruleOf(rule)),
    })),
    inbound: inbound?.map((rule) => ({ ...rule, source: sourceOf(rule.source) })),
    permissions: permissions.flatMap(permissionOf),
    elsewhere: plan.permissions.filter((permission) => !permissions.includes(permission)).flatMap(permissionOf),
    credentials: plan.credentials.map(credentialOf),
    ...(hasEndpoints && flows.length > 0 ? { endpoints: plan.endpoints.map(reviewEndpointOf) } : {}),
    findings: findings.map(findingOf),
    recommended: recommendedOn(plan, permissions),
    written: written?.rules,
    reasons: reasonsOf(flows, permissions),
  });
}

/** Rows beyond the table are last. */
function tableFirst(ports: readonly ReviewPort[]): ReviewPort[] {
  return [...ports.filter(({ page }) => page === undefined), ...ports.filter(({ page }) => page !== undefined)];
}

function targetOf({ name, title, platform }: TargetFacts): ReviewDocument['target'] {
  return { name, title, platform };
}

/** Changes of RECOMMENDED on this target: of the permissions only those that it grants. */
function recommendedOn({ recommended }: Plan, permissions: readonly Permission[]): Recommended | undefined {
  if (recommended === undefined) {
    return undefined;
  }
  const granted = new Set(
    permissions.flatMap(({ name, reasons }) => reasons.map(({ connection }) => `${connection} ${name}`)),
  );
  const removes = recommended.removes.filter(({ connection, name }) => granted.has(`${connection} ${name}`));
  return { ...recommended, removes };
}
