import type { Finding, Flow, Permission, Plan } from '../plan';
import type { PlanOnTarget, TargetFacts } from '../platform';
import { REVIEW_FORMAT, REVIEW_VERSION } from './document';
import { isWorthReading } from './lines';
import { credentialOf, permissionOf } from './permission';
import { portOf } from './port';
import { reasonsOf } from './reason';
import { findingOf } from './review-finding';
import { ruleOf } from './rule';
import type { ReviewDocument, ReviewWhere } from './types';
import { withoutTokens } from './words';

/** A plan on a target as plain data. */

/** What only a construct knows. */
export interface ReviewContext {
  /** In place of the plan's own findings, when a construct knows more of them. */
  readonly findings?: readonly Finding[];
  readonly where?: ReviewWhere;
}

export function reviewOf(onTarget: PlanOnTarget, context: ReviewContext = {}): ReviewDocument {
  const { plan, facts, permissions, findings } = onTarget;
  return withoutTokens({
    ...headOf(plan, facts, context),
    ports: onTarget.lines.filter(isWorthReading).map(portOf),
    rules: onTarget.rules.map(ruleOf),
    ...restOf(plan, plan.flows, permissions, context.findings ?? findings),
  });
}

/** The permissions of a plan alone, for whoever creates nothing else. */
export function permissionsReviewOf(
  plan: Plan,
  facts: TargetFacts,
  permissions: readonly Permission[],
  context: ReviewContext,
): ReviewDocument {
  return withoutTokens({
    ...headOf(plan, facts, context),
    ports: [],
    rules: [],
    ...restOf(plan, [], permissions, context.findings ?? []),
  });
}

function headOf(
  plan: Plan,
  { name, title, platform }: TargetFacts,
  { where = {} }: ReviewContext,
): Omit<ReviewDocument, 'ports' | 'rules' | 'permissions' | 'credentials' | 'findings' | 'reasons'> {
  return {
    format: REVIEW_FORMAT,
    version: REVIEW_VERSION,
    catalogVersion: plan.catalogVersion,
    profile: plan.profile.name,
    target: { name, title, platform },
    where,
    asOf: plan.asOf,
  };
}

function restOf(
  { credentials }: Plan,
  flows: readonly Flow[],
  permissions: readonly Permission[],
  findings: readonly Finding[],
): Pick<ReviewDocument, 'permissions' | 'credentials' | 'findings' | 'reasons'> {
  return {
    permissions: permissions.flatMap(permissionOf),
    credentials: credentials.map(credentialOf),
    findings: findings.map(findingOf),
    reasons: reasonsOf(flows, permissions),
  };
}
