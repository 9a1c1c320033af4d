import { App, Stack } from 'aws-cdk-lib';
import { PrefixList, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  AwsLogDriver,
  Cluster,
  ContainerImage,
  FargateService,
  FargateTaskDefinition,
  Secret as EcsSecret,
} from 'aws-cdk-lib/aws-ecs';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Connection, HarnessPlatform, Profile } from 'harness-delegate-access';
import { DelegateAccess, DelegateEndpoints } from 'harness-delegate-access/aws';

/**
 * A delegate in a VPC without a way to the internet: services of AWS through endpoints, everything else through an HTTP
 * proxy in another network. No rule leads to any address.
 */

const REGION = 'eu-west-1';
const PROXY = { host: 'proxy.acme.internal', addresses: ['10.20.0.10/32', '10.20.1.10/32'], port: 3128 };

const app = new App();
const stack = new Stack(app, 'PrivateDelegate', { env: { region: REGION } });
// A transit gateway leads to the proxy; its attachment belongs to the network team.
const vpc = new Vpc(stack, 'Vpc', {
  maxAzs: 2,
  natGateways: 0,
  subnetConfiguration: [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
});

const common = {
  vpc,
  profile: Profile.RECOMMENDED,
  // The image is in a registry of our own, and STACK_DRIVER_LOGGING_ENABLED is false.
  harness: HarnessPlatform.of({ cluster: 'prod1', imageRegistry: false, googleLogging: false }),
};
const connections = [
  Connection.awsElbAlbEcs({
    regions: [REGION],
    machines: [],
    clusters: ['prod'],
    passRoles: ['arn:aws:iam::111111111111:role/prod-task'],
  }),
  Connection.awsS3({ regions: [REGION], buckets: ['release-artifacts'] }),
  Connection.datadog({ site: 'datadoghq.eu' }),
  Connection.githubRepo(),
];

const endpoints = new DelegateEndpoints(stack, 'Endpoints', {
  ...common,
  connections,
  // Of the task itself: its image, its log, its token.
  services: ['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager'],
  // `aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=com.amazonaws.eu-west-1.s3`
  s3PrefixList: PrefixList.fromPrefixListId(stack, 'S3', 'pl-6da54004'),
  others: 'proxy',
});

const access = new DelegateAccess(stack, 'Access', {
  ...common,
  connections: [
    ...connections,
    Connection.custom({
      name: 'task',
      to: [endpoints.destination!],
      ports: [443],
      reason: 'Fargate pulls the image, reads the token and writes the log through the interface of the task',
    }),
  ],
  assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  }),
  reach: {
    proxy: { to: PROXY.addresses, ports: [PROXY.port] },
    harness: 'proxy',
    saas: 'proxy',
    awsServices: endpoints.reach,
  },
});

const taskDefinition = new FargateTaskDefinition(stack, 'Task', {
  taskRole: access.role!,
  cpu: 1024,
  memoryLimitMiB: 2048,
});
taskDefinition.addContainer('delegate', {
  image: ContainerImage.fromEcrRepository(
    Repository.fromRepositoryName(stack, 'Image', 'harness/delegate'),
    '26.02.88404',
  ),
  logging: new AwsLogDriver({ streamPrefix: 'delegate' }),
  secrets: {
    DELEGATE_TOKEN: EcsSecret.fromSecretsManager(Secret.fromSecretNameV2(stack, 'Token', 'harness/delegate-token')),
  },
  environment: {
    ACCOUNT_ID: 'your-harness-account-id',
    DELEGATE_NAME: 'private-delegate',
    DELEGATE_TYPE: 'DOCKER',
    NEXT_GEN: 'true',
    MANAGER_HOST_AND_PORT: 'https://app.harness.io',
    LOG_STREAMING_SERVICE_URL: 'https://app.harness.io/log-service/',
    STACK_DRIVER_LOGGING_ENABLED: 'false',
    PROXY_HOST: PROXY.host,
    PROXY_PORT: `${PROXY.port}`,
    PROXY_SCHEME: 'http',
    PROXY_MANAGER: 'true',
    // Suffixes, no blocks: the endpoints, the metadata of the task; IAM has none here and goes through the proxy.
    NO_PROXY: `.${REGION}.amazonaws.com,169.254.170.2`,
    // The global address of STS has no endpoint.
    AWS_STS_REGIONAL_ENDPOINTS: 'regional',
    AWS_REGION: REGION,
  },
});
const service = new FargateService(stack, 'Delegate', {
  cluster: new Cluster(stack, 'Cluster', { vpc }),
  taskDefinition,
  securityGroups: access.egress.securityGroups.slice(0, 1),
  vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
  minHealthyPercent: 100,
});
access.egress.attachTo(service);
app.synth();
