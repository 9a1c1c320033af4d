import { App, Stack } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { InstanceClass, InstanceSize, InstanceType, LaunchTemplate, MachineImage, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Connection, HarnessPlatform, Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';

/** Two delegates in an Auto Scaling group, whose launch template has the groups and the role; ../ec2 has user data that starts one. */

const app = new App();
const stack = new Stack(app, 'AutoScalingDelegates', { env: { region: 'eu-west-1' } });
const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });

const access = new DelegateAccess(stack, 'Access', {
  vpc,
  profile: Profile.RECOMMENDED,
  harness: HarnessPlatform.of({ cluster: 'prod1' }),
  connections: [
    Connection.awsS3({ regions: ['eu-west-1'], buckets: ['release-artifacts'] }),
    Connection.jenkins({ to: ['10.0.3.7/32'] }),
  ],
  assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
});

const launchTemplate = new LaunchTemplate(stack, 'Template', {
  role: access.role,
  securityGroup: access.egress.securityGroups[0],
  instanceType: InstanceType.of(InstanceClass.M7I, InstanceSize.LARGE),
  // Your own image, with Docker and a unit that starts the delegate: such a machine installs nothing when it boots.
  machineImage: MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
  requireImdsv2: true,
});
// The others, when the rules outgrow one group.
access.egress.attachTo(launchTemplate);
new AutoScalingGroup(stack, 'Delegates', { vpc, launchTemplate, minCapacity: 2, maxCapacity: 4 });
app.synth();
