import { App, Stack } from 'aws-cdk-lib';
import { Instance, InstanceClass, InstanceSize, InstanceType, MachineImage, UserData, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Connection, HarnessPlatform, Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';

/** A delegate on one EC2 instance. The token stays in Secrets Manager; the instance reads it when it boots. */

const REGION = 'eu-west-1';
const IMAGE = 'us-docker.pkg.dev/gar-prod-setup/harness-public/harness/delegate:26.02.88404';

const app = new App();
const stack = new Stack(app, 'Ec2Delegate', { env: { region: REGION } });
const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });

const access = new DelegateAccess(stack, 'Access', {
  vpc,
  profile: Profile.RECOMMENDED,
  harness: HarnessPlatform.of({ cluster: 'prod1' }),
  connections: [
    Connection.awsS3({ regions: [REGION], buckets: ['release-artifacts'] }),
    Connection.jenkins({ to: ['10.0.3.7/32'] }),
    Connection.custom({
      name: 'boot',
      to: [
        `al2023-repos-${REGION}-de612dc2.s3.dualstack.${REGION}.amazonaws.com`,
        `secretsmanager.${REGION}.amazonaws.com`,
      ],
      ports: [443],
      unenforceable: 'port-only',
      reason: 'the instance installs Docker from the repositories of Amazon Linux and reads the token',
    }),
  ],
  assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
});

const token = Secret.fromSecretNameV2(stack, 'Token', 'harness/delegate-token');
token.grantRead(access);

const environment = [
  'ACCOUNT_ID=your-harness-account-id',
  'DELEGATE_NAME=ec2-delegate',
  'DELEGATE_TYPE=DOCKER',
  'NEXT_GEN=true',
  'MANAGER_HOST_AND_PORT=https://app.harness.io',
  'LOG_STREAMING_SERVICE_URL=https://app.harness.io/log-service/',
]
  .map((variable) => `--env ${variable}`)
  .join(' ');
const userData = UserData.forLinux();
userData.addCommands(
  'set -euo pipefail',
  'dnf install -y docker',
  'systemctl enable --now docker',
  `DELEGATE_TOKEN=$(aws secretsmanager get-secret-value --region ${REGION} --secret-id ${token.secretName} --query SecretString --output text)`,
  'export DELEGATE_TOKEN',
  // On the network of the host, the container reaches the metadata service, and with it the role, in one hop.
  `docker run --detach --restart unless-stopped --network host --env DELEGATE_TOKEN ${environment} ${IMAGE}`,
);

const instance = new Instance(stack, 'Delegate', {
  vpc,
  role: access.role,
  // Without a group here the CDK creates one that allows all outbound traffic.
  securityGroup: access.egress.securityGroups[0],
  instanceType: InstanceType.of(InstanceClass.M7I, InstanceSize.LARGE),
  machineImage: MachineImage.latestAmazonLinux2023(),
  requireImdsv2: true,
  userData,
});
// The others, when the rules outgrow one group.
access.egress.attachTo(instance);
app.synth();
