import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { checkVersion, latest, listOf, notesOf, released } from '../../scripts/changelog/changelog';
import { nextVersion, type Change } from '../../scripts/changelog/changes';
import { folder } from '../support/cli';

const ROOT = join(__dirname, '../..');
const files = folder();
const repository = join(files.path, 'repository');
jest.setTimeout(60_000);

const change = (type: string, breaks?: string): Change => ({
  hash: '0123456789abcdef',
  type,
  subject: 'a thing',
  ...(breaks === undefined ? {} : { breaks }),
});

function git(...args: string[]): void {
  const run = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    cwd: repository,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
}

function commit(...paragraphs: string[]): void {
  git('commit', '--quiet', '--allow-empty', ...paragraphs.flatMap((text) => ['--message', text]));
}

/** A repository with this changelog. */
function begin(text: string): void {
  rmSync(repository, { recursive: true, force: true });
  mkdirSync(repository);
  git('init', '--quiet');
  writeFileSync(join(repository, 'CHANGELOG.md'), text);
}

const read = (): string => readFileSync(join(repository, 'CHANGELOG.md'), 'utf8');

interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function changelog(...args: string[]): Ran {
  const run = spawnSync(
    process.execPath,
    ['--require', join(ROOT, 'node_modules/tsx/dist/cjs/index.cjs'), join(ROOT, 'scripts/changelog/main.ts'), ...args],
    { cwd: repository, encoding: 'utf8', env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.dev.json') } },
  );
  return { status: run.status, out: run.stdout, err: run.stderr };
}

const HEAD = '# Changelog\n\nWhat changes.\n\n';
const BY_HAND = '### Added\n\n- By hand, `with code`.\n\n### Changed\n\n| before | now |\n|---|---|\n| a | b |';

describe('the next version', () => {
  test.each<[string, readonly Change[], string]>([
    ['1.2.3', [change('fix')], '1.2.4'],
    ['1.2.3', [], '1.2.4'],
    ['1.2.3', [change('fix'), change('feat')], '1.3.0'],
    ['1.2.3', [change('feat'), change('fix', 'it breaks')], '2.0.0'],
    ['0.4.1', [change('fix', 'it breaks')], '0.5.0'],
    ['0.4.1', [change('perf')], '0.4.2'],
    ['0.0.0', [change('fix')], '0.1.0'],
  ])('after %s with %j is %s', (last, changes, next) => expect(nextVersion(last, changes)).toBe(next));

  test('may be more than the commits need', () => {
    expect(() => checkVersion('1.0.0', '0.0.0', '0.1.0')).not.toThrow();
    expect(() => checkVersion('0.10.0', '0.9.0', '0.9.1')).not.toThrow();
  });

  test.each([
    ['1.2.4', 'after 1.2.3 the commits need 1.3.0 or more, got 1.2.4'],
    ['1.2', 'a version must be three numbers such as 1.3.0, got "1.2"'],
    ['v1.3.0', 'a version must be three numbers such as 1.3.0, got "v1.3.0"'],
  ])('fails for %s', (version, message) => expect(() => checkVersion(version, '1.2.3', '1.3.0')).toThrow(message));
});

describe('the changelog', () => {
  test('keeps every entry that was written by hand, and the versions before', () => {
    const old = '## 0.1.0 (2026-01-01)\n\n- The first.';
    const text = released(`${HEAD}## Unreleased\n\n${BY_HAND}\n\n${old}\n`, '0.2.0', '2026-11-25', [change('feat')]);
    const commits = '### Commits\n\n- feat: a thing. (0123456)';
    expect(text).toBe(`${HEAD}## Unreleased\n\n## 0.2.0 (2026-11-25)\n\n${BY_HAND}\n\n${commits}\n\n${old}\n`);
    expect([latest(text), notesOf(text, '0.2.0')]).toEqual(['0.2.0', `${BY_HAND}\n\n${commits}`]);
    expect(notesOf(text, 'Unreleased')).toBe('');
  });

  test('is that of this project, whose entries are not lost', () => {
    const own = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
    const text = released(own, '99.0.0', '2026-11-25', [change('feat')]);
    const lines = text.split('\n');
    expect(own.split('\n').filter((line) => !lines.includes(line))).toEqual([]);
    expect(notesOf(text, '99.0.0').startsWith(notesOf(own, 'Unreleased'))).toBe(true);
  });

  test('has what breaks first', () => {
    const list = listOf([change('feat'), { ...change('fix', 'the old\nname is gone.'), scope: 'cli' }]);
    expect(list).toBe('- **Breaking.** fix(cli): a thing. the old name is gone (0123456)\n- feat: a thing. (0123456)');
  });

  test('fails where nothing is to be released, or no place is for it', () => {
    expect(() => released(`${HEAD}## Unreleased\n`, '1.0.0', '2026-11-25', [])).toThrow('nothing to release');
    expect(() => released(HEAD, '1.0.0', '2026-11-25', [])).toThrow('CHANGELOG.md has no section "## Unreleased"');
  });
});

describe('npm run changelog', () => {
  test('lists what users notice since the last tag, without what was reverted', () => {
    begin(`${HEAD}## Unreleased\n`);
    commit('feat: before the first release');
    git('tag', 'v1.0.0');
    git('tag', 'v1.0.0-rc.1');
    git('tag', 'very-old');
    commit('docs: a page');
    commit('not conventional');
    commit('fix(aws): one rule too many');
    commit('feat(cli): a mistake');
    const hash = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: repository, encoding: 'utf8' }).stdout.trim();
    commit('Revert "feat(cli): a mistake"', `This reverts commit ${hash}.`);
    commit('refactor(plan)!: `flow.asked` is gone');
    commit('feat(gcp): a flag', 'Why.', 'BREAKING CHANGE: the old flag is gone');
    const { status, out, err } = changelog();
    expect([status, err]).toEqual([0, '']);
    expect(out.replace(/\([0-9a-f]{7}\)/g, '()')).toBe(
      [
        'next: 2.0.0, after v1.0.0; 3 commits that users notice',
        '',
        '- **Breaking.** refactor(plan): `flow.asked` is gone. ()',
        '- **Breaking.** feat(gcp): a flag. the old flag is gone ()',
        '- fix(aws): one rule too many. ()',
        '',
      ].join('\n'),
    );
  });

  test('makes a version of what is unreleased, once, and tells the release workflow of it', () => {
    begin(`${HEAD}## Unreleased\n\n${BY_HAND}\n`);
    commit('feat(cli): a command');
    expect(changelog('latest')).toMatchObject({
      status: 1,
      err: 'error: CHANGELOG.md has no version yet; `npm run changelog -- release` makes one of "## Unreleased"\n',
    });
    expect(changelog('release', '0.0.9')).toMatchObject({
      status: 1,
      err: 'error: after 0.0.0 the commits need 0.1.0 or more, got 0.0.9\n',
    });
    expect(changelog('release')).toMatchObject({ status: 0, out: expect.stringContaining('0.1.0') as unknown });
    expect(read()).toMatch(/^## Unreleased\n\n## 0\.1\.0 \(\d{4}-\d\d-\d\d\)\n\n### Added\n/m);
    expect(changelog('latest').out).toBe('0.1.0\n');
    expect(changelog('notes').out).toMatch(
      /^### Added\n[^]*### Commits\n\n- feat\(cli\): a command\. \([0-9a-f]{7}\)\n$/,
    );
    expect(changelog('release')).toMatchObject({
      status: 1,
      err: 'error: CHANGELOG.md has 0.1.0, which has no tag yet: tag it v0.1.0, or take its heading away\n',
    });
  });

  test('fails for a command that does not exist', () => {
    expect(changelog('relase')).toMatchObject({
      status: 1,
      err: 'error: the command must be `release`, `latest`, `notes` or none, got "relase"\n',
    });
  });
});

describe('the release workflow', () => {
  interface Job {
    readonly permissions: object;
    readonly steps: readonly { readonly id?: string; readonly run?: string; readonly uses?: string }[];
  }
  const { on, jobs } = parse(readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8')) as {
    readonly on: object;
    readonly jobs: Readonly<Record<'pack' | 'publish' | 'github', Job>>;
  };

  /** The step that compares the tag with the changelog, as the runner calls it. */
  function version(env: NodeJS.ProcessEnv): Ran & { readonly output: string } {
    const step = jobs.pack.steps.find(({ id }) => id === 'version')!;
    const output = files.write('output', '');
    const npm = join(files.path, 'npm');
    writeFileSync(npm, '#!/bin/sh\n[ "$*" = "run --silent changelog -- latest" ] && echo 1.2.0\n', { mode: 0o755 });
    const run = spawnSync('bash', ['-eo', 'pipefail', '-c', step.run!], {
      cwd: repository,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${files.path}:${process.env.PATH}`, GITHUB_OUTPUT: output, ...env },
    });
    return { status: run.status, out: run.stdout, err: run.stderr, output: readFileSync(output, 'utf8') };
  }

  beforeEach(() => {
    begin(HEAD);
    commit('feat: a thing');
  });

  test('takes the version from the changelog, for a tag and by hand', () => {
    expect(Object.keys(on)).toEqual(['push', 'workflow_dispatch']);
    for (const env of [{ GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.2.0' }, { GITHUB_REF_TYPE: 'branch' }]) {
      expect(version(env)).toMatchObject({ status: 0, output: 'version=1.2.0\n' });
    }
  });

  test('fails for a tag of another version', () => {
    expect(version({ GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.3.0' })).toMatchObject({
      status: 1,
      out: '::error::the tag is v1.3.0, and the newest version of CHANGELOG.md is 1.2.0; tag v1.2.0\n',
      output: '',
    });
  });

  test('fails by hand where the version is released already', () => {
    git('tag', 'v1.2.0');
    expect(version({ GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'main' })).toMatchObject({
      status: 1,
      out: '::error::1.2.0, the newest version of CHANGELOG.md, is released; run "npm run changelog -- release" first\n',
    });
    expect(version({ GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.2.0' }).status).toBe(0);
  });

  test('publishes with provenance, in a job that has no other right and runs no script', () => {
    expect(jobs.publish.permissions).toEqual({ 'id-token': 'write' });
    expect(jobs.publish.steps.map(({ run, uses }) => run ?? uses!.replace(/@.*/, ''))).toEqual([
      'actions/download-artifact',
      'actions/setup-node',
      'npm publish ./release/*.tgz --provenance --access public',
    ]);
    expect(jobs.pack.permissions).toEqual({ contents: 'read' });
    expect(jobs.pack.steps.some(({ run }) => run === '.ci/run')).toBe(true);
  });
});
