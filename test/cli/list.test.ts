import { cli } from '../support/cli';

interface Found {
  readonly rows: readonly { readonly id: string; readonly ports: readonly { readonly port: string }[] }[];
  readonly words: readonly string[];
  readonly found: readonly { readonly id: string; readonly in: readonly string[] }[];
  readonly unknown: readonly { readonly word: string; readonly near?: string }[];
}

function found(...words: string[]): Found {
  const { exit, out, err } = cli('list', '--json', '--search', ...words);
  expect([exit, err]).toEqual([0, '']);
  return JSON.parse(out) as Found;
}

const ids = (...words: string[]): string[] => found(...words).rows.map(({ id }) => id);
const IDS = (JSON.parse(cli('list', '--json').out) as Found).rows.map(({ id }) => id);

describe('list --search', () => {
  test.each<[string, string, string]>([
    ['id', 'azure', 'azure'],
    ['title', 'pivotal', 'tanzu-application-service'],
    ['host names', 'api.github.com', 'github-repo'],
    ['permissions', 'AmazonS3ReadOnlyAccess', 'aws-s3'],
    ['permissions', 'roles/container.admin', 'gcp'],
    ['notes', 'ssh to machines', 'gcp'],
  ])('finds by %s: %s', (field, word, id) => {
    const { rows, found: places } = found(word);
    expect(rows.map((row) => row.id)).toContain(id);
    expect(rows.length).toBeLessThan(IDS.length);
    expect(places.find((place) => place.id === id)!.in).toContain(field);
  });

  test('finds a port as a whole number, with its protocol, and where a prop sets it', () => {
    expect(ids('49080')).toEqual(['bugsnag']);
    expect(ids('88/udp')).toEqual(['active-directory-ldap']);
    expect(ids('636/tcp')).toEqual(['active-directory-ldap']);
    expect(ids('8443')).toEqual([]);
    expect(ids('6443')).toEqual(expect.arrayContaining(['kubernetes-cluster', 'openshift']));
    const withPort = found('443').found.filter((place) => place.in.includes('ports'));
    const all = (JSON.parse(cli('list', '--json').out) as Found).rows;
    const expected = all
      .filter(({ ports }) => ports.some(({ port }) => port === '443' || port.endsWith('usually 443')))
      .map(({ id }) => id);
    expect(withPort.map(({ id }) => id)).toEqual(expected);
  });

  test('wants every word, in any order, in any case, quoted or not, and in the order of the table', () => {
    const both = ids('aws', 'readonly');
    expect(both.length).toBeGreaterThan(0);
    expect(both).toEqual(ids('aws').filter((id) => ids('readonly').includes(id)));
    expect(both).toEqual(IDS.filter((id) => both.includes(id)));
    expect(ids('ReadOnly AWS')).toEqual(both);
    expect(found('AWS aws', 'aws').words).toEqual(['aws']);
  });

  test('prints the table of what it found, and where it found it', () => {
    const { exit, out, err } = cli('list', '--search', 'gcp');
    expect([exit, err]).toEqual([0, '']);
    expect(out).toMatch(/^gcp +22 +machines/m);
    expect(out).toContain('`gcp`, found in:\n');
    expect(out).toMatch(/^ {2}- gcp: id, title/m);
    expect(out).not.toMatch(/^jenkins/m);
  });

  test('says so when nothing is found, with what is similar, and ends with 0', () => {
    expect(cli('list', '--search', 'datdog')).toMatchObject({
      exit: 0,
      err: '',
      out: expect.stringMatching(/No connection has `datdog`\.\n.*did you mean `datadog`\?/) as unknown,
    });
    expect(found('datdog')).toMatchObject({ rows: [], unknown: [{ word: 'datdog', near: 'datadog' }] });
    expect(cli('list', '--search', 'qqqqqqqqqqqq').out).toContain('nothing is similar');
    expect(cli('list', '--search', 'datadog', 'winrm').out).toContain('not all of them in one connection');
  });

  test('takes every character as itself', () => {
    ['.*', '(', '[a-z]+', '\\', '$', '__proto__'].forEach((word) => expect(() => found(word)).not.toThrow());
    expect(ids('a.*z')).toEqual([]);
    expect(cli('list', '--search', '\u001b[2J').out).not.toContain('\u001b');
    expect(cli('list', '--search', 'x'.repeat(10_000)).out.length).toBeLessThan(500);
  });

  test('fails for no word, and for a row beside it', () => {
    for (const word of ['', '  ']) {
      expect(cli('list', '--search', word)).toMatchObject({
        exit: 2,
        out: '',
        err: `error: \`--search\` must be a non-empty string such as \`gcp\`, \`443\` or \`github.com\`, got "${word}" (InvalidText)\n`,
      });
    }
    expect(cli('list', '--search').err).toContain("error: option '--search <word...>' argument missing");
    expect(cli('list', 'gcp', '--search', '443')).toMatchObject({
      exit: 2,
      err: 'error: give the id of a row or `--search`, got both; write `--search "gcp" "443"` to search for all of it (InvalidChoice)\n',
    });
  });
});

describe('the width of list', () => {
  const before = process.env.COLUMNS;
  afterEach(() => {
    process.env.COLUMNS = before;
  });
  const longest = (text: string): number =>
    Math.max(
      ...text
        .split('\n')
        // The address of a source is not cut, so that it can be copied.
        .filter((line) => !/^\[\d+\] /.test(line))
        .map((line) => line.length),
    );

  test.each(['60', '72', '80', '100', '119', '120'])(
    'is at most %s columns where the terminal has as many',
    (columns) => {
      process.env.COLUMNS = columns;
      const pages = [
        ['list'],
        ['list', '--search', '443'],
        ['list', '--search', 'nope'],
        ...IDS.map((id) => ['list', id]),
      ];
      for (const args of pages) {
        expect([args, longest(cli(...args).out) <= Number(columns)]).toEqual([args, true]);
      }
    },
  );

  test.each([
    ['200', 120],
    ['1', 60],
    ['0', 120],
    ['many', 120],
    ['', 120],
  ])('with COLUMNS=%s is at most %s', (columns, most) => {
    process.env.COLUMNS = columns;
    expect(longest(cli('list').out)).toBeLessThanOrEqual(most);
  });

  test('says the same of every port in a narrow terminal as in a wide one', () => {
    process.env.COLUMNS = '60';
    const { out } = cli('list');
    IDS.forEach((id) => expect(out).toMatch(new RegExp(`^${id}(,|$)`, 'm')));
    expect(out.replace(/\n {4}/g, ' ')).toContain('- 443 to api: missing; documented closed, recommended open');
    expect(out).toContain('gcp, permissions: gcp 2 / 12');
  });
});
