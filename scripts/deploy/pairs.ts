import type { Call, Credentials } from './moto';
import documented from '../../test/data/iam-documented.json';
import recommended from '../../test/data/iam-oracle.json';
import type { RequestContext } from '../../test/oracle/iam';

/** Allowed and denied pairs of the delegate's role, and their calls. */

export type Verdict = 'allowed' | 'denied';

export interface Pair {
  readonly row: string;
  readonly profile: 'documented' | 'recommended';
  readonly expected: Verdict;
  /** `s3:GetObject` */
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  readonly context: RequestContext;
}

interface PairJson {
  readonly action: string;
  readonly resource: string;
  readonly context?: object;
}

type RowsJson = Readonly<Record<string, { readonly allowed: PairJson[]; readonly denied: PairJson[] }>>;

export const PAIRS: readonly Pair[] = [...pairsOf('documented', documented), ...pairsOf('recommended', recommended)];

/** Buckets that the pairs name: S3 says that a bucket is missing before it looks at permissions. */
export const BUCKETS: readonly string[] = [
  ...new Set(PAIRS.flatMap(({ resource }) => /^arn:aws:s3:::([^/]+)/.exec(resource)?.[1] ?? [])),
];

/** AWS checks these within the calls of other actions. */
const WITHOUT_CALL = ['iam:PassRole', 'sts:TagSession'];

const SERVICES: Readonly<Record<string, string>> = { elasticloadbalancing: 'elbv2' };

/** Calls with another name than their action. */
const OPERATIONS: Readonly<Record<string, string>> = {
  's3:GetObjectVersion': 'GetObject',
  's3:ListAllMyBuckets': 'ListBuckets',
  's3:ListBucket': 'ListObjectsV2',
};

export function hasCall({ action }: Pair): boolean {
  return !WITHOUT_CALL.includes(action);
}

/** The call that needs the action on the resource. */
export function callOf({ action, resource, context }: Pair, credentials?: Credentials): Call {
  const [service, name] = action.split(':') as [string, string];
  return {
    service: SERVICES[service] ?? service,
    operation: OPERATIONS[action] ?? name,
    parameters: parametersOf(action, resource, context),
    credentials,
    resource,
  };
}

/** Parameters from which moto finds the resource. Other calls need none, since permissions are checked first. */
function parametersOf(action: string, resource: string, context: RequestContext): object {
  if (action === 'sts:AssumeRole') {
    return { RoleArn: resource, RoleSessionName: 'delegate', ExternalId: context['sts:ExternalId'] ?? 'none' };
  }
  const [, bucket, key] = /^arn:aws:s3:::([^/]+)\/?(.*)$/.exec(resource) ?? [];
  return {
    ...(bucket === undefined ? {} : { Bucket: bucket }),
    ...(key === undefined || key === '' ? {} : { Key: key }),
    ...(action === 's3:GetObjectVersion' ? { VersionId: 'some-version' } : {}),
    ...(action === 's3:PutBucketPolicy' ? { Policy: '{}' } : {}),
    ...(context['s3:prefix'] === undefined ? {} : { Prefix: context['s3:prefix'] }),
  };
}

function pairsOf(profile: Pair['profile'], rows: RowsJson): Pair[] {
  return Object.entries(rows).flatMap(([row, verdicts]) =>
    (['allowed', 'denied'] as const).flatMap((expected) =>
      verdicts[expected].map(({ action, resource, context = {} }) => ({
        row,
        profile,
        expected,
        action,
        resource,
        context: context as RequestContext,
      })),
    ),
  );
}
