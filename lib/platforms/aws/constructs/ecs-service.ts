import { CfnResource } from 'aws-cdk-lib';
import type { Connections, ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { AccessError, show } from '../../../base';

/** Security groups of a service of ECS: the CDK takes them when the service is made, and not later. */

const GROUPS = 'NetworkConfiguration.AwsvpcConfiguration.SecurityGroups';

/** Sets the groups that it has, and the missing ones. @throws AccessError `NoSecurityGroups` */
export function attachToService(
  service: IConstruct & { readonly connections?: Connections },
  existing: readonly ISecurityGroup[],
  missing: readonly ISecurityGroup[],
): void {
  const resource = service.node
    ?.findAll()
    .find((node) => CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::ECS::Service');
  if (!CfnResource.isCfnResource(resource) || existing.length === 0) {
    throw AccessError.of(
      'NoSecurityGroups',
      `\`attachTo\` takes an instance, a launch template or a service of ECS with security groups, got ${show(service.node?.path ?? service)}; set its groups to \`[...egress.securityGroups]\``,
    );
  }
  if (missing.length > 0) {
    missing.forEach((group) => service.connections!.addSecurityGroup(group));
    resource.addPropertyOverride(
      GROUPS,
      [...existing, ...missing].map(({ securityGroupId }) => securityGroupId),
    );
  }
}
