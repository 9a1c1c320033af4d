import { CfnResource } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnRole, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { resolvedByPath } from './token-names';

/** Counts at synth the managed policies of a role of this app, in all stacks. */
export function tooManyAttachments(role: IRole, root: IConstruct, limit: number): string[] {
  const resource = role.node.defaultChild;
  if (!(resource instanceof CfnRole)) {
    return [];
  }
  const arns = listOf(resource.managedPolicyArns, resource);
  const [name] = listOf([role.roleName], resource);
  const policies = root.node
    .findAll()
    .filter((node) => isManagedPolicy(node) && listOf(node.roles, node).includes(name));
  const count = arns.length + policies.length;
  return count <= limit
    ? []
    : [
        `${role.node.path} has ${count} managed policies, more than the limit of ${limit}; remove some, or raise \`quotas.policiesPerRole\` after AWS raised it`,
      ];
}

function isManagedPolicy(node: IConstruct): node is CfnManagedPolicy {
  return CfnResource.isCfnResource(node) && node.cfnResourceType === CfnManagedPolicy.CFN_RESOURCE_TYPE_NAME;
}

/** A resolved list, with references by the construct that they name: a logical id is unique only in its own stack. */
function listOf(value: unknown, scope: IConstruct): unknown[] {
  return (resolvedByPath(value, scope) as unknown[] | undefined) ?? [];
}
