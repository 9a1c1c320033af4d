import { untyped, type Case } from './case';
import { Connection, type CustomProps } from 'harness-delegate-access';

const own = (props: object) => (): unknown =>
  Connection.custom(untyped({ name: 'queue', reason: 'starts jobs', ...props } satisfies Partial<CustomProps>));
const statement = (change: object) =>
  own({ awsStatements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::artifacts/*'], ...change }] });

/** Statements and roles in the user's own words. */
export const OWN_PERMISSIONS: readonly Case[] = [
  [
    'a statement that denies',
    statement({ Effect: 'Deny' }),
    'InvalidStatement',
    '`awsStatements[0].Effect` is no word of a statement here: every statement allows, got "Deny"',
  ],
  [
    'a statement that denies, in small letters',
    statement({ effect: 'Deny' }),
    'InvalidStatement',
    'every statement allows, got "Deny"; deny in a permissions boundary or in a policy of your own',
  ],
  [
    'everything but an action',
    own({ awsStatements: [{ NotAction: ['s3:*'], resources: ['*'] }] }),
    'InvalidStatement',
    '`awsStatements[0].NotAction` is no word of a statement here: it allows everything but what it names; name every action in `actions`',
  ],
  [
    'everything but a resource',
    statement({ notResources: ['arn:aws:s3:::secret'] }),
    'InvalidStatement',
    'name every resource in `resources`',
  ],
  ['a statement pasted from IAM', statement({ Action: 's3:GetObject' }), 'InvalidStatement', 'write `actions`'],
  ['a principal', statement({ Principal: '*' }), 'InvalidStatement', 'the principal is the role of the delegate'],
  [
    'every action',
    statement({ actions: ['*'] }),
    'InvalidStatement',
    '`awsStatements[0].actions[0]` must be an action such as s3:GetObject, got "*", which is every action of AWS',
  ],
  [
    'an action that does not exist',
    statement({ actions: ['s3:GetObjekt'] }),
    'UnknownAction',
    '`awsStatements[0].actions[0]` is no action of AWS as of 2026-09-26: `s3` has no such action, got "s3:GetObjekt"; did you mean `s3:GetObject`?',
  ],
  [
    'an action in other capitals',
    statement({ actions: ['s3:getobject'] }),
    'UnknownAction',
    'did you mean `s3:GetObject`?',
  ],
  ['a wildcard that no action matches', statement({ actions: ['s3:Fetch*'] }), 'UnknownAction', 'no such action'],
  [
    'a service that does not exist',
    statement({ actions: ['sqz:SendMessage'] }),
    'UnknownAction',
    'there is no service `sqz`, got "sqz:SendMessage"; did you mean `sqs`?',
  ],
  [
    'an ARN whose account has 11 digits',
    statement({ resources: ['arn:aws:iam::11112222333:role/name'] }),
    'InvalidArn',
    'account of 12 digits or nothing',
  ],
  ['an unknown partition', statement({ resources: ['arn:awz:s3:::artifacts'] }), 'InvalidArn', 'must be an ARN'],
  [
    'any account',
    statement({ resources: ['arn:aws:iam::*:role/name'] }),
    'InvalidArn',
    'which alone may have wildcards',
  ],
  ['a policy variable', statement({ resources: ['arn:aws:s3:::${aws:username}'] }), 'InvalidArn', 'must be an ARN'],
  [
    'an operator that does not exist',
    statement({ conditions: { StringEqual: { 's3:authType': 'x' } } }),
    'InvalidCondition',
    '`awsStatements[0].conditions` has no operator "StringEqual"; allowed: those of IAM, such as StringEquals; did you mean `StringEquals`?',
  ],
  ['a condition that is a text', statement({ conditions: 'x' }), 'InvalidCondition', 'must be an object such as'],
  [
    'a condition without a value',
    statement({ conditions: { Bool: { 'aws:SecureTransport': [] } } }),
    'InvalidCondition',
    'must have a value',
  ],
  [
    'a variable in a condition',
    statement({ conditions: { StringEquals: { 's3:authType': '${aws:username}' } } }),
    'InvalidCondition',
    'must be a text without policy variables',
  ],
  [
    'a condition key that the action does not take',
    statement({ conditions: { StringEquals: { 's3:prefix': 'a' } } }),
    'UnknownConditionKey',
    '`awsStatements[0].conditions.StringEquals`: s3:GetObject has no condition key "s3:prefix", so the statement would never allow it',
  ],
  [
    'a key that only some resources of the action have',
    statement({ actions: ['s3:GetObject', 's3:ListBucket'], conditions: { StringLike: { 's3:prefix': 'a/*' } } }),
    'UnknownConditionKey',
    's3:GetObject has no condition key "s3:prefix"',
  ],
  [
    'no actions',
    own({ awsStatements: [{ resources: ['*'] }] }),
    'InvalidStatement',
    'needs `actions` or `grant`, got neither',
  ],
  ['actions and a grant', statement({ grant: 'ecs-exec' }), 'InvalidStatement', 'needs `actions` or `grant`, got both'],
  [
    'a grant without its resources',
    own({ awsStatements: [{ grant: 'awslogs' }] }),
    'InvalidStatement',
    '`awsStatements[0]` needs `resources`: ARNs of the log group of the container',
  ],
  ['a grant that does not exist', own({ awsStatements: ['ecs-exce'] }), 'InvalidChoice', 'did you mean `ecs-exec`?'],
  [
    'a sid with a space',
    statement({ sid: 'my sid' }),
    'InvalidStatement',
    '`sid` must be 1 to 64 letters and digits, got "my sid"',
  ],
  [
    'two statements of one sid',
    own({ awsStatements: ['ecs-exec', { grant: 'ecs-exec' }] }),
    'DuplicateSid',
    'two statements of `awsStatements` have the sid `EcsExec`; set `sid` on one of them',
  ],
  [
    'statements that are a text',
    own({ awsStatements: 'ecs-exec' }),
    'InvalidProp',
    '`awsStatements` must be a list, got "ecs-exec"; write `awsStatements: [ecs-exec]`',
  ],
  [
    'a role without its prefix',
    own({ googleRoles: ['pubsub.publisher'] }),
    'InvalidRole',
    'got "pubsub.publisher"; did you mean `roles/pubsub.publisher`?',
  ],
  [
    'a role on two things',
    own({ googleRoles: [{ role: 'roles/viewer', bucket: 'artifacts', secret: 'key' }] }),
    'InvalidGrant',
    '`googleRoles[0]` is granted on one thing, got `bucket` and `secret`; write one entry for each',
  ],
  [
    'a repository without its location',
    own({ googleRoles: [{ role: 'roles/artifactregistry.reader', repository: 'images' }] }),
    'InvalidGrant',
    'needs `repository` and `location` together',
  ],
  [
    'a bucket and a project',
    own({ googleRoles: [{ role: 'roles/storage.objectViewer', bucket: 'artifacts', project: 'acme-prod' }] }),
    'InvalidGrant',
    'leave out `project`',
  ],
  [
    'ports without a destination',
    own({ ports: [443], awsStatements: ['ecs-exec'] }),
    'MissingDestination',
    'needs `to`',
  ],
];
