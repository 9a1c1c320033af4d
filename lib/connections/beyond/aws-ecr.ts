import { bool, choice, list, object, textOr, type Parsed } from '../../base';
import { HARNESS, host, onPage, recorded, VENDOR } from '../../catalog';
import { ECR_STATEMENTS, managedOn } from '../../catalog/aws-templates';
import { AWS_PLACE, awsValues } from '../aws-props';
import { accountId, repositoryName } from '../cloud-names';
import { connection } from '../definition';
import { asks, SCOPE, scopeSwitch } from '../props';
import { on } from '../scope';
import { hosts, onRequest, statements } from '../shorthands';

const PAGE = HARNESS.awsConnector;
const STARPORT = recorded('prod-<region>-starport-layer-bucket in public repositories');
const REPOSITORY_ARN = 'arn:{partition}:ecr:{region}:{repositoryAccount}:repository/{repository}';

const REPOSITORY = object('EcrImageScope', {
  name: repositoryName.required(),
  account: accountId.doc('Account of the repository.', '- the account of the stack'),
  access: choice(['pull', 'push']).doc('`pull`: tags and layers; `push`: images are written as well.', "'pull'"),
});

export default connection({
  id: 'aws-ecr',
  title: 'AWS ECR',
  page: PAGE,
  factory: 'awsEcr',
  summary: '443 to AWS.',
  props: AWS_PLACE.extend('AwsEcrProps', {
    repositories: list(textOr(repositoryName, (name): Parsed<typeof REPOSITORY> => ({ name }), REPOSITORY))
      .for(SCOPE)
      .doc('The repositories; needed by RECOMMENDED.', '- none'),
    push: bool.doc(
      'DOCUMENTED only: the policy for builds that push images; RECOMMENDED takes it from `repositories`.',
      'false',
    ),
    listRepositories: scopeSwitch('RECOMMENDED only: fill the list of repositories in the Harness UI.'),
    createRepositories: scopeSwitch('RECOMMENDED only: builds make the repositories that they push to.'),
    publicRegistry: asks('Opens 443 to ECR Public as well.'),
  }),
  scope: (values) => {
    const repositories = values.repositories ?? [];
    return {
      flags: new Set([
        'ecrPull',
        values.push === true ? 'push' : 'pull',
        ...on({ listRepositories: values.listRepositories, createRepositories: values.createRepositories }),
      ]),
      values: awsValues(values),
      items: {
        ecrRepositories: repositories.map(({ name, account = '{account}', access = 'pull' }) => ({
          repository: name,
          repositoryAccount: account,
          access,
        })),
      },
    };
  },
  apiKind: 'awsServices',
  hosting: ['cloud'],
  statements: [
    onPage(443, 'api', 'the API and the registry, in TLS', [PAGE, VENDOR.awsEndpoints]),
    {
      ...onRequest('publicRegistry', 443, 'api', 'images of ECR Public', [PAGE]),
      key: 'public-registry',
      hosts: hosts(PAGE, {
        'public.ecr.aws': 'the registry (from general knowledge, unverified)',
        '*.cloudfront.net': 'its layers (from general knowledge, unverified)',
      }),
    },
  ],
  hosts: [
    ...hosts(VENDOR.awsEndpoints, {
      'api.ecr.{region}.{dnsSuffix}': 'lists tags and reads digests',
      '*.dkr.ecr.{region}.{dnsSuffix}': 'the registry, where images are pulled or pushed',
      's3.{region}.{dnsSuffix}': 'layers, by a gateway endpoint',
    }),
    host('prod-{region}-starport-layer-bucket.s3.{region}.{dnsSuffix}', 'layers, from a bucket of AWS', STARPORT),
  ],
  credentials: [],
  permissions: {
    documented: [
      { ...managedOn(PAGE, 'AmazonEC2ContainerRegistryReadOnly'), when: 'pull' },
      {
        ...managedOn(PAGE, 'AmazonEC2ContainerRegistryFullAccess', [
          {
            finding: 'WritesEveryRepository',
            text: 'AmazonEC2ContainerRegistryFullAccess writes and deletes images and repositories of the whole account, and changes who may read them',
            source: VENDOR.awsManagedPolicies('AmazonEC2ContainerRegistryFullAccess'),
          },
        ]),
        when: 'push',
      },
    ],
    recommended: [
      ...ECR_STATEMENTS,
      ...statements(VENDOR.awsActions('ecr'), [
        {
          sid: 'HarnessEcrPush',
          each: { items: 'ecrRepositories', only: { access: ['push'] } },
          actions: ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage'],
          moreActions: { createRepositories: ['ecr:CreateRepository'] },
          resources: [REPOSITORY_ARN],
        },
        {
          sid: 'HarnessEcrListAll',
          when: 'listRepositories',
          actions: ['ecr:DescribeRepositories'],
          resources: ['arn:{partition}:ecr:{region}:{account}:repository/*'],
        },
      ]),
    ],
  },
  scopes: [{ prop: 'repositories', why: 'the repositories that are pulled from or pushed to' }],
  remarks: [
    {
      text: 'the delegate lists tags and reads digests; pods of builds and nodes pull the layers',
      source: PAGE,
    },
    { text: 'a repository of another account needs a policy there that names the role of the delegate', source: PAGE },
  ],
});
