import { AccessError, isTokenText, nearMiss, schema, show, type Schema } from '../../base';
import { PARTITIONS } from '../../catalog';
import { actionsOf, iamEdition, iamServices, matchingActions } from '../../catalog/iam-actions';
import { patterned } from '../cloud-names';

/** Actions and ARNs of a statement that a user writes. */

const ACTION = /^([a-z0-9-]+):([A-Za-z0-9*?]+)$/;

/** An action of AWS, in AWS's own spelling; with wildcards, one that at least one action matches. */
export const iamAction: Schema<string> = schema(
  () => ({
    json: { type: 'string', pattern: ACTION.source, description: 'an action such as s3:GetObject' },
    type: 'string',
  }),
  (value, at) => {
    const text = typeof value === 'string' ? value : '';
    const [, service = '', name = ''] = ACTION.exec(text) ?? [];
    if (service === '') {
      const all = text === '*' ? ', which is every action of AWS; name those that the delegate uses' : '';
      throw AccessError.of(
        'InvalidStatement',
        `\`${at}\` must be an action such as s3:GetObject, got ${show(value)}${all}`,
      );
    }
    if (actionsOf(service).length === 0) {
      throw unknownAction(at, value, `there is no service \`${service}\``, nearMiss(service, iamServices()));
    }
    const matching = matchingActions(text);
    const isWildcard = /[*?]/.test(name);
    if (matching.length > 0 && (isWildcard || matching[0]!.name === text)) {
      return text;
    }
    const names = actionsOf(service).map((action) => action.name);
    const meant = matching[0]?.name ?? nearMiss(text, names);
    throw unknownAction(at, value, `\`${service}\` has no such action`, meant);
  },
);

function unknownAction(at: string, value: unknown, what: string, meant: string | undefined): AccessError {
  const hint = meant === undefined ? '' : `; did you mean \`${meant}\`?`;
  return AccessError.of(
    'UnknownAction',
    `\`${at}\` is no action of AWS as of ${iamEdition()}: ${what}, got ${show(value)}${hint}`,
  );
}

const PARTITION = PARTITIONS.map(({ id }) => id).join('|');

/** Of what the CDK makes, by the names of the attributes of its interfaces. */
const ARNS = [
  ...[
    'bucketArn',
    'clusterArn',
    'deliveryStreamArn',
    'fileSystemArn',
    'functionArn',
    'keyArn',
    'logGroupArn',
    'parameterArn',
  ],
  ...['repositoryArn', 'roleArn', 'secretArn', 'stateMachineArn', 'streamArn', 'tableArn', 'topicArn', 'queueArn'],
];

/** An ARN with wildcards in its last part alone, or `*`. */
export const statementArn: Schema<string> = patterned(
  'InvalidArn',
  'an ARN (partition, service, region or nothing, account of 12 digits or nothing, and the resource, which alone may have wildcards), or `*`',
  new RegExp(`^(\\*|arn:(${PARTITION}):[a-z0-9-]+:([a-z0-9-]*|\\*):(\\d{12}|aws|cloudfront)?:[^\\s{}$:][^\\s{}$]*)$`),
  {
    json: { type: 'string', pattern: '^(\\*|arn:.+)$', description: 'an ARN, or *' },
    of: ARNS,
    type: 'string | object',
  },
);

/** A literal ARN of one resource; a token stands for one. */
export function isOneResource(arn: string): boolean {
  return isTokenText(arn) ? !arn.endsWith('*') : !/[*?]/.test(arn);
}
