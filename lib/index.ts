export { AccessError, type Problem } from './base';
export { CATALOG_VERSION, type Source, type Statement, type Verdict } from './catalog';
export * from './connection';
export {
  Cidr,
  Destination,
  Port,
  type DestinationKind,
  type DeployTimeOptions,
  type Enforcement,
  type IpFamily,
  type NativeTarget,
  type Protocol,
  type Rule,
} from './network';
export * from './plan';
export * from './review';
export * from './target';
