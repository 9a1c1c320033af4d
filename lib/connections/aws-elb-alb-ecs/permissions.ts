import { delegateCode, HARNESS, VENDOR, type PermissionTemplate } from '../../catalog';
import {
  arn,
  describeRegionsDocumented,
  describeRegionsRecommended,
  ECR_STATEMENTS,
  inRegion,
  statement,
  SWAP_STATEMENTS,
} from '../../catalog/aws-templates';
import { statements } from '../shorthands';

const ECS = VENDOR.awsActions('ecs');
const ECS_CODE = delegateCode(
  '930-delegate-tasks/src/main/java/io/harness/delegate/task/ecs/EcsCommandTaskNGHelper.java',
);
const SCALING = VENDOR.awsActions('application-autoscaling');
const IN_CLUSTER = { ArnEquals: { 'ecs:cluster': [arn('ecs', 'cluster/{cluster}')] } };
const SERVICE = arn('ecs', 'service/{cluster}/{service}');
const SERVICE_SUFFIXES = { canary: [`${SERVICE}Canary`], numbered: [`${SERVICE}__*`] };
/** Alarms of a service, and not of one whose name begins the same. */
const ALARM = arn('cloudwatch', 'alarm:TargetTracking-service/{cluster}/{service}-Alarm*');
const SERVICE_NAMES = 'canary adds <service>Canary; blue/green and basic number the services <service>__1, __2';
const TASK_DEFINITION = arn('ecs', 'task-definition/{taskFamily}:*');

/** Harness's own ECS page, action for action; the table names no policy. */
const DOCUMENTED_ECS = statement(HARNESS.ecs, {
  sid: 'HarnessEcs',
  resources: ['*'],
  actions: [
    'ecr:DescribeRepositories',
    'ecs:ListClusters',
    'ecs:ListServices',
    'ecs:DescribeServices',
    'ecr:ListImages',
    'ecr:DescribeImages',
    'ecs:RegisterTaskDefinition',
    'ecs:CreateService',
    'ecs:ListTasks',
    'ecs:DescribeTasks',
    'ecs:DeleteService',
    'ecs:UpdateService',
    'ecs:DescribeContainerInstances',
    'ecs:DescribeTaskDefinition',
    'application-autoscaling:DescribeScalableTargets',
    'application-autoscaling:DescribeScalingPolicies',
    'iam:ListRoles',
    'iam:PassRole',
  ],
  concerns: [
    {
      finding: 'UnnamedPolicy',
      text:
        'the table requires a policy "for Elastic Load Balancer, Application Load Balancer, and Elastic Container Service" and names none; ' +
        "these are the 18 actions of Harness's own ECS page, which has no load balancer action and no ecs:TagResource, so blue/green fails",
      source: HARNESS.ecs,
    },
    {
      finding: 'PassRoleOnAnyRole',
      text: 'iam:PassRole on every role allows the delegate to pass any role of the account to a service: privilege escalation',
      source: HARNESS.ecs,
    },
  ],
});

export const RECOMMENDED: readonly PermissionTemplate[] = [
  describeRegionsRecommended,
  ...statements(ECS, [
    {
      sid: 'HarnessEcsRead',
      actions: ['ecs:ListClusters', 'ecs:DescribeTaskDefinition'],
      resources: ['*'],
    },
    {
      sid: 'HarnessEcsList',
      actions: ['ecs:ListServices', 'ecs:ListTasks'],
      resources: ['*'],
      conditions: IN_CLUSTER,
      note: 'AWS limits these two by cluster, not by resource',
    },
  ]),
  statement(ECS_CODE, {
    sid: 'HarnessEcsDescribe',
    actions: ['ecs:DescribeServices'],
    resources: [arn('ecs', 'service/{cluster}/*')],
    note: 'describing is cluster-wide: the delegate looks at services that the list does not name, too',
  }),
  ...statements(ECS, [
    {
      sid: 'HarnessEcsService',
      when: 'anyFamily',
      actions: ['ecs:CreateService', 'ecs:UpdateService'],
      resources: [SERVICE],
      moreResources: SERVICE_SUFFIXES,
      note: SERVICE_NAMES,
    },
    {
      sid: 'HarnessEcsService',
      when: 'families',
      actions: ['ecs:CreateService', 'ecs:UpdateService'],
      resources: [SERVICE],
      moreResources: SERVICE_SUFFIXES,
      conditions: { ArnLikeIfExists: { 'ecs:task-definition': [TASK_DEFINITION] } },
      note: `${SERVICE_NAMES}; an update that names no task definition keeps the one that it has`,
    },
    {
      sid: 'HarnessEcsDeleteService',
      actions: ['ecs:DeleteService'],
      resources: [SERVICE],
      moreResources: SERVICE_SUFFIXES,
      note: SERVICE_NAMES,
    },
    {
      sid: 'HarnessEcsTasks',
      actions: ['ecs:DescribeTasks'],
      resources: [arn('ecs', 'task/{cluster}/*')],
    },
    {
      sid: 'HarnessEcsContainerInstances',
      when: 'containerInstances',
      actions: ['ecs:DescribeContainerInstances'],
      resources: [arn('ecs', 'container-instance/{cluster}/*')],
    },
    {
      sid: 'HarnessEcsTaskDefinition',
      actions: ['ecs:RegisterTaskDefinition'],
      resources: [TASK_DEFINITION],
    },
  ]),
  statement(VENDOR.awsActions('iam'), {
    sid: 'HarnessEcsPassRole',
    actions: ['iam:PassRole'],
    resources: ['{passRoleArn}'],
    conditions: { StringEquals: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] } },
  }),
  statement(ECS, {
    sid: 'HarnessEcsTagOnCreate',
    when: 'tagOnCreate',
    actions: ['ecs:TagResource'],
    resources: [SERVICE, TASK_DEFINITION, arn('ecs', 'task/{cluster}/*')],
    moreResources: SERVICE_SUFFIXES,
    conditions: { StringEquals: { 'ecs:CreateAction': ['CreateService', 'RegisterTaskDefinition', 'RunTask'] } },
  }),
  statement(ECS_CODE, {
    sid: 'HarnessEcsBgTag',
    when: 'blueGreen',
    actions: ['ecs:TagResource', 'ecs:UntagResource'],
    resources: [`${SERVICE}__*`],
    conditions: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['BG_VERSION'] } },
    note: 'the swap takes the tag BG_VERSION off both services and puts it back',
  }),
  statement(VENDOR.awsActions('elasticloadbalancing'), {
    sid: 'HarnessElbRead',
    when: 'blueGreen',
    resources: ['*'],
    conditions: inRegion,
    actions: ['LoadBalancers', 'Listeners', 'Rules', 'TargetGroups'].map(
      (what) => `elasticloadbalancing:Describe${what}`,
    ),
  }),
  ...SWAP_STATEMENTS,
  statement(delegateCode('960-api-services/src/main/java/io/harness/aws/v2/ecs/EcsV2ClientImpl.java'), {
    sid: 'HarnessEcsScalingRead',
    resources: ['*'],
    actions: ['application-autoscaling:DescribeScalableTargets', 'application-autoscaling:DescribeScalingPolicies'],
    note: 'called for every service that exists already, whether or not it scales',
  }),
  ...statements(SCALING, [
    {
      sid: 'HarnessEcsScaling',
      when: 'scaling',
      actions: ['RegisterScalableTarget', 'DeregisterScalableTarget', 'PutScalingPolicy', 'DeleteScalingPolicy'].map(
        (what) => `application-autoscaling:${what}`,
      ),
      resources: [arn('application-autoscaling', 'scalable-target/*')],
      conditions: { StringEquals: { 'application-autoscaling:service-namespace': ['ecs'] } },
      note: 'AWS generates the id of the target, so it cannot carry the name of the service',
    },
    {
      sid: 'HarnessEcsScalingAlarms',
      when: 'scaling',
      actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms', 'cloudwatch:DeleteAlarms'],
      resources: [ALARM],
      moreResources: {
        canary: [ALARM.replace('{service}', '{service}Canary')],
        numbered: [ALARM.replace('{service}', '{service}__*')],
      },
      note: 'target tracking names its alarms <service>-AlarmHigh-… and <service>-AlarmLow-…',
    },
  ]),
  statement(ECS, {
    sid: 'HarnessEcsRunTask',
    when: 'runTask',
    actions: ['ecs:RunTask'],
    resources: [TASK_DEFINITION],
    conditions: IN_CLUSTER,
  }),
  ...ECR_STATEMENTS,
  ...statements(VENDOR.awsActions('ecr'), [
    {
      sid: 'HarnessEcrList',
      when: 'listEcrRepositories',
      actions: ['ecr:DescribeRepositories'],
      resources: [arn('ecr', 'repository/*')],
    },
  ]),
  ...statements(VENDOR.awsActions('iam'), [
    {
      sid: 'HarnessListRoles',
      when: 'listRoles',
      actions: ['iam:ListRoles'],
      resources: ['*'],
    },
    {
      sid: 'HarnessEcsServiceLinkedRole',
      when: 'createServiceLinkedRoles',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: [
        'arn:{partition}:iam::{account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
        'arn:{partition}:iam::{account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService',
      ],
      conditions: {
        StringEquals: { 'iam:AWSServiceName': ['ecs.amazonaws.com', 'ecs.application-autoscaling.amazonaws.com'] },
      },
    },
  ]),
];

export const DOCUMENTED: readonly PermissionTemplate[] = [describeRegionsDocumented, DOCUMENTED_ECS];
