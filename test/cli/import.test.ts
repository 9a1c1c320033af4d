import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli, folder } from '../support/cli';

const EXAMPLE = join(__dirname, '../../examples/import');
const { path, write } = folder();
const answer = (...content: readonly object[]): string => JSON.stringify({ data: { content } });
const jenkins = (identifier: string): object => ({
  connector: { identifier, type: 'Jenkins', spec: { jenkinsUrl: `https://${identifier}.example.org` } },
});

describe('import', () => {
  test('writes the list to standard output and the report to standard error', () => {
    const { exit, out, err } = cli('import', join(EXAMPLE, 'api.json'));
    expect(exit).toBe(0);
    expect(out).toMatch(/^# Connections of Harness, .*\n# harness: account:awsProd \(Aws\) [0-9a-f]{8}\n/);
    expect(out).toContain('- gitlab: { name: toolsgitlab, to: [git.example.org] }\n');
    expect(err).toMatch(
      /^25 connectors read: 25 connections, 0 incomplete, 0 not placed, 1 that need nothing from the delegate\n/,
    );
    expect(err).toContain('LDAP sign-on of the account');
    expect(err).toContain('entries name hosts');
  });

  test('reads a folder, passes by what is no connector in it, and leaves out selectors of others', () => {
    const { exit, out } = cli('import', join(EXAMPLE, 'harness'), '--delegate-tags', 'blue');
    expect(exit).toBe(0);
    expect(out).not.toContain('owncluster');
    mkdirSync(join(path, 'harness/below'), { recursive: true });
    writeFileSync(
      join(path, 'harness/below/a.yaml'),
      'connector: { identifier: ci, type: Jenkins, spec: { jenkinsUrl: x.example.org } }\n',
    );
    writeFileSync(join(path, 'harness/pipeline.yaml'), 'pipeline: { name: x }\n');
    expect(cli('import', join(path, 'harness')).out).toContain(
      '- jenkins: { name: ci, to: [x.example.org], ports: [443] }\n',
    );
  });

  test('to a file, which a review reads', () => {
    const list = join(path, 'connections.yaml');
    expect(cli('import', join(EXAMPLE, 'api.json'), '--out', list).exit).toBe(0);
    expect(cli('review', list, '--target', 'gcp-firewall-policy').exit).toBe(0);
  });

  test('into a list, and checks one', () => {
    const list = write('mine.yaml', '- datadog # mine\n');
    const file = write('a.json', answer(jenkins('ci')));
    const { exit, out, err } = cli('import', file, '--check', list);
    expect([exit, out]).toEqual([1, 'new in Harness: ci (jenkins), of account:ci\n']);
    expect(err).toContain('1 connector read');
    expect(cli('import', file, '--into', list).exit).toBe(0);
    expect(readFileSync(list, 'utf8').replace(/ [0-9a-f]{8}$/m, '')).toBe(
      '- datadog # mine\n# harness: account:ci (Jenkins)\n- jenkins: { name: ci, to: [ci.example.org], ports: [443] }\n',
    );
    expect(cli('import', file, '--check', list)).toMatchObject({
      exit: 0,
      out: 'mine.yaml has every connector of the import, as it is there\n',
    });
    const moved = write(
      'b.json',
      answer({ connector: { identifier: 'ci', type: 'Jenkins', spec: { jenkinsUrl: 'http://ci.example.org:8080' } } }),
    );
    expect(cli('import', moved, '--check', list)).toMatchObject({
      exit: 1,
      out: 'different: account:ci, mine.yaml:3: `ports`; the line was not touched\n',
    });
  });

  test('ends with 2 when no entry could be written, and says why', () => {
    const nothing = cli('import', write('none.json', answer()));
    expect([nothing.exit, nothing.out]).toEqual([2, '']);
    expect(nothing.err).toContain('error: the files hold no connector; check the scope');
    const partly = cli(
      'import',
      write('p.json', answer({ connector: { identifier: 'x', type: 'JDBC', spec: { url: '<+input>' } } })),
    );
    expect([partly.exit, partly.out]).toEqual([2, '']);
    expect(partly.err).toContain('its `url` is no address: it is an expression');
    expect(partly.err).toContain(
      'error: no connector became an entry; the report says what is missing (NoConnections)',
    );
  });

  test('reads no folder for ever, and says which cannot be read', () => {
    mkdirSync(join(path, 'loop'));
    symlinkSync('.', join(path, 'loop/a'));
    symlinkSync('.', join(path, 'loop/b'));
    symlinkSync('z.yaml', join(path, 'loop/z.yaml'));
    writeFileSync(join(path, 'loop/package.json'), '{"name":"x"}');
    writeFileSync(join(path, 'loop/c.json'), JSON.stringify(jenkins('ci')));
    expect(cli('import', join(path, 'loop'))).toMatchObject({
      exit: 0,
      out: expect.stringContaining('name: ci') as string,
    });
    expect(cli('import', join(path, 'loop/z.yaml'))).toMatchObject({
      exit: 2,
      err: expect.stringContaining('ELOOP') as string,
    });
    expect(cli('import', 'x'.repeat(300)).exit).toBe(2);
  });

  test('an empty answer says nothing about a list', () => {
    const list = write('kept.yaml', '# harness: account:ci (Jenkins)\n- jenkins: { to: [ci.example.org] }\n');
    for (const flags of [['--check', list], ['--into', list], ['--json']]) {
      expect(cli('import', write('empty.json', answer()), ...flags)).toMatchObject({ exit: 2, out: '' });
    }
  });

  test('keeps the mark of the bytes of a list', () => {
    const list = write('bom.yaml', '\ufeff- datadog\n');
    expect(cli('import', write('b.json', answer(jenkins('ci'))), '--into', list).exit).toBe(0);
    expect(readFileSync(list, 'utf8').startsWith('\ufeff- datadog\n# harness:')).toBe(true);
  });

  test('gives the same as JSON', () => {
    const { exit, out } = cli('import', write('j.json', answer(jenkins('ci'))), '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      count: 1,
      connections: [
        { id: 'jenkins', name: 'ci', connectors: [{ scope: 'account', identifier: 'ci', type: 'Jenkins' }] },
      ],
    });
  });

  test.each<[string, readonly string[], string]>([
    ['nothing to import', [], 'give the files to import, or `--from-harness`, got neither'],
    ['files and Harness', ['x.json', '--from-harness', '--account', 'a'], 'give files or `--from-harness`, got both'],
    ['no account', ['--from-harness'], '`--from-harness` needs `--account`, the id in the address of your Harness'],
    [
      'flags of Harness for files',
      ['x.json', '--org', 'a', '--project', 'b'],
      '`--org`, `--project` are for `--from-harness`',
    ],
    [
      'two ends',
      ['x.json', '--out', 'a', '--check', 'b'],
      'give one of `--out`, `--into` and `--check`, got `--out` and `--check`',
    ],
    [
      'JSON into a list',
      ['x.json', '--into', 'a', '--json'],
      '`--json` goes to standard output or `--out`, got `--into` or `--check` too',
    ],
    ['no file', ['nowhere.json'], 'there is no file "nowhere.json"'],
  ])('refuses %s', (_, args, said) => {
    const { exit, out, err } = cli('import', ...args);
    expect([exit, out]).toEqual([2, '']);
    expect(
      args.includes('--json')
        ? (JSON.parse(err) as { error: { problems: { message: string }[] } }).error.problems[0]!.message
        : err,
    ).toContain(said);
  });

  test('says everything that is wrong with all files at once', () => {
    const { exit, err } = cli('import', write('h.json', '<html>'), write('e.json', ' '), 'nowhere.json');
    expect(exit).toBe(2);
    expect(err).toContain('nowhere.json');
    expect(cli('import', write('h.json', '<html>'), write('e.json', ' ')).err).toMatch(/^2 errors:\n/);
  });
});
