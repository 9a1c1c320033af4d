export { askedPlatforms, expectedOn, type CallerOptions } from './callers';
export { checksOf } from './checks';
export { worstOf } from './exit';
export { preflightJob } from './job';
export { preflight, type PreflightOptions } from './preflight';
export type { PreflightReport } from './report-of';
export { preflightJunit, preflightMarkdown, preflightTable } from './report';
export { readResults } from './results';
export { preflightScript } from './script';
