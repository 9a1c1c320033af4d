import { host, inTable, notInTable, row, sshToMachines } from '../row-builder';
import { delegateCode, HARNESS, TABLE, VENDOR } from '../sources';
import type { RoleGrant, Row, Source } from '../types';

export const AZURE: Row = row({
  id: 'azure',
  title: 'Azure',
  hosting: ['cloud'],
  statements: [
    inTable(
      5985,
      'machines',
      'alternative',
      'HTTP: 5985',
      'WinRM to Windows machines without TLS',
      [VENDOR.microsoftWinRm],
      { encrypted: false },
    ),
    inTable(
      5986,
      'machines',
      'alternative',
      'HTTPS: 5986',
      'WinRM to Windows machines inside TLS',
      [VENDOR.microsoftWinRm],
      { encrypted: true },
    ),
    notInTable(443, 'api', 'missing', 'every call of the connector goes to Azure Resource Manager and Entra ID', [
      VENDOR.azureHosts,
      HARNESS.azure,
    ]),
    sshToMachines,
  ],
  selector: { prop: 'cloud', choices: ['public', 'government', 'china'], fallback: 'public' },
  hosts: [
    host('management.azure.com', 'Azure Resource Manager', VENDOR.azureHosts, { choice: 'public' }),
    host('login.microsoftonline.com', 'Entra ID', VENDOR.azureHosts, { choice: 'public' }),
    host('graph.microsoft.com', 'look-ups in the directory', VENDOR.azureHosts, { choice: 'public' }),
    host('management.usgovcloudapi.net', 'Azure Resource Manager', VENDOR.azureHosts, { choice: 'government' }),
    host('login.microsoftonline.us', 'Entra ID', VENDOR.azureHosts, { choice: 'government' }),
    host('management.chinacloudapi.cn', 'Azure Resource Manager', VENDOR.azureHosts, { choice: 'china' }),
    host('login.chinacloudapi.cn', 'Entra ID (from general knowledge, unverified)', VENDOR.azureHosts, {
      choice: 'china',
    }),
  ],
  credentials: [
    {
      what: 'a service principal (application id, tenant id and key) or a managed identity, with Reader for registries, Contributor for web apps and the AKS actions',
      source: HARNESS.azure,
    },
  ],
  remarks: [{ text: 'the table names the credentials and no role', source: HARNESS.azure }],
});

const role = (
  id: string,
  title: string,
  level: RoleGrant['level'],
  parts: Partial<RoleGrant> = {},
  source: Source = VENDOR.googleRoles,
): RoleGrant => ({ role: id, title, level, concerns: [], note: '', source, ...parts });

const RECOMMENDED: readonly RoleGrant[] = [
  role('roles/container.clusterViewer', 'Kubernetes Engine Cluster Viewer', 'project', {
    when: 'gkeRbac',
    note: 'opens the endpoint of the cluster; a RoleBinding in the cluster grants the rest',
  }),
  role('roles/container.developer', 'Kubernetes Engine Developer', 'project', {
    when: 'gkeDeveloper',
    note: 'every cluster of the project, secrets included',
  }),
  role('roles/storage.objectViewer', 'Storage Object Viewer', 'bucket', {
    each: { items: 'buckets', only: { access: ['read'] } },
  }),
  role(
    'roles/storage.legacyBucketReader',
    'Storage Legacy Bucket Reader',
    'bucket',
    {
      each: { items: 'buckets', only: { access: ['read', 'readWrite'] } },
      note: 'the delegate reads the bucket before it lists its objects',
    },
    delegateCode('960-api-services/src/main/java/io/harness/googlecloudstorage/GcsHelperService.java'),
  ),
  role('roles/storage.objectUser', 'Storage Object User', 'bucket', {
    each: { items: 'buckets', only: { access: ['readWrite'] } },
  }),
  role('roles/storage.objectCreator', 'Storage Object Creator', 'bucket', {
    each: { items: 'buckets', only: { access: ['write'] } },
  }),
  role('roles/storage.bucketViewer', 'Storage Bucket Viewer', 'project', {
    when: 'listBuckets',
    note: 'fills the list of buckets in the Harness UI; a beta role',
  }),
  role('roles/artifactregistry.reader', 'Artifact Registry Reader', 'repository', {
    each: { items: 'repositories', only: { access: ['read'] } },
  }),
  role('roles/artifactregistry.writer', 'Artifact Registry Writer', 'repository', {
    each: { items: 'repositories', only: { access: ['write', 'readWrite'] } },
  }),
  role('roles/logging.viewer', 'Logs Viewer', 'project', { when: 'logs' }),
  role('roles/monitoring.viewer', 'Monitoring Viewer', 'project', { when: 'metrics' }),
  role('roles/secretmanager.secretAccessor', 'Secret Manager Secret Accessor', 'secret', {
    each: { items: 'secrets' },
  }),
];

export const GCP: Row = row({
  id: 'gcp',
  title: 'Google Cloud Platform (GCP)',
  apiKind: 'googleApis',
  hosting: ['cloud'],
  statements: [
    inTable(
      22,
      'machines',
      'as written',
      'SSH: 22',
      "SSH to machines; of no use to the APIs that the row's two roles are for",
      [],
    ),
    notInTable(443, 'api', 'missing', 'both roles of the row are for APIs, which speak 443', [HARNESS.gcp]),
  ],
  hosts: [
    host('*.googleapis.com', 'every Google API', HARNESS.gcp),
    ...['storage', 'container', 'compute', 'iam', 'oauth2', 'cloudresourcemanager', 'logging', 'monitoring'].map(
      (api) => host(`${api}.googleapis.com`, `${api} API`, HARNESS.gcp),
    ),
    ...['secretmanager', 'artifactregistry', 'iamcredentials', 'sts'].map((api) =>
      host(`${api}.googleapis.com`, `${api} API (from general knowledge, unverified)`, HARNESS.gcp),
    ),
    host('storage.cloud.google.com', 'artifacts in Cloud Storage', HARNESS.gcp),
    host('gcr.io', 'images', HARNESS.gcp),
    host(
      '{location}-docker.pkg.dev',
      'images of Artifact Registry, where `repositories` names the location',
      HARNESS.gcp,
    ),
  ],
  credentials: [],
  gcp: {
    documented: [
      role(
        'roles/container.admin',
        'Kubernetes Engine Admin',
        'project',
        {
          concerns: [
            {
              finding: 'RoleTitleMismatch',
              text: 'the table says Kubernetes Engine Admin (roles/container.admin); Harness\'s connector page says "Kubernetes Engine Developer" and prints roles/container.clusterAdmin: three different roles',
              source: HARNESS.gcp,
            },
          ],
        },
        TABLE,
      ),
      role(
        'roles/storage.objectViewer',
        'Storage Object Viewer',
        'project',
        {
          concerns: [
            {
              finding: 'ReadsEveryBucket',
              text: 'roles/storage.objectViewer at the project reads every object of every bucket, and still lacks storage.buckets.get, which the delegate calls first',
              source: VENDOR.googleRoles,
            },
          ],
        },
        TABLE,
      ),
    ],
    recommended: RECOMMENDED,
  },
  scopes: [
    {
      prop: 'gke',
      orAnyOther: true,
      why: 'what Harness does there: `gke`, `buckets`, `repositories`, `logs`, `metrics` or `secrets`; `buckets: []` grants nothing',
    },
  ],
});
