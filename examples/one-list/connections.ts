import { Connection } from 'harness-delegate-access';

/** Connections of one delegate. No CDK in here: both clouds, the tests and the review read the same list. */
export const connections = [
  // AWS: permissions, and 443 to its APIs.
  Connection.awsCloud({ regions: ['eu-west-1'], assumeRoles: ['arn:aws:iam::222233334444:role/HarnessDeploy'] }),
  Connection.awsS3({
    regions: ['eu-west-1'],
    buckets: ['release-artifacts', { name: 'build-output', access: 'readWrite', prefix: 'builds/' }],
  }),
  Connection.awsEc2({ regions: ['eu-west-1'], machines: ['10.0.16.0/20'], ssh: true }),
  Connection.awsElbAlbEcs({
    regions: ['eu-west-1'],
    clusters: ['prod'],
    services: ['web', 'worker'],
    taskFamilies: ['web', 'worker'],
    passRoles: ['arn:aws:iam::111122223333:role/web-task', 'arn:aws:iam::111122223333:role/web-execution'],
    machines: [],
  }),
  // Google Cloud: two roles to grant there, and SSH to its machines.
  Connection.gcp({ gke: 'rbac', buckets: ['acme-release-artifacts'], machines: ['10.64.0.0/20'] }),
  // Vendors' APIs.
  Connection.datadog({ site: 'datadoghq.eu' }),
  Connection.githubRepo({ ssh: true }),
  Connection.newRelic({ region: 'eu' }),
  // Services of our own.
  Connection.jenkins({ to: ['10.0.3.7/32'] }),
  Connection.nexus({ to: ['10.0.3.8/32'], dockerPorts: [18080] }),
  Connection.activeDirectoryLdap({ to: ['10.0.0.10/31'] }),
  Connection.kubernetesCluster({ to: ['10.20.0.0/28'], ports: [6443] }),
  Connection.prometheus({ to: ['10.0.4.0/28'], ports: [9090] }),
  Connection.smtp({ to: ['10.0.5.25/32'], ports: [587] }),
  // Windows machines.
  Connection.winRm({ machines: ['10.0.32.0/22'] }),
  // Not in Harness's table.
  Connection.custom({
    name: 'vault',
    to: ['10.0.9.0/24'],
    ports: [8200],
    reason: 'HashiCorp Vault, where the pipelines read their secrets',
  }),
];
