/** Every row of the table, least-privilege, on AWS. */
import { App, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { everyRow } from '../../test/support/every-row';
import { Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';

const app = new App({ outdir: process.env.BENCH_OUT! });
const stack = new Stack(app, 'Delegate', { env: { account: '111111111111', region: 'us-east-1' } });
const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['us-east-1a'] });

new DelegateAccess(stack, 'Access', {
  vpc,
  connections: everyRow(),
  profile: Profile.RECOMMENDED,
  asOf: '2026-11-24',
  // The program by hand writes none.
  review: process.env.BENCH_REVIEW === '1',
  assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  }),
});

app.synth();
