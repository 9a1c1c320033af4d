import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NPM_FLAGS, run } from './run';

/** One mistake in an app, in everything that runs apps: short, with the user's line first and none of the library's. */

const MAX_BYTES = 2000;
const TOOLS = ['tsx@^4.23.15', 'ts-node@^10.9.2', 'jest@^30.5.2', 'aws-cdk@^2.1148.1'];

interface Runner {
  readonly name: string;
  /** The mistake is in line 3. */
  readonly file: string;
  readonly code: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly says: string;
}

const MISTAKE = `Connection.jenkins({ to: ['10.0.3.7'] })`;
const SAYS = 'did you mean `10.0.3.7/32`? (MissingMask)';
const TYPESCRIPT = `import { Connection } from 'harness-delegate-access';
function list(): Connection[] {
  return [${MISTAKE}];
}
list();
`;

const RUNNERS: readonly Runner[] = [
  {
    name: 'Node',
    file: 'mistake.cjs',
    code: `const { Connection } = require('harness-delegate-access');
function list() {
  return [${MISTAKE}];
}
list();
`,
    args: [process.execPath, 'mistake.cjs'],
    says: SAYS,
  },
  { name: 'tsx', file: 'mistake-x.ts', code: TYPESCRIPT, args: [bin('tsx'), 'mistake-x.ts'], says: SAYS },
  {
    name: 'ts-node',
    file: 'mistake-n.ts',
    code: TYPESCRIPT,
    args: [bin('ts-node'), 'mistake-n.ts'],
    env: { TS_NODE_COMPILER: 'ts5' },
    says: SAYS,
  },
  {
    name: 'jest',
    file: 'mistake.test.js',
    code: `const { Connection } = require('harness-delegate-access');
test('the list', () => {
  ${MISTAKE};
});
`,
    args: [bin('jest'), '--ci', '--no-cache', 'mistake.test.js'],
    says: SAYS,
  },
  {
    name: 'cdk synth',
    file: 'app.cjs',
    code: `const { App, Stack } = require('aws-cdk-lib');
const [{ Connection }, { DelegateAccess }] = [require('harness-delegate-access'), require('harness-delegate-access/aws')];
new DelegateAccess(new Stack(new App(), 'Delegate'), 'Access', { connections: [Connection.datadog()] });
`,
    args: [bin('cdk'), 'synth', '--app', 'node app.cjs', '--no-notices', '--no-version-reporting'],
    env: { CI: '1', CDK_HOME: '.cdk', CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: 'true' },
    says: '`vpc` is required',
  },
];

function bin(name: string): string {
  return `../node_modules/.bin/${name}`;
}

/** @param project has the library, the CDK of AWS and TypeScript 5 as `ts5` */
export function checkErrors(project: string): void {
  run(project, 'npm', 'install', ...NPM_FLAGS, ...TOOLS);
  const directory = join(project, 'errors');
  mkdirSync(directory);
  const compilerOptions = { module: 'node16', moduleResolution: 'node16', target: 'es2022', strict: true };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ private: true }));
  for (const runner of RUNNERS) {
    console.log(`ok: one mistake under ${runner.name} prints ${checkMistake(directory, runner)} bytes`);
  }
}

function checkMistake(directory: string, { name, file, code, args, env, says }: Runner): number {
  writeFileSync(join(directory, file), code);
  const [command, ...rest] = args;
  const { status, stdout, stderr } = spawnSync(command!, rest, {
    cwd: directory,
    encoding: 'utf8',
    // Of the tsx that runs this script.
    env: { ...process.env, TSX_TSCONFIG_PATH: undefined, NO_COLOR: '1', ...env },
  });
  const printed = stdout + stderr;
  const frames = printed.split('\n').filter((line) => /^ +at /.test(line));
  const bytes = Buffer.byteLength(printed);
  const isFine =
    status !== 0 &&
    bytes <= MAX_BYTES &&
    printed.includes(says) &&
    frames[0]?.includes(`${file}:3:`) &&
    !frames.some((frame) => /harness-delegate-access[\\/]dist/.test(frame));
  if (!isFine) {
    throw new Error(
      `one mistake under ${name} ends with ${status} and prints ${bytes} bytes: …${printed.slice(-2000)}`,
    );
  }
  return bytes;
}
