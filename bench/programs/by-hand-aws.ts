/**
 * A program by hand that knows the result: the same resources as `ours-aws.ts`, by the CDK alone.
 * The values are copied from its output, which the benchmark checks to be equal before it measures.
 */
import { App, Stack } from 'aws-cdk-lib';
import { Peer, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

const app = new App({ outdir: process.env.BENCH_OUT! });
const stack = new Stack(app, 'Delegate', { env: { account: '111111111111', region: 'us-east-1' } });
const { partition, urlSuffix } = stack;
const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['us-east-1a'] });

const group = new SecurityGroup(stack, 'SecurityGroup', {
  vpc,
  description: 'Egress of a Harness Delegate',
  allowAllOutbound: false,
});
group.addEgressRule(Peer.ipv4('10.64.0.0/20'), Port.tcp(22), 'gcp:22');
group.addEgressRule(Peer.ipv4('10.0.5.25/32'), Port.tcp(25), 'smtp:25');
group.addEgressRule(
  Peer.ipv4('0.0.0.0/0'),
  Port.tcp(443),
  'appdynamics:443, aws-cloud:443, aws-codedeploy:443, aws-ec2:443, aws-elb-alb-ecs:443, aws-s3:443, azure:443, datadog:443, dynatrace:443, gcp:443, github-repo:443, harness:google-logging/443, harness:image-registry/443, harness:log-streaming/443 and 5 more',
);
group.addEgressRule(Peer.ipv4('10.0.3.4/32'), Port.tcp(443), 'bamboo:443');
group.addEgressRule(Peer.ipv4('10.0.3.7/32'), Port.tcp(443), 'jenkins:443');
group.addEgressRule(Peer.ipv4('10.21.0.0/28'), Port.tcp(443), 'openshift:443');
group.addEgressRule(Peer.ipv4('10.22.0.0/28'), Port.tcp(443), 'tanzu-application-service:443');
group.addEgressRule(Peer.ipv4('10.0.0.10/31'), Port.tcp(636), 'active-directory-ldap:636');
group.addEgressRule(Peer.ipv4('10.0.32.0/22'), Port.tcp(5986), 'winrm:5986');
group.addEgressRule(Peer.ipv4('10.0.40.0/24'), Port.tcp(5986), 'azure:5986');
group.addEgressRule(Peer.ipv4('10.20.0.0/28'), Port.tcp(6443), 'kubernetes-cluster:ports/6443');
group.addEgressRule(Peer.ipv4('10.21.0.0/28'), Port.tcp(6443), 'openshift:6443');
group.addEgressRule(Peer.ipv4('10.0.3.8/32'), Port.tcp(8081), 'nexus:8081');
group.addEgressRule(Peer.ipv4('10.0.3.6/32'), Port.tcp(8083), 'docker-registry:8083');
group.addEgressRule(Peer.ipv4('10.0.3.10/32'), Port.tcp(8089), 'splunk:8089');
group.addEgressRule(Peer.ipv4('10.0.4.0/28'), Port.tcp(9090), 'prometheus:ports/9090');
group.addEgressRule(Peer.ipv4('10.0.3.9/32'), Port.tcp(9200), 'elk-elasticsearch:9200');
group.addEgressRule(Peer.ipv4('10.0.3.5/32'), Port.tcp(30080), 'bugsnag:30080');

const role = new Role(stack, 'Role', {
  assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  }),
  description: 'Role of a Harness Delegate',
});
const description = 'What a Harness Delegate may do for one of its connections';
new ManagedPolicy(stack, 'Shared', {
  roles: [role],
  description,
  statements: [
    new PolicyStatement({ sid: 'HarnessDescribeRegions', actions: ['ec2:DescribeRegions'], resources: ['*'] }),
  ],
});
new ManagedPolicy(stack, 'Awscloud', {
  roles: [role],
  description,
  statements: [
    new PolicyStatement({
      sid: 'HarnessAssumeRole',
      actions: ['sts:AssumeRole'],
      resources: ['arn:aws:iam::222222222222:role/HarnessDeploy'],
    }),
  ],
});
new ManagedPolicy(stack, 'Awscodedeploy', {
  roles: [role],
  description,
  statements: [
    new PolicyStatement({
      sid: 'HarnessCodeDeployList',
      actions: ['codedeploy:ListApplications', 'codedeploy:ListDeploymentConfigs'],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'HarnessCodeDeployApp',
      actions: [
        'codedeploy:GetApplication',
        'codedeploy:GetApplicationRevision',
        'codedeploy:ListApplicationRevisions',
        'codedeploy:RegisterApplicationRevision',
      ],
      resources: [`arn:${partition}:codedeploy:us-east-1:111111111111:application:shop`],
    }),
    new PolicyStatement({
      sid: 'HarnessCodeDeployGroups',
      actions: ['codedeploy:ListDeploymentGroups'],
      resources: [
        `arn:${partition}:codedeploy:us-east-1:111111111111:application:shop`,
        `arn:${partition}:codedeploy:us-east-1:111111111111:deploymentgroup:shop/*`,
      ],
    }),
    new PolicyStatement({
      sid: 'HarnessCodeDeployDeploy',
      actions: [
        'codedeploy:CreateDeployment',
        'codedeploy:GetDeployment',
        'codedeploy:GetDeploymentGroup',
        'codedeploy:GetDeploymentInstance',
        'codedeploy:BatchGetDeploymentInstances',
        'codedeploy:ListDeployments',
        'codedeploy:ListDeploymentInstances',
      ],
      resources: [`arn:${partition}:codedeploy:us-east-1:111111111111:deploymentgroup:shop/prod`],
    }),
    new PolicyStatement({
      sid: 'HarnessCodeDeployConfig',
      actions: ['codedeploy:GetDeploymentConfig'],
      resources: [`arn:${partition}:codedeploy:us-east-1:111111111111:deploymentconfig:CodeDeployDefault.*`],
    }),
    new PolicyStatement({
      sid: 'HarnessCodeDeployInstances',
      actions: ['ec2:DescribeInstances'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
    }),
  ],
});
new ManagedPolicy(stack, 'Awsec2', {
  roles: [role],
  description,
  statements: [
    new PolicyStatement({
      sid: 'HarnessEc2Discovery',
      actions: [
        'ec2:DescribeInstances',
        'ec2:DescribeTags',
        'ec2:DescribeVpcs',
        'autoscaling:DescribeAutoScalingGroups',
        'autoscaling:DescribeInstanceRefreshes',
        'autoscaling:DescribeLifecycleHooks',
        'autoscaling:DescribeLoadBalancers',
        'autoscaling:DescribeLoadBalancerTargetGroups',
        'autoscaling:DescribePolicies',
        'autoscaling:DescribeScheduledActions',
        'autoscaling:DescribeTags',
        'ec2:DescribeImages',
        'ec2:DescribeLaunchTemplates',
        'ec2:DescribeLaunchTemplateVersions',
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeLoadBalancers',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetHealth',
      ],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
    }),
    new PolicyStatement({
      sid: 'HarnessAsgWrite',
      actions: [
        'autoscaling:CreateAutoScalingGroup',
        'autoscaling:UpdateAutoScalingGroup',
        'autoscaling:DeleteAutoScalingGroup',
        'autoscaling:SetDesiredCapacity',
        'autoscaling:StartInstanceRefresh',
        'autoscaling:CreateOrUpdateTags',
        'autoscaling:DeleteTags',
        'autoscaling:PutLifecycleHook',
        'autoscaling:DeleteLifecycleHook',
        'autoscaling:PutScalingPolicy',
        'autoscaling:DeletePolicy',
        'autoscaling:PutScheduledUpdateGroupAction',
        'autoscaling:DeleteScheduledAction',
        'autoscaling:AttachLoadBalancers',
        'autoscaling:DetachLoadBalancers',
        'autoscaling:AttachLoadBalancerTargetGroups',
        'autoscaling:DetachLoadBalancerTargetGroups',
      ],
      resources: [
        `arn:${partition}:autoscaling:us-east-1:111111111111:autoScalingGroup:*:autoScalingGroupName/web-app`,
        `arn:${partition}:autoscaling:us-east-1:111111111111:autoScalingGroup:*:autoScalingGroupName/web-app__*`,
      ],
    }),
    new PolicyStatement({
      sid: 'HarnessLtCreate',
      actions: ['ec2:CreateLaunchTemplate'],
      resources: [`arn:${partition}:ec2:us-east-1:111111111111:launch-template/*`],
      conditions: { StringEquals: { 'aws:RequestTag/harness': 'managed' } },
    }),
    new PolicyStatement({
      sid: 'HarnessLtVersion',
      actions: ['ec2:CreateLaunchTemplateVersion'],
      resources: [`arn:${partition}:ec2:us-east-1:111111111111:launch-template/*`],
      conditions: { StringEquals: { 'aws:ResourceTag/harness': 'managed' } },
    }),
    new PolicyStatement({
      sid: 'HarnessAsgRunInstances',
      actions: ['ec2:RunInstances'],
      resources: [
        `arn:${partition}:ec2:us-east-1:111111111111:instance/*`,
        `arn:${partition}:ec2:us-east-1:111111111111:key-pair/*`,
        `arn:${partition}:ec2:us-east-1:111111111111:launch-template/*`,
        `arn:${partition}:ec2:us-east-1:111111111111:network-interface/*`,
        `arn:${partition}:ec2:us-east-1:111111111111:security-group/sg-0c3`,
        `arn:${partition}:ec2:us-east-1:111111111111:subnet/subnet-0a1`,
        `arn:${partition}:ec2:us-east-1:111111111111:subnet/subnet-0b2`,
        `arn:${partition}:ec2:us-east-1:111111111111:volume/*`,
        `arn:${partition}:ec2:us-east-1::image/*`,
        `arn:${partition}:ec2:us-east-1::snapshot/*`,
      ],
      conditions: {
        ArnLike: { 'ec2:LaunchTemplate': `arn:${partition}:ec2:us-east-1:111111111111:launch-template/*` },
      },
    }),
    new PolicyStatement({
      sid: 'HarnessAsgTagOnCreate',
      actions: ['ec2:CreateTags'],
      resources: [
        `arn:${partition}:ec2:us-east-1:111111111111:instance/*`,
        `arn:${partition}:ec2:us-east-1:111111111111:launch-template/*`,
        `arn:${partition}:ec2:us-east-1:111111111111:network-interface/*`,
        `arn:${partition}:ec2:us-east-1:111111111111:volume/*`,
      ],
      conditions: { StringEquals: { 'ec2:CreateAction': ['CreateLaunchTemplate', 'RunInstances'] } },
    }),
    new PolicyStatement({
      sid: 'HarnessAsgPassInstanceRole',
      actions: ['iam:PassRole'],
      resources: ['arn:aws:iam::111111111111:role/web-app-instance'],
      conditions: { StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] } },
    }),
    new PolicyStatement({
      sid: 'HarnessElbListener',
      actions: ['elasticloadbalancing:ModifyListener'],
      resources: [
        'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2',
      ],
    }),
    new PolicyStatement({
      sid: 'HarnessElbRule',
      actions: ['elasticloadbalancing:ModifyRule'],
      resources: [
        'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee',
      ],
    }),
  ],
});
new ManagedPolicy(stack, 'Awselbalbecs', {
  roles: [role],
  description,
  statements: [
    new PolicyStatement({
      sid: 'HarnessEcsRead',
      actions: [
        'ecs:ListClusters',
        'ecs:DescribeTaskDefinition',
        'application-autoscaling:DescribeScalableTargets',
        'application-autoscaling:DescribeScalingPolicies',
      ],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'HarnessEcsList',
      actions: ['ecs:ListServices', 'ecs:ListTasks'],
      resources: ['*'],
      conditions: { ArnEquals: { 'ecs:cluster': `arn:${partition}:ecs:us-east-1:111111111111:cluster/prod` } },
    }),
    new PolicyStatement({
      sid: 'HarnessEcsDescribe',
      actions: ['ecs:DescribeServices'],
      resources: [`arn:${partition}:ecs:us-east-1:111111111111:service/prod/*`],
    }),
    new PolicyStatement({
      sid: 'HarnessEcsService',
      actions: ['ecs:CreateService', 'ecs:UpdateService', 'ecs:DeleteService'],
      resources: [
        `arn:${partition}:ecs:us-east-1:111111111111:service/prod/web`,
        `arn:${partition}:ecs:us-east-1:111111111111:service/prod/webCanary`,
        `arn:${partition}:ecs:us-east-1:111111111111:service/prod/web__*`,
      ],
    }),
    new PolicyStatement({
      sid: 'HarnessEcsTasks',
      actions: ['ecs:DescribeTasks'],
      resources: [`arn:${partition}:ecs:us-east-1:111111111111:task/prod/*`],
    }),
    new PolicyStatement({
      sid: 'HarnessEcsTaskDefinition',
      actions: ['ecs:RegisterTaskDefinition'],
      resources: [`arn:${partition}:ecs:us-east-1:111111111111:task-definition/web:*`],
    }),
    new PolicyStatement({
      sid: 'HarnessEcsPassRole',
      actions: ['iam:PassRole'],
      resources: ['arn:aws:iam::111111111111:role/web-exec', 'arn:aws:iam::111111111111:role/web-task'],
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    }),
    new PolicyStatement({
      sid: 'HarnessEcsTagOnCreate',
      actions: ['ecs:TagResource'],
      resources: [
        `arn:${partition}:ecs:us-east-1:111111111111:service/prod/web`,
        `arn:${partition}:ecs:us-east-1:111111111111:service/prod/webCanary`,
        `arn:${partition}:ecs:us-east-1:111111111111:service/prod/web__*`,
        `arn:${partition}:ecs:us-east-1:111111111111:task-definition/web:*`,
        `arn:${partition}:ecs:us-east-1:111111111111:task/prod/*`,
      ],
      conditions: { StringEquals: { 'ecs:CreateAction': ['CreateService', 'RegisterTaskDefinition', 'RunTask'] } },
    }),
    new PolicyStatement({
      sid: 'HarnessEcsBgTag',
      actions: ['ecs:TagResource', 'ecs:UntagResource'],
      resources: [`arn:${partition}:ecs:us-east-1:111111111111:service/prod/web__*`],
      conditions: { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'BG_VERSION' } },
    }),
    new PolicyStatement({
      sid: 'HarnessElbRead',
      actions: [
        'elasticloadbalancing:DescribeLoadBalancers',
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetGroups',
      ],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
    }),
    new PolicyStatement({
      sid: 'HarnessElbListener',
      actions: ['elasticloadbalancing:ModifyListener'],
      resources: [
        'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2',
      ],
    }),
    new PolicyStatement({
      sid: 'HarnessElbRule',
      actions: ['elasticloadbalancing:ModifyRule'],
      resources: [
        'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee',
      ],
    }),
    new PolicyStatement({
      sid: 'HarnessEcsScaling',
      actions: [
        'application-autoscaling:RegisterScalableTarget',
        'application-autoscaling:DeregisterScalableTarget',
        'application-autoscaling:PutScalingPolicy',
        'application-autoscaling:DeleteScalingPolicy',
      ],
      resources: [`arn:${partition}:application-autoscaling:us-east-1:111111111111:scalable-target/*`],
      conditions: { StringEquals: { 'application-autoscaling:service-namespace': 'ecs' } },
    }),
    new PolicyStatement({
      sid: 'HarnessEcsScalingAlarms',
      actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms', 'cloudwatch:DeleteAlarms'],
      resources: [`arn:${partition}:cloudwatch:us-east-1:111111111111:alarm:TargetTracking-service/prod/web*`],
    }),
    new PolicyStatement({
      sid: 'HarnessEcsRunTask',
      actions: ['ecs:RunTask'],
      resources: [`arn:${partition}:ecs:us-east-1:111111111111:task-definition/web:*`],
      conditions: { ArnEquals: { 'ecs:cluster': `arn:${partition}:ecs:us-east-1:111111111111:cluster/prod` } },
    }),
    new PolicyStatement({
      sid: 'HarnessEcr',
      actions: ['ecr:DescribeRepositories', 'ecr:DescribeImages', 'ecr:ListImages', 'ecr:BatchGetImage'],
      resources: [`arn:${partition}:ecr:us-east-1:111111111111:repository/web`],
    }),
  ],
});
new ManagedPolicy(stack, 'Awss3', {
  roles: [role],
  description,
  statements: [
    new PolicyStatement({
      sid: 'HarnessS3Bucket',
      actions: ['s3:GetBucketLocation', 's3:GetBucketVersioning'],
      resources: [`arn:${partition}:s3:::artifacts-bucket`, `arn:${partition}:s3:::upload-bucket`],
    }),
    new PolicyStatement({
      sid: 'HarnessS3List',
      actions: ['s3:ListBucket'],
      resources: [`arn:${partition}:s3:::upload-bucket`],
    }),
    new PolicyStatement({
      sid: 'HarnessS3ListPrefix',
      actions: ['s3:ListBucket'],
      resources: [`arn:${partition}:s3:::artifacts-bucket`],
      conditions: { StringLike: { 's3:prefix': 'releases/*' } },
    }),
    new PolicyStatement({
      sid: 'HarnessS3Read',
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: [`arn:${partition}:s3:::artifacts-bucket/releases/*`, `arn:${partition}:s3:::upload-bucket/*`],
    }),
    new PolicyStatement({
      sid: 'HarnessS3Write',
      actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [`arn:${partition}:s3:::upload-bucket/*`],
    }),
    new PolicyStatement({
      sid: 'HarnessS3KmsRead',
      actions: ['kms:Decrypt'],
      resources: ['arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555'],
      conditions: { StringEquals: { 'kms:ViaService': `s3.us-east-1.${urlSuffix}` } },
    }),
  ],
});

app.synth();
