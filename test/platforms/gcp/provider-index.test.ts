import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

/** Runs the example in a process of its own and lists what of the provider it loaded. */
function loadedByExample(): string[] {
  const code = `
    require('tsx/cjs');
    require('./examples/gcp/main.ts');
    const loaded = Object.keys(require.cache).filter((file) => file.includes('@cdktf/provider-google'));
    process.stdout.write(JSON.stringify(loaded.map((file) => file.split('provider-google/')[1])));
  `;
  const env = {
    ...process.env,
    TSX_TSCONFIG_PATH: 'tsconfig.dev.json',
    CDKTF_OUTDIR: join(ROOT, '.scratch/cdktf.out'),
  };
  mkdirSync(join(ROOT, '.scratch'), { recursive: true });
  const output = execFileSync(process.execPath, ['-e', code], {
    cwd: ROOT,
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output.slice(output.lastIndexOf('["'))) as string[];
}

test("no code path loads the provider's index, which costs seconds and hundreds of megabytes", () => {
  const loaded = loadedByExample();
  expect(loaded).toContain('lib/compute-firewall/index.js');
  expect(loaded).toContain('lib/compute-network-firewall-policy-rule/index.js');
  expect(loaded).toContain('lib/storage-bucket-iam-member/index.js');
  expect(loaded.filter((file) => /^(lib\/)?(index|lazy-index)\.js$/.test(file))).toEqual([]);
  expect(loaded.length).toBeLessThan(60);
}, 60_000);
