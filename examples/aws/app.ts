import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { connections } from '../one-list/connections';
import { HarnessPlatform, Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';

interface DelegateStackProps extends StackProps {
  readonly profile: Profile;
}

/** A VPC, and the access of a delegate that runs on ECS in it. */
class DelegateStack extends Stack {
  public readonly access: DelegateAccess;

  public constructor(scope: Construct, id: string, props: DelegateStackProps) {
    super(scope, id, props);
    const vpc = new Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1 });
    this.access = new DelegateAccess(this, 'DelegateAccess', {
      vpc,
      connections,
      profile: props.profile,
      harness: HarnessPlatform.of({ cluster: 'prod1' }),
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
  }
}

const app = new App();
const stacks = [
  new DelegateStack(app, 'DelegateDocumented', { profile: Profile.DOCUMENTED }),
  new DelegateStack(app, 'DelegateRecommended', { profile: Profile.RECOMMENDED }),
];
app.synth();

// What a reviewer reads. On standard error, so that `cdk synth` still prints the template alone.
for (const stack of stacks) {
  process.stderr.write(`\n=== ${stack.stackName}\n\n${stack.access.table()}`);
}
