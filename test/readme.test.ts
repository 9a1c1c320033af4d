import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const SCRATCH = join(ROOT, '.scratch', 'readme');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const FENCES = [...README.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);

describe('the README', () => {
  beforeAll(() => {
    rmSync(SCRATCH, { recursive: true, force: true });
    mkdirSync(SCRATCH, { recursive: true });
    FENCES.forEach((code, i) => writeFileSync(join(SCRATCH, `fence-${i}.ts`), code));
    const config = {
      extends: '../../tsconfig.dev.json',
      compilerOptions: { rootDir: '../..' },
      include: ['*.ts'],
      exclude: [],
    };
    writeFileSync(join(SCRATCH, 'tsconfig.json'), JSON.stringify(config));
  });

  afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

  test('shows the two commands', () => {
    expect(README).toContain('npm ci && npm run synth');
    expect(README).toContain('npm ci && npm test');
  });

  test('has code that type-checks', () => {
    const tsc = 'node_modules/typescript-native/bin/tsc';
    execFileSync(process.execPath, [tsc, '--noEmit', '-p', SCRATCH], { cwd: ROOT, stdio: 'inherit' });
  }, 120_000);

  test.each(
    FENCES.map((code, i) => [
      i,
      code.split('\n').find((line) => line.startsWith('new ') || line.includes('= new ') || line.includes('Plan.of')) ??
        '',
    ]),
  )(
    'has code that runs: %i %s',
    (i) => {
      const output = execFileSync(
        'node_modules/.bin/tsx',
        ['--tsconfig', 'tsconfig.dev.json', join(SCRATCH, `fence-${i}.ts`)],
        { cwd: ROOT, encoding: 'utf8' },
      );
      expect(i !== 0 || output.includes('Harness Delegate access: Delegate/Access')).toBe(true);
    },
    60_000,
  );

  test('begins with an example of about fifteen lines', () => {
    expect(FENCES[0]!.trim().split('\n').length).toBeLessThanOrEqual(15);
  });
});
