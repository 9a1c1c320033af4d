import { CfnResource, Stack } from 'aws-cdk-lib';
import {
  CfnSecurityGroupEgress,
  type CfnSecurityGroup,
  type IConnectable,
  type ISecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { Construct, type IConstruct } from 'constructs';
import { EGRESS_FIELDS } from './render-egress';
import { listOf, renderedProperties, type Properties } from './rendered';
import { show } from '../../../base';
import { refuse } from '../../../platform';

/** Facts about security groups in an app: immutable ones, and the rules of one of them. */

/** An egress rule as a template has it, with its path. */
export interface FoundEgress {
  readonly path: string;
  readonly rule: Readonly<Record<string, unknown>>;
  /** The resource of its own, when it is one. */
  readonly resource?: CfnSecurityGroupEgress;
  /** True for an inline rule of a group that the delegate makes itself. */
  readonly isOwn?: boolean;
}

/** @throws AccessError `InvalidSecurityGroup`, `AllowsAllOutbound`, `ImmutableSecurityGroup` */
export function checkBrought(group: ISecurityGroup): void {
  refuse({
    when: !isGroup(group),
    code: 'InvalidSecurityGroup',
    message: `\`securityGroup\` must be a security group of the CDK, got ${show(group)}`,
  });
  refuse(
    {
      when: group.allowAllOutbound,
      code: 'AllowsAllOutbound',
      message:
        '`securityGroup` allows all outbound traffic, so egress rules would have no effect; create or import it with `allowAllOutbound: false`',
    },
    {
      when: isImmutable(group),
      code: 'ImmutableSecurityGroup',
      message:
        '`securityGroup` was imported with `mutable: false`, so rules cannot be added to it; import it as mutable, or leave it out for a new group',
    },
  );
}

export function isGroup(value: unknown): value is ISecurityGroup {
  return Construct.isConstruct(value) && typeof (value as Partial<ISecurityGroup>).securityGroupId === 'string';
}

/** Refuses a destination without a security group of its own. @throws AccessError `ConnectableWithoutGroup` */
export function checkConnectable(name: string, { connections }: IConnectable): void {
  refuse({
    when: connections.securityGroups.length === 0,
    code: 'ConnectableWithoutGroup',
    message: `the destination ${show(name)} has no security group for a rule; set its address blocks instead`,
  });
}

/** True for a group that was imported with `mutable: false`: the CDK drops whatever is added to it. */
export function isImmutable(group: ISecurityGroup): boolean {
  return group.constructor.name.startsWith('ImmutableImport');
}

/**
 * Every egress rule on this group in the final templates, anywhere in the app: inline, or a resource of its own.
 *
 * @param resource the group itself, when this app makes it
 */
export function egressOn(
  group: ISecurityGroup,
  resource: CfnSecurityGroup | undefined,
  root: IConstruct,
): FoundEgress[] {
  const id = Stack.of(group).resolve(group.securityGroupId) as unknown;
  const all = root.node.findAll().filter(isEgressResource);
  const own = all.filter((entry) => isSame(entry, group, id));
  return [
    ...(resource === undefined ? [] : inlineRules(resource)),
    ...own.map((entry) => ({ path: entry.node.path, rule: ruleOf(renderedProperties(entry)), resource: entry })),
  ];
}

/** Everything: EC2 gives a group without egress rules one that allows all. */
const EVERYTHING = { ipProtocol: '-1', cidrIp: '0.0.0.0/0' };

/** Rules that a group of the same app has inline, but for the one that matches nothing. */
function inlineRules(resource: CfnSecurityGroup): FoundEgress[] {
  const { path } = resource.node;
  const { SecurityGroupEgress: rules } = renderedProperties(resource);
  if (rules === undefined || (Array.isArray(rules) && rules.length === 0)) {
    return [{ path, rule: EVERYTHING }];
  }
  return listOf(rules)
    .map((rule) => ruleOf(rule as Properties))
    .filter(({ ipProtocol }) => ipProtocol !== 'icmp')
    .map((rule) => ({ path, rule }));
}

/** A rule of a template in the words of the CDK; one that is no rule, such as a condition, is kept as it is. */
function ruleOf(properties: Properties): FoundEgress['rule'] {
  const fields = [...EGRESS_FIELDS, 'description'] as const;
  const found = fields.map((field) => [field, properties[field[0]!.toUpperCase() + field.slice(1)]] as const);
  const set = found.filter(([, value]) => value !== undefined);
  return set.length === 0 ? { ipProtocol: properties } : Object.fromEntries(set);
}

/** The same group by the same text, or by the same reference within a stack. */
function isSame(resource: CfnSecurityGroupEgress, group: ISecurityGroup, id: unknown): boolean {
  const stack = Stack.of(resource);
  return (
    resource.groupId === group.securityGroupId ||
    (stack === Stack.of(group) && JSON.stringify(stack.resolve(resource.groupId)) === JSON.stringify(id))
  );
}

function isEgressResource(node: IConstruct): node is CfnSecurityGroupEgress {
  return CfnResource.isCfnResource(node) && node.cfnResourceType === CfnSecurityGroupEgress.CFN_RESOURCE_TYPE_NAME;
}
