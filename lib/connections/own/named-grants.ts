import type { Source } from '../../catalog';
import { recorded } from '../../catalog/sources';

/** Statements that constructs of the CDK, and agents beside a delegate, add to its role, by a name. */

interface NamedGrant {
  /** Sid and actions of each statement; with the resources that never depend on the user. */
  readonly statements: readonly {
    readonly sid: string;
    readonly actions: readonly string[];
    readonly resources?: readonly string[];
  }[];
  /** Used when nothing else is said; `undefined` when they must be set. */
  readonly resources?: readonly string[];
  /** The kind of resource, for the message. */
  readonly on: string;
  readonly note: string;
  readonly source: Source;
}

const EXEC = recorded('https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html');
const FIRELENS = recorded('https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html');
const WRITE_LOGS = ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'];

const GRANTS = {
  'ecs-exec': {
    statements: [
      {
        sid: 'EcsExec',
        actions: [
          'ssmmessages:CreateControlChannel',
          'ssmmessages:CreateDataChannel',
          'ssmmessages:OpenControlChannel',
          'ssmmessages:OpenDataChannel',
        ],
      },
    ],
    resources: ['*'],
    on: 'nothing: its actions take no resource',
    note: 'ECS Exec: a shell in the container, through Systems Manager',
    source: EXEC,
  },
  'ecs-exec-logs': {
    statements: [
      { sid: 'EcsExecLogGroups', actions: ['logs:DescribeLogGroups'], resources: ['*'] },
      { sid: 'EcsExecLogs', actions: WRITE_LOGS },
    ],
    on: 'the log group of the sessions',
    note: 'ECS Exec: the log of the sessions in CloudWatch',
    source: EXEC,
  },
  'awslogs': {
    statements: [{ sid: 'Awslogs', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'] }],
    on: 'the log group of the container',
    note: 'the log driver awslogs, where the delegate runs under the role that it uses',
    source: recorded('https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html'),
  },
  'firelens-cloudwatch': {
    statements: [{ sid: 'FirelensCloudWatch', actions: ['logs:CreateLogGroup', ...WRITE_LOGS] }],
    resources: ['*'],
    on: 'the log groups',
    note: 'FireLens: the router of logs writes to CloudWatch',
    source: FIRELENS,
  },
  'firelens-firehose': {
    statements: [{ sid: 'FirelensFirehose', actions: ['firehose:PutRecordBatch'] }],
    resources: ['*'],
    on: 'the delivery stream',
    note: 'FireLens: the router of logs writes to Data Firehose',
    source: FIRELENS,
  },
  'firelens-kinesis': {
    statements: [{ sid: 'FirelensKinesis', actions: ['kinesis:PutRecords'] }],
    resources: ['*'],
    on: 'the data stream',
    note: 'FireLens: the router of logs writes to Kinesis Data Streams',
    source: FIRELENS,
  },
} as const satisfies Readonly<Record<string, NamedGrant>>;

export type AwsGrantName = keyof typeof GRANTS;

export const GRANT_NAMES = Object.keys(GRANTS) as AwsGrantName[];

export function namedGrant(name: AwsGrantName): NamedGrant {
  return GRANTS[name];
}
