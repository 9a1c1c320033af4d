import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { parse } from 'yaml';
import { writeNew } from '../../lib/cli/files';
import { BLOCKS, blockText, starterList } from '../../lib/cli/starter-list';
import { readPlanFile } from '../../lib/plan/plan-file';
import { cli, folder } from '../support/cli';
import { Plan, Target } from 'harness-delegate-access';

const ROOT = join(__dirname, '../..');
const SCHEMA = 'node_modules/harness-delegate-access/connections.schema.json';
const files = folder();
const isValid = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync(join(ROOT, 'connections.schema.json'), 'utf8')) as object,
);
const LIST = starterList(SCHEMA);
const EXAMPLES = BLOCKS.filter(({ isExample }) => isExample);

/** The list with these examples un-commented, as a person does it in an editor. */
function uncommented(examples: typeof BLOCKS): string {
  return examples.reduce((text, block) => {
    const indent = block.isConnection ? '  ' : '';
    const written = blockText(block, indent);
    expect(text).toContain(written);
    const [about, ...lines] = written.split('\n');
    return text.replace(written, [about, ...lines.map((line) => line.replace(/^( *)# /, '$1'))].join('\n'));
  }, LIST);
}

function namesIn(path: string): string[] {
  return readPlanFile(path).connections.map(({ name }) => name);
}

/** The command as a shell runs it. */
function shell(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): ReturnType<typeof spawnSync> {
  const main = JSON.stringify(join(ROOT, 'lib/cli/main'));
  const program = files.write('bin.cjs', `require(${main}).main('1.2.3')`);
  return spawnSync(
    process.execPath,
    ['--require', join(ROOT, 'node_modules/tsx/dist/cjs/index.cjs'), program, ...args],
    {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.dev.json'), ...env },
    },
  );
}

describe('the list that init writes', () => {
  test('begins with the line by which editors find the schema, and is valid by it', () => {
    const path = join(files.path, 'valid.yaml');
    expect(cli('init', path)).toMatchObject({ exit: 0, err: '' });
    const text = readFileSync(path, 'utf8');
    expect(text.split('\n')[0]).toMatch(/^# yaml-language-server: \$schema=\S+connections\.schema\.json$/);
    expect(isValid(parse(text))).toBe(true);
    expect(text).toMatch(/^[\x20-\x7e\n]+\n$/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test('is reviewed right away, with two connections', () => {
    const path = join(files.path, 'reviewed.yaml');
    cli('init', path);
    const { exit, err } = cli('review', path);
    expect([exit, err]).toEqual([0, '']);
    expect(namesIn(path)).toEqual(['github-repo', 'jenkins']);
  });

  test.each(EXAMPLES.map((block) => [block.yaml.split('\n')[0]!, block] as const))(
    'has an example that works un-commented: %s',
    (_, block) => {
      const path = files.write('example.yaml', uncommented([block]));
      expect(isValid(parse(readFileSync(path, 'utf8')))).toBe(true);
      expect(cli('review', path)).toMatchObject({ exit: 0, err: '' });
      expect(cli('review', path, '--profile', 'recommended').exit).toBe(0);
    },
  );

  test('has an acknowledgement of a finding that the list has', () => {
    const [acknowledged] = EXAMPLES.filter(({ yaml }) => yaml.startsWith('acknowledged'));
    const { findings } = Plan.fromFile(files.write('known.yaml', uncommented([acknowledged!]))).on(
      Target.AWS_SECURITY_GROUP,
    );
    expect(findings.filter(({ acknowledged: by }) => by !== undefined).map(({ key }) => key)).toEqual([
      'PortOnlyEgress:github-repo:443',
    ]);
    expect(findings.map(({ finding }) => finding)).not.toContain('UnusedAcknowledgement');
  });

  test('works with all examples un-commented, and each has an effect', () => {
    const path = files.write('all.yaml', uncommented(EXAMPLES));
    const plan = Plan.fromFile(path);
    expect(plan.profile.name).toBe('recommended');
    const keys = EXAMPLES.flatMap(({ yaml, isConnection }) =>
      isConnection ? [...yaml.matchAll(/^- ([a-z0-9-]+)/gm)].map(([, id]) => (id === 'custom' ? 'vault' : id)) : [],
    );
    expect(namesIn(path)).toEqual(['github-repo', 'jenkins', ...keys]);
    const { rules } = plan.on(Target.AWS_SECURITY_GROUP);
    expect(rules.map(({ destination }) => destination.text)).toEqual(
      expect.arrayContaining(['10.0.1.5/32', '10.0.2.0/24', '10.0.0.53/32', '10.0.32.0/22']),
    );
  });

  test.each(['reach', 'profile', 'acknowledged', 'github-repo', 'jenkins', 'winrm', 'aws-s3', 'gcp', 'custom'])(
    'shows how to write %s',
    (word) => expect(BLOCKS.some(({ yaml }) => new RegExp(`^(- )?${word}\\b`, 'm').test(yaml))).toBe(true),
  );
});

describe('init', () => {
  test('writes connections.yaml in this folder, says what to do next, and needs no terminal', () => {
    const here = join(files.path, 'here');
    mkdirSync(here);
    for (const env of [{ NO_COLOR: '1' }, { FORCE_COLOR: '3', NO_COLOR: '' }, { TERM: 'dumb' }]) {
      const { status, stdout, stderr } = shell(['init'], here, env);
      if (status === 0) {
        expect(stderr).toBe('');
        expect(stdout).toContain('wrote connections.yaml');
        expect(stdout).toContain('npx harness-delegate-access review connections.yaml');
        expect(stdout).toContain('npm install --save-dev harness-delegate-access');
      } else {
        expect(stderr).toContain('(FileExists)');
      }
      expect(`${stdout as string}${stderr as string}`).not.toContain('\u001b');
    }
    expect(readFileSync(join(here, 'connections.yaml'), 'utf8')).toBe(LIST);
    expect(readdirSync(here)).toEqual(['connections.yaml']);
  }, 60_000);

  test('finds the schema from a folder further down', () => {
    const deep = join(files.path, 'deep');
    mkdirSync(join(deep, 'infra/harness'), { recursive: true });
    const { stdout } = shell(['init', 'infra/harness/my list.yml', '--json'], deep);
    expect(JSON.parse(stdout as string)).toMatchObject({
      file: 'infra/harness/my list.yml',
      next: expect.arrayContaining(["npx harness-delegate-access review 'infra/harness/my list.yml'"]) as unknown,
    });
    const [line] = readFileSync(join(deep, 'infra/harness/my list.yml'), 'utf8').split('\n');
    expect(line).toBe(`# yaml-language-server: $schema=../../${SCHEMA}`);
  }, 60_000);

  test('writes to standard output for `-`', () => {
    expect(cli('init', '-')).toEqual({ exit: 0, out: LIST, err: '', progress: [] });
  });
});

describe('init refuses', () => {
  const refused = (path: string, ...flags: string[]): string => {
    const { exit, out, err } = cli('init', path, ...flags);
    expect([exit, out]).toEqual([2, '']);
    return err;
  };

  test('fails where a file, a folder or a link is, which stays as it was', () => {
    const path = files.write('mine.yaml', '- datadog\n');
    expect(refused(path)).toBe(
      `error: a new file must have a name that is free, and ${JSON.stringify(path)} exists; name another file, or remove this one first (FileExists)\n`,
    );
    expect(readFileSync(path, 'utf8')).toBe('- datadog\n');
    mkdirSync(join(files.path, 'folder.yaml'));
    expect(refused(join(files.path, 'folder.yaml'))).toContain('(FileExists)');
    const [link, beyond] = [join(files.path, 'link.yaml'), join(files.path, 'beyond.yaml')];
    symlinkSync(beyond, link);
    expect(refused(link)).toContain('(FileExists)');
    expect(readdirSync(files.path)).not.toContain('beyond.yaml');
    expect(JSON.parse(refused(path, '--json'))).toMatchObject({ error: { code: 'FileExists' } });
  });

  test('fails in a folder that does not exist', () => {
    expect(refused('/nope/connections.yaml')).toBe(
      'error: cannot write "/nope/connections.yaml": its folder does not exist (CannotWrite)\n',
    );
    const file = join(files.write('file', ''), 'connections.yaml');
    expect(refused(file)).toContain('a part of its path is not a folder (CannotWrite)');
  });

  test('fails in a folder that is read-only', () => {
    const locked = join(files.path, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    const isRoot = process.geteuid?.() === 0;
    // The superuser may write anywhere.
    if (isRoot) process.seteuid!(65534);
    try {
      expect(refused(join(locked, 'connections.yaml'))).toContain('you may not write there (CannotWrite)');
    } finally {
      if (isRoot) process.seteuid!(0);
      chmodSync(locked, 0o700);
    }
    expect(readdirSync(locked)).toEqual([]);
  });

  test.each(['connections.json', 'connections', '', '.yaml', 'list.yaml.txt'])('fails for the name "%s"', (name) => {
    expect(refused(name)).toBe(
      `error: the name of the list must end with \`.yaml\` or \`.yml\`, got "${name}"; write for instance \`init connections.yaml\` (InvalidFileName)\n`,
    );
  });

  test('fails for two files, and for a name that commands a terminal', () => {
    expect(cli('init', 'a.yaml', 'b.yaml')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('too many arguments') as unknown,
    });
    expect(refused('/nope/\u001b[2J.yaml')).not.toContain('\u001b');
  });

  test('of two that write the same file, the first succeeds', () => {
    const path = join(files.path, 'race.yaml');
    writeNew(path, 'one');
    expect(() => writeNew(path, 'other')).toThrow('(FileExists)');
    expect(readFileSync(path, 'utf8')).toBe('one');
  });
});
