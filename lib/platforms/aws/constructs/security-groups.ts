import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup, CfnSecurityGroupEgress, type IConnectable, type ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct, type IConstruct } from 'constructs';
import { EGRESS_FIELDS } from './render-egress';
import { AccessError, show } from '../../../base';

/** What can be learnt of security groups in an app: which cannot be changed, and which rules are on one of them. */

/** An egress rule as a template has it, and where it stands. */
export interface FoundEgress {
  readonly path: string;
  readonly rule: Readonly<Record<string, unknown>>;
  /** The resource of its own, when it is one. */
  readonly resource?: CfnSecurityGroupEgress;
}

/** @throws AccessError `InvalidSecurityGroup`, `AllowsAllOutbound`, `ImmutableSecurityGroup` */
export function checkBrought(group: ISecurityGroup): void {
  if (!Construct.isConstruct(group) || typeof (group as Partial<ISecurityGroup>).securityGroupId !== 'string') {
    throw AccessError.of(
      'InvalidSecurityGroup',
      `\`securityGroup\` must be a security group of the CDK, got ${show(group)}`,
    );
  }
  if (group.allowAllOutbound) {
    throw AccessError.of(
      'AllowsAllOutbound',
      '`securityGroup` lets everything out, so no rule on it would restrict anything; create or import it with `allowAllOutbound: false`',
    );
  }
  if (isImmutable(group)) {
    throw AccessError.of(
      'ImmutableSecurityGroup',
      '`securityGroup` was imported with `mutable: false`, so rules must not be added to it; import it as mutable, or leave it out for a group of our own',
    );
  }
}

/** The far end of a rule must have a group of its own. @throws AccessError `ConnectableWithoutGroup` */
export function checkConnectable(name: string, { connections }: IConnectable): void {
  if (connections.securityGroups.length === 0) {
    throw AccessError.of(
      'ConnectableWithoutGroup',
      `the destination ${show(name)} has no security group that a rule could name; give its address blocks instead`,
    );
  }
}

/** True for a group that was imported with `mutable: false`: the CDK drops whatever is added to it. */
export function isImmutable(group: ISecurityGroup): boolean {
  return group.constructor.name.startsWith('ImmutableImport');
}

/** Every egress rule on this group, anywhere in the app: inline, or a resource of its own. */
export function egressOn(group: ISecurityGroup, root: IConstruct): FoundEgress[] {
  const id = Stack.of(group).resolve(group.securityGroupId) as unknown;
  const resources = root.node
    .findAll()
    .filter(isEgressResource)
    .filter((resource) => isSame(resource, group, id));
  return [
    ...inlineRules(group),
    ...resources.map((resource) => ({ path: resource.node.path, rule: ruleOf(resource), resource })),
  ];
}

/** Rules that a group of the same app has inline, but for the one that matches nothing. */
function inlineRules(group: ISecurityGroup): FoundEgress[] {
  const resource = group.node.defaultChild;
  if (!(resource instanceof CfnSecurityGroup)) {
    return [];
  }
  const rules = (Stack.of(resource).resolve(resource.securityGroupEgress) ?? []) as Record<string, unknown>[];
  return rules.filter(({ ipProtocol }) => ipProtocol !== 'icmp').map((rule) => ({ path: resource.node.path, rule }));
}

function ruleOf(resource: CfnSecurityGroupEgress): Record<string, unknown> {
  const fields = [...EGRESS_FIELDS, 'description'] as const;
  return Stack.of(resource).resolve(Object.fromEntries(fields.map((field) => [field, resource[field]]))) as Record<
    string,
    unknown
  >;
}

/** The same group by the same text, or by the same reference within a stack. */
function isSame(resource: CfnSecurityGroupEgress, group: ISecurityGroup, id: unknown): boolean {
  if (resource.groupId === group.securityGroupId) {
    return true;
  }
  const isNear = Stack.of(resource) === Stack.of(group);
  return isNear && JSON.stringify(Stack.of(resource).resolve(resource.groupId)) === JSON.stringify(id);
}

function isEgressResource(node: IConstruct): node is CfnSecurityGroupEgress {
  return CfnResource.isCfnResource(node) && node.cfnResourceType === CfnSecurityGroupEgress.CFN_RESOURCE_TYPE_NAME;
}
