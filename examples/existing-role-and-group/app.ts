import { App, Stack } from 'aws-cdk-lib';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Connection, HarnessPlatform, Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';

/** A delegate that runs already: its role gets the policies, its security group the rules. Neither is replaced. */

const app = new App();
const stack = new Stack(app, 'ExistingDelegate', { env: { account: '111122223333', region: 'eu-west-1' } });

new DelegateAccess(stack, 'Access', {
  profile: Profile.RECOMMENDED,
  harness: HarnessPlatform.of({ cluster: 'prod1' }),
  connections: [
    Connection.awsS3({ regions: ['eu-west-1'], buckets: ['release-artifacts'] }),
    Connection.jenkins({ to: ['10.0.3.7/32'] }),
  ],
  // Each rule is a resource of its own. Remove the rule that allows all outbound traffic from the group first.
  securityGroup: SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0', { allowAllOutbound: false }),
  role: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/harness-delegate'),
  // Ten managed policies fit on a role, and the CDK cannot count those that an existing one has.
  existingAttachments: 2,
});
app.synth();
