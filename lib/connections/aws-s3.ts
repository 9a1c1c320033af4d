import { HARNESS, inTable, VENDOR } from '../catalog';
import { AWS, awsFlags, awsValues, BUCKET_PROPS, bucketFlags, bucketItems, BUCKETS } from './aws-props';
import { connection } from './definition';
import { SCOPE, scopeSwitch } from './props';
import { on } from './scope';
import { hosts } from './shorthands';
import {
  describeRegionsDocumented,
  describeRegionsRecommended,
  managed,
  S3_STATEMENTS,
} from '../catalog/aws-templates';

export default connection({
  id: 'aws-s3',
  title: 'AWS S3',
  factory: 'awsS3',
  summary: '443 to AWS.',
  props: AWS.extend(
    'AwsS3Props',
    {
      buckets: BUCKETS.for(SCOPE).doc(
        'The buckets; needed by RECOMMENDED, ignored with a finding by DOCUMENTED.',
        '- none',
      ),
      listAllBuckets: scopeSwitch('RECOMMENDED only: fill the list of buckets in the Harness UI.'),
    },
    BUCKET_PROPS,
  ),
  hostVariables: ({ buckets = [] }): Record<string, readonly string[]> => {
    // Names of buckets that are literal; a wildcard stands for the others.
    const literal = buckets.map(({ name }) => name).filter((name) => !name.includes('$') && !name.includes('.'));
    return literal.length === 0 ? {} : { bucket: literal };
  },
  scope: (values) => ({
    flags: new Set([...awsFlags(values), ...bucketFlags(values), ...on({ listAllBuckets: values.listAllBuckets })]),
    values: awsValues(values),
    items: bucketItems(values.buckets ?? [], values),
  }),
  apiKind: 'awsServices',
  hosting: ['cloud'],
  statements: [inTable(443, 'api', 'as written', 'HTTP: 443', 'TLS; the label says HTTP', [VENDOR.awsEndpoints])],
  hosts: hosts(VENDOR.awsEndpoints, {
    'ec2.{region}.{dnsSuffix}': 'DescribeRegions',
    's3.{region}.{dnsSuffix}': 'S3 API',
    '{bucket}.s3.{region}.{dnsSuffix}': 'S3 API of a bucket that is named (from general knowledge, unverified)',
    '*.s3.{region}.{dnsSuffix}': 'S3 API, one name for each bucket (from general knowledge, unverified)',
  }),
  credentials: [],
  permissions: {
    documented: [
      managed('AmazonS3ReadOnlyAccess', [
        {
          finding: 'ReadsEveryBucket',
          text: 'AmazonS3ReadOnlyAccess reads every object of every bucket in the account',
          source: VENDOR.awsManagedPolicies('AmazonS3ReadOnlyAccess'),
        },
      ]),
      describeRegionsDocumented,
    ],
    recommended: [describeRegionsRecommended, ...S3_STATEMENTS],
  },
  scopes: [{ prop: 'buckets', why: 'the buckets that Harness reads artifacts from' }],
  remarks: [
    {
      text: 'Harness prints an older text of AmazonS3ReadOnlyAccess; today the policy also has s3:Describe* and reads object lambdas',
      source: HARNESS.awsConnector,
    },
    {
      text: 'no documented S3 policy has a KMS action, so buckets with keys of your own cannot be read; RECOMMENDED takes `kmsKeys`',
      source: VENDOR.awsActions('kms'),
    },
  ],
});
