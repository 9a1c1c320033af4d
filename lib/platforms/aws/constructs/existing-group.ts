import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import { CfnSecurityGroupEgress, type ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { pathOf } from './names';
import { describeReasons, egressOf, reasonKeys } from './render-egress';
import { addReasons } from './toolkit';
import type { Rule } from '../../../network';
import type { Flow, Plan } from '../../../plan';

/**
 * Rules on a group that is there already. EC2 takes each only once, so that delegates of one stack share those that are
 * equal, such as Harness's own; the logical id follows from the rule, and stays when the delegate that made it goes.
 */

interface Shared {
  readonly resource: CfnSecurityGroupEgress;
  readonly owners: { readonly path: string; readonly plan: Plan; readonly keys: readonly string[] }[];
}

const BY_STACK = new WeakMap<Stack, Map<string, Shared>>();

/** The resource of a rule: a new one, or that of another delegate, which then has the reasons of both. */
export function ruleOn(group: ISecurityGroup, rule: Rule<Flow>, scope: Construct, plan: Plan): CfnSecurityGroupEgress {
  const stack = Stack.of(scope);
  const known = BY_STACK.get(stack) ?? new Map<string, Shared>();
  BY_STACK.set(stack, known);
  const { description: _, ...egress } = egressOf(rule, '');
  const identity = JSON.stringify(stack.resolve({ groupId: group.securityGroupId, ...egress }));
  const shared = known.get(identity) ?? {
    resource: newRule(group, egress, scope, identity),
    owners: [],
  };
  known.set(identity, shared);
  shared.owners.push({ path: pathOf(scope), plan, keys: reasonKeys(rule.reasons) });
  const keys = [...new Set(shared.owners.flatMap((owner) => owner.keys))].sort();
  shared.resource.description = describeReasons(keys, [...new Set(shared.owners.map(({ path }) => path))].join(', '));
  addReasons(
    shared.resource,
    shared.owners.map((owner) => owner.plan),
    keys,
  );
  return shared.resource;
}

function newRule(group: ISecurityGroup, egress: object, scope: Construct, identity: string): CfnSecurityGroupEgress {
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 16).toUpperCase();
  const resource = new CfnSecurityGroupEgress(scope, `Egress ${hash}`, {
    groupId: group.securityGroupId,
    ...(egress as { ipProtocol: string }),
  });
  resource.overrideLogicalId(`DelegateEgress${hash}`);
  return resource;
}
