import { choice, list, object, type ObjectOf } from '../../base';
import { AWS, awsFlags, awsValues, ECR_REPOSITORIES, ecrItems, pullsImages } from '../aws-props';
import { ecsClusterName, ecsName, listenerArn, listenerRuleArn, roleArn } from '../cloud-names';
import { MACHINES, SCOPE, scopeSwitch } from '../props';
import { on, type Scope } from '../scope';

const BLUE_GREEN = object('BlueGreenScope', {
  listeners: list(listenerArn).doc('ARNs of listeners whose default rule is changed.', '- none'),
  listenerRules: list(listenerRuleArn).doc('ARNs of listener rules.', '- none'),
});

const STRATEGY = choice(['rolling', 'canary', 'blueGreen', 'basic'], 'EcsStrategy');

export const AWS_ELB_ALB_ECS = AWS.extend(
  'AwsElbAlbEcsProps',
  {
    clusters: list(ecsClusterName, 1).for(SCOPE).doc('Names of the ECS clusters; needed by RECOMMENDED.', '- none'),
    services: list(ecsName, 1).for(SCOPE).doc('Names of the services.', '- every service of the clusters'),
    strategies: list(STRATEGY, 1)
      .for(SCOPE)
      .doc('Deployment strategies of Harness; they decide on the names of further services.', "['rolling']"),
    taskFamilies: list(ecsName, 1)
      .for(SCOPE)
      .doc('Families of the task definitions, which services may run.', '- every family'),
    passRoles: list(roleArn)
      .for(SCOPE)
      .doc(
        'ARNs of the task and execution roles in the task definitions; needed by RECOMMENDED, empty for none.',
        '- none',
      ),
    blueGreen: BLUE_GREEN.for(SCOPE).doc(
      'Listeners that blue/green changes on the load balancer; implies the strategy `blueGreen`.',
      '- nothing',
    ),
    scaling: scopeSwitch('Register scalable targets and scaling policies.'),
    runTask: scopeSwitch('The ECS Run Task step.'),
    tagOnCreate: scopeSwitch('Tags in the manifests.', '- true when a strategy is `blueGreen`'),
    ecrRepositories: ECR_REPOSITORIES.for(SCOPE).doc('Repositories that are browsed as artifact source.', '- none'),
    listEcrRepositories: scopeSwitch('Fill the list of repositories in the Harness UI.'),
    containerInstances: scopeSwitch('Describe container instances.'),
    listRoles: scopeSwitch('Fill the list of roles in the Harness UI.'),
    createServiceLinkedRoles: scopeSwitch('For accounts that never used ECS or its scaling.'),
  },
  MACHINES,
);

type EcsValues = ObjectOf<typeof AWS_ELB_ALB_ECS.props>;

export function scopeOf(values: EcsValues): Partial<Scope> {
  const { services = ['*'], taskFamilies = ['*'], clusters = [], passRoles = [], blueGreen = {} } = values;
  return {
    flags: new Set([...awsFlags(values), ...ecsFlags(values, !services.includes('*'))]),
    values: {
      ...awsValues(values),
      cluster: clusters,
      service: services.includes('*') ? ['*'] : services,
      taskFamily: taskFamilies,
      passRoleArn: passRoles,
      listenerArn: blueGreen.listeners ?? [],
      listenerRuleArn: blueGreen.listenerRules ?? [],
    },
    items: { ecrRepositories: ecrItems(values.ecrRepositories) },
  };
}

/** @param isNamed the services are named, so the names of those that a strategy adds follow from them */
function ecsFlags(values: EcsValues, isNamed: boolean): string[] {
  const { strategies = ['rolling'] } = values;
  const blueGreen = strategies.includes('blueGreen') || values.blueGreen !== undefined;
  return on({
    canary: isNamed && strategies.includes('canary'),
    numbered: isNamed && (blueGreen || strategies.includes('basic')),
    blueGreen,
    tagOnCreate: values.tagOnCreate ?? blueGreen,
    scaling: values.scaling,
    runTask: values.runTask,
    listEcrRepositories: values.listEcrRepositories,
    containerInstances: values.containerInstances,
    listRoles: values.listRoles,
    createServiceLinkedRoles: values.createServiceLinkedRoles,
    ecrPull: pullsImages(values.ecrRepositories),
    families: values.taskFamilies !== undefined && !values.taskFamilies.includes('*'),
    anyFamily: values.taskFamilies === undefined || values.taskFamilies.includes('*'),
  });
}
