import { App, Stack } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { InstanceClass, InstanceSize, InstanceType, LaunchTemplate, MachineImage, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Connection, HarnessPlatform, Profile } from 'harness-delegate-access';
import { DelegateAccess, DelegateTargetRole } from 'harness-delegate-access/aws';

/**
 * One list for two accounts: the delegate runs in one and deploys to ECS in the other, through a role there. The review
 * of the delegate shows both halves.
 */

const REGION = 'eu-west-1';
const TOOLS = { account: '111111111111', region: REGION };
const PROD = { account: '222222222222', region: REGION };

const list = {
  profile: Profile.RECOMMENDED,
  harness: HarnessPlatform.of({ cluster: 'prod1' }),
  connections: [
    // In the delegate's own account.
    Connection.awsS3({ regions: [REGION], buckets: ['release-artifacts'] }),
    // In the other one: what deploys there has its rights there.
    Connection.awsElbAlbEcs({
      account: PROD.account,
      via: { role: 'HarnessDeploy', externalId: 'acme-harness-prod' },
      regions: [REGION],
      machines: [],
      clusters: ['prod'],
      passRoles: [`arn:aws:iam::${PROD.account}:role/prod-task`],
    }),
  ],
};

const app = new App();
const tools = new Stack(app, 'DelegateInTools', { env: TOOLS });
const vpc = Vpc.fromVpcAttributes(tools, 'Vpc', {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: [`${REGION}a`, `${REGION}b`],
  privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
});
const access = new DelegateAccess(tools, 'Access', {
  ...list,
  vpc,
  assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
  // The other account trusts this name.
  roleName: 'harness-delegate',
});
const launchTemplate = new LaunchTemplate(tools, 'Template', {
  role: access.role!,
  securityGroup: access.egress.securityGroups[0]!,
  instanceType: InstanceType.of(InstanceClass.M7I, InstanceSize.LARGE),
  machineImage: MachineImage.latestAmazonLinux2023(),
  requireImdsv2: true,
});
access.egress.attachTo(launchTemplate);
new AutoScalingGroup(tools, 'Delegates', { vpc, launchTemplate, minCapacity: 1, maxCapacity: 2 });

// Deployed after the other stack: IAM trusts no role that is not there yet.
const prod = new Stack(app, 'TargetInProd', { env: PROD });
new DelegateTargetRole(prod, 'Target', { ...list, delegateRole: access.role! });
app.synth();
