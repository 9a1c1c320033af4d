import { bool, list, object } from '../../base';
import { host, hub, notInTable, onPage, recorded, VENDOR } from '../../catalog';
import { arn } from '../../catalog/aws-templates';
import { role } from '../../catalog/gcp-templates';
import { AWS_PLACE, awsValues } from '../aws-props';
import { awsName, bucketName, gcsBucketName, hostLabel, keyPrefix } from '../cloud-names';
import { connection } from '../definition';
import { ASKS, ASKS_WITH_SCOPE } from '../props';
import { known } from '../scope';
import { hosts, onRequest, statements } from '../shorthands';

const PAGE = hub(
  'continuous-delivery/cd-infrastructure/terraform-infra/run-a-terraform-plan-with-the-terraform-apply-step.md',
  '60b5e121',
);
const REGISTRIES = recorded('registries of Terraform and OpenTofu (from general knowledge, unverified)');

const S3_STATE = object('S3StateScope', {
  bucket: bucketName.required(),
  key: keyPrefix.required().doc('Key of the state in the bucket.'),
  lockTable: awsName.doc('Table of DynamoDB that locks the state.', '- none'),
  fileLock: bool.doc('The state is locked by a file beside it.', 'false'),
});

export default connection({
  id: 'terraform',
  title: 'Terraform and OpenTofu steps',
  page: PAGE,
  factory: 'terraform',
  summary: '443 to the registries, and to the places of states on request.',
  props: AWS_PLACE.extend('TerraformProps', {
    s3States: list(S3_STATE)
      .for(ASKS_WITH_SCOPE)
      .doc('States in S3: opens 443 to S3 and DynamoDB, and gives their permissions under RECOMMENDED.', '- none'),
    gcsStates: list(gcsBucketName)
      .for(ASKS_WITH_SCOPE)
      .doc('Buckets of Cloud Storage with states: opens 443 to it, and gives the role under RECOMMENDED.', '- none'),
    azureStates: list(hostLabel).for(ASKS).doc('Storage accounts of Azure with states: opens 443 to them.', '- none'),
  }),
  scope: (values) => ({
    values: awsValues(values),
    items: {
      s3States: (values.s3States ?? []).map(({ bucket, key, fileLock = false }) => ({
        bucket,
        key,
        lock: fileLock ? 'file' : 'none',
      })),
      lockTables: (values.s3States ?? []).flatMap(({ lockTable }) => (lockTable === undefined ? [] : [{ lockTable }])),
      gcsStates: (values.gcsStates ?? []).map((bucket) => ({ bucket })),
    },
  }),
  hostVariables: ({ azureStates }) => known({ storageAccount: azureStates }),
  hosting: ['saas'],
  statements: [
    {
      ...onPage(443, 'api', 'the program, as the page installs it with INIT_SCRIPT, in TLS', [PAGE]),
      key: 'program',
      hosts: [host('releases.hashicorp.com', 'the program', PAGE)],
    },
    notInTable(
      443,
      'api',
      'missing',
      '`init` fetches providers and modules from registries, which the page does not name; `to` is for mirrors of your own',
      [REGISTRIES],
    ),
    {
      ...onRequest('s3States', 443, 'api', 'states in S3', [VENDOR.awsEndpoints]),
      key: 's3-states',
      hosts: hosts(VENDOR.awsEndpoints, {
        's3.{region}.{dnsSuffix}': 'states',
        '*.s3.{region}.{dnsSuffix}': 'states, one name for each bucket (from general knowledge, unverified)',
        'dynamodb.{region}.{dnsSuffix}': 'locks',
      }),
    },
    {
      ...onRequest('gcsStates', 443, 'api', 'states in Cloud Storage', [REGISTRIES]),
      key: 'gcs-states',
      hosts: hosts(REGISTRIES, { 'storage.googleapis.com': 'states' }),
    },
    {
      ...onRequest('azureStates', 443, 'api', 'states in Azure Storage', [REGISTRIES]),
      key: 'azure-states',
      hosts: hosts(REGISTRIES, { '{storageAccount}.blob.core.windows.net': 'states' }),
    },
  ],
  hosts: [
    host('releases.hashicorp.com', 'providers of HashiCorp', REGISTRIES),
    ...hosts(REGISTRIES, {
      'registry.terraform.io': 'providers and modules of Terraform',
      'registry.opentofu.org': 'providers and modules of OpenTofu',
      'github.com': 'providers of others, and modules',
      'objects.githubusercontent.com': 'files of releases on GitHub',
      'checkpoint-api.hashicorp.com': 'looks for a newer version; CHECKPOINT_DISABLE switches it off',
    }),
  ],
  credentials: [{ what: 'credentials of the providers in the configuration', source: PAGE }],
  permissions: {
    documented: [],
    recommended: [
      ...statements(VENDOR.awsActions('s3'), [
        {
          sid: 'HarnessTerraformStateList',
          each: { items: 's3States' },
          actions: ['s3:ListBucket'],
          resources: ['arn:{partition}:s3:::{bucket}'],
        },
        {
          sid: 'HarnessTerraformState',
          each: { items: 's3States' },
          actions: ['s3:GetObject', 's3:PutObject'],
          resources: ['arn:{partition}:s3:::{bucket}/{key}'],
        },
        {
          sid: 'HarnessTerraformStateLock',
          each: { items: 's3States', only: { lock: ['file'] } },
          actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
          resources: ['arn:{partition}:s3:::{bucket}/{key}.tflock'],
          note: 'the lock is a file beside the state (the name is from general knowledge, unverified)',
        },
      ]),
      ...statements(VENDOR.awsActions('dynamodb'), [
        {
          sid: 'HarnessTerraformLock',
          each: { items: 'lockTables' },
          actions: ['dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
          resources: [arn('dynamodb', 'table/{lockTable}')],
        },
      ]),
      role('roles/storage.objectAdmin', 'Storage Object Admin', 'bucket', { each: { items: 'gcsStates' } }),
    ],
  },
  remarks: [
    {
      text: 'what a configuration makes cannot be known: only the places of states give permissions here',
      source: PAGE,
    },
    { text: 'a state in Terraform Cloud is `terraform-cloud`; one behind HTTP is a `Connection.custom`', source: PAGE },
  ],
});
