import { list } from '../../base';
import { delegateCode, hub, onPage, probeOfKms, VENDOR } from '../../catalog';
import { ASSUME_ROLE_STATEMENT, statement } from '../../catalog/aws-templates';
import { assumeRolesScope, ASSUME_ROLES, AWS_PLACE, awsValues } from '../aws-props';
import { kmsKeyArn } from '../cloud-names';
import { connection } from '../definition';
import { SCOPE } from '../props';
import { hosts } from '../shorthands';

const PAGE = hub('platform/secrets/secrets-management/add-an-aws-kms-secrets-manager.md', '009e2b50');
const ENCRYPTOR = delegateCode('931-encryption-service/src/java/io/harness/encryptors/clients/AwsKmsEncryptor.java');

export default connection({
  id: 'aws-kms',
  title: 'AWS KMS',
  page: PAGE,
  factory: 'awsKms',
  summary: '443 to AWS.',
  props: AWS_PLACE.extend('AwsKmsProps', {
    keys: list(kmsKeyArn).for(SCOPE).doc('ARNs of the keys; needed by RECOMMENDED.', '- none'),
    assumeRoles: ASSUME_ROLES,
  }),
  scope: (values) => {
    const assumed = assumeRolesScope(values.assumeRoles);
    return { values: { ...awsValues(values), ...assumed.values, kmsKeyArn: values.keys ?? [] }, items: assumed.items };
  },
  apiKind: 'awsServices',
  hasOwnRegion: true,
  hosting: ['cloud'],
  statements: [onPage(443, 'api', 'the API of KMS, in TLS', [PAGE, VENDOR.awsEndpoints]), probeOfKms],
  hosts: hosts(VENDOR.awsEndpoints, {
    'kms.{region}.{dnsSuffix}': 'GenerateDataKey and Decrypt; the delegate asks it before it takes a task',
    'sts.{region}.{dnsSuffix}': 'AssumeRole, and OIDC',
  }),
  credentials: [
    {
      what: 'a symmetric key whose key policy allows the role of the delegate, or an access key pair',
      source: PAGE,
    },
  ],
  permissions: {
    documented: [],
    recommended: [
      statement(VENDOR.awsActions('kms'), {
        sid: 'HarnessKms',
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['{kmsKeyArn}'],
        note: 'no encryption context is sent, so a condition on one would deny every call',
      }),
      ASSUME_ROLE_STATEMENT,
    ],
  },
  scopes: [{ prop: 'keys', why: 'the ARNs of the keys of the connector' }],
  remarks: [
    { text: 'the page names no permission at all', source: PAGE },
    { text: 'the delegate generates data keys and decrypts; it does not call kms:Encrypt', source: ENCRYPTOR },
  ],
});
