import { delegateCode, VENDOR, type PermissionTemplate } from '../../catalog';
import {
  arn,
  describeRegionsDocumented,
  describeRegionsRecommended,
  inRegion,
  managed,
  statement,
  SWAP_STATEMENTS,
} from '../../catalog/aws-templates';
import { statements } from '../shorthands';

const EC2 = VENDOR.awsActions('ec2');
export const DISCOVERY_CODE = delegateCode(
  '930-delegate-tasks/src/main/java/io/harness/delegate/task/aws/AwsASGDelegateTaskHelper.java',
);
const AUTO_SCALING = VENDOR.awsActions('autoscaling');
const ANY_LAUNCH_TEMPLATE = arn('ec2', 'launch-template/*');
/** Resources that a group creates when it starts an instance. */
const STARTED = ['instance/*', 'volume/*', 'network-interface/*'].map((of) => arn('ec2', of));
const CREATED = [...STARTED, ANY_LAUNCH_TEMPLATE];

/** Both spellings of a service principal: the second one exists in the China partition only. */
const inBothForms = (service: string): string[] => [`${service}.amazonaws.com`, `${service}.amazonaws.com.cn`];

const RUN_INSTANCES = {
  sid: 'HarnessAsgRunInstances',
  actions: ['ec2:RunInstances'],
  resources: [
    ...STARTED,
    ...['subnet/{subnetId}', 'security-group/{securityGroupId}', 'key-pair/{keyName}'].map((of) => arn('ec2', of)),
    'arn:{partition}:ec2:{region}::image/{imageId}',
    'arn:{partition}:ec2:{region}::snapshot/*',
  ],
};

const ASG: readonly PermissionTemplate[] = [
  statement(delegateCode('960-api-services/src/main/java/io/harness/aws/asg/AsgSdkManager.java'), {
    sid: 'HarnessAsgRead',
    when: 'asg',
    resources: ['*'],
    conditions: inRegion,
    actions: [
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
      'ec2:DescribeTags',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
  }),
  statement(AUTO_SCALING, {
    sid: 'HarnessAsgWrite',
    when: 'asg',
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
    resources: ['{asgName}', '{asgName}__*'].map((name) =>
      arn('autoscaling', `autoScalingGroup:*:autoScalingGroupName/${name}`),
    ),
    note: 'the second name covers the groups that blue/green and canary deployments create',
  }),
  ...statements(EC2, [
    {
      sid: 'HarnessLtCreate',
      when: 'asgUntagged',
      actions: ['ec2:CreateLaunchTemplate'],
      resources: [ANY_LAUNCH_TEMPLATE],
    },
    {
      sid: 'HarnessLtVersion',
      when: 'asgUntagged',
      actions: ['ec2:CreateLaunchTemplateVersion'],
      resources: [ANY_LAUNCH_TEMPLATE],
    },
    {
      sid: 'HarnessLtCreate',
      when: 'asgTagged',
      actions: ['ec2:CreateLaunchTemplate'],
      resources: [ANY_LAUNCH_TEMPLATE],
      conditions: { StringEquals: { 'aws:RequestTag/{tagKey}': ['{tagValue}'] } },
      note: 'the ARN carries a generated id, so only a tag can limit it',
    },
    {
      sid: 'HarnessLtVersion',
      when: 'asgTagged',
      actions: ['ec2:CreateLaunchTemplateVersion'],
      resources: [ANY_LAUNCH_TEMPLATE],
      conditions: { StringEquals: { 'aws:ResourceTag/{tagKey}': ['{tagValue}'] } },
    },
    {
      ...RUN_INSTANCES,
      when: 'asgTemplateOnly',
      conditions: { ArnLike: { 'ec2:LaunchTemplate': [ANY_LAUNCH_TEMPLATE] } },
      note: 'Auto Scaling checks this on the caller; the condition forbids instances without a launch template',
    },
    { ...RUN_INSTANCES, when: 'asgAnyLaunch', note: 'Auto Scaling checks this on the caller' },
    {
      sid: 'HarnessAsgRunTemplate',
      when: 'asgUntagged',
      actions: ['ec2:RunInstances'],
      resources: [ANY_LAUNCH_TEMPLATE],
      note: 'any launch template of the account and region; `launchTemplateTag` limits it',
    },
    {
      sid: 'HarnessAsgRunTemplate',
      when: 'asgTagged',
      actions: ['ec2:RunInstances'],
      resources: [ANY_LAUNCH_TEMPLATE],
      conditions: { StringEquals: { 'aws:ResourceTag/{tagKey}': ['{tagValue}'] } },
      note: 'templates of others do not carry the tag, so no instance is started from one',
    },
    {
      sid: 'HarnessAsgTagOnCreate',
      when: 'asgTagOnCreate',
      actions: ['ec2:CreateTags'],
      resources: CREATED,
      conditions: { StringEquals: { 'ec2:CreateAction': ['RunInstances', 'CreateLaunchTemplate'] } },
    },
  ]),
  ...statements(VENDOR.awsActions('iam'), [
    {
      sid: 'HarnessAsgPassInstanceRole',
      actions: ['iam:PassRole'],
      resources: ['{instanceRoleArn}'],
      conditions: { StringEquals: { 'iam:PassedToService': inBothForms('ec2') } },
    },
    {
      sid: 'HarnessAsgPassHookRole',
      actions: ['iam:PassRole'],
      resources: ['{hookRoleArn}'],
      conditions: { StringEquals: { 'iam:PassedToService': inBothForms('autoscaling') } },
    },
    {
      sid: 'HarnessAsgServiceLinkedRole',
      when: 'createServiceLinkedRole',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [
        'arn:{partition}:iam::{account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
      ],
      conditions: { StringEquals: { 'iam:AWSServiceName': ['autoscaling.amazonaws.com'] } },
    },
  ]),
  ...SWAP_STATEMENTS,
];

export const DOCUMENTED: readonly PermissionTemplate[] = [
  managed('AmazonEC2FullAccess', [
    {
      finding: 'CanRewriteOwnEgress',
      text: 'AmazonEC2FullAccess allows every EC2 action, so the delegate can change the very security group that limits it',
      source: VENDOR.awsManagedPolicies('AmazonEC2FullAccess'),
    },
  ]),
  describeRegionsDocumented,
];
export const RECOMMENDED: readonly PermissionTemplate[] = [
  describeRegionsRecommended,
  statement(DISCOVERY_CODE, {
    sid: 'HarnessEc2Discovery',
    when: 'discovery',
    resources: ['*'],
    conditions: inRegion,
    actions: ['ec2:DescribeInstances', 'ec2:DescribeTags', 'ec2:DescribeVpcs', 'autoscaling:DescribeAutoScalingGroups'],
    note: 'finds the machines of SSH and WinRM deployments',
  }),
  ...ASG,
];
