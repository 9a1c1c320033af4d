import { groupBy } from '../base';
import { sourceUrl, type Plan, type Source } from '../plan';
import type { PlanOnTarget, TargetFacts } from '../target';

/** Why something is open or allowed, under the very name that rules and templates carry, and where it was read. */
export interface Reason {
  /** `jenkins:443`, `harness:manager/443`, `aws-s3:HarnessS3Read`. */
  readonly key: string;
  /** Id of the row, `custom`, `ssh`, `harness` or `dns`. */
  readonly row: string;
  /** Of the port or the permission, and of the host names that it leads to; none for what the user asked for in their own words. */
  readonly sources: readonly Source[];
}

/** Every reason of a plan on its target, each once: ports first, then the permissions that the target's cloud grants. */
export function reasonsOf({ plan, facts }: PlanOnTarget): Reason[] {
  const ports = plan.flows.map(({ key, id, statement, hostSources }) => ({
    key,
    row: id,
    sources: [...statement.sources, ...hostSources],
  }));
  return joinSame([...ports, ...permissionReasonsOf(plan, facts)]);
}

/** Reasons of the permissions that a target's cloud grants. */
export function permissionReasonsOf(plan: Plan, { platform }: TargetFacts): Reason[] {
  const rows = new Map(plan.decisions.map(({ connection, id }) => [connection, id]));
  const aws = plan.awsPermissions.map((permission) => ({
    connection: permission.connection,
    name: permission.kind === 'managed' ? permission.policy : permission.sid,
    source: permission.source,
  }));
  const gcp = plan.gcpRoles.map(({ connection, role, source }) => ({ connection, name: role, source }));
  const permissions = (platform === 'aws' ? aws : gcp).map(({ connection, name, source }) => ({
    key: `${connection}:${name}`,
    row: rows.get(connection)!,
    sources: [source],
  }));
  return joinSame(permissions);
}

/** The pages behind the reasons, each once, and the number of each. */
export function pagesOf(reasons: readonly Reason[]): Map<string, number> {
  const pages = new Set(reasons.flatMap(({ sources }) => sources.map(pageOf)));
  return new Map([...pages].map((page, i) => [page, i + 1]));
}

/** A source as people open it, with the date of what was read. */
export function pageOf(source: Source): string {
  return `${sourceUrl(source)} (${source.date})`;
}

/** A port has a flow for each destination, a sid may have a statement for each bucket. */
function joinSame(reasons: readonly Reason[]): Reason[] {
  return [...groupBy(reasons, ({ key }) => key).values()].map((same) => ({
    ...same[0]!,
    sources: [...new Set(same.flatMap(({ sources }) => sources))],
  }));
}
