/**
 * Constructs for AWS, on the AWS CDK.
 *
 * @module harness-delegate-access/aws
 */

export * from './aws-destination';
export type { ClusterGroups, EnforcingMode, SecurityGroupPolicyOptions } from './cluster';
export * from './delegate-access';
export * from './delegate-egress';
export * from './delegate-endpoints';
export * from './delegate-names';
export * from './delegate-permissions';
export * from './delegate-target-role';
export type { EndpointPolicies } from './endpoint-policies';
export type { NagAcknowledgement } from './nag';
export type { NamesSource } from './names-source';
export type { ManagedPrefixListOptions } from '../prefix-lists';
export type { AwsQuotas } from '../quotas';
export type { DelegateConstruct } from '../../../constructs/delegate-construct';
