import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The CDK CLI as a user runs it, on assemblies of one app. */

const ROOT = join(__dirname, '..', '..');
const BIN = join(ROOT, 'node_modules', '.bin');
const APP = `${join(BIN, 'tsx')} --tsconfig tsconfig.dev.json scripts/deploy/app.ts`;
const MAX_OUTPUT = 2 ** 28;

/**
 * Stacks are created and updated directly: the CLI gives every change set the same name, and moto finds one by its name
 * alone, whichever stack it is of. And one by one: moto fails now and then when two are created at a time.
 */
const DEPLOY = ['--method=direct', '--require-approval=never', '--progress=errors-only'];
/** The end of what a command printed that failed; before it stand the warnings of every stack. */
const SHOWN = 2000;

/** Result of `cdk diff` for one resource. */
export interface Difference {
  readonly stack: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly type: string;
  /** The path of its construct. */
  readonly path: string;
  /** Properties that change. */
  readonly properties: readonly string[];
  readonly replaced: boolean;
}

const CHANGES = { '+': 'added', '-': 'removed', '~': 'changed' } as const;

export class Cdk {
  private readonly env: NodeJS.ProcessEnv;

  public constructor(
    env: NodeJS.ProcessEnv,
    private readonly scratch: string,
  ) {
    this.env = {
      ...env,
      CI: '1',
      NODE_NO_WARNINGS: '1',
      CDK_HOME: join(scratch, 'cdk-home'),
      CDK_DISABLE_VERSION_CHECK: '1',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_VALIDATION: 'false',
    };
  }

  /** Runs the app with this context; the assembly that it makes. */
  public synth(name: string, context: Readonly<Record<string, string | number | boolean>>): string {
    const assembly = join(this.scratch, name);
    const values = Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]);
    this.run(['synth', '--quiet', '--app', APP, '--output', assembly, ...values]);
    return assembly;
  }

  /** Deploys every stack; the names of those that changed. */
  public deploy(assembly: string): string[] {
    const output = this.run(['deploy', '--all', '--app', assembly, ...DEPLOY]);
    return [...output.matchAll(/^✅ +(\S+)$/gm)].map(([, stack]) => stack!);
  }

  /** Every resource that differs from what is deployed. Replacement is judged by the CLI's own schema, not by moto. */
  public diff(assembly: string): Difference[] {
    return parseDiff(this.run(['diff', '--method=template', '--app', assembly]));
  }

  public destroy(assembly: string): void {
    this.run(['destroy', '--all', '--force', '--app', assembly]);
  }

  private run(args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(join(BIN, 'cdk'), [...args, '--no-notices', '--no-color'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: this.env,
      maxBuffer: MAX_OUTPUT,
    });
    if (status !== 0) {
      throw new Error(`cdk ${args.join(' ')} ended with ${status}: …${(stdout + stderr).slice(-SHOWN)}`);
    }
    return stdout + stderr;
  }
}

function parseDiff(output: string): Difference[] {
  const [, ...stacks] = output.split(/^Stack /m);
  const differences = stacks.flatMap((text) => {
    const stack = text.split(/\s/, 1)[0]!;
    const resources = text.split(/^(?=\[[-+~]\] )/m).slice(1);
    return resources.map((resource) => parseResource(stack, resource));
  });
  const count = Number(/Number of stacks with differences: (\d+)/.exec(output)?.[1]);
  if (count !== new Set(differences.map(({ stack }) => stack)).size) {
    throw new Error(`cdk diff counts ${count} stacks with differences, which cannot be read from:\n${output}`);
  }
  return differences;
}

/** `[~] AWS::IAM::Role Access/Role AccessRole1A2B replace`, then a tree with the properties on its first level. */
function parseResource(stack: string, text: string): Difference {
  const [, change, type, path] = /^\[([-+~])\] (\S+) (\S+)/.exec(text)!;
  return {
    stack,
    change: CHANGES[change as keyof typeof CHANGES],
    type: type!,
    path: path!,
    properties: [...text.matchAll(/^ [├└]─ \[[-+~]\] (\S+)/gm)].map(([, property]) => property!),
    replaced: /^\S+ .*\breplace|\(.*replacement\)$/m.test(text),
  };
}
