import { App, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, FargateService, FargateTaskDefinition, LogDriver, Secret } from 'aws-cdk-lib/aws-ecs';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret as StoredSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Connection, HarnessPlatform, Profile } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';

/** A delegate on Fargate. Its permissions are on the task role; the execution role reads the token and writes the log. */

const REGION = 'eu-west-1';

const app = new App();
const stack = new Stack(app, 'EcsDelegate', { env: { region: REGION } });
const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });

const access = new DelegateAccess(stack, 'Access', {
  vpc,
  profile: Profile.RECOMMENDED,
  harness: HarnessPlatform.of({ cluster: 'prod1' }),
  connections: [
    Connection.awsS3({ regions: [REGION], buckets: ['release-artifacts'] }),
    Connection.jenkins({ to: ['10.0.3.7/32'] }),
    Connection.custom({
      name: 'fargate',
      to: [`secretsmanager.${REGION}.amazonaws.com`, `logs.${REGION}.amazonaws.com`],
      ports: [443],
      unenforceable: 'port-only',
      reason: 'Fargate reads the token and writes the log through the interface of the task',
    }),
  ],
  assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  }),
});

const task = new FargateTaskDefinition(stack, 'Task', { taskRole: access.role, cpu: 1024, memoryLimitMiB: 2048 });
task.addContainer('delegate', {
  image: ContainerImage.fromRegistry('us-docker.pkg.dev/gar-prod-setup/harness-public/harness/delegate:26.02.88404'),
  logging: LogDriver.awsLogs({ streamPrefix: 'delegate' }),
  environment: {
    ACCOUNT_ID: 'your-harness-account-id',
    DELEGATE_NAME: 'ecs-delegate',
    DELEGATE_TYPE: 'DOCKER',
    NEXT_GEN: 'true',
    MANAGER_HOST_AND_PORT: 'https://app.harness.io',
    LOG_STREAMING_SERVICE_URL: 'https://app.harness.io/log-service/',
  },
  secrets: {
    DELEGATE_TOKEN: Secret.fromSecretsManager(StoredSecret.fromSecretNameV2(stack, 'Token', 'harness/delegate-token')),
  },
});
const service = new FargateService(stack, 'Service', {
  cluster: new Cluster(stack, 'Cluster', { vpc }),
  taskDefinition: task,
  // Without a group here the CDK creates one that allows all outbound traffic.
  securityGroups: access.egress.securityGroups.slice(0, 1),
  minHealthyPercent: 100,
});
// The others, when the rules outgrow one group.
access.egress.attachTo(service);
app.synth();
