import {
  AccessError,
  attributeOf,
  hasControlCharacters,
  isExpressionText,
  isTokenText,
  partsAroundTokens,
  refuseListToken,
  schema,
  show,
  showHidden,
  type JsonSchema,
  Schema,
} from '../base';
import { LABEL, LABEL_RULE } from '../network';

/** Names, ids and ARNs of AWS, Google Cloud and Kubernetes, each as its cloud allows it, and never with an unexpected wildcard. */

interface PatternOptions {
  /** An expression of Terraform, written by hand, passes as it is. */
  readonly mayBeExpression?: boolean;
  /** True for a secret, which is never printed. */
  readonly isSecret?: boolean;
  /** Likely corrections of a wrong value, the likeliest first; the first that the pattern allows is shown. */
  readonly meant?: (text: string) => readonly (string | undefined)[];
  /** Replaces the pattern itself, where that is more than a reader needs. */
  readonly json?: JsonSchema;
  /** Attributes of objects of a CDK that stand for the text, such as `bucketName`; the first that the object has. */
  readonly of?: readonly string[];
  /** Its type in TypeScript, where that is not made of `of`. */
  readonly type?: string;
}

/** A string that a pattern allows, or a deploy-time token (a CDK or Terraform value), which passes as it is. */
export function patterned(code: string, what: string, pattern: RegExp, options: PatternOptions = {}): Schema<string> {
  const { of = [] } = options;
  const type = options.type ?? ['string', ...of.map((attribute) => `{ readonly ${attribute}: string }`)].join(' | ');
  const checked = schema(
    () => ({ json: options.json ?? { type: 'string', pattern: pattern.source, description: what }, type }),
    (given, at) => {
      const value = attributeOf(given, of) ?? given;
      refuseListToken(value, at);
      const isLiteral = typeof value === 'string' && pattern.test(value) && !hasControlCharacters(value);
      if (!isLiteral && !passesAsItIs(value, pattern, options)) {
        const got = (options.isSecret === true ? showHidden : show)(value);
        throw AccessError.of(code, `\`${at}\` must be ${what}, got ${got}${didYouMeanText(value, pattern, options)}`);
      }
      return value as string;
    },
  );
  return of.length === 0 ? checked : checked.of(of);
}

/** A name is at most as long. */
const MAX_MEANT = 255;

function didYouMeanText(value: unknown, pattern: RegExp, { isSecret, meant }: PatternOptions): string {
  if (typeof value !== 'string' || isSecret === true || value.length > 2 * MAX_MEANT) {
    return '';
  }
  const text = value.trim();
  const candidates = [text, ...(meant?.(text) ?? []), text.toLowerCase()];
  const fine = candidates.find((one) => one !== undefined && pattern.test(one) && !hasControlCharacters(one));
  return fine === undefined || fine.length > MAX_MEANT ? '' : `; did you mean \`${fine}\`?`;
}

/** Name in an ARN, without its path, or in the address of a bucket. */
function nameOf(text: string): readonly string[] {
  const bucket = /^(?:arn:[^:]*:s3:::|s3:\/\/|gs:\/\/)([^/]+)/.exec(text)?.[1];
  const resource = /^arn:(?:[^:]*:){4}[a-z-]+[/:](.+)$/.exec(text)?.[1];
  return [bucket, resource].filter((name) => name !== undefined);
}

/** Values that tokens may stand for: a partition, a region, an account, a name, a part of one. */
const STAND_INS = ['aws', 'us-east-1', '111111111111', 'abc', 'a'];
/** Tokens of one text; an ARN has four. */
const MAX_TOKENS = 5;

/**
 * True for a token alone, and for a text around tokens that a literal could be: its other parts are checked as those of a
 * literal, so that a token switches no check off.
 */
function passesAsItIs(value: unknown, pattern: RegExp, { mayBeExpression }: PatternOptions): boolean {
  if (typeof value !== 'string' || (mayBeExpression === true && isExpressionText(value))) {
    return typeof value === 'string';
  }
  if (!isTokenText(value)) {
    return false;
  }
  const parts = partsAroundTokens(value);
  const count = parts.length - 1;
  return count <= MAX_TOKENS && (parts.every((part) => part === '') || filled(parts, 0, parts[0]!, pattern));
}

/** True when some choice of values makes the pattern take the text. */
function filled(parts: readonly string[], at: number, text: string, pattern: RegExp): boolean {
  return at === parts.length - 1
    ? pattern.test(text) && !hasControlCharacters(text)
    : STAND_INS.some((value) => filled(parts, at + 1, text + value + parts[at + 1]!, pattern));
}

/** The same without tokens. */
function literal(of: Schema<string>, code: string, what: string): Schema<string> {
  return new Schema(
    (value, at, problems) => {
      if (typeof value === 'string' && partsAroundTokens(value).length > 1) {
        problems.push({ code, message: `\`${at}\` must be ${what}, got ${show(value)}`, at });
        return undefined;
      }
      if (typeof value === 'number') {
        // YAML reads digits without quotes as a number, and drops a zero at their beginning.
        const text = `; write '${`${value}`.padStart(12, '0')}', in quotes`;
        problems.push({ code, message: `\`${at}\` must be ${what}, got the number ${value}${text}`, at });
        return undefined;
      }
      return of.read(value, at, problems);
    },
    () => of.facts,
    false,
  );
}

/** S3 bucket naming rules: 3 to 63 characters. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketName = patterned(
  'InvalidBucket',
  'the name of a bucket (3 to 63 lower-case letters, digits, dots or hyphens), not an ARN',
  /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  { meant: nameOf, of: ['bucketName'] },
);
/** Google Cloud Storage also allows underscores. https://cloud.google.com/storage/docs/buckets#naming */
export const gcsBucketName = patterned(
  'InvalidBucket',
  'the name of a bucket (3 to 222 lower-case letters, digits, dots, hyphens or underscores)',
  /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
  { mayBeExpression: true, meant: nameOf },
);
export const keyPrefix = patterned(
  'InvalidPrefix',
  'a key prefix without `*`, `?`, `$`, `{` and `}`',
  /^[^*?${}\\]{1,512}$/,
);
export const ecsName = patterned(
  'InvalidName',
  'an ECS name (letters, digits, hyphens and underscores, at most 255), or `*`',
  /^(\*|[A-Za-z0-9_-]{1,255})$/,
  { meant: nameOf },
);
export const ecsClusterName = patterned(
  'InvalidName',
  'the name of an ECS cluster (letters, digits, hyphens and underscores, at most 255), not an ARN',
  /^[A-Za-z0-9_-]{1,255}$/,
  { meant: nameOf, of: ['clusterName'] },
);
export const eksClusterName = patterned(
  'InvalidName',
  'the name of an EKS cluster (letters, digits, hyphens and underscores, at most 100), not an ARN',
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
  { meant: nameOf, of: ['clusterName'] },
);
export const lambdaName = patterned(
  'InvalidName',
  'the name of a function (letters, digits, hyphens and underscores, at most 64), not an ARN',
  /^[A-Za-z0-9_-]{1,64}$/,
  { meant: nameOf, of: ['functionName'] },
);
export const stackName = patterned(
  'InvalidName',
  'the name of a stack (letters, digits and hyphens, at most 128), which may end in `*`',
  /^[A-Za-z][A-Za-z0-9-]{0,126}[A-Za-z0-9*-]?$/,
  { meant: nameOf, of: ['stackName'] },
);
export const logGroupName = patterned(
  'InvalidName',
  'the name of a log group (letters, digits and `_`, `-`, `/`, `.`, `#`, at most 512), which may end in `*`',
  /^[A-Za-z0-9_/.#-]{0,511}[A-Za-z0-9_/.#*-]$/,
  { of: ['logGroupName'] },
);
/** Secrets are called `<prefix>/<name>`. */
export const secretPrefix = patterned(
  'InvalidPrefix',
  'the prefix of the names of secrets (letters, digits and `/_+=.@-`), without `/` at its end',
  /^[A-Za-z0-9/_+=.@-]{0,400}[A-Za-z0-9_+=.@-]$/,
  { meant: (text) => [text.replace(/\/+$/, '')] },
);
export const dbResourceId = patterned(
  'InvalidName',
  'the resource id of a database, such as `db-ABCDEFGHIJKL01234` or `cluster-ABCDEFGHIJKL01234`',
  /^(?:db|cluster|prx)-[A-Za-z0-9]{1,64}$/,
);
/** 3 to 24 characters, as in the host name of the vault. */
export const azureVaultName = patterned(
  'InvalidName',
  'the name of a key vault (3 to 24 letters, digits and hyphens, beginning with a letter)',
  /^[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$/,
  { meant: (text) => [/^(?:https?:\/\/)?([^./]+)\.vault\./.exec(text)?.[1]] },
);
export const awsName = patterned(
  'InvalidName',
  'a name without wildcards, quotes and braces, at most 255 characters',
  /^[A-Za-z0-9_ .()/+=,@-]{1,255}$/,
  { meant: nameOf },
);
export const namePattern = patterned(
  'InvalidName',
  'a name, which may end in `*`',
  /^[A-Za-z0-9_ .+=,@-]{0,100}[A-Za-z0-9_ .+=,@*-]$/,
);
export const repositoryName = patterned(
  'InvalidName',
  'the name of a repository (lower-case letters, digits, `.`, `_`, `-` and `/`)',
  /^[a-z0-9][a-z0-9._/-]{0,254}$/,
  { meant: nameOf, of: ['repositoryName'] },
);
export const accountId = patterned('InvalidAccount', 'an AWS account id of 12 digits', /^\d{12}$/, {
  meant: (text) => [text.replace(/[-\s]/g, '')],
});
/** An account that a list compares, so a token says nothing. */
export const literalAccountId = literal(
  accountId,
  'InvalidAccount',
  'an AWS account id of 12 digits as a text: the list, the stack of that account and the review compare it',
);
export const resourceId = (prefix: string, of: readonly string[] = []): Schema<string> =>
  patterned('InvalidName', `an id that begins with \`${prefix}-\``, new RegExp(`^${prefix}-[a-z0-9]{1,32}$`), { of });
export const tagPart = patterned(
  'InvalidTag',
  'a tag key or value (letters, digits, spaces and _.:/=+-@, at most 128)',
  /^[A-Za-z0-9 _.:/=+@-]{1,128}$/,
);
export const hostLabel = patterned(
  'InvalidHostname',
  'one label of a host name (letters, digits and hyphens)',
  /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/,
);
export const googleId = patterned(
  'InvalidName',
  'an id of Google Cloud (letters, digits, hyphens and underscores)',
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,254}$/,
  { mayBeExpression: true, meant: (text) => [text.split('/').pop()] },
);
/** With its path, where it has one. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const anyRoleName = patterned(
  'InvalidRole',
  'the name of a role (letters, digits and +=,.@_-, at most 64), with its path, not an ARN',
  /^(?:[\w+=,.@-]{1,64}\/){0,8}[\w+=,.@-]{1,64}$/,
  { meant: nameOf },
);
export const roleName = literal(
  anyRoleName,
  'InvalidRole',
  'the name of a role as a text: the list, the stack of its account and the review compare it',
);
/** 2 to 1,224 characters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const externalId = patterned(
  'InvalidExternalId',
  'an external id of 2 to 1,224 characters (letters, digits and +=,.@:/-_)',
  /^[\w+=,.@:/-]{2,1224}$/,
  { isSecret: true },
);

/** A literal ARN of this service and resource, without wildcards, or a token. */
function arnOf(service: string, resource: RegExp, example: string, of: string): Schema<string> {
  // IAM has no region; everything else here has one.
  const begin = `^arn:aws[a-z-]*:${service}:${service === 'iam' ? '' : '[a-z0-9-]+'}:\\d{12}:`;
  const whole = new RegExp(begin + resource.source.slice(1));
  const json = { type: 'string', pattern: `${begin}(.+)$`, description: `an ARN such as ${example}` };
  // The name of a role is its ARN but for the account, which is still to be written; names of other things are not.
  const meant = (text: string): string[] =>
    service === 'iam' ? [example.replace(/[^/]*$/, text.replace(/^role\//, ''))] : [];
  return patterned('InvalidArn', `a full ARN without wildcards, such as ${example}`, whole, { json, meant, of: [of] });
}

export const roleArn = arnOf('iam', /^role\/[\w+=,.@/-]+$/, 'arn:aws:iam::111122223333:role/name', 'roleArn');
export const kmsKeyArn = arnOf(
  'kms',
  /^key\/[\w-]+$/,
  'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  'keyArn',
);
export const prometheusWorkspaceArn = arnOf(
  'aps',
  /^workspace\/[\w-]+$/,
  'arn:aws:aps:eu-west-1:111122223333:workspace/ws-1234abcd-12ab-34cd-56ef-1234567890ab',
  'workspaceArn',
);
export const listenerArn = arnOf(
  'elasticloadbalancing',
  /^listener\/(app|net)\/[\w-]+\/[\w-]+\/[\w-]+$/,
  'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2',
  'listenerArn',
);
export const listenerRuleArn = arnOf(
  'elasticloadbalancing',
  /^listener-rule\/(app|net)\/[\w-]+\/[\w-]+\/[\w-]+\/[\w-]+$/,
  'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee',
  'listenerRuleArn',
);

/** Name of a namespace of Kubernetes. */
export const namespaceName = patterned('InvalidNamespace', `a namespace: ${LABEL_RULE}`, LABEL);
