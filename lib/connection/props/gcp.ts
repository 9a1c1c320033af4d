import { gcsBucketName, googleId, repositoryName } from '../cloud-names';
import { bool, choice, listOf, object, stringOr } from '../parsers';
import { on, type Scope } from '../scope';
import type { BucketAccess } from './aws';
import { MACHINES_SPEC, type MachinesProps, type PropsDefinition, switches, type Values } from './common';

export interface GcsBucketScope {
  readonly name: string;
  /** @default 'read' */
  readonly access?: BucketAccess;
}

export interface ArtifactRepositoryScope {
  readonly location: string;
  readonly repository: string;
  /** @default - the project of the stack */
  readonly project?: string;
  /** @default 'read' */
  readonly access?: 'read' | 'write';
}

export interface GcpProps extends MachinesProps {
  /** Clusters: `rbac` opens the endpoints only and leaves the rest to RBAC in the cluster; `developer` is the project-wide role. @default - no cluster role */
  readonly gke?: 'rbac' | 'developer';
  /** RECOMMENDED only: the buckets. @default - none */
  readonly buckets?: readonly (string | GcsBucketScope)[];
  /** RECOMMENDED only: fill the list of buckets in the Harness UI. @default false */
  readonly listBuckets?: boolean;
  /** RECOMMENDED only: repositories of Artifact Registry. @default - none */
  readonly repositories?: readonly ArtifactRepositoryScope[];
  /** RECOMMENDED only: read Cloud Logging. @default false */
  readonly logs?: boolean;
  /** RECOMMENDED only: read Cloud Monitoring. @default false */
  readonly metrics?: boolean;
  /** RECOMMENDED only: ids of secrets in Secret Manager. @default - none */
  readonly secrets?: readonly string[];
}

const BUCKETS = listOf<GcsBucketScope>(
  stringOr(
    gcsBucketName,
    (name): GcsBucketScope => ({ name }),
    object<GcsBucketScope>({ name: gcsBucketName, access: choice<BucketAccess>(['read', 'write', 'readWrite']) }, [
      'name',
    ]),
  ),
);
const REPOSITORY = object<ArtifactRepositoryScope>(
  { location: googleId, repository: repositoryName, project: googleId, access: choice(['read', 'write']) },
  ['location', 'repository'],
);

/** Props of the Google Cloud row. */
export const GCP_PROPS: Readonly<Record<string, PropsDefinition>> = {
  gcp: {
    hostVariables: (values) => ({
      location: [
        ...new Set(((values.repositories ?? []) as readonly ArtifactRepositoryScope[]).map(({ location }) => location)),
      ],
    }),
    spec: {
      ...MACHINES_SPEC,
      gke: choice(['rbac', 'developer']),
      buckets: BUCKETS,
      listBuckets: bool,
      repositories: listOf(REPOSITORY),
      ...switches('logs', 'metrics'),
      secrets: listOf(googleId),
    },
    scopeProps: ['buckets', 'gke', 'listBuckets', 'logs', 'metrics', 'repositories', 'secrets'],
    scope: gcpScope,
  },
};

function gcpScope(values: Values): Partial<Scope> {
  const buckets = (values.buckets ?? []) as readonly GcsBucketScope[];
  const repositories = (values.repositories ?? []) as readonly ArtifactRepositoryScope[];
  return {
    flags: new Set(
      on({
        gkeRbac: values.gke === 'rbac',
        gkeDeveloper: values.gke === 'developer',
        listBuckets: values.listBuckets === true,
        logs: values.logs === true,
        metrics: values.metrics === true,
      }),
    ),
    items: {
      buckets: buckets.map(({ name, access }) => ({ bucket: name, access: access ?? 'read' })),
      repositories: repositories.map(({ location, repository, project, access }) => ({
        location,
        repository,
        project: project ?? '{project}',
        access: access ?? 'read',
      })),
      secrets: ((values.secrets ?? []) as readonly string[]).map((secret) => ({ secret })),
    },
  };
}
