import { byAddress, entries, entry, field, withAddress, type ConnectorType } from '../placement';
import { ARN_OF_ROLE, azureCloud, notesOnCloud } from './forms';
import { destinationOf } from '../address';

/** Secret managers. */

const ROLE = field('credential.spec.roleArn', ['credentials.assume_role.role_arn', 'credential.assume_role.role_arn']);

/** Forms of what is kept as it is; whatever else a field holds is left out. */
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/;
const PREFIX = /^[\w/+=.@-]{1,400}$/;
const ARN_OF_KEY = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;
const VAULT = /^[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$/;
const GOOGLE_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$/;

const OF_SECRETS = { region: REGION, prefix: PREFIX, role: ARN_OF_ROLE };
const OF_KMS = { region: REGION, role: ARN_OF_ROLE };
const OF_GOOGLE_KEY = { project: GOOGLE_ID, location: GOOGLE_ID, keyRing: GOOGLE_ID, key: GOOGLE_ID };

const some = (prop: string, values: readonly string[]): object => (values.length === 0 ? {} : { [prop]: values });

export const SECRET_TYPES: Readonly<Record<string, ConnectorType>> = {
  Vault: byAddress('hashicorp-vault', 'vaultUrl', 'vault', 'vault_url'),
  AwsSecretManager: {
    terraform: 'aws_secret_manager',
    fields: {
      region: field('region', 'region'),
      prefix: field('secretNamePrefix', 'secret_name_prefix'),
      putSecret: field('usePutSecret', 'use_put_secret'),
      role: ROLE,
    },
    place: (values) => {
      const prefix = values.formed('prefix', PREFIX)[0]?.replace(/\/+$/, '') || undefined;
      return entries(
        entry(
          'aws-secrets-manager',
          {
            ...some('regions', values.formed('region', REGION)),
            ...(prefix === undefined ? {} : { secretPrefix: prefix }),
            ...(values.text('putSecret') === 'true' ? { putSecret: true } : {}),
            ...some('assumeRoles', values.formed('role', ARN_OF_ROLE)),
          },
          {
            notes: [
              ...(prefix === undefined ? ['RECOMMENDED needs `secretPrefix`'] : []),
              ...values.notFormed(OF_SECRETS),
            ],
          },
        ),
      );
    },
  },
  AwsKms: {
    terraform: 'awskms',
    fields: {
      region: field('region', 'region'),
      key: field('kmsArnInPlainText', 'arn_plaintext'),
      role: ROLE,
    },
    place: (values) => {
      const keys = values.formed('key', ARN_OF_KEY);
      return entries(
        entry(
          'aws-kms',
          {
            ...some('regions', values.formed('region', REGION)),
            ...some('keys', keys),
            ...some('assumeRoles', values.formed('role', ARN_OF_ROLE)),
          },
          {
            notes: [
              ...(keys.length > 0
                ? []
                : [
                    values.text('key') === undefined
                      ? 'RECOMMENDED needs `keys`: the ARN of the key is a secret of Harness'
                      : 'RECOMMENDED needs `keys`: the connector has an alias, or another ARN than that of a key',
                  ]),
              ...values.notFormed(OF_KMS),
            ],
          },
        ),
      );
    },
  },
  AzureKeyVault: {
    terraform: 'azure_key_vault',
    fields: {
      cloud: field('azureEnvironmentType', 'azure_environment_type'),
      vaultName: field('vaultName', 'vault_name'),
    },
    place: (values) => {
      const [vaultName] = values.formed('vaultName', VAULT);
      return entries(
        entry(
          'azure-key-vault',
          { cloud: azureCloud(values), ...(vaultName === undefined ? {} : { vaultName }) },
          { notes: [...values.notFormed({ vaultName: VAULT }), ...notesOnCloud(values)] },
        ),
      );
    },
  },
  GcpSecretManager: {
    terraform: 'gcp_secret_manager',
    fields: {},
    place: () =>
      entries(
        entry('gcp-secret-manager', {}, { notes: ['RECOMMENDED needs `secrets`; the connector names no project'] }),
      ),
  },
  GcpKms: {
    terraform: 'gcp_kms',
    fields: {
      project: field('projectId', 'gcp_project_id'),
      location: field('region', 'region'),
      keyRing: field('keyRing', 'key_ring'),
      key: field('keyName', 'key_name'),
    },
    place: (values) => {
      const [project, location, keyRing, key] = Object.keys(OF_GOOGLE_KEY).map(
        (name) => values.formed(name, GOOGLE_ID)[0],
      );
      const notes = values.notFormed(OF_GOOGLE_KEY);
      return entries(
        location === undefined || keyRing === undefined || key === undefined
          ? entry('gcp-kms', {}, { notes: ['RECOMMENDED needs `keys`', ...notes] })
          : entry(
              'gcp-kms',
              { keys: [{ location, keyRing, key, ...(project === undefined ? {} : { project }) }] },
              { notes },
            ),
      );
    },
  },
  CustomSecretManager: {
    terraform: 'custom_secret_manager',
    fields: { onDelegate: field('onDelegate', 'on_delegate'), host: field('host', 'target_host') },
    place: (values) => {
      const missing = '`to` and `ports`: the script decides what it calls, and the connector names a template';
      if (values.text('onDelegate') !== 'false' || values.text('host') === undefined) {
        return entries(entry('custom-secret-manager', {}, { missing }));
      }
      return withAddress(values, 'host', ({ host }) =>
        entries(entry('custom-secret-manager', { machines: [destinationOf(host)], ssh: true }, { missing })),
      );
    },
  },
};
