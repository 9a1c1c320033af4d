import type { PreflightReport } from './report-of';

/** Word for the worst of a report, by which a command ends. */
export function worstOf({
  results,
  identities = [],
  permissions = [],
  isStopped,
}: PreflightReport): 'as planned' | 'not as planned' | 'cannot tell' {
  const all = [...results, ...identities, ...permissions];
  const has = (verdict: string): boolean => all.some((one) => one.verdict === verdict);
  return has('not as planned')
    ? 'not as planned'
    : has('cannot tell') || isStopped || all.length === 0
      ? 'cannot tell'
      : 'as planned';
}
