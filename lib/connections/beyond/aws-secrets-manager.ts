import { choice } from '../../base';
import { delegateCode, HARNESS, hub, onPage, probe, probeOfKms, VENDOR } from '../../catalog';
import { arn, ASSUME_ROLE_STATEMENT, statement } from '../../catalog/aws-templates';
import { assumeRolesScope, ASSUME_ROLES, AWS_PLACE, awsValues, kmsItems, KMS_KEYS } from '../aws-props';
import { secretPrefix } from '../cloud-names';
import { connection } from '../definition';
import { SCOPE, scopeSwitch } from '../props';
import { known, on } from '../scope';
import { hosts, statements } from '../shorthands';

const PAGE = hub('platform/secrets/secrets-management/add-an-aws-secret-manager.md', '0ead66ed');
const SECRETS = [arn('secretsmanager', 'secret:{secretPrefix}/*')];

export default connection({
  id: 'aws-secrets-manager',
  title: 'AWS Secrets Manager',
  page: PAGE,
  factory: 'awsSecretsManager',
  summary: '443 to AWS.',
  props: AWS_PLACE.extend('AwsSecretsManagerProps', {
    secretPrefix: secretPrefix
      .for(SCOPE)
      .doc('Prefix of the names of the secrets, without the `/` at its end; needed by RECOMMENDED.', '- none'),
    access: choice(['read', 'readWrite'], 'SecretAccess').doc(
      '`readWrite`: Harness makes, changes and deletes secrets as well.',
      "'read'",
    ),
    kmsKeys: KMS_KEYS.for(SCOPE).doc('RECOMMENDED only: ARNs of the customer-managed keys of the secrets.', '- none'),
    listSecrets: scopeSwitch('RECOMMENDED only: read the names of all secrets of the account.'),
    putSecret: scopeSwitch('RECOMMENDED only: the connector has `usePutSecret`, with `access: readWrite`.'),
    assumeRoles: ASSUME_ROLES,
  }),
  scope: (values) => {
    const assumed = assumeRolesScope(values.assumeRoles);
    const { access = 'read' } = values;
    return {
      flags: new Set([...on({ listSecrets: values.listSecrets, putSecret: values.putSecret }), access]),
      values: {
        ...awsValues(values),
        ...assumed.values,
        ...known({ secretPrefix: values.secretPrefix }),
      },
      items: { ...assumed.items, kmsKeys: kmsItems(values.kmsKeys, access) },
    };
  },
  apiKind: 'awsServices',
  hasOwnRegion: true,
  hosting: ['cloud'],
  statements: [
    onPage(443, 'api', 'the API of Secrets Manager, in TLS', [PAGE, VENDOR.awsEndpoints]),
    probe(
      'kms.{region}.{dnsSuffix}',
      'for this secret manager the delegate asks the address of KMS, not that of Secrets Manager',
      delegateCode('931-secret-providers/src/java/software/wings/beans/AwsSecretsManagerConfig.java'),
    ),
    probeOfKms,
  ],
  hosts: hosts(VENDOR.awsEndpoints, {
    'secretsmanager.{region}.{dnsSuffix}': 'reads and writes secrets',
    'sts.{region}.{dnsSuffix}': 'AssumeRole, and OIDC',
    '{stsHost}': 'AssumeRole, global address',
  }),
  credentials: [
    {
      what: 'nothing with a role of the delegate; otherwise an access key pair, a role to assume with an external id, or an OIDC provider for Harness',
      source: PAGE,
    },
  ],
  permissions: {
    documented: [
      statement(PAGE, {
        sid: 'HarnessSecretsMinimum',
        when: 'read',
        actions: ['secretsmanager:Describe*', 'secretsmanager:Get*', 'secretsmanager:List*'],
        resources: ['*'],
        concerns: [
          {
            finding: 'ReadsEverySecret',
            text: 'secretsmanager:Get* on * reads the value of every secret of the account, although the page says that it does not',
            source: PAGE,
          },
        ],
      }),
      statement(PAGE, {
        sid: 'HarnessSecretsFull',
        when: 'readWrite',
        actions: [
          'CreateSecret',
          'DescribeSecret',
          'DeleteSecret',
          'GetRandomPassword',
          'GetSecretValue',
          'ListSecretVersionIds',
          'ListSecrets',
          'PutSecretValue',
          'UpdateSecret',
          'TagResource',
        ].map((action) => `secretsmanager:${action}`),
        resources: ['*'],
        concerns: [
          {
            finding: 'ReadsEverySecret',
            text: 'the documented actions on * read, change and delete every secret of the account',
            source: PAGE,
          },
        ],
      }),
    ],
    recommended: [
      ...statements(VENDOR.awsActions('secretsmanager'), [
        {
          sid: 'HarnessSecretsRead',
          actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
          resources: SECRETS,
          note: 'the test of the connector reads a secret below the prefix that does not exist, so single names would fail it',
        },
        {
          sid: 'HarnessSecretsWrite',
          when: 'readWrite',
          actions: [
            'secretsmanager:CreateSecret',
            'secretsmanager:UpdateSecret',
            'secretsmanager:DeleteSecret',
            'secretsmanager:TagResource',
          ],
          moreActions: { putSecret: ['secretsmanager:PutSecretValue'] },
          resources: SECRETS,
          note: 'secrets are made with a tag',
        },
        {
          sid: 'HarnessSecretsList',
          when: 'listSecrets',
          actions: ['secretsmanager:ListSecrets'],
          resources: ['*'],
        },
      ]),
      ...statements(VENDOR.awsActions('kms'), [
        {
          sid: 'HarnessSecretsKmsRead',
          each: { items: 'kmsKeys', only: { access: ['read'] }, splitBy: 'region' },
          actions: ['kms:Decrypt'],
          resources: ['{kmsKey}'],
          conditions: { StringEquals: { 'kms:ViaService': ['secretsmanager.{region}.{dnsSuffix}'] } },
        },
        {
          sid: 'HarnessSecretsKmsWrite',
          each: { items: 'kmsKeys', only: { access: ['readWrite'] }, splitBy: 'region' },
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: ['{kmsKey}'],
          conditions: { StringEquals: { 'kms:ViaService': ['secretsmanager.{region}.{dnsSuffix}'] } },
        },
      ]),
      ASSUME_ROLE_STATEMENT,
    ],
  },
  scopes: [{ prop: 'secretPrefix', why: 'the prefix of the connector; secrets are called <prefix>/<name>' }],
  remarks: [
    {
      text: 'the delegate deletes secrets without recovery (code of December 2023): a policy that denies it breaks deletion',
      source: delegateCode(
        '931-encryption-service/src/java/io/harness/encryptors/clients/AwsSecretsManagerEncryptor.java',
      ),
    },
    { text: 'the region of this connector is that of its secrets', source: HARNESS.connectorSchema },
  ],
});
