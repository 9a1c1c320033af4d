import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import manifest from '../package.json';
import { commandsOf, fencesOf, isElsewhere, isProgram, pages, readPage, type Fence } from '../scripts/pages/pages';

const ROOT = join(__dirname, '..');
const SCRATCH = join(ROOT, '.scratch', 'readme');
const README = readPage('README.md');
const PAGES = pages().map((page) => ({ page, fences: fencesOf(readPage(page)) }));
const PROGRAMS = PAGES.flatMap(({ page, fences }) => fences.filter(isProgram).map((fence) => ({ page, ...fence })));
const COMMANDS = PAGES.flatMap(({ page, fences }) => fences.flatMap(commandsOf).map((command) => ({ page, command })));

/** A folder for each page, as deep below the root as the test says. */
const folderOf = (page: string): string => join(SCRATCH, page.replace(/\W/g, '-'));

describe('the README', () => {
  test('has at most 900 words', () => {
    expect(README.trim().split(/\s+/).length).toBeLessThanOrEqual(900);
  });

  test('begins with an example of at most 12 lines', () => {
    const example = fencesOf(README).find(isProgram)!;
    expect(example.code.trim().split('\n').length).toBeLessThanOrEqual(12);
  });

  test('shows the two commands, the picture and both profiles', () => {
    [
      ...['npm ci && npm run synth', 'npm ci && npm test', '](docs/example.svg)'],
      ...['`Profile.DOCUMENTED`', '`Profile.RECOMMENDED`'],
    ].forEach((text) => expect(README).toContain(text));
  });

  test('installs for each platform what its entry point needs, and nothing else', () => {
    const lines = [...README.matchAll(/`npm install ([^`]+)`/g)].map(([, names]) => names!.split(' '));
    const all = new Set(lines.flat());
    expect([...all].sort()).toEqual([manifest.name, ...Object.keys(manifest.peerDependencies)].sort());
    expect(lines.map((names) => names.join(' '))).toEqual([
      `${manifest.name} aws-cdk-lib constructs`,
      `${manifest.name} cdktf @cdktf/provider-google constructs`,
      manifest.name,
    ]);
    const supported = Object.fromEntries(
      [...README.matchAll(/^\| ([@\w/-]+) \| (\^\S+) \|/gm)].map(([, ...row]) => row),
    );
    expect(manifest.peerDependencies).toMatchObject(supported as object);
    expect(Object.keys(supported as object).length).toBeGreaterThan(2);
  });
});

describe('what can be pasted', () => {
  beforeAll(() => {
    rmSync(SCRATCH, { recursive: true, force: true });
    for (const { page, file, code } of PROGRAMS) {
      mkdirSync(folderOf(page), { recursive: true });
      writeFileSync(join(folderOf(page), file!.replace(/\.mjs$/, '.ts')), code);
    }
    const config = {
      extends: '../../tsconfig.dev.json',
      compilerOptions: { rootDir: '../..', types: ['node'] },
      include: ['**/*.ts'],
      exclude: [],
    };
    writeFileSync(join(SCRATCH, 'tsconfig.json'), JSON.stringify(config));
  });

  afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

  test.each(PROGRAMS)('has a file name, which its page says: $page $file', ({ file, before }) => {
    expect(file).toMatch(/^[a-z0-9-]+(\.test)?\.(mjs|ts)$/);
    expect(before.trim().split('\n').at(-1)).toContain(`\`${file}\``);
  });

  test.each(PROGRAMS)('names its profile, or reads it from a file that does: $page $file', ({ page, code }) => {
    const files = PAGES.find((one) => one.page === page)!.fences.filter(({ language }) => language === 'yaml');
    const reads = code.includes('fromFile(') || code.includes("'connections.yaml'");
    expect(reads ? files.every((yaml: Fence) => /^profile: /m.test(yaml.code)) : /profile: Profile\./.test(code)).toBe(
      true,
    );
  });

  test('has commands that a reader can run, or that are known to need more', () => {
    const runs = /^(npm (init|install) |npx harness-delegate-access |node |npx (tsx|cdk) )/;
    expect(COMMANDS.length).toBeGreaterThan(20);
    expect(COMMANDS.filter(({ command }) => !runs.test(command) && !isElsewhere(command))).toEqual([]);
  });

  test('type-checks', () => {
    const tsc = 'node_modules/typescript-native/bin/tsc';
    execFileSync(process.execPath, [tsc, '--noEmit', '-p', SCRATCH], { cwd: ROOT, stdio: 'inherit' });
  }, 120_000);

  test.each(PAGES.filter(({ fences }) => fences.some(({ language }) => language !== 'yaml')))(
    'runs: $page',
    ({ page }) => {
      const folder = folderOf(page);
      if (/^examples\/[\w-]+\/README\.md$/.test(page)) {
        cpSync(join(ROOT, dirname(page)), folder, { recursive: true });
      }
      const paste = ['--import', 'tsx', join(ROOT, 'scripts/pages/paste.ts'), join(ROOT, page), folder];
      const output = execFileSync(process.execPath, paste, {
        cwd: ROOT,
        env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.dev.json') },
        encoding: 'utf8',
      });
      expect(page !== 'README.md' || /, recommended\n[^]*\bjenkins +443 +10\.0\.3\.7\/32/.test(output)).toBe(true);
    },
    60_000,
  );
});
