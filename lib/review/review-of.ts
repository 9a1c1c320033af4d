import type { Rule } from '../network';
import { reasonKey, sourceUrl, type Finding, type Flow, type Plan, type Source } from '../plan';
import type { Line, PlanOnTarget, TargetFacts } from '../target';
import {
  REVIEW_FORMAT,
  REVIEW_VERSION,
  type ReviewCredential,
  type ReviewDocument,
  type ReviewFinding,
  type ReviewPermission,
  type ReviewPort,
  type ReviewReason,
  type ReviewRule,
  type ReviewSource,
} from './document';
import { describeLine, isWorthReading, unique } from './lines';
import { permissionReasonsOf, reasonsOf, type Reason } from './sources';
import { hideTokens, resourceNames } from './words';

/** A plan on a target as plain data. */

/** @param findings what to show in place of the plan's own findings, when a construct knows more of them */
export function reviewOf(onTarget: PlanOnTarget, findings: readonly Finding[] = onTarget.findings): ReviewDocument {
  const { plan, facts } = onTarget;
  return withoutTokens({
    ...headOf(plan, facts),
    ports: onTarget.lines.filter(isWorthReading).map(portOf),
    rules: onTarget.rules.map(ruleOf),
    permissions: permissionsOf(plan, facts),
    credentials: credentialsOf(plan),
    findings: findings.map(findingOf),
    reasons: reasonsOf(onTarget).map(reasonOf),
  });
}

/** The permissions of a plan alone, for whoever creates nothing else. */
export function permissionsReviewOf(plan: Plan, facts: TargetFacts, findings: readonly Finding[]): ReviewDocument {
  return withoutTokens({
    ...headOf(plan, facts),
    ports: [],
    rules: [],
    permissions: permissionsOf(plan, facts),
    credentials: credentialsOf(plan),
    findings: findings.map(findingOf),
    reasons: permissionReasonsOf(plan, facts).map(reasonOf),
  });
}

function headOf(
  plan: Plan,
  { name, title, platform }: TargetFacts,
): Pick<ReviewDocument, 'format' | 'version' | 'catalogVersion' | 'profile' | 'target' | 'asOf'> {
  return {
    format: REVIEW_FORMAT,
    version: REVIEW_VERSION,
    catalogVersion: plan.catalogVersion,
    profile: plan.profile.name,
    target: { name, title, platform },
    asOf: plan.asOf,
  };
}

function ruleOf({ port, destination, enforcement, reasons }: Rule<Flow>): ReviewRule {
  return {
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
  };
}

function credentialsOf({ credentials }: Plan): ReviewCredential[] {
  return credentials.map(({ connection, what, source }) => ({ connection, what, source: sourceOf(source) }));
}

function findingOf(entry: Finding): ReviewFinding {
  const { source, finding, key, connection, port, severity, what, why, fix, acknowledged } = entry;
  return {
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
  };
}

function reasonOf({ key, row, sources }: Reason): ReviewReason {
  return { key, row, sources: sources.map(sourceOf) };
}

function portOf(line: Line): ReviewPort {
  const { decision, rules } = line;
  const { asked, destination, enforcement, verdict, why } = describeLine(line);
  return {
    key: reasonKey(decision),
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

function permissionsOf(plan: Plan, facts: TargetFacts): ReviewPermission[] {
  if (facts.platform === 'gcp') {
    return plan.gcpRoles.map(({ connection, role, title, level, resource, note, source }) => ({
      connection,
      kind: 'role',
      name: role,
      actions: [title],
      resources: [[level, ...resourceNames(resource)].join(' ')],
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

function sourceOf(source: Source): ReviewSource {
  const text = sourceUrl(source);
  return { ...(/^https:\/\/[^\s]+$/.test(text) ? { url: text } : {}), text, date: source.date };
}

function withoutTokens<T>(value: T): T {
  if (typeof value === 'string') {
    return hideTokens(value) as T;
  }
  if (Array.isArray(value)) {
    return value.map(withoutTokens) as T;
  }
  return typeof value === 'object' && value !== null
    ? (Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutTokens(entry)])) as T)
    : value;
}
