import { Stack, type StackProps } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledged } from '../one-list/acknowledged';
import { connections } from '../one-list/connections';
import { HarnessPlatform, type Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';

export interface DelegateStackProps extends StackProps {
  readonly profile: Profile;
}

/** A VPC, and the access of a delegate that runs on ECS in it. */
export class DelegateStack extends Stack {
  public readonly access: DelegateAccess;

  public constructor(scope: Construct, id: string, props: DelegateStackProps) {
    super(scope, id, props);
    const vpc = new Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1, restrictDefaultSecurityGroup: false });
    vpc.addFlowLog('FlowLog');
    this.access = new DelegateAccess(this, 'DelegateAccess', {
      vpc,
      connections,
      acknowledged,
      profile: props.profile,
      harness: HarnessPlatform.of({ cluster: 'prod1' }),
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
  }
}
