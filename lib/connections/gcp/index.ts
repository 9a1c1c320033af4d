import { HARNESS, host, inTable, notInTable, VENDOR } from '../../catalog';
import { connection } from '../definition';
import { hosts } from '../shorthands';
import { DOCUMENTED, RECOMMENDED } from './permissions';
import { GCP, scopeOf } from './props';

export default connection({
  id: 'gcp',
  title: 'Google Cloud Platform (GCP)',
  factory: 'gcp',
  summary: "22 to your machines; the APIs' 443 is missing from the table.",
  props: GCP,
  scope: scopeOf,
  hostVariables: ({ repositories = [] }) => ({ location: [...new Set(repositories.map(({ location }) => location))] }),
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
    ...hosts(HARNESS.gcp, {
      'storage.cloud.google.com': 'artifacts in Cloud Storage',
      'gcr.io': 'images',
      '{location}-docker.pkg.dev': 'images of Artifact Registry, where `repositories` names the location',
    }),
  ],
  credentials: [],
  remarks: [
    {
      text: 'the roles that Harness documents for Google Secret Manager cannot list secrets, which the test of such a connector does (code of December 2023): roles/secretmanager.viewer is needed as well',
      source: VENDOR.googleRoles,
    },
  ],
  permissions: { documented: DOCUMENTED, recommended: RECOMMENDED },
  scopes: [
    {
      prop: 'gke',
      orAnyOther: true,
      why: 'what Harness does there: `gke`, `buckets`, `repositories`, `logs`, `metrics` or `secrets`; `buckets: []` grants nothing',
    },
  ],
});
