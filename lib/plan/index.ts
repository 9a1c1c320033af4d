export {
  FINDING_KINDS,
  partitionOf,
  placeOfArn,
  recorded,
  sourceUrl,
  spokenOn,
  type Cloud,
  type FindingKind,
  type Severity,
  type Source,
  type Stage,
} from '../catalog';
export type { PlannedTarget } from './accounts';
export * from './decision';
export type { PlannedEndpoint } from './endpoints';
export * from './finding';
export * from './finding-log';
export * from './flow';
export * from './harness-platform';
export * from './more-traffic';
export * from './options';
export * from './permission';
export * from './places';
export * from './plan';
export { readPlanFile } from './plan-file';
export * from './plan-props';
export * from './profile';
export type * from './props';
export * from './reach';
export type { Through, ReachWay } from './reach-by';
export type { ServiceWays } from './reach-aws';
export type * from './recommended';
export { showsName, spokenBy } from './spoken';
export type { Way } from './ways';
