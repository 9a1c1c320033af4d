import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnRole, CfnManagedPolicy, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** Counts at synth what a role of this app has attached in the end, by whomever. */
export function tooManyAttachments(role: IRole, root: IConstruct, limit: number): string[] {
  const resource = role.node.defaultChild;
  if (!(resource instanceof CfnRole)) {
    return [];
  }
  const arns = (Stack.of(resource).resolve(resource.managedPolicyArns) ?? []) as unknown[];
  const policies = root.node.findAll().filter((node) => isAttachedTo(node, role));
  const count = arns.length + policies.length;
  return count <= limit
    ? []
    : [
        `${role.node.path} has ${count} managed policies, more than the ${limit} that a role may have; take some off, or raise \`quotas.policiesPerRole\` after AWS raised it`,
      ];
}

function isAttachedTo(node: IConstruct, role: IRole): boolean {
  if (!CfnResource.isCfnResource(node) || node.cfnResourceType !== CfnManagedPolicy.CFN_RESOURCE_TYPE_NAME) {
    return false;
  }
  const roles = (Stack.of(node).resolve((node as CfnManagedPolicy).roles) ?? []) as unknown[];
  const name = JSON.stringify(Stack.of(node).resolve(role.roleName));
  return roles.some((entry) => JSON.stringify(entry) === name);
}
