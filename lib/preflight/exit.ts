import type { PreflightReport } from './preflight';

/** Word for the worst of a report, by which a command ends. */
export function worstOf({ results, isStopped }: PreflightReport): 'as planned' | 'not as planned' | 'cannot tell' {
  const has = (verdict: string): boolean => results.some((result) => result.verdict === verdict);
  return has('not as planned')
    ? 'not as planned'
    : has('cannot tell') || isStopped || results.length === 0
      ? 'cannot tell'
      : 'as planned';
}
