import { Connection } from 'harness-delegate-access';

const ROLE = 'arn:aws:iam::111111111111:role';
const LOAD_BALANCER = 'arn:aws:elasticloadbalancing:us-east-1:111111111111';

/** The least that every row needs under both profiles: places for its ports, scopes for its permissions. */
export const ROW_PROPS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'active-directory-ldap': { to: ['10.0.0.10/31'] },
  'appdynamics': { tenant: 'acme' },
  'aws-cloud': { assumeRoles: ['arn:aws:iam::222222222222:role/HarnessDeploy'] },
  'aws-codedeploy': { applications: [{ name: 'shop', deploymentGroups: ['prod'] }] },
  'aws-ec2': {
    machines: ['10.0.16.0/20'],
    asg: {
      names: ['web-app'],
      launchTemplateTag: { key: 'harness', value: 'managed' },
      subnets: ['subnet-0a1', 'subnet-0b2'],
      securityGroups: ['sg-0c3'],
      instanceRoles: [`${ROLE}/web-app-instance`],
      listeners: [`${LOAD_BALANCER}:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2`],
      listenerRules: [`${LOAD_BALANCER}:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`],
    },
  },
  'aws-elb-alb-ecs': {
    machines: ['10.0.24.0/21'],
    clusters: ['prod'],
    services: ['web'],
    strategies: ['rolling', 'canary', 'blueGreen'],
    taskFamilies: ['web'],
    passRoles: [`${ROLE}/web-task`, `${ROLE}/web-exec`],
    blueGreen: {
      listeners: [`${LOAD_BALANCER}:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2`],
      listenerRules: [`${LOAD_BALANCER}:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`],
    },
    scaling: true,
    runTask: true,
    ecrRepositories: ['web'],
  },
  'aws-s3': {
    buckets: [
      {
        name: 'artifacts-bucket',
        prefix: 'releases/',
        kmsKeys: ['arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555'],
      },
      { name: 'upload-bucket', access: 'readWrite' },
    ],
  },
  'azure': { machines: ['10.0.40.0/24'] },
  'bamboo': { to: ['10.0.3.4/32'] },
  'bugsnag': { to: ['10.0.3.5/32'] },
  'datadog': { site: 'datadoghq.eu' },
  'docker-registry': { to: ['10.0.3.6/32'] },
  'dynatrace': { environment: 'abc12345' },
  'elk-elasticsearch': { to: ['10.0.3.9/32'] },
  'github-repo': {},
  'gcp': { machines: ['10.64.0.0/20'], gke: 'rbac', buckets: ['acme-artifacts'] },
  'jfrog-artifactory': { server: 'acme' },
  'jenkins': { to: ['10.0.3.7/32'] },
  'kubernetes-cluster': { to: ['10.20.0.0/28'], ports: [6443] },
  'logz': { region: 'eu' },
  'openshift': { to: ['10.21.0.0/28'] },
  'new-relic': { region: 'eu' },
  'nexus': { to: ['10.0.3.8/32'] },
  'tanzu-application-service': { to: ['10.22.0.0/28'] },
  'prometheus': { to: ['10.0.4.0/28'], ports: [9090] },
  'smtp': { to: ['10.0.5.25/32'] },
  'splunk': { to: ['10.0.3.10/32'] },
  'sumo-logic': { deployment: 'eu' },
  'winrm': { machines: ['10.0.32.0/22'] },
};

const KEY = 'arn:aws:kms:us-east-1:111111111111:key/11111111-2222-3333-4444-555555555555';

/** The same for the rows beyond the table. */
const BEYOND_PROPS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'aws-cloudformation': { stackNames: ['harness-app*'], serviceRoles: [`${ROLE}/harness-cfn`] },
  'aws-cloudwatch': {
    logGroups: ['/app/web*'],
    logsInsights: true,
    prometheusWorkspaces: ['arn:aws:aps:us-east-1:111111111111:workspace/ws-1'],
  },
  'aws-ecr': { repositories: [{ name: 'web', access: 'push' }, 'base/alpine'] },
  'aws-eks': { clusters: ['prod'] },
  'aws-kms': { keys: [KEY] },
  'aws-lambda': { functions: ['orders'], passRoles: [`${ROLE}/orders-exec`], aliases: true },
  'aws-secrets-manager': { secretPrefix: 'harness', access: 'readWrite', kmsKeys: [KEY] },
  'azure-acr': { registries: ['acme'], dataEndpoints: true },
  'azure-key-vault': { vaultName: 'acme-vault' },
  'azure-repos': { organization: 'acme', ssh: true },
  'bitbucket': { to: ['10.0.6.2/32'], dataCenterSsh: true },
  'custom-health': { to: ['10.0.6.3/32'], ports: [3100] },
  'custom-secret-manager': { to: ['10.0.6.4/32'], ports: [8443], machines: ['10.0.6.5/32'], ssh: true },
  'gcp-kms': { keys: [{ location: 'europe-west1', keyRing: 'ring', key: 'harness' }] },
  'gcp-secret-manager': { secrets: ['db-password'] },
  'git': { to: ['10.0.6.6/32'], ports: [22] },
  'gitlab': { sshOn443: true },
  'google-artifact-registry': { repositories: [{ location: 'europe-west1', repository: 'web' }] },
  'hashicorp-vault': { to: ['10.0.6.7/32'] },
  'helm-http-repository': { to: ['10.0.6.8/32'], ports: [443] },
  'jdbc': {
    to: ['10.0.6.9/32'],
    ports: [5432],
    rdsUsers: [{ resourceId: 'db-ABCDEFGHIJKL01234', user: 'harness' }],
    cloudSql: true,
  },
  'jira': { site: 'acme' },
  'oci-helm-registry': { to: ['10.0.6.10/32'], ports: [443] },
  'pagerduty': { region: 'us' },
  'physical-data-center': { machines: ['10.0.48.0/24'], ssh: true, winRmTls: true },
  'rancher': { to: ['10.0.6.11/32'], ports: [443] },
  'servicenow': { instance: 'acme' },
  'splunk-observability': { realm: 'eu0' },
  'terraform': {
    s3States: [{ bucket: 'acme-state', key: 'prod/network.tfstate', lockTable: 'locks', fileLock: true }],
    gcsStates: ['acme-states'],
    azureStates: ['acmestates'],
  },
  'terraform-cloud': {},
};

/** Every row, those of the table first. */
export const ALL_PROPS = { ...ROW_PROPS, ...BEYOND_PROPS };

/** The rows of the table. */
export function everyRow(): Connection[] {
  return Object.entries(ROW_PROPS).map(([id, props]) => Connection.parse(id, props));
}

/** The rows beyond the table. */
export function everyRowBeyond(): Connection[] {
  return Object.entries(BEYOND_PROPS).map(([id, props]) => Connection.parse(id, props));
}
