import { choice, list } from '../../base';
import { delegateCode, host, hub, onPage, VENDOR } from '../../catalog';
import { role } from '../../catalog/gcp-templates';
import { googleId } from '../cloud-names';
import { connection } from '../definition';
import { COMMON, SCOPE } from '../props';
import { known } from '../scope';

const PAGE = hub('platform/secrets/secrets-management/add-a-google-cloud-secret-manager.md', '0ead66ed');
const PROBED = delegateCode('931-secret-providers/src/java/software/wings/beans/GcpSecretsManagerConfig.java');
const ENCRYPTOR = delegateCode(
  '931-encryption-service/src/java/io/harness/encryptors/clients/GcpSecretsManagerEncryptor.java',
);

export default connection({
  id: 'gcp-secret-manager',
  title: 'Google Cloud Secret Manager',
  page: PAGE,
  factory: 'gcpSecretManager',
  summary: '443 to Google Cloud.',
  props: COMMON.extend('GcpSecretManagerProps', {
    secrets: list(googleId).for(SCOPE).doc('RECOMMENDED only: ids of the secrets; needed by it to read.', '- none'),
    access: choice(['read', 'readWrite'], 'SecretAccess').doc(
      '`readWrite`: Harness makes, changes and deletes secrets as well.',
      "'read'",
    ),
    project: googleId.doc(
      'Project in which the roles are granted; one connection for each project.',
      '- the project of the construct',
    ),
  }),
  scope: ({ secrets = [], access = 'read', project }) => ({
    flags: new Set([access]),
    values: known({ project }),
    items: { secrets: secrets.map((secret) => ({ secret, ...(project === undefined ? {} : { project }) })) },
  }),
  apiKind: 'googleApis',
  hosting: ['cloud'],
  statements: [onPage(443, 'api', 'the API, in TLS', [PAGE])],
  hosts: [
    host('secretmanager.googleapis.com', 'secrets; the delegate asks it before it takes a task', PROBED),
    host('oauth2.googleapis.com', 'token of a key of a service account (from general knowledge, unverified)', PAGE),
    ...['sts', 'iamcredentials'].map((api) =>
      host(`${api}.googleapis.com`, 'OIDC credentials (from general knowledge, unverified)', PAGE),
    ),
  ],
  credentials: [
    {
      what: "a key of a service account in a secret file, the delegate's own identity, or OIDC",
      source: PAGE,
    },
  ],
  permissions: {
    documented: [
      role('roles/secretmanager.admin', 'Secret Manager Admin', 'project', { when: 'readWrite' }, PAGE),
      role(
        'roles/secretmanager.secretAccessor',
        'Secret Manager Secret Accessor',
        'project',
        {
          when: 'read',
          concerns: [
            {
              finding: 'ReadsEverySecret',
              text: 'roles/secretmanager.secretAccessor at the project reads every secret of it',
              source: PAGE,
            },
            {
              finding: 'FailsOwnTest',
              text: 'neither this role nor roles/secretmanager.secretVersionManager holds secretmanager.secrets.list, which the test of the connector needs (code of December 2023): roles/secretmanager.viewer adds it',
              source: ENCRYPTOR,
            },
          ],
        },
        PAGE,
      ),
      role(
        'roles/secretmanager.secretVersionManager',
        'Secret Manager Secret Version Manager',
        'project',
        { when: 'read' },
        PAGE,
      ),
    ],
    recommended: [
      role('roles/secretmanager.viewer', 'Secret Manager Viewer', 'project', {
        note: 'the test of the connector lists the secrets; names and metadata only',
      }),
      role('roles/secretmanager.secretAccessor', 'Secret Manager Secret Accessor', 'secret', {
        when: 'read',
        each: { items: 'secrets' },
      }),
      role('roles/secretmanager.admin', 'Secret Manager Admin', 'project', {
        when: 'readWrite',
        note: 'no smaller role of Google may make secrets',
      }),
    ],
  },
  scopes: [{ prop: 'secrets', when: 'read', why: 'the ids of the secrets that Harness reads' }],
  remarks: [
    {
      text: 'the page offers either roles/secretmanager.admin or two smaller roles; the two are granted to read, and the other to write',
      source: VENDOR.googleRoles,
    },
  ],
});
