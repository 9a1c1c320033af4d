import { list, object } from '../../base';
import { delegateCode, host, hub, onPage } from '../../catalog';
import { role } from '../../catalog/gcp-templates';
import { googleId } from '../cloud-names';
import { connection } from '../definition';
import { COMMON, SCOPE } from '../props';
import { known } from '../scope';

const PAGE = hub('platform/secrets/secrets-management/add-google-kms-secrets-manager.md', '1dfae97e');
const PROBED = delegateCode('931-secret-providers/src/java/software/wings/beans/GcpKmsConfig.java');
const ROLE = 'roles/cloudkms.cryptoKeyEncrypterDecrypter';
const TITLE = 'Cloud KMS CryptoKey Encrypter/Decrypter';

const KEY = object('GcpKmsKeyScope', {
  location: googleId.required().doc('Location of the ring, such as `europe-west1`.'),
  keyRing: googleId.required(),
  key: googleId.required(),
  project: googleId.doc('Project of the key.', '- the project of the construct'),
});

export default connection({
  id: 'gcp-kms',
  title: 'Google Cloud KMS',
  page: PAGE,
  factory: 'gcpKms',
  summary: '443 to Google Cloud.',
  props: COMMON.extend('GcpKmsProps', {
    keys: list(KEY).for(SCOPE).doc('The keys; needed by RECOMMENDED.', '- none'),
    project: googleId.doc('Project in which DOCUMENTED grants its role.', '- the project of the construct'),
  }),
  scope: ({ keys = [], project }) => ({
    values: known({ project }),
    items: {
      keys: keys.map(({ location, keyRing, key, project: own = project ?? '{project}' }) => ({
        location,
        keyRing,
        key,
        project: own,
      })),
    },
  }),
  apiKind: 'googleApis',
  hosting: ['cloud'],
  statements: [onPage(443, 'api', 'the API, in TLS', [PAGE])],
  hosts: [
    host('cloudkms.googleapis.com', 'encrypts and decrypts; the delegate asks it before it takes a task', PROBED),
    host('oauth2.googleapis.com', 'token of a key of a service account (from general knowledge, unverified)', PAGE),
    ...['sts', 'iamcredentials'].map((api) =>
      host(`${api}.googleapis.com`, 'OIDC credentials (from general knowledge, unverified)', PAGE),
    ),
  ],
  credentials: [{ what: 'a key of a service account, or OIDC', source: PAGE }],
  permissions: {
    documented: [role(ROLE, TITLE, 'project', { note: 'encrypts and decrypts with every key of the project' }, PAGE)],
    recommended: [role(ROLE, TITLE, 'key', { each: { items: 'keys' } })],
  },
  scopes: [{ prop: 'keys', why: 'the keys of the connector, each with its ring and location' }],
});
