import { choice, list, object, textOr, type ObjectOf, type Parsed } from '../../base';
import { gcsBucketName, googleId, repositoryName } from '../cloud-names';
import { MACHINES, SCOPE, scopeSwitch } from '../props';
import { known, on, type Scope } from '../scope';

const BUCKET = object('GcsBucketScope', {
  name: gcsBucketName.required(),
  access: choice(['read', 'write', 'readWrite'], 'BucketAccess').doc('Access of Harness.', "'read'"),
});

export const ARTIFACT_REPOSITORY = object('ArtifactRepositoryScope', {
  location: googleId.required(),
  repository: repositoryName.required(),
  project: googleId.doc('Project of the repository.', '- the project of the stack'),
  access: choice(['read', 'write']).doc('Access of Harness.', "'read'"),
});

export const GCP = MACHINES.extend('GcpProps', {
  gke: choice(['rbac', 'developer'])
    .for(SCOPE)
    .doc(
      'Clusters: `rbac` opens the endpoints only and leaves the rest to RBAC in the cluster; `developer` is the project-wide role.',
      '- no cluster role',
    ),
  buckets: list(textOr(gcsBucketName, (name): Parsed<typeof BUCKET> => ({ name }), BUCKET))
    .for(SCOPE)
    .doc('RECOMMENDED only: the buckets.', '- none'),
  listBuckets: scopeSwitch('RECOMMENDED only: fill the list of buckets in the Harness UI.'),
  repositories: list(ARTIFACT_REPOSITORY)
    .for(SCOPE)
    .doc('RECOMMENDED only: repositories of Artifact Registry.', '- none'),
  logs: scopeSwitch('RECOMMENDED only: read Cloud Logging.'),
  metrics: scopeSwitch('RECOMMENDED only: read Cloud Monitoring.'),
  project: googleId.doc(
    'Project in which the roles are granted; one connection for each project.',
    '- the project of the construct',
  ),
  secrets: list(googleId).for(SCOPE).doc('RECOMMENDED only: ids of secrets in Secret Manager.', '- none'),
});

/** Repositories of Artifact Registry, each with its project. */
export function repositoryItems(
  repositories: readonly Parsed<typeof ARTIFACT_REPOSITORY>[],
  project = '{project}',
): Scope['items'][string] {
  return repositories.map(({ location, repository, project: own = project, access = 'read' }) => ({
    location,
    repository,
    project: own,
    access,
  }));
}

export function scopeOf({
  gke,
  listBuckets,
  logs,
  metrics,
  buckets = [],
  repositories = [],
  secrets = [],
  project,
}: ObjectOf<typeof GCP.props>): Partial<Scope> {
  return {
    flags: new Set(on({ gkeRbac: gke === 'rbac', gkeDeveloper: gke === 'developer', listBuckets, logs, metrics })),
    values: known({ project }),
    items: {
      buckets: buckets.map(({ name, access = 'read' }) => ({ bucket: name, access })),
      repositories: repositoryItems(repositories, project),
      secrets: secrets.map((secret) => ({ secret, ...(project === undefined ? {} : { project }) })),
    },
  };
}
