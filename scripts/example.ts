import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs an example as its command does, and reads what it prints and writes. */

const ROOT = join(__dirname, '..');

export type ExampleName = 'aws' | 'gcp';

/** File names in `examples/<name>/expected`, and their text. */
export type ExampleFiles = Readonly<Record<string, string>>;

export function runExample(name: ExampleName): ExampleFiles {
  const scratch = mkdtempSync(join(tmpdir(), 'example-'));
  const log = join(scratch, 'stderr.txt');
  const out = join(scratch, 'out');
  const main = name === 'aws' ? 'app.ts' : 'main.ts';
  try {
    const command = `exec node_modules/.bin/tsx --tsconfig tsconfig.dev.json examples/${name}/${main} 2>${log}`;
    execFileSync('sh', ['-c', command], { cwd: ROOT, env: environment(out) });
    const plan = readFileSync(log, 'utf8');
    return {
      'plan.txt': plan.slice(plan.indexOf('\nHarness Delegate access: ')),
      ...(name === 'aws' ? templates(out) : terraform(out)),
    };
  } catch (error) {
    throw new Error(`the example failed: ${readFileSync(log, 'utf8').slice(-4000)}`, { cause: error });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

export function readExpected(name: ExampleName): ExampleFiles {
  const folder = expectedFolder(name);
  return Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

function environment(out: string): NodeJS.ProcessEnv {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { context: object };
  return {
    ...process.env,
    CDK_VALIDATION: 'true',
    CDK_OUTDIR: out,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    CDKTF_OUTDIR: out,
  };
}

/** The resources of the library; the VPC around them is the CDK's. */
function templates(out: string): ExampleFiles {
  const files = readdirSync(out).filter((file) => file.endsWith('.template.json'));
  return Object.fromEntries(
    files.map((file) => {
      const { Resources } = JSON.parse(readFileSync(join(out, file), 'utf8')) as { Resources: Record<string, unknown> };
      const ours = Object.entries(Resources).filter(([id]) => id.startsWith('DelegateAccess'));
      return [file, print(Object.fromEntries(ours))];
    }),
  );
}

function terraform(out: string): ExampleFiles {
  return Object.fromEntries(
    readdirSync(join(out, 'stacks')).map((stack) => {
      const { resource } = JSON.parse(readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as {
        resource: unknown;
      };
      return [`${stack}.tf.json`, print({ resource })];
    }),
  );
}

function print(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function expectedFolder(name: ExampleName): string {
  return join(ROOT, 'examples', name, 'expected');
}

if (require.main === module) {
  for (const name of ['aws', 'gcp'] as const) {
    mkdirSync(expectedFolder(name), { recursive: true });
    Object.entries(runExample(name)).forEach(([file, text]) => writeFileSync(join(expectedFolder(name), file), text));
  }
}
