import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup, CfnSecurityGroupEgress, type IConnectable, type ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct, type IConstruct } from 'constructs';
import { EGRESS_FIELDS } from './render-egress';
import { show } from '../../../base';
import { refuse } from '../../../platform';

/** Facts about security groups in an app: immutable ones, and the rules of one of them. */

/** An egress rule as a template has it, with its path. */
export interface FoundEgress {
  readonly path: string;
  readonly rule: Readonly<Record<string, unknown>>;
  /** The resource of its own, when it is one. */
  readonly resource?: CfnSecurityGroupEgress;
}

/** @throws AccessError `InvalidSecurityGroup`, `AllowsAllOutbound`, `ImmutableSecurityGroup` */
export function checkBrought(group: ISecurityGroup): void {
  refuse({
    when: !Construct.isConstruct(group) || typeof (group as Partial<ISecurityGroup>).securityGroupId !== 'string',
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

/** Every egress rule on this group, anywhere in the app: inline, or a resource of its own. */
export function egressOn(group: ISecurityGroup, root: IConstruct): FoundEgress[] {
  const id = Stack.of(group).resolve(group.securityGroupId) as unknown;
  const all = root.node.findAll().filter(isEgressResource);
  const own = all.filter((resource) => isSame(resource, group, id));
  return [
    ...inlineRules(group),
    ...own.map((resource) => ({ path: resource.node.path, rule: ruleOf(resource), resource })),
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

function ruleOf(resource: CfnSecurityGroupEgress): FoundEgress['rule'] {
  const fields = [...EGRESS_FIELDS, 'description'] as const;
  const rule = Object.fromEntries(fields.map((field) => [field, resource[field]]));
  return Stack.of(resource).resolve(rule) as FoundEgress['rule'];
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
