import { choice, list, object, textOr, type ObjectOf, type Parsed } from '../base';
import { partitionOf, placeOfArn } from '../catalog';
import {
  accountId,
  bucketName,
  externalId,
  keyPrefix,
  kmsKeyArn,
  literalAccountId,
  roleArn,
  repositoryName,
  roleName,
} from './cloud-names';
import { COMMON, SCOPE, scopeSwitch } from './props';
import { on, type Scope } from './scope';
import { awsRegion } from '../catalog/region-name';

/** Props that the AWS connections share, and what they mean to the templates of the catalogue. */

const TARGET_ROLE = object('TargetRole', {
  role: roleName.required(),
  externalId: externalId.doc(
    'External id that the trust policy of the role asks for; 2 to 1,224 characters. Never shown.',
    '- none',
  ),
});

/** Place of an AWS connection: account, role and regions. */
export const AWS_PLACE = COMMON.extend('AwsPlaceProps', {
  account: literalAccountId.doc(
    "Account in which the connection works, when it is not the delegate's own; needs `via`, and `regions` where permissions name one.",
    "- the delegate's own account",
  ),
  via: textOr(roleName, (role): Parsed<typeof TARGET_ROLE> => ({ role }), TARGET_ROLE).doc(
    'Name of the role in `account` that the delegate assumes, and that has the permissions of this connection; `DelegateTargetRole` makes it.',
    "- the delegate's own role",
  ),
  regions: list(awsRegion, 1).doc(
    'Regions in which the connection is used; limits the recommended permissions and the host names.',
    '- the region of the stack, and every region in host names',
  ),
});

export const AWS = AWS_PLACE.extend('AwsProps', {
  describeRegions: scopeSwitch(
    'RECOMMENDED only: `false` leaves out `ec2:DescribeRegions`, for accounts in which Harness made it optional.',
    'true',
  ),
});

const ASSUME_ROLE = object('AssumeRoleTarget', {
  role: roleArn.required().doc('ARN of the role in the target account, exact.'),
  externalId: externalId.doc(
    'External id in the trust policy of the target role; 2 to 1,224 characters. Never shown: the review has a fingerprint of it.',
    '- none',
  ),
});

/** Roles in other accounts that Harness assumes. */
export const ASSUME_ROLES = list(textOr(roleArn, (role): Parsed<typeof ASSUME_ROLE> => ({ role }), ASSUME_ROLE))
  .for(SCOPE)
  .doc('RECOMMENDED only: roles in other accounts that Harness assumes ("STS role" of the connector).', '- none');

type AssumeRoles = Parsed<typeof ASSUME_ROLES> | undefined;

/** Values and items of the roles that are assumed. */
export function assumeRolesScope(roles: AssumeRoles = []): Pick<Scope, 'items' | 'values'> {
  return {
    values: { assumeRoleArn: roles.map(({ role }) => role) },
    items: {
      assumeRoles: roles.map(({ role, externalId: id }) => ({ role, ...(id === undefined ? {} : { externalId: id }) })),
    },
  };
}

const ACCESS = choice(['read', 'write', 'readWrite'], 'BucketAccess');
/** ARNs of customer-managed keys. */
export const KMS_KEYS = list(kmsKeyArn);

const BUCKET = object('BucketScope', {
  name: bucketName.required(),
  access: ACCESS.doc('Access of the connection to the bucket.', '- `access` of the connection'),
  prefix: keyPrefix.doc('Only keys in this folder; a `/` is added at its end.', '- every key'),
  kmsKeys: KMS_KEYS.doc('ARNs of the customer-managed keys of this bucket.', '- `kmsKeys` of the connection'),
});
const { access: _, ...READ_ONLY } = BUCKET.own as typeof BUCKET.props;
/** A bucket that is only read. */
const REVISION_BUCKET = object('RevisionBucketScope', READ_ONLY);

export const BUCKETS = list(textOr(bucketName, (name): Parsed<typeof BUCKET> => ({ name }), BUCKET));
export const REVISION_BUCKETS = list(
  textOr(bucketName, (name): Parsed<typeof REVISION_BUCKET> => ({ name }), REVISION_BUCKET),
);

export const BUCKET_PROPS = object('BucketProps', {
  access: ACCESS.for(SCOPE).doc('RECOMMENDED only: access to buckets that do not set their own.', "'read'"),
  kmsKeys: KMS_KEYS.for(SCOPE).doc(
    'RECOMMENDED only: ARNs of the customer-managed keys of buckets that do not set their own.',
    '- none',
  ),
  objectVersions: scopeSwitch('RECOMMENDED only: read old versions of objects too.', 'true'),
  allowDelete: scopeSwitch('RECOMMENDED only: delete objects in buckets that are written.'),
});

type AwsValues = ObjectOf<typeof AWS.props>;

/** The flags that every AWS connection has. */
export function awsFlags({ describeRegions }: AwsValues): string[] {
  return on({ describeRegions: describeRegions !== false });
}

/** The values that every AWS connection has. */
export function awsValues({ regions }: ObjectOf<typeof AWS_PLACE.props>): Record<string, readonly string[]> {
  return regions === undefined ? {} : { region: [...new Set(regions)].sort() };
}

type BucketValues = ObjectOf<typeof BUCKET_PROPS.props>;

export function bucketFlags({ objectVersions, allowDelete }: BucketValues): string[] {
  return on({ objectVersions: objectVersions !== false, allowDelete });
}

/** Region of a key, which is that of its bucket; of one that only the deployment knows, that of the connection. */
function regionOfKey(key: string): Readonly<Record<string, string>> {
  const region = placeOfArn(key)?.region ?? '';
  return region === '' ? {} : { region, dnsSuffix: partitionOf(region).dnsSuffix };
}

/** Keys with the same access, each with its region where it is known. */
export function kmsItems(keys: readonly string[] = [], access: string): Scope['items'][string] {
  return keys.map((kmsKey) => ({ kmsKey, access, ...regionOfKey(kmsKey) }));
}

/** The buckets, and the keys of all of them with the widest access that a bucket has with each. */
export function bucketItems(buckets: readonly Parsed<typeof BUCKET>[], values: BucketValues): Scope['items'] {
  const fallback = values.access ?? 'read';
  const keys = new Map<string, string>();
  for (const { access = fallback, kmsKeys = values.kmsKeys ?? [] } of buckets) {
    for (const key of kmsKeys) {
      const known = keys.get(key);
      keys.set(key, known === undefined || known === 'read' ? access : known);
    }
  }
  return {
    buckets: buckets.map(({ name, access = fallback, prefix }) => ({
      bucket: name,
      access,
      prefix: prefix === undefined || prefix.endsWith('/') ? (prefix ?? '') : `${prefix}/`,
      prefixed: prefix === undefined ? 'no' : 'yes',
    })),
    kmsKeys: [...keys].map(([kmsKey, access]) => ({ kmsKey, access, ...regionOfKey(kmsKey) })),
  };
}

const REPOSITORY = object('EcrRepositoryScope', {
  name: repositoryName.required(),
  account: accountId.doc('Account of the repository.', '- the account of the stack'),
  access: choice(['read', 'pull']).doc('`read`: tags and labels; `pull`: the layers as well.', "'read'"),
});

/** Repositories of ECR, by name or with their account. */
export const ECR_REPOSITORIES = list(
  textOr(repositoryName, (name): Parsed<typeof REPOSITORY> => ({ name }), REPOSITORY),
);

type Repositories = Parsed<typeof ECR_REPOSITORIES> | undefined;

export function ecrItems(repositories: Repositories = []): Scope['items'][string] {
  return repositories.map(({ name, account = '{account}', access = 'read' }) => ({
    repository: name,
    repositoryAccount: account,
    access,
  }));
}

export function pullsImages(repositories: Repositories = []): boolean {
  return repositories.some(({ access }) => access === 'pull');
}
