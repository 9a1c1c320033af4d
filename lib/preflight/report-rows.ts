import type { IdentityResult, PermissionResult } from './callers';
import type { Verdict } from './meanings';
import type { PreflightReport, PreflightResult } from './report-of';

/** One line of a report: a connection, who the delegate is, or a permission. */
export interface ReportRow {
  /** Key of the port, `identity`, or the connection. */
  readonly name: string;
  readonly what: string;
  readonly verdict: Verdict;
  readonly means: string;
  readonly todo: string;
  /** Lines of the review that belong to it. */
  readonly review: readonly string[];
  /** Group of it in a pipeline. */
  readonly group: string;
  readonly milliseconds: number;
}

const MOST = 3;

/** Who it is first, then connections, then permissions. */
export function rowsOf({ results, identities = [], permissions = [] }: PreflightReport): ReportRow[] {
  return [...identities.map(identityRow), ...results.map(connectionRow), ...permissions.map(permissionRow)];
}

function connectionRow(result: PreflightResult): ReportRow {
  const { key, connection, host, port, through, verdict, means, todo, why, rules, sources, milliseconds } = result;
  const destination = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return {
    name: key,
    what: `${destination}${through === undefined ? '' : ` through ${through}`}`,
    verdict,
    means,
    todo,
    review: [
      ...(why === '' ? [] : [`why the plan opens it: ${why}`]),
      ...(rules.length === 0 ? [] : [`rule: ${some(rules, '; ')}`]),
      ...sources.slice(0, 1).map(({ text }) => `source: ${text}`),
    ],
    group: connection || 'closed',
    milliseconds,
  };
}

function identityRow({ platform, verdict, means, todo }: IdentityResult): ReportRow {
  return { name: 'identity', what: platform, verdict, means, todo, review: [], group: 'identity', milliseconds: 0 };
}

function permissionRow(result: PermissionResult): ReportRow {
  const { platform, connection, name, resources, denied, verdict, means, todo, why, sources } = result;
  return {
    name: connection,
    what: `${platform} ${name}`,
    verdict,
    means,
    todo,
    review: [
      ...denied.slice(0, MOST).map((one) => `denied: ${one}`),
      ...(denied.length > MOST ? [`denied: ${denied.length - MOST} more`] : []),
      ...(resources.length === 0 ? [] : [`on: ${some(resources, ', ')}`]),
      ...(why === '' ? [] : [`why the plan grants it: ${why}`]),
      ...sources.slice(0, 1).map(({ text }) => `source: ${text}`),
    ],
    group: connection,
    milliseconds: 0,
  };
}

function some(texts: readonly string[], between: string): string {
  return `${texts.slice(0, MOST).join(between)}${texts.length > MOST ? `${between}and ${texts.length - MOST} more` : ''}`;
}
