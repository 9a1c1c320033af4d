/** The rooms of `lib` and the walls between them, as data; ARCHITECTURE.md, "Rooms", says it in words. */
export interface Room {
  /** Folder or file under `lib`; `x/*` stands for each entry of `lib/x`, none of which may import another. */
  readonly path: string;
  /** What lint says at the wall. */
  readonly because: string;
  /** Rooms before it that are closed to it as well. */
  readonly never?: readonly string[];
  /** Parts of it that may import a CDK, `.` for all. @default - none */
  readonly cdk?: readonly string[];
}

const CLOUD = 'a cloud renders plans, reads no rows and knows no other cloud';

/** In order: a room may import only rooms before it. */
export const ROOMS: readonly Room[] = [
  { path: 'base', because: 'base knows only errors and text' },
  { path: 'network', because: 'network knows ports and addresses, nothing else' },
  { path: 'catalog', because: 'rows are data and know no rules and no clouds' },
  { path: 'connection', because: 'a connection says what the user asked for, not what follows from it' },
  { path: 'plan', because: 'the plan decides without knowing any platform' },
  {
    path: 'target',
    never: ['catalog', 'connection'],
    because: 'a target knows what a platform matches, not what a row or a user said',
  },
  { path: 'review', never: ['catalog'], because: 'the review shows a plan on a target and asks no cloud' },
  {
    path: 'audit',
    never: ['catalog', 'connection', 'plan', 'target'],
    because: 'an audit compares a review with a template, and asks no cloud',
  },
  { path: 'aws', never: ['catalog', 'audit'], cdk: ['.'], because: CLOUD },
  { path: 'gcp', never: ['catalog', 'audit', 'aws'], cdk: ['.'], because: CLOUD },
  {
    path: 'cli',
    cdk: ['synth'],
    because: 'the command reads arguments and files, and leaves the rest to the rooms',
  },
  { path: 'index.ts', because: 'the entry point shows what the rooms before the clouds have', never: ['aws', 'gcp'] },
];

/** Where a decision by the name of a cloud is an error: folders, files or patterns under `lib`. */
export const NEUTRAL: readonly string[] = ['base', 'network'];

/** Words that name a cloud, at the start of a word of a text or a name: `aws_subnet`, `AWS::EC2`, `isAws`, `googleapis`. */
export const CLOUD_WORDS: readonly string[] = ['aws', 'amazon', 'gcp', 'google', 'azure'];
