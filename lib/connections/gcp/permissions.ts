import { delegateCode, HARNESS, TABLE, VENDOR, type PermissionTemplate } from '../../catalog';
import { role, type RoleLevel } from '../../catalog/gcp-templates';

type RoleParts = Partial<PermissionTemplate> & {
  readonly name: string;
  readonly title: string;
  readonly level: RoleLevel;
};

/** Roles, each with its facts by name. */
function roles(parts: readonly RoleParts[]): readonly PermissionTemplate[] {
  return parts.map(({ name, title, level, source, ...others }) => role(name, title, level, others, source));
}

export const DOCUMENTED = roles([
  {
    name: 'roles/container.admin',
    title: 'Kubernetes Engine Admin',
    level: 'project',
    concerns: [
      {
        finding: 'RoleTitleMismatch',
        text: 'the table says Kubernetes Engine Admin (roles/container.admin); Harness\'s connector page says "Kubernetes Engine Developer" and prints roles/container.clusterAdmin: three different roles',
        source: HARNESS.gcp,
      },
    ],
    source: TABLE,
  },
  {
    name: 'roles/storage.objectViewer',
    title: 'Storage Object Viewer',
    level: 'project',
    concerns: [
      {
        finding: 'ReadsEveryBucket',
        text: 'roles/storage.objectViewer at the project reads every object of every bucket, but does not contain storage.buckets.get, which the delegate calls first',
        source: VENDOR.googleRoles,
      },
    ],
    source: TABLE,
  },
]);

export const RECOMMENDED = roles([
  {
    name: 'roles/container.clusterViewer',
    title: 'Kubernetes Engine Cluster Viewer',
    level: 'project',
    when: 'gkeRbac',
    note: 'opens the endpoint of the cluster; a RoleBinding in the cluster grants the rest',
  },
  {
    name: 'roles/container.developer',
    title: 'Kubernetes Engine Developer',
    level: 'project',
    when: 'gkeDeveloper',
    note: 'every cluster of the project, secrets included',
  },
  {
    name: 'roles/storage.objectViewer',
    title: 'Storage Object Viewer',
    level: 'bucket',
    each: { items: 'buckets', only: { access: ['read'] } },
  },
  {
    name: 'roles/storage.legacyBucketReader',
    title: 'Storage Legacy Bucket Reader',
    level: 'bucket',
    each: { items: 'buckets', only: { access: ['read', 'readWrite'] } },
    note: 'the delegate reads the bucket before it lists its objects',
    source: delegateCode('960-api-services/src/main/java/io/harness/googlecloudstorage/GcsHelperService.java'),
  },
  {
    name: 'roles/storage.objectUser',
    title: 'Storage Object User',
    level: 'bucket',
    each: { items: 'buckets', only: { access: ['readWrite'] } },
  },
  {
    name: 'roles/storage.objectCreator',
    title: 'Storage Object Creator',
    level: 'bucket',
    each: { items: 'buckets', only: { access: ['write'] } },
  },
  {
    name: 'roles/storage.bucketViewer',
    title: 'Storage Bucket Viewer',
    level: 'project',
    when: 'listBuckets',
    note: 'fills the list of buckets in the Harness UI; a beta role',
  },
  {
    name: 'roles/artifactregistry.reader',
    title: 'Artifact Registry Reader',
    level: 'repository',
    each: { items: 'repositories', only: { access: ['read'] } },
  },
  {
    name: 'roles/artifactregistry.writer',
    title: 'Artifact Registry Writer',
    level: 'repository',
    each: { items: 'repositories', only: { access: ['write', 'readWrite'] } },
  },
  { name: 'roles/logging.viewer', title: 'Logs Viewer', level: 'project', when: 'logs' },
  { name: 'roles/monitoring.viewer', title: 'Monitoring Viewer', level: 'project', when: 'metrics' },
  {
    name: 'roles/secretmanager.secretAccessor',
    title: 'Secret Manager Secret Accessor',
    level: 'secret',
    each: { items: 'secrets' },
  },
]);
