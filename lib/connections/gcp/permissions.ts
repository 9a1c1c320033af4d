import { delegateCode, HARNESS, TABLE, VENDOR, type PermissionTemplate } from '../../catalog';
import { role } from '../../catalog/gcp-templates';

export const DOCUMENTED: readonly PermissionTemplate[] = [
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
];

export const RECOMMENDED: readonly PermissionTemplate[] = [
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
