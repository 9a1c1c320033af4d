import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { DelegateAccess, SecurityGroupPolicyOptions } from 'harness-delegate-access/aws';

/**
 * The manifest that gives the pods their groups, as an output of the stack: the groups have ids once it is deployed.
 *
 * ```sh
 * aws cloudformation describe-stacks --stack-name EksDelegate \
 *   --query 'Stacks[0].Outputs[?OutputKey==`SecurityGroupPolicy`].OutputValue' --output text | kubectl apply -f -
 * ```
 */
export function writeManifest(stack: Stack, access: DelegateAccess, options: SecurityGroupPolicyOptions): void {
  new CfnOutput(stack, 'SecurityGroupPolicy', {
    value: stack.toJsonString(access.egress.securityGroupPolicy(options)),
  });
}
