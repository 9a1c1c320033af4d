import {
  AccessError,
  collect,
  didYouMean,
  freeText,
  hasControlCharacters,
  isExpressionText,
  isTokenText,
  oneOf,
  show,
  throwIfAny,
  type Problem,
} from '../base';
import { Destination, parseHostname, Port, PORT_TEXT } from '../network';

/** A checked value from whatever the user wrote. @throws AccessError with every problem of this value */
export interface Parser<T> {
  (value: unknown, prop: string): T;
  /** What a file may say, as JSON Schema has it; the check itself is stricter. */
  readonly shape?: Shape;
}

/** A part of a JSON Schema, draft 2020-12. */
export type Shape = Readonly<Record<string, unknown>>;

function shaped<T>(shape: Shape, parse: (value: unknown, prop: string) => T): Parser<T> {
  return Object.assign(parse, { shape });
}

export const bool = shaped<boolean>({ type: 'boolean' }, (value, prop) => {
  if (typeof value !== 'boolean') {
    throw AccessError.of('InvalidProp', `\`${prop}\` must be true or false, got ${show(value)}`);
  }
  return value;
});

export const text = shaped<string>({ type: 'string', minLength: 1, maxLength: 1000 }, (value, prop) =>
  freeText(value, prop),
);

export const hostname = shaped<Destination>({ type: 'string', description: 'a host name' }, (value) =>
  Destination.hostname(parseHostname(value)),
);

export function choice<T extends string>(values: readonly T[]): Parser<T> {
  return shaped({ enum: values }, (value, prop) => {
    if (typeof value !== 'string' || !(values as readonly string[]).includes(value)) {
      const hint = typeof value === 'string' ? didYouMean(value, values) : '';
      throw AccessError.of('InvalidChoice', `\`${prop}\` must be ${oneOf(values)}, got ${show(value)}${hint}`);
    }
    return value as T;
  });
}

/** A list, every entry checked; `min` entries at least. */
export function listOf<T>(parse: Parser<T>, min = 0): Parser<T[]> {
  const shape = { type: 'array', items: parse.shape ?? {}, ...(min === 0 ? {} : { minItems: min }) };
  return shaped(shape, (value, prop) => {
    if (!Array.isArray(value)) {
      throw AccessError.of('InvalidProp', `\`${prop}\` must be a list, got ${show(value)}`);
    }
    if (value.length < min) {
      throw AccessError.of(
        'EmptyList',
        `\`${prop}\` must have at least ${min === 1 ? 'one entry' : `${min} entries`}, got an empty list`,
      );
    }
    const problems: Problem[] = [];
    const parsed = Array.from(value, (entry, i) =>
      collectEntry(problems, `${prop}[${i}]`, (name) => parse(entry, name)),
    );
    throwIfAny(problems);
    return parsed as T[];
  });
}

/** An object with exactly these props, each checked when it is there. */
export function object<T extends object>(
  spec: { readonly [K in keyof T]-?: Parser<NonNullable<T[K]>> },
  required: readonly (keyof T & string)[] = [],
): Parser<T> {
  return shaped(objectShape(spec, required), (value, prop) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw AccessError.of(
        'InvalidProp',
        `\`${prop}\` must be an object with ${oneOf(Object.keys(spec))}, got ${show(value)}`,
      );
    }
    const problems: Problem[] = [];
    const result: Record<string, unknown> = {};
    const known = Object.keys(spec);
    for (const [key, entry] of Object.entries(value)) {
      if (!known.includes(key)) {
        problems.push({
          code: 'UnknownProp',
          message: `\`${prop}\` has no \`${clip(key)}\`; allowed: ${oneOf(known)}${didYouMean(key, known)}`,
          at: `${prop}.${key}`,
        });
      } else if (entry !== undefined) {
        const at = `${prop}.${key}`;
        result[key] = collect(problems, '', () => spec[key as keyof T](entry, at), at);
      }
    }
    for (const key of required) {
      if (!Object.keys(value).includes(key) || (value as Record<string, unknown>)[key] === undefined) {
        problems.push({ code: 'MissingProp', message: `\`${prop}\` needs \`${key}\`` });
      }
    }
    throwIfAny(problems);
    return result as T;
  });
}

/** An object with exactly these props. */
export function objectShape(spec: Readonly<Record<string, Parser<unknown>>>, required: readonly string[] = []): Shape {
  const properties = Object.entries(spec).map(([prop, parser]) => [prop, parser.shape ?? {}] as const);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** One form or the other: the plain string that one prop of the object would have, or the object. */
export function stringOr<T>(plain: Parser<string>, fromString: (value: string) => T, otherwise: Parser<T>): Parser<T> {
  return shaped({ anyOf: [plain.shape ?? {}, otherwise.shape ?? {}] }, (value, prop) =>
    typeof value === 'string' ? fromString(plain(value, prop)) : otherwise(value, prop),
  );
}

const destination = shaped<Destination>(
  { type: 'string', description: 'a block of addresses such as 10.0.3.0/24, or a host name' },
  (value) => Destination.parse(value),
);
export const port = shaped<Port>(
  {
    anyOf: [
      { type: 'integer', minimum: 1, maximum: 65535 },
      { type: 'string', pattern: PORT_TEXT.source },
    ],
    description: 'a port such as 443, 8000-8010 or 53/udp',
  },
  (value) => Port.parse(value),
);

export const destinations = listOf(destination, 1);
export const destinationsOrNone = listOf(destination);
export const ports = listOf(port, 1);

/** A string that a pattern allows, or a deploy-time token (a CDK or Terraform value), which passes as it is. */
function patterned(code: string, what: string, pattern: RegExp, mayBeExpression = false): Parser<string> {
  return shaped({ type: 'string', pattern: pattern.source, description: what }, (value, prop) => {
    if (typeof value === 'string' && (isTokenText(value) || (mayBeExpression && isExpressionText(value)))) {
      return value;
    }
    if (typeof value !== 'string' || !pattern.test(value) || hasControlCharacters(value)) {
      throw AccessError.of(code, `\`${prop}\` must be ${what}, got ${show(value)}`);
    }
    return value;
  });
}

/** S3 bucket naming rules: 3 to 63 characters. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketName = patterned(
  'InvalidBucket',
  'the name of a bucket (3 to 63 lower-case letters, digits, dots or hyphens), not an ARN',
  /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
);
/** Google Cloud Storage also allows underscores. https://cloud.google.com/storage/docs/buckets#naming */
export const gcsBucketName = patterned(
  'InvalidBucket',
  'the name of a bucket (3 to 222 lower-case letters, digits, dots, hyphens or underscores)',
  /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
  true,
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
);
export const ecsClusterName = patterned(
  'InvalidName',
  'the name of an ECS cluster (letters, digits, hyphens and underscores, at most 255), not an ARN',
  /^[A-Za-z0-9_-]{1,255}$/,
);
export const awsName = patterned(
  'InvalidName',
  'a name without wildcards, quotes and braces, at most 255 characters',
  /^[A-Za-z0-9_ .()/+=,@-]{1,255}$/,
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
);
export const accountId = patterned('InvalidAccount', 'an AWS account id of 12 digits', /^\d{12}$/);
export const awsRegion = patterned(
  'InvalidRegion',
  'an AWS region such as eu-west-1',
  /^[a-z]{2,4}(-[a-z]+){1,2}-\d{1,2}$/,
);
export const resourceId = (prefix: string): Parser<string> =>
  patterned('InvalidName', `an id that begins with \`${prefix}-\``, new RegExp(`^${prefix}-[a-z0-9]{1,32}$`));
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
  true,
);
/** 2 to 1,224 characters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const externalId = patterned(
  'InvalidExternalId',
  'an external id of 2 to 1,224 characters (letters, digits and +=,.@:/-_)',
  /^[\w+=,.@:/-]{2,1224}$/,
);

/** A literal ARN of this service and resource, without wildcards, or a token. */
export function arnOf(service: string, resource: RegExp, example: string): Parser<string> {
  // IAM has no region; everything else here has one.
  const region = service === 'iam' ? '' : '[a-z0-9-]+';
  const whole = new RegExp(`^arn:aws[a-z-]*:${service}:${region}:\\d{12}:(.+)$`);
  return shaped({ type: 'string', pattern: whole.source, description: `an ARN such as ${example}` }, (value, prop) => {
    if (typeof value === 'string' && isTokenText(value)) {
      return value;
    }
    const match = typeof value === 'string' && !/[*?${}\s]/.test(value) ? whole.exec(value) : null;
    if (match === null || !resource.test(match[1]!)) {
      throw AccessError.of(
        'InvalidArn',
        `\`${prop}\` must be a full ARN without wildcards, such as ${example}, got ${show(value)}`,
      );
    }
    return value as string;
  });
}

export const roleArn = arnOf('iam', /^role\/[\w+=,.@/-]+$/, 'arn:aws:iam::111122223333:role/name');
export const kmsKeyArn = arnOf(
  'kms',
  /^key\/[\w-]+$/,
  'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
);
export const listenerArn = arnOf(
  'elasticloadbalancing',
  /^listener\/(app|net)\/[\w-]+\/[\w-]+\/[\w-]+$/,
  'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2',
);
export const listenerRuleArn = arnOf(
  'elasticloadbalancing',
  /^listener-rule\/(app|net)\/[\w-]+\/[\w-]+\/[\w-]+\/[\w-]+$/,
  'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee',
);

/** Names the entry in each problem, unless the problem names it already. */
function collectEntry<T>(problems: Problem[], name: string, parse: (name: string) => T): T | undefined {
  const found: Problem[] = [];
  const parsed = collect(found, '', () => parse(name), name);
  problems.push(
    ...found.map((problem) => ({
      ...problem,
      message: problem.message.startsWith(`\`${name}`) ? problem.message : `\`${name}\`: ${problem.message}`,
    })),
  );
  return parsed;
}

function clip(key: string): string {
  return show(key).slice(1, -1);
}
