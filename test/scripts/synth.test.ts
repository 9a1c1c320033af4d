import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const SYNTH = ['--require', 'tsx/cjs', 'scripts/synth.ts'];
/** As a terminal-less shell has it; the compiler options are those of the tests. */
const ENV = { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.dev.json', FORCE_COLOR: undefined };

function synth(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, [...SYNTH, ...args], { cwd: ROOT, encoding: 'utf8', env: { ...ENV, ...env } });
}

describe('npm run synth', () => {
  test('prints a block for each of the four stacks, within 120 lines and columns, on standard output alone', () => {
    const { status, stdout, stderr } = synth();
    expect([status, stderr]).toEqual([0, '']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(116); // npm says four lines more
    expect(lines.filter(({ length }) => length > 120)).toEqual([]);
    const blocks = stdout.split('\n\n').filter((block) => block.startsWith('Harness Delegate access: '));
    expect(blocks.map((block) => block.split('\n')[0])).toEqual([
      expect.stringContaining('DelegateDocumented/'),
      expect.stringContaining('DelegateRecommended/'),
      expect.stringContaining('delegate-documented/'),
      expect.stringContaining('delegate-recommended/'),
    ]);
    blocks.forEach((block) => {
      expect(block.split('\n').length).toBeLessThanOrEqual(28);
      expect(existsSync(join(ROOT, /review: (.*\.html)/.exec(block)![1]!))).toBe(true);
    });
    expect(stdout).toContain('\nNext: ');
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  }, 120_000);

  test('shows what a toolkit said, and keeps its exit code, when it fails', () => {
    const { status, stdout, stderr } = synth([], { PATH: '/nowhere' });
    expect(status).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^--- .scratch\/synth\/aws\.log\n[^]*npx/);
  }, 120_000);

  test('shows what the toolkits said on request, and ends quietly when its reader goes', () => {
    expect(synth(['--verbose']).stderr).toMatch(/--- .scratch\/synth\/aws\.log\n[^]*--- .scratch\/synth\/gcp\.log\n/);
    const command = `"${process.execPath}" ${SYNTH.join(' ')} | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const said = execFileSync('bash', ['-c', command], { cwd: ROOT, encoding: 'utf8', env: ENV });
    expect(said).toMatch(/^Harness Delegate access: DelegateDocumented\/[^\n]*\n0\n$/);
  }, 120_000);
});
