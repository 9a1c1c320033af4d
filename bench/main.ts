import { cpus } from 'node:os';
import { importCosts } from './imports';
import { format } from './statistics';

/** Measures what the README claims; run it on a quiet machine, after `npm run compile`. */

const RUNS = 30;

function main(): void {
  const [cpu] = cpus();
  console.log(
    `Node ${process.version}, ${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}; median (quartiles) of ${RUNS} pairs\n`,
  );
  console.log('Loading an entry point, over bare Node');
  const costs = importCosts(
    {
      'harness-delegate-access': './dist/index.js',
      'harness-delegate-access/aws': './dist/aws/index.js',
      'aws-cdk-lib + aws-ec2 + aws-iam': './bench/cdk-only.cjs',
      'harness-delegate-access/gcp': './dist/gcp/index.js',
      'cdktf': 'cdktf',
    },
    RUNS,
  );
  costs.forEach(({ name, over }) => console.log(`  ${name.padEnd(34)} ${format(over, 'ms')}`));
}

main();
