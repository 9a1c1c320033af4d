import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Connection } from 'harness-delegate-access';
import { DelegateAccess, type DelegateAccessProps } from 'harness-delegate-access/aws';

export const ENV = { account: '111111111111', region: 'us-east-1' };

export function newStack(props: StackProps = { env: ENV }, id = 'Stack', app = new App()): Stack {
  return new Stack(app, id, props);
}

/** A VPC that needs no look-up and makes no resource. */
export function someVpc(stack: Stack, id = 'Vpc'): IVpc {
  return Vpc.fromVpcAttributes(stack, id, { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['us-east-1a'] });
}

export function ecsTasks(stack: Stack): ServicePrincipal {
  return new ServicePrincipal('ecs-tasks.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  });
}

/** A stack with nothing but a delegate's access. */
export function accessStack(
  connections: readonly Connection[],
  props: Partial<DelegateAccessProps> = {},
  stack = newStack(),
): { stack: Stack; access: DelegateAccess; template: () => Template } {
  const access = new DelegateAccess(stack, 'Access', {
    vpc: someVpc(stack),
    connections,
    assumedBy: ecsTasks(stack),
    asOf: '2026-11-24',
    review: false,
    ...props,
  });
  return { stack, access, template: () => Template.fromStack(stack) };
}

/** Every resource of one type, by its logical id. */
export function resourcesOf(
  template: Template,
  type: string,
): Record<string, { Properties: Record<string, unknown>; Metadata?: Record<string, unknown> }> {
  return template.findResources(type) as never;
}
