/**
 * The public API that runs without any CDK.
 *
 * @module harness-delegate-access
 */

export { AccessError, DeployTime, type Problem } from './base';
export {
  CATALOG_VERSION,
  type Conditions,
  type Credential,
  type LeadsTo,
  type PermissionKind,
  type Statement,
  type Verdict,
} from './catalog';
export {
  auditMarkdown,
  auditOf,
  auditTable,
  differenceMarkdown,
  differenceOf,
  differenceTable,
  readTemplate,
  readTemplates,
  type AskChange,
  type Audit,
  type AuditOptions,
  type AuditTraffic,
  type ChangeReason,
  type CheckChange,
  type CutChange,
  type DifferenceOptions,
  type Lack,
  type MoveChange,
  type NotCompared,
  type OtherTarget,
  type PermissionChange,
  type ReviewDifference,
  type ReviewHead,
  type ReviewPair,
  type RewriteChange,
  type StepChange,
  type Surplus,
  type TemplateOptions,
  type TrafficChange,
  type TrafficParts,
} from './compare';
export { Connection, type ConnectionRequest, type FilePlace, type FileProblem, type PropsById } from './connection';
export type * from './connection/props';
export type { ConnectionId } from './connections';
export {
  importConnectors,
  importDrift,
  importedList,
  importReport,
  type ConnectorFile,
  type ConnectorRef,
  type Drift,
  type GoneEntry,
  type ImportedConnection,
  type ImportedConnectors,
  type ImportOptions,
  type LeftConnector,
} from './import';
export {
  Cidr,
  Destination,
  Port,
  type ConnectableLike,
  type DeployTimeOptions,
  type DestinationKind,
  type DestinationLike,
  type Enforcement,
  type IpFamily,
  type NativeTarget,
  type PeerLike,
  type Place as TrafficPlace,
  type PortLike,
  type Protocol,
  type Rule,
  type Traffic,
} from './network';
export {
  FINDING_KINDS,
  HarnessPlatform,
  Plan,
  Profile,
  sourceUrl,
  spokenBy,
  type Cloud,
  type Decision,
  type DelegatePlanProps,
  type Finding,
  type FindingPlace,
  type FindingKind,
  type Flow,
  type HarnessLine,
  type Opinion,
  type ParsedReach,
  type Permission,
  type PermissionOfConnection,
  type PermissionPlace,
  type PermissionReason,
  type Place,
  type PlannedCredential,
  type PlannedEndpoint,
  type PlannedTarget,
  type PlanOptions,
  type PlanLayer,
  type PlanTarget,
  type PortOfConnection,
  type ReachKind,
  type ReachWay,
  type Recommended,
  type Severity,
  type Source,
  type ServiceWays,
  type Stage,
  type Through,
  type Way,
} from './plan';
export type * from './plan/props';
export type {
  FlowState,
  Layer,
  LayerProps,
  LayeredLine,
  LayeredState,
  Line,
  NameFacts,
  PortState,
  TargetFacts,
  TargetFlow,
} from './platform';
export { PlanOnLayers, PlanOnTarget } from './platform';
export type { Open, Outgoing, TemplateKind, Unknown } from './platform/template';
export { toDomainList } from './platforms/aws/domain-list';
export { toSuricata, type SuricataOptions, type SuricataRules } from './platforms/aws/suricata';
export { toDelegateEnv, type DelegateEnvOptions } from './platforms/proxy/delegate-env';
export { toSquid, type SquidOptions } from './platforms/proxy/squid';
export { Target } from './platforms/target';
export {
  parseReview,
  reviewOf,
  toHtml,
  toMarkdown,
  toSummary,
  toSummaryDifference,
  toSvg,
  toTable,
  type ReviewContext,
  type ReviewProps,
  type SummaryOptions,
  type TableOptions,
} from './review';
export type * from './review/types';
