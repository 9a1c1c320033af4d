import { App, Fn, Stack } from 'aws-cdk-lib';
import { CfnRoute, SubnetType, Vpc, type ISubnet } from 'aws-cdk-lib/aws-ec2';
import {
  AwsLogDriver,
  Cluster,
  ContainerImage,
  FargateService,
  FargateTaskDefinition,
  Secret as EcsSecret,
} from 'aws-cdk-lib/aws-ecs';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnFirewall, CfnLoggingConfiguration } from 'aws-cdk-lib/aws-networkfirewall';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Connection, HarnessPlatform, Profile, Target } from 'harness-delegate-access';
import { DelegateAccess, DelegateNames } from 'harness-delegate-access/aws';

/**
 * Names enforced on AWS, twice from one list: a VPC with a firewall, a policy and subnets of the delegate; and the rule group alone, for a
 * team that has a firewall already.
 */

const REGION = 'eu-west-1';
const list = {
  profile: Profile.RECOMMENDED,
  harness: HarnessPlatform.of({ cluster: 'prod1', googleLogging: false }),
  connections: [
    Connection.awsS3({ regions: [REGION], buckets: ['release-artifacts'] }),
    Connection.datadog({ site: 'datadoghq.eu' }),
    Connection.githubRepo({ ssh: true }),
    Connection.jenkins({ to: ['10.20.3.7/32'] }),
    // Of the task itself: its token and its log.
    Connection.custom({
      name: 'task',
      to: [`secretsmanager.${REGION}.amazonaws.com`, `logs.${REGION}.amazonaws.com`],
      ports: [443],
      reason: 'Fargate reads the token and writes the log through the interface of the task',
    }),
  ],
  acknowledged: [
    {
      finding: 'NotInThePath',
      connection: 'egress',
      reason: 'the routes below lead through the endpoint of each zone',
    },
  ] as const,
};

const app = new App();
whole(new Stack(app, 'NamesWhole', { env: { region: REGION } }));
existing(new Stack(app, 'NamesExisting', { env: { region: REGION } }));

/** A firewall, its policy, its routes, and a delegate behind it. */
function whole(stack: Stack): void {
  const vpc = new Vpc(stack, 'Vpc', {
    maxAzs: 2,
    subnetConfiguration: [
      { name: 'nat', subnetType: SubnetType.PUBLIC, cidrMask: 24 },
      { name: 'firewall', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 28 },
      { name: 'delegate', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
    ],
  });
  const delegateSubnets = vpc.selectSubnets({ subnetGroupName: 'delegate' }).subnets;
  const names = new DelegateNames(stack, 'Names', {
    ...list,
    acknowledged: [
      ...list.acknowledged,
      { finding: 'FirewallByHand', connection: 'names', reason: 'the firewalls, their routes and their log are below' },
    ],
    source: { subnets: delegateSubnets },
    policy: 'new',
    vpc,
  });

  const log = new LogGroup(stack, 'FirewallLog', { retention: RetentionDays.ONE_MONTH });
  vpc.selectSubnets({ subnetGroupName: 'firewall' }).subnets.forEach((subnet, i) => {
    // One firewall a zone: the endpoints of one with several are in no known order.
    const firewall = new CfnFirewall(stack, `Firewall${i + 1}`, {
      firewallName: `delegate-${i + 1}`,
      firewallPolicyArn: names.policyArn!,
      vpcId: vpc.vpcId,
      subnetMappings: [{ subnetId: subnet.subnetId }],
    });
    new CfnLoggingConfiguration(stack, `Logging${i + 1}`, {
      firewallArn: firewall.attrFirewallArn,
      loggingConfiguration: {
        logDestinationConfigs: [
          { logType: 'ALERT', logDestinationType: 'CloudWatchLogs', logDestination: { logGroup: log.logGroupName } },
        ],
      },
    });
    const endpoint = Fn.select(1, Fn.split(':', Fn.select(0, firewall.attrEndpointIds)));
    const [delegate, nat] = [delegateSubnets[i]!, vpc.selectSubnets({ subnetGroupName: 'nat' }).subnets[i]!];
    route(stack, `ToFirewall${i + 1}`, delegate, '0.0.0.0/0', endpoint);
    route(stack, `BackToFirewall${i + 1}`, nat, delegate.ipv4CidrBlock, endpoint);
  });

  const access = new DelegateAccess(stack, 'Access', {
    ...list,
    vpc,
    behind: [Target.AWS_NETWORK_FIREWALL_RESOLVED],
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  });
  const taskDefinition = new FargateTaskDefinition(stack, 'Task', {
    cpu: 1024,
    memoryLimitMiB: 2048,
    taskRole: access.role!,
  });
  taskDefinition.addContainer('delegate', {
    image: ContainerImage.fromRegistry('us-docker.pkg.dev/gar-prod-setup/harness-public/harness/delegate:26.10.1'),
    environment: {
      DELEGATE_NAME: 'names',
      MANAGER_HOST_AND_PORT: 'https://app.harness.io',
      STACK_DRIVER_LOGGING_ENABLED: 'false',
    },
    secrets: {
      DELEGATE_TOKEN: EcsSecret.fromSecretsManager(Secret.fromSecretNameV2(stack, 'Token', 'harness/delegate-token')),
    },
    logging: new AwsLogDriver({ streamPrefix: 'delegate' }),
  });
  const service = new FargateService(stack, 'Delegate', {
    cluster: new Cluster(stack, 'Cluster', { vpc }),
    taskDefinition,
    vpcSubnets: { subnetGroupName: 'delegate' },
    securityGroups: [access.egress.securityGroups[0]!],
    desiredCount: 1,
  });
  access.egress.attachTo(service);
}

function route(
  stack: Stack,
  id: string,
  { routeTable }: ISubnet,
  destinationCidrBlock: string,
  vpcEndpointId: string,
): void {
  new CfnRoute(stack, id, { routeTableId: routeTable.routeTableId, destinationCidrBlock, vpcEndpointId });
}

/** The rule group alone; a finding says what the owner of the policy does with it. */
function existing(stack: Stack): void {
  const names = new DelegateNames(stack, 'Names', {
    ...list,
    source: { cidrs: ['10.20.1.0/24', '10.20.2.0/24'] },
  });
  stack.exportValue(names.ruleGroupArn, { name: 'harness-delegate-rule-group' });
}

app.synth();
