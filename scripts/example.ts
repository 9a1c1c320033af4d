import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs the AWS example as `cdk synth` does, and reads what it prints and writes. */

const ROOT = join(__dirname, '..');
const EXPECTED = join(ROOT, 'examples/aws/expected');

export interface ExampleOutput {
  /** File name in `examples/aws/expected` to its text. */
  readonly files: Readonly<Record<string, string>>;
}

export function runExample(): ExampleOutput {
  const out = mkdtempSync(join(tmpdir(), 'example-'));
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as { context: object };
  const log = join(out, 'stderr.txt');
  try {
    execFileSync(
      'bash',
      ['-c', `exec node_modules/.bin/tsx --tsconfig tsconfig.dev.json examples/aws/app.ts 2>${log}`],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          CDK_VALIDATION: 'true',
          CDK_OUTDIR: join(out, 'cdk.out'),
          CDK_CONTEXT_JSON: JSON.stringify(context),
        },
      },
    );
    const plan = readFileSync(log, 'utf8');
    const templates = readdirSync(join(out, 'cdk.out')).filter((file) => file.endsWith('.template.json'));
    return {
      files: {
        'plan.txt': plan.slice(plan.indexOf('\n=== ')),
        ...Object.fromEntries(
          templates.map((file) => [file, delegateOnly(readFileSync(join(out, 'cdk.out', file), 'utf8'))]),
        ),
      },
    };
  } catch (error) {
    throw new Error(`the example failed: ${readFileSync(log, 'utf8').slice(-4000)}`, { cause: error });
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** The resources of the library; the VPC around them is the CDK's. */
function delegateOnly(text: string): string {
  const { Resources } = JSON.parse(text) as { Resources: Record<string, unknown> };
  const ours = Object.entries(Resources).filter(([id]) => id.startsWith('DelegateAccess'));
  return `${JSON.stringify(Object.fromEntries(ours), undefined, 2)}\n`;
}

export function readExpected(): ExampleOutput {
  return {
    files: Object.fromEntries(readdirSync(EXPECTED).map((file) => [file, readFileSync(join(EXPECTED, file), 'utf8')])),
  };
}

if (require.main === module) {
  mkdirSync(EXPECTED, { recursive: true });
  Object.entries(runExample().files).forEach(([file, text]) => writeFileSync(join(EXPECTED, file), text));
}
