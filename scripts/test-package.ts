import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Packs the library and uses it as a stranger would: fresh projects, only what they install, both module systems. */

const ROOT = join(__dirname, '..');
const NPM_FLAGS = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];

interface Scenario {
  readonly name: string;
  readonly install: readonly string[];
  readonly hasCdk: boolean;
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'root entry alone, no CDK installed', install: [], hasCdk: false },
  { name: 'oldest peers', install: ['aws-cdk-lib@2.200.0', 'constructs@10.5.0'], hasCdk: true },
  { name: 'newest peers', install: ['aws-cdk-lib@^2.276.0', 'constructs@10.8.1'], hasCdk: true },
];

const ROOT_CODE = `
const { AccessError, Connection, Plan, Target, planTable } = require('harness-delegate-access');
const loaded = Object.keys(require.cache).filter((file) => file.includes('node_modules') && !file.includes('harness-delegate-access'));
if (loaded.length > 0) throw new Error('the root entry loads ' + loaded.join(', '));
const text = planTable(Plan.of([Connection.jenkins({ to: ['10.0.3.7/32', '2001:db8::/32'] })]).on(Target.AWS_SECURITY_GROUP));
if (!text.includes('2001:db8::/32')) throw new Error(text);
const third = Object.keys(require.cache).map((file) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1]).filter((name) => name && name !== 'harness-delegate-access');
if ([...new Set(third)].join() !== 'ipaddr.js') throw new Error('loads ' + [...new Set(third)].join(', '));
try { Connection.of('jenkns'); throw new Error('no error'); } catch (error) { if (!(error instanceof AccessError)) throw error; }
`;

const AWS_CODE = `
const { App, Stack } = require('aws-cdk-lib');
const { Vpc, SecurityGroup } = require('aws-cdk-lib/aws-ec2');
const { Role, ServicePrincipal } = require('aws-cdk-lib/aws-iam');
const { Template } = require('aws-cdk-lib/assertions');
const { Connection, Profile } = require('harness-delegate-access');
const { DelegateAccess, DelegateEgress } = require('harness-delegate-access/aws');
const stack = new Stack(new App(), 'S');
const vpc = new Vpc(stack, 'Vpc');
const s3 = Connection.awsS3({ buckets: ['a-bucket'] });
new DelegateAccess(stack, 'Access', { vpc, profile: Profile.RECOMMENDED, connections: [s3, Connection.datadog()], assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
const template = Template.fromStack(stack);
template.resourceCountIs('AWS::IAM::ManagedPolicy', 2);
const fails = (act, code) => { try { act(); } catch (error) { if (error.code === code) return; throw error; } throw new Error('expected ' + code); };
const role = Role.fromRoleArn(stack, 'R', 'arn:aws:iam::111111111111:role/x', { mutable: false });
fails(() => new DelegateAccess(stack, 'B', { vpc, connections: [s3], role }), 'ImmutableRole');
const securityGroup = SecurityGroup.fromSecurityGroupId(stack, 'G', 'sg-1', { mutable: false, allowAllOutbound: false });
fails(() => new DelegateEgress(stack, 'C', { connections: [s3], securityGroup }), 'ImmutableSecurityGroup');
`;

const ESM_ROOT =
  "import { Connection, Plan, Profile } from 'harness-delegate-access';\nPlan.of([Connection.datadog()], { profile: Profile.RECOMMENDED });\n";
const ESM_AWS =
  "import { DelegateAccess } from 'harness-delegate-access/aws';\nif (typeof DelegateAccess !== 'function') throw new Error('no class');\n";

const TYPES_ROOT = `import { AccessError, Connection, Destination, Plan, Port, Profile, Target, type Finding, type PlanOptions } from 'harness-delegate-access';
const options: PlanOptions = { profile: Profile.RECOMMENDED, reach: { saas: [Destination.anyIpv4()] } };
const findings: readonly Finding[] = Plan.of([Connection.smtp({ to: ['10.0.0.0/8'], ports: [Port.tcp(587)] })], options).on(Target.AWS_SECURITY_GROUP).findings;
export const error: AccessError | undefined = findings.length > 0 ? undefined : AccessError.of('X', 'x');
// @ts-expect-error the table leaves the port open, so the type demands it
Connection.prometheus({ to: ['10.0.0.0/8'] });
`;
const TYPES_AWS = `import { Stack } from 'aws-cdk-lib';
import type { IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Connection } from 'harness-delegate-access';
import { DelegateAccess } from 'harness-delegate-access/aws';
export function use(stack: Stack, access = new DelegateAccess(stack, 'A', { connections: [Connection.datadog()] })): [IConnectable, IGrantable] { return [access, access]; }
`;

function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function pack(into: string): string {
  run(ROOT, 'npm', 'run', '--silent', 'compile');
  const [{ filename, files }] = JSON.parse(
    run(ROOT, 'npm', 'pack', '--json', '--silent', `--pack-destination=${into}`),
  ) as [{ filename: string; files: { path: string }[] }];
  const allowed = /^(dist\/.*\.(js|d\.ts)|package\.json|README\.md|LICENSE|ARCHITECTURE\.md)$/;
  const strangers = files.map(({ path }) => path).filter((path) => !allowed.test(path));
  const scripts = files.map(({ path }) => path).filter((path) => path.endsWith('.js'));
  if (strangers.length > 0 || scripts.join() !== 'dist/aws/index.js,dist/core.js,dist/index.js') {
    throw new Error(`the tarball holds ${[...strangers, ...scripts].join(', ')}`);
  }
  console.log(`packed ${files.length} files`);
  return join(into, filename);
}

function check(directory: string, tarball: string, { name, install, hasCdk }: Scenario): void {
  mkdirSync(directory);
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ name: 'scratch', private: true }));
  run(directory, 'npm', 'install', ...NPM_FLAGS, tarball, 'typescript@6', '@types/node@20', ...install);
  const installed = readdirSync(join(directory, 'node_modules'));
  if (installed.includes('aws-cdk-lib') !== hasCdk || installed.includes('cdktf')) {
    throw new Error(`${name}: installed ${installed.join(', ')}`);
  }
  const files: Record<string, string> = {
    'root.cjs': ROOT_CODE,
    'root.mjs': ESM_ROOT,
    'types-root.ts': TYPES_ROOT,
    ...(hasCdk ? { 'aws.cjs': AWS_CODE, 'aws.mjs': ESM_AWS, 'types-aws.ts': TYPES_AWS } : {}),
  };
  Object.entries(files).forEach(([file, code]) => writeFileSync(join(directory, file), code));
  Object.keys(files)
    .filter((file) => /\.[cm]js$/.test(file))
    .forEach((file) => run(directory, process.execPath, file));
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    module: 'node16',
    types: ['node'],
    skipLibCheck: false,
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  run(directory, 'node_modules/.bin/tsc', '-p', '.');
  console.log(`ok: ${name}`);
}

const scratch = mkdtempSync(join(tmpdir(), 'package-'));
try {
  const tarball = pack(scratch);
  SCENARIOS.forEach((scenario, i) => check(join(scratch, `project-${i}`), tarball, scenario));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
