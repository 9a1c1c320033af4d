import { bool, list } from '../../base';
import { delegateCode, HARNESS, host, onPage } from '../../catalog';
import { role } from '../../catalog/gcp-templates';
import { googleId } from '../cloud-names';
import { connection } from '../definition';
import { ARTIFACT_REPOSITORY, repositoryItems } from '../gcp/props';
import { COMMON, SCOPE } from '../props';
import { known, on } from '../scope';

const PAGE = HARNESS.gcp;
const API = delegateCode('960-api-services/src/main/java/io/harness/artifacts/gar/service/GARApiServiceImpl.java');
const PROBED = delegateCode(
  '950-delegate-tasks-beans/src/main/java/io/harness/delegate/beans/connector/gcp/GcpCapabilityHelper.java',
);

export default connection({
  id: 'google-artifact-registry',
  title: 'Google Artifact Registry',
  page: PAGE,
  factory: 'googleArtifactRegistry',
  summary: '443 to Google Cloud.',
  props: COMMON.extend('GoogleArtifactRegistryProps', {
    repositories: list(ARTIFACT_REPOSITORY).for(SCOPE).doc('The repositories; needed by RECOMMENDED.', '- none'),
    write: bool.doc(
      'DOCUMENTED only: the roles for builds that push images; RECOMMENDED takes it from `repositories`.',
      'false',
    ),
    gcr: bool.doc(
      'DOCUMENTED only: the roles for addresses of Container Registry, which are roles of Cloud Storage.',
      'false',
    ),
    project: googleId.doc(
      'Project in which the roles are granted; one connection for each project.',
      '- the project of the construct',
    ),
  }),
  scope: ({ repositories = [], project, write, gcr }) => {
    const access = write === true ? 'write' : 'read';
    return {
      flags: new Set([
        access,
        ...on({ gcrRead: gcr === true && write !== true, gcrWrite: gcr === true && write === true }),
      ]),
      values: known({ project }),
      items: { repositories: repositoryItems(repositories, project) },
    };
  },
  hostVariables: ({ repositories = [] }) => ({ location: [...new Set(repositories.map(({ location }) => location))] }),
  apiKind: 'googleApis',
  hosting: ['cloud'],
  statements: [onPage(443, 'api', 'the API and the registry, in TLS', [PAGE])],
  hosts: [
    host('artifactregistry.googleapis.com', 'lists packages and versions', API),
    host('{location}-docker.pkg.dev', 'images, where `repositories` names the location', PAGE),
    host('gcr.io', 'images with addresses of Container Registry', PAGE),
    ...['us', 'eu', 'asia'].map((place) =>
      host(`${place}.gcr.io`, 'images with addresses of Container Registry (from general knowledge, unverified)', PAGE),
    ),
    host('storage.googleapis.com', 'layers; the delegate asks it before it takes a task', PROBED),
    host('oauth2.googleapis.com', 'token of a key of a service account (from general knowledge, unverified)', PAGE),
  ],
  credentials: [
    {
      what: "a key of a service account, the delegate's own identity, or workload identity federation",
      source: PAGE,
    },
  ],
  permissions: {
    documented: [
      role('roles/artifactregistry.reader', 'Artifact Registry Reader', 'project', { when: 'read' }, PAGE),
      role('roles/artifactregistry.writer', 'Artifact Registry Writer', 'project', { when: 'write' }, PAGE),
      role('roles/storage.objectViewer', 'Storage Object Viewer', 'project', { when: 'gcrRead' }, PAGE),
      role('roles/storage.objectAdmin', 'Storage Object Admin', 'project', { when: 'gcrWrite' }, PAGE),
    ],
    recommended: [
      role('roles/artifactregistry.reader', 'Artifact Registry Reader', 'repository', {
        each: { items: 'repositories', only: { access: ['read'] } },
      }),
      role('roles/artifactregistry.writer', 'Artifact Registry Writer', 'repository', {
        each: { items: 'repositories', only: { access: ['write'] } },
      }),
    ],
  },
  scopes: [{ prop: 'repositories', why: 'the repositories that are pulled from or pushed to' }],
  remarks: [
    {
      text: 'Google ended Container Registry in 2025, and Artifact Registry answers its addresses (from general knowledge, unverified)',
      source: PAGE,
    },
  ],
});
