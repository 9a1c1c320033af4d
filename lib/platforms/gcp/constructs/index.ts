/**
 * Constructs for Google Cloud, on CDKTF.
 *
 * @module harness-delegate-access/gcp
 */

export * from './delegate-access';
export * from './delegate-egress';
export * from './delegate-permissions';
export type { DelegateEgressProps, DenyChoice, FirewallPolicyChoice } from './egress-props';
export type { DelegateConstruct } from '../../../constructs/delegate-construct';
