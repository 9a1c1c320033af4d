/** The rooms of `lib` and the walls between them, as data; ARCHITECTURE.md, "Rooms", says it in words. */
export interface Room {
  /** Folder or file under `lib`. */
  readonly path: string;
  /** Patterns of its files under `lib`, when some in its folder are another room. @default - all of them */
  readonly files?: readonly string[];
  /** Message of lint at the wall. */
  readonly because: string;
  /** Rooms before it that are closed to it as well. */
  readonly never?: readonly string[];
  /** Parts of it that may import a CDK, `.` for all. @default - none */
  readonly cdk?: readonly string[];
}

const PLATFORMS = ['aws', 'gcp', 'kubernetes'];

function othersThan(name: string): string[] {
  return PLATFORMS.filter((other) => other !== name).map((other) => `platforms/${other}`);
}

/** Folders that know nothing of each other, and why. */
export const PEERS = {
  paths: PLATFORMS.map((name) => `platforms/${name}`),
  because: 'a platform knows no other platform',
};

/** In order: a room may import only rooms before it. */
export const ROOMS: readonly Room[] = [
  { path: 'base', because: 'base knows only errors, texts and schemas' },
  { path: 'network', because: 'network knows ports and addresses, nothing else' },
  { path: 'http', never: ['network'], because: 'a request knows addresses and proxies, nothing else' },
  { path: 'catalog', because: 'the catalogue is data, and knows no rules and no platforms' },
  { path: 'connections', because: 'a connection is facts, props and scope, and knows no rules and no platforms' },
  { path: 'connection', because: 'a request is what the user wrote, not what follows from it' },
  { path: 'plan', because: 'the plan decides without knowing any platform' },
  {
    path: 'platform',
    never: ['connections', 'connection'],
    because: 'the contract of platforms knows a plan, not a row or a request',
  },
  {
    path: 'platforms',
    files: ['platforms/*.ts', 'platforms/*/!(synth).ts', 'platforms/*/{readers,caller}/*.ts'],
    never: ['connections', 'connection'],
    because: 'a platform renders plans, reads no rows, and its pure part needs no CDK',
  },
  {
    path: 'review',
    never: ['catalog', 'connections', 'connection', 'platforms'],
    because: 'the review shows a plan on a target, and asks no platform',
  },
  {
    path: 'compare',
    never: ['catalog', 'connections', 'connection', 'plan'],
    because: 'a comparison reads reviews and templates, and asks no plan',
  },
  {
    path: 'import',
    never: ['catalog', 'plan', 'platform', 'platforms', 'review', 'compare'],
    because: 'an import makes entries of a list, and decides nothing about them',
  },
  {
    path: 'preflight',
    never: ['catalog', 'connections', 'connection', 'plan', 'platforms', 'compare', 'import'],
    because: 'a preflight reads a review, tries what it says, and asks platforms by their contract',
  },
  { path: 'constructs', cdk: ['.'], because: 'what the constructs of every platform share knows none of them' },
  ...PLATFORMS.map((name) => ({
    path: `platforms/${name}/constructs`,
    never: ['connections', 'connection', 'compare', ...othersThan(name)],
    cdk: ['.'],
    because: 'constructs render plans, read no rows, and know no other platform',
  })),
  { path: 'cli', because: 'the command reads arguments and files, and leaves the rest to the rooms' },
  {
    path: 'index.ts',
    because: 'the entry point shows what the rooms have that run without a CDK',
    never: ['constructs'],
  },
];

/** Rooms in which a decision by the name of a cloud is an error: folders, files or patterns under `lib`. */
export const NEUTRAL: readonly string[] = [
  'base',
  'network',
  'connection',
  'plan',
  'platform',
  'platforms/index.ts',
  'review',
  'compare',
  'preflight',
  'constructs',
  'cli',
  'index.ts',
];

/** Words that name a cloud, at the start of a word of a text or a name: `aws_subnet`, `AWS::EC2`, `isAws`, `googleapis`. */
export const CLOUD_WORDS: readonly string[] = ['aws', 'amazon', 'gcp', 'google', 'azure'];
