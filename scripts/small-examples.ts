import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Synthesizes the small examples as their users do, each into a folder of its own, and says where the output is. */

const ROOT = join(__dirname, '..');
const OUT = join(ROOT, 'cdk.out', 'examples');

export const SMALL_EXAMPLES = [
  'yaml-only',
  'ecs',
  'ec2',
  'auto-scaling',
  'existing-role-and-group',
  'private-vpc',
  'names',
  'accounts',
  'eks',
  'eks-policies',
  'gce',
  'projects',
  'gke-policies',
  'cdk8s',
  'kubectl',
] as const;

export type SmallExample = (typeof SMALL_EXAMPLES)[number];

/** @returns the template and the review, or the Terraform JSON */
export function runSmallExample(name: SmallExample, out: string): string[] {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const folder = join(ROOT, 'examples', name);
  const program = ['app.ts', 'main.ts'].map((file) => join(folder, file)).find((file) => existsSync(file));
  const args = program === undefined ? commandOf(folder, out) : [program];
  execFileSync(process.execPath, ['--import', 'tsx', ...args], {
    cwd: ROOT,
    // As the CLIs of both CDKs say where the output goes.
    env: {
      ...process.env,
      TSX_TSCONFIG_PATH: 'tsconfig.dev.json',
      CDK_OUTDIR: out,
      CDKTF_OUTDIR: out,
      CDK8S_OUTDIR: out,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((file) => /template\.json$|\.tf\.json$|\.yaml$|review\.html$/.test(file))
    .sort()
    .map((file) => join(out, file));
}

/** The command on the list of the folder. */
function commandOf(folder: string, out: string): string[] {
  const options = ['--to', 'cloudformation', '--assumed-by', 'ecs-tasks.amazonaws.com', '--out', out];
  return [join(__dirname, 'command.ts'), 'synth', join(folder, 'connections.yaml'), ...options];
}

if (require.main === module) {
  for (const name of SMALL_EXAMPLES) {
    console.log(`\n${name}`);
    runSmallExample(name, join(OUT, name)).forEach((file) => console.log(`  ${relative(ROOT, file)}`));
  }
}
