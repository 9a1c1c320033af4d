import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import fc from 'fast-check';
import { runSmallExample } from './small-examples';
import { DelegateStack } from '../examples/aws/delegate-stack';
import { everyRow, everyRowBeyond } from '../test/support/every-row';
import { lists } from '../test/support/random-lists';
import { awsStack } from '../test/support/render-lists';
import { Profile, type Connection } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';

/** cfn-lint over every row alone and all together, under both profiles, the examples, and random lists; it must find nothing. */

const ROOT = join(__dirname, '..');
const CFN_LINT = 'cfn-lint==1.58.0';
/** Random lists, beside what is listed. */
const LISTS = 200;
const VENV = join(ROOT, '.scratch', 'cfn-lint');
/** Small examples whose templates are linted as they are. */
const EXAMPLES = [
  'ecs',
  'ec2',
  'auto-scaling',
  'existing-role-and-group',
  'private-vpc',
  'names',
  'accounts',
  'eks',
] as const;

function cfnLint(): string {
  const binary = join(VENV, 'bin', 'cfn-lint');
  if (!existsSync(binary)) {
    mkdirSync(join(ROOT, '.scratch'), { recursive: true });
    execFileSync('python3', ['-m', 'venv', VENV], { stdio: 'inherit' });
    execFileSync(join(VENV, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', CFN_LINT], {
      stdio: 'inherit',
    });
  }
  return binary;
}

function delegateStack(app: App, id: string, connections: readonly Connection[], profile: Profile): void {
  const stack = new Stack(app, id, { env: { account: '111111111111', region: 'us-east-1' } });
  new DelegateAccess(stack, 'Access', {
    vpc: Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['us-east-1a'] }),
    connections,
    profile,
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  });
}

function synthesize(outdir: string): string[] {
  const app = new App({ outdir });
  const [table, beyond] = [everyRow(), everyRowBeyond()];
  for (const profile of [Profile.DOCUMENTED, Profile.RECOMMENDED]) {
    [...table, ...beyond].forEach((connection) =>
      delegateStack(app, `${connection.id}-${profile.name}`, [connection], profile),
    );
    delegateStack(app, `all-${profile.name}`, table, profile);
    delegateStack(app, `beyond-${profile.name}`, beyond, profile);
    new DelegateStack(app, `example-${profile.name}`, { profile });
  }
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  console.log(`${LISTS} random lists of seed ${seed}`);
  fc.sample(lists(), { numRuns: LISTS, seed }).forEach((spec, i) => awsStack(app, `list-${i}`, spec, i % 3 === 0));
  app.synth();
  EXAMPLES.forEach((name) => runSmallExample(name, join(outdir, 'examples', name)));
  return readdirSync(outdir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => join(outdir, file));
}

function lint(templates: readonly string[], ...flags: readonly string[]): void {
  const { status } = spawnSync(cfnLint(), [...flags, '--', ...templates], { stdio: 'inherit' });
  if (status !== 0) {
    throw new Error(`cfn-lint ended with ${status}`);
  }
}

/** Properties that CloudFormation has and this release of cfn-lint does not know, by the templates that use them. */
const UNKNOWN_YET = [
  { template: /NamesWhole\.template\.json$/, rule: 'E3002', says: "'Route53ResolvedIPValidation' was unexpected" },
];

interface Match {
  readonly Filename: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
}

/** Each of these is found where it is expected, and nothing else is: an entry that is no longer needed fails too. */
function lintUnknownYet(templates: readonly string[]): void {
  const { stdout } = spawnSync(cfnLint(), ['--format', 'json', '--', ...templates], { encoding: 'utf8' });
  const found = (JSON.parse(stdout) as readonly Match[]).map(
    ({ Rule, Message, Filename }) => `${Rule.Id} ${Message} ${Filename}`,
  );
  const isKnown = (text: string): boolean =>
    UNKNOWN_YET.some(({ rule, says }) => text.startsWith(rule) && text.includes(says));
  const gone = UNKNOWN_YET.filter(
    ({ rule, says }) => !found.some((text) => text.startsWith(rule) && text.includes(says)),
  );
  const others = found.filter((text) => !isKnown(text));
  if (gone.length + others.length > 0) {
    throw new Error(`cfn-lint: ${others.join('\n')}; no longer found: ${gone.map(({ says }) => says).join(', ')}`);
  }
  console.log(`cfn-lint does not know yet, acknowledged by name: ${UNKNOWN_YET.map(({ says }) => says).join(', ')}`);
}

function main(): void {
  process.env.CDK_VALIDATION = 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'templates-'));
  try {
    const templates = synthesize(outdir);
    const isRandom = (path: string): boolean => /\/list-\d+\.template\.json$/.test(path);
    const isUnknownYet = (path: string): boolean => UNKNOWN_YET.some(({ template }) => template.test(path));
    lint(templates.filter((path) => !isRandom(path) && !isUnknownYet(path)));
    lintUnknownYet(templates.filter(isUnknownYet));
    // Parameters are the app's, which makes one for a destination even where the plan leaves its port closed.
    lint(templates.filter(isRandom), '--ignore-checks', 'W2001');
    console.log(`cfn-lint: nothing found in ${templates.length} templates`);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

main();
