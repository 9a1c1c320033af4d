import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { folder } from '../support/cli';

const ROOT = join(__dirname, '../..');
const WORKFLOW = readFileSync(join(ROOT, 'examples/github-actions/delegate-access-diff.yml'), 'utf8');
const MARK = '<!-- harness-delegate-access: connections.yaml -->';

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly {
    readonly name?: string;
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  }[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: object;
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<'diff' | 'comment', Job>>;
}
const workflow = parse(WORKFLOW) as Workflow;
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const script = (name: string): string => steps.find((step) => step.name === name)!.run!;

const files = folder();
const work = realpathSync(files.path);
const repository = join(work, 'repository');
const access = join(work, 'access');

/** `npx` as this command of the source, and `gh` as a service that keeps its comments in a file. */
const STUBS = {
  npx: `#!/usr/bin/env node
const [yes, name, ...args] = process.argv.slice(2);
// Not in the checkout, whose node_modules and .npmrc are those of the pull request.
if (process.cwd() !== ${JSON.stringify(access)}) throw new Error('npx in ' + process.cwd());
if (yes !== '--yes' || name !== 'harness-delegate-access@latest') throw new Error('npx ' + process.argv.slice(2));
process.argv = [process.argv[0], 'harness-delegate-access', ...args];
process.env.TSX_TSCONFIG_PATH = ${JSON.stringify(join(ROOT, 'tsconfig.dev.json'))};
require(${JSON.stringify(join(ROOT, 'node_modules/tsx/dist/cjs/index.cjs'))});
require(${JSON.stringify(join(ROOT, 'lib/cli/main'))}).main('1.2.3');
`,
  gh: `#!/usr/bin/env node
const { readFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const file = ${JSON.stringify(join(work, 'comments.json'))};
const comments = JSON.parse(readFileSync(file, 'utf8'));
const value = (flag) => args[args.indexOf(flag) + 1];
const asked = '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARK))) | .id';
if (process.env.GH_TOKEN !== 'token' || args[0] !== 'api') throw new Error('gh ' + args);
if (args.includes('--paginate')) {
  if (value('--paginate') !== 'repos/acme/app/issues/7/comments' || value('--jq') !== asked) throw new Error('gh ' + args);
  comments
    .filter(({ login, body }) => login === 'github-actions[bot]' && body.startsWith(process.env.MARK))
    .forEach(({ id }) => console.log(id));
} else {
  const [, path] = /^body=@(.*)$/.exec(value('--field'));
  const body = readFileSync(path, 'utf8');
  const method = value('--method');
  const target = args[args.indexOf(method) + 1];
  if (method === 'POST' && target === 'repos/acme/app/issues/7/comments') {
    comments.push({ id: comments.length + 1, login: 'github-actions[bot]', body });
  } else {
    comments.find(({ id }) => method === 'PATCH' && target === 'repos/acme/app/issues/comments/' + id).body = body;
  }
  writeFileSync(file, JSON.stringify(comments));
}
`,
};

interface Comment {
  readonly id: number;
  readonly login: string;
  readonly body: string;
}

interface Ran {
  readonly exit: number;
  readonly printed: string;
  readonly summary: string;
  readonly comments: readonly Comment[];
}

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    cwd: repository,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}

/** A commit with this list, or with none. */
function commit(list: string | undefined): void {
  const path = join(repository, 'connections.yaml');
  rmSync(path, { force: true });
  if (list !== undefined) writeFileSync(path, list);
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', 'a list');
}

/** A script as the runner calls it for `shell: bash`. */
function bash(name: string, env: NodeJS.ProcessEnv): { readonly status: number; readonly printed: string } {
  const file = files.write('script.sh', script(name));
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
    cwd: repository,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...workflow.env,
      PATH: `${join(work, 'bin')}:${process.env.PATH}`,
      RUNNER_TEMP: work,
      GITHUB_WORKSPACE: repository,
      GITHUB_OUTPUT: join(work, 'output'),
      GITHUB_STEP_SUMMARY: join(work, 'summary'),
      ...env,
    },
  });
  return { status: status!, printed: stdout + stderr };
}

/** A pull request: the list before and after it, and what the workflow makes of it. */
function pullRequest(before: string | undefined, after: string | undefined, comments: readonly Comment[] = []): Ran {
  [repository, access].forEach((path) => rmSync(path, { recursive: true, force: true }));
  mkdirSync(repository);
  git('init', '--quiet');
  [before, after].forEach(commit);
  ['output', 'summary'].forEach((name) => files.write(name, ''));
  files.write('comments.json', comments);

  const compared = bash('Compare the lists', {});
  expect([compared.status, compared.printed]).toEqual([0, '']);
  const [, code] = /^exit=(\d+)$/m.exec(readFileSync(join(work, 'output'), 'utf8'))!;
  const { status, printed } = bash('Pass or fail', { CODE: code! });
  const commented = bash('Write the comment, or change the one that is there', {
    GH_TOKEN: 'token',
    COMMENTS: 'repos/acme/app/issues/7/comments',
    COMMENT: 'repos/acme/app/issues/comments',
  });
  expect([commented.status, commented.printed]).toEqual([0, '']);
  return {
    exit: status,
    printed,
    summary: readFileSync(join(work, 'summary'), 'utf8'),
    comments: JSON.parse(readFileSync(join(work, 'comments.json'), 'utf8')) as Comment[],
  };
}

const NARROW = '- jenkins: { to: [10.0.3.7/32], ports: [8080] }\n';
const WIDE = '- jenkins: { to: [10.0.3.7/32], ports: [8080, 8443] }\n';

jest.setTimeout(60_000);
beforeAll(() => {
  mkdirSync(join(work, 'bin'));
  Object.entries(STUBS).forEach(([name, code]) => {
    writeFileSync(join(work, 'bin', name), code);
    chmodSync(join(work, 'bin', name), 0o755);
  });
});

describe('the workflow for pull requests', () => {
  test('passes for the same list, and says that nothing opens', () => {
    const { exit, summary, comments } = pullRequest(NARROW, `${NARROW}# a comment\n`);
    expect(exit).toBe(0);
    expect(comments).toHaveLength(1);
    expect(comments[0]!.body).toMatch(
      new RegExp(`^${MARK}\n\\*\\*Nothing opens\\*\\* \\(\`connections\\.yaml\`\\)\n\n# `),
    );
    expect(summary).toBe(comments[0]!.body);
  });

  test('fails for an opened port, which the comment names', () => {
    const { exit, printed, comments } = pullRequest(NARROW, WIDE);
    expect(exit).toBe(1);
    expect(printed).toBe('::error::connections.yaml opens something; see the comment or the summary of this run\n');
    expect(comments[0]!.body).toContain('**Something opens**');
    expect(comments[0]!.body).toContain('- **tcp 8443 to 10.0.3.7/32**');
  });

  test('passes for a closed port, which the comment names', () => {
    const { exit, comments } = pullRequest(WIDE, NARROW);
    expect(exit).toBe(0);
    expect(comments[0]!.body).toContain('**Nothing opens**');
    expect(comments[0]!.body).toContain('- **tcp 8443 to 10.0.3.7/32**');
  });

  test.each([
    ['after', NARROW, '- jenkns\n', 'head.yaml:1:3: '],
    ['before', '- jenkns\n', NARROW, 'base.yaml:1:3: '],
  ])('fails with 2 for a list that is wrong %s the change, with the message', (_, before, after, place) => {
    const { exit, printed, comments } = pullRequest(before, after);
    expect(exit).toBe(2);
    expect(printed).toContain(`error: ${place}`);
    expect(comments[0]!.body).toContain('**The list cannot be read**');
    expect(comments[0]!.body).toMatch(new RegExp(`^ {4}error: ${place}.*did you mean \`jenkins\`\\?`, 'm'));
  });

  test('passes for a deleted list, and shows what it opened', () => {
    const { exit, comments } = pullRequest(WIDE, undefined);
    expect(exit).toBe(0);
    expect(comments[0]!.body).toContain('**The list is deleted, and all of this closes**');
    expect(comments[0]!.body).toContain('8443');
  });

  test('fails for a new list, and shows what it opens', () => {
    const { exit, comments } = pullRequest(undefined, WIDE);
    expect(exit).toBe(1);
    expect(comments[0]!.body).toContain('**The list is new, and all of this opens**');
    expect(comments[0]!.body).toContain('8443');
  });

  test('fails with 2 for a new list that is wrong, and where there is no list at all', () => {
    expect(pullRequest(undefined, '7\n').exit).toBe(2);
    const { exit, comments } = pullRequest(undefined, undefined);
    expect(exit).toBe(2);
    expect(comments[0]!.body).toContain('error: there is no connections.yaml, neither before nor after the change');
  });

  test('changes its own comment, and no other', () => {
    const others = [
      { id: 1, login: 'mallory', body: `${MARK}\nnot by the workflow` },
      { id: 2, login: 'github-actions[bot]', body: 'of another workflow' },
    ];
    const mine = { id: 3, login: 'github-actions[bot]', body: `${MARK}\nold` };
    const { comments } = pullRequest(NARROW, WIDE, [...others, mine]);
    expect(comments).toHaveLength(3);
    expect(comments.slice(0, 2)).toEqual(others);
    expect(comments[2]!.body).toContain('**Something opens**');
    expect(pullRequest(NARROW, WIDE, others).comments).toHaveLength(3);
  });

  test('cuts a long comment, and keeps the whole', () => {
    const hosts = Array.from({ length: 900 }, (_, i) => `10.${Math.floor(i / 200)}.${i % 200}.1/32`);
    const { exit, comments } = pullRequest(NARROW, `- jenkins: { to: [${hosts.join(', ')}], ports: [8080] }\n`);
    expect(exit).toBe(1);
    const whole = readFileSync(join(access, 'body.md'), 'utf8');
    expect(whole.length).toBeGreaterThan(65_536);
    expect(comments[0]!.body.length).toBeLessThan(65_536);
    expect(comments[0]!.body).toContain('Cut here');
  });
});

describe('the workflow is safe', () => {
  test('runs on pull_request, where a fork has no secrets', () => {
    expect(Object.keys(workflow.on)).toEqual(['pull_request']);
  });

  test('gives no job more than it needs: what reads the list writes nothing, and what writes has no checkout', () => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.jobs.diff.permissions).toEqual({ contents: 'read' });
    expect(workflow.jobs.comment.permissions).toEqual({ 'pull-requests': 'write' });
    expect(workflow.jobs.comment.steps.some(({ uses = '' }) => uses.startsWith('actions/checkout'))).toBe(false);
    expect(workflow.jobs.diff.steps[0]!.with).toMatchObject({ 'persist-credentials': false });
  });

  test('puts no value of the event into a script', () => {
    steps.forEach(({ run = '' }) => expect(run).not.toContain('${{'));
  });

  test('pins each action by commit', () => {
    const uses = steps.flatMap((step) => step.uses ?? []);
    expect(uses).toHaveLength(3);
    uses.forEach((action) => expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/));
  });
});
