/**
 * Constructs for Google Cloud, on CDKTF.
 *
 * @module harness-delegate-access/gcp
 */

export * from './delegate-access';
export * from './delegate-egress';
export * from './delegate-permissions';
export { DelegateFirewallPolicy, type ExistingPolicy, type FirewallPolicyChoice } from './firewall-policy';
export type { PriorityBand } from '../priorities';
export type { ClusterRanges, DelegateEgressProps, DenyChoice, FirewallQuotas, LoggingChoice } from './egress-props';
export type { DelegateConstruct } from '../../../constructs/delegate-construct';
