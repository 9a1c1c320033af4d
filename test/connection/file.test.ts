import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connections } from '../../examples/one-list/connections';
import { readPlanFile, withPlaces } from '../../lib/plan/plan-file';
import { problemsOf } from '../support/errors';
import { ALL_PROPS } from '../support/every-row';
import { AccessError, Connection, HarnessPlatform, Plan, Profile, Target } from 'harness-delegate-access';

const dir = mkdtempSync(join(tmpdir(), 'file-'));
afterAll(() => rmSync(dir, { recursive: true }));

function file(text: string, name = 'connections.yaml'): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

/** Without the place in the file, which a list in TypeScript does not have. */
const planOf = (plan: Plan): unknown => ({
  flows: plan.flows,
  permissions: plan.permissions,
  findings: plan.findings.map(({ at: _, ...finding }) => finding),
});

describe('a list of connections in a file', () => {
  test('gives the same plan as the list in TypeScript', () => {
    const options = { asOf: '2026-11-24' };
    for (const profile of [Profile.DOCUMENTED, Profile.RECOMMENDED]) {
      const fromFile = Plan.fromFile('examples/one-list/connections.yaml', { ...options, profile });
      expect(planOf(fromFile)).toEqual(planOf(Plan.of(connections, { ...options, profile })));
    }
    expect(Connection.fromFile('examples/one-list/connections.yaml').map(({ name }) => name)).toEqual(
      connections.map(({ name }) => name),
    );
  });

  test('can say everything that every factory takes, as YAML and as JSON', () => {
    const list = Object.entries(ALL_PROPS).map(([id, props]) => ({ [id]: props }));
    const wanted = Object.entries(ALL_PROPS).map(([id, props]) => Connection.parse(id, props));
    for (const text of [JSON.stringify(list), JSON.stringify(list, undefined, '\t')]) {
      expect(Connection.fromFile(file(text, 'all.json'))).toEqual(wanted);
    }
  });

  test('takes an id alone, an id without props, `custom` and `ssh`', () => {
    const text = `
- datadog
- github-repo:
- ssh: { to: [10.0.0.0/24], ports: [2222] }
- custom: { name: vault, to: [vault.example.com], ports: [8200, 53/udp], reason: secrets, unenforceable: port-only }
`;
    expect(Connection.fromFile(file(text))).toEqual([
      Connection.datadog(),
      Connection.githubRepo(),
      Connection.ssh({ to: ['10.0.0.0/24'], ports: [2222] }),
      Connection.custom({
        name: 'vault',
        to: ['vault.example.com'],
        ports: [8200, '53/udp'],
        reason: 'secrets',
        unenforceable: 'port-only',
      }),
    ]);
  });

  test('may share blocks by anchors', () => {
    const text = '- jenkins: { to: &ci [10.0.3.0/24] }\n- nexus: { to: *ci }\n';
    expect(Connection.fromFile(file(text))[1]).toEqual(Connection.nexus({ to: ['10.0.3.0/24'] }));
  });

  test('may carry the options of the plan, which arguments override', () => {
    const path = file(`
profile: recommended
reach: { saas: [10.0.1.5/32], harness: [10.0.1.5/32], proxyPorts: [3128] }
harness: { cluster: eu }
acknowledged:
  - { finding: ChoiceAssumed, connection: datadog, reason: it is ours, until: 2027-06-30 }
connections: [datadog]
`);
    const wanted = {
      profile: Profile.RECOMMENDED,
      reach: { saas: ['10.0.1.5/32'], harness: ['10.0.1.5/32'], proxyPorts: [3128] },
      harness: HarnessPlatform.of({ cluster: 'eu' }),
      acknowledged: [
        { finding: 'ChoiceAssumed' as const, connection: 'datadog', reason: 'it is ours', until: '2027-06-30' },
      ],
      asOf: '2026-11-24',
    };
    expect(planOf(Plan.fromFile(path, { asOf: '2026-11-24' }))).toEqual(
      planOf(Plan.of([Connection.datadog()], wanted)),
    );
    expect(Plan.fromFile(path, { profile: Profile.DOCUMENTED }).profile).toBe(Profile.DOCUMENTED);
    expect(Plan.fromFile(path).on(Target.AWS_SECURITY_GROUP).rules).toHaveLength(1);
  });

  test('may leave out any option, or leave it empty, and what an argument leaves undefined the file decides', () => {
    const wanted = planOf(Plan.of([Connection.datadog()], { asOf: '2026-11-24' }));
    for (const text of ['', 'profile:\nreach:\nharness:\nacknowledged:\n']) {
      const path = file(`${text}connections: [datadog]\n`);
      expect(planOf(Plan.fromFile(path, { asOf: '2026-11-24' }))).toEqual(wanted);
    }
    const path = file('profile: recommended\nconnections: [datadog]\n');
    expect(Plan.fromFile(path, { profile: undefined, reach: undefined }).profile).toBe(Profile.RECOMMENDED);
    expect(Object.keys(readPlanFile(path).options)).toEqual(['profile']);
  });
});

describe('a file fails', () => {
  const read = (text: string) => () => Plan.fromFile(file(text), { asOf: '2026-11-24' });

  test('with every problem of every entry, each with its line, its column and the near miss', () => {
    const text = `- datadgo
- jenkins: { to: [10.0.3.7] }
- nexus:
    to: [10.0.0.1/8]
    prots: [80]
- aws-s3: { buckets: [{ nam: x }] }
- jenkins:
  to: [10.0.3.7/32]
- 7
- kubernetes-cluster: { to: [10.20.0.0/28] }
`;
    expect(problemsOf(read(text))).toEqual([
      'UnknownConnection: connections.yaml:1:3: the id of a connection must be one of the 59 that `list` shows, got "datadgo"; did you mean `datadog`?',
      'MissingMask: connections.yaml:2:19: connection `jenkins`: `to[0]`: a CIDR needs a mask, got "10.0.3.7"; did you mean `10.0.3.7/32`?',
      'HostBits: connections.yaml:4:10: connection `nexus`: `to[0]`: a CIDR must not have host bits, got "10.0.0.1/8"; did you mean `10.0.0.0/8`?',
      expect.stringMatching(
        /^UnknownProp: connections.yaml:5:5: connection `nexus`: has no prop "prots".*did you mean `ports`\?$/,
      ),
      expect.stringMatching(
        /^UnknownProp: connections.yaml:6:25: .*`buckets\[0\]` has no "nam"; .*did you mean `name`\?$/,
      ),
      expect.stringMatching(/^InvalidBucket: connections.yaml:6:30: .*`buckets\[0\].name` must be .*got "x"$/),
      'InvalidEntry: connections.yaml:7:3: an entry must be an id, or one id with its props such as `- jenkins: { to: [10.0.3.7/32] }`, got the keys "jenkins", "to"; are the props indented?',
      expect.stringMatching(/^InvalidEntry: connections.yaml:9:3: an entry must be an id, .* got 7$/),
      expect.stringMatching(/^MissingPorts: connections.yaml:10:23: .*the table leaves the port open/),
    ]);
  });

  test('with the place of what only the list shows', () => {
    expect(problemsOf(read('- datadog\n- datadog\n'))).toEqual([
      expect.stringMatching(/^DuplicateName: connections.yaml:2:3: connection names must be unique/),
    ]);
    expect(problemsOf(read('- datadog\n- jenkins\n'))).toEqual([
      expect.stringMatching(/^MissingDestination: connections.yaml:2:3: connection `jenkins`: port 443 leads/),
    ]);
  });

  test('with every problem of its options', () => {
    const text = `profil: x
connections: [datadog]
`;
    expect(problemsOf(read(text))).toEqual([
      'UnknownProp: connections.yaml:1:1: a file has no "profil"; allowed: `connections`, `profile`, `reach`, `harness`, `acknowledged`, `published` or `probes`; did you mean `profile`?',
      'InvalidProfile: connections.yaml:1:9: `profile` must be `documented` or `recommended`, got "x"',
    ]);
    const options = `profile: recomended
reach: { sas: [10.0.0.0/8], saas: [10.0.0.1] }
harness: { cluster: prod9 }
acknowledged: [{ finding: X, connection: y, reason: z }]
connections: []
`;
    expect(problemsOf(read(options)).map((problem) => problem.split(': ').slice(0, 2).join(' '))).toEqual([
      'EmptyList connections.yaml:5:14',
      'InvalidProfile connections.yaml:1:10',
      'UnknownProp connections.yaml:2:10',
      'MissingMask connections.yaml:2:36',
      'InvalidChoice connections.yaml:3:21',
      'UnknownFinding connections.yaml:4:27',
    ]);
  });

  test('without a place where the problem is not in the file', () => {
    const path = file('connections: [datadog, jenkins]\n');
    expect(problemsOf(() => Plan.fromFile(path, { asOf: 'soon' }))).toEqual([
      'InvalidDate: `asOf` must be a date such as 2027-01-31, got "soon"',
    ]);
    const opened = readPlanFile(file('connections: [datadog]\n'));
    const message = 'of a connection that is not in the file';
    const stranger = new AccessError([{ code: 'InvalidProp', message, connection: 'elsewhere' }]);
    expect(() =>
      withPlaces(opened, () => {
        throw stranger;
      }),
    ).toThrow(/^of a connection that is not in the file \(InvalidProp\)$/);
    const bug = new TypeError('a bug');
    expect(() =>
      withPlaces(opened, () => {
        throw bug;
      }),
    ).toThrow(bug);
  });

  test('at the entry of its options', () => {
    const text = 'reach:\n  saas: [10.0.0.1/32]\n  proxyPorts: [443, 0]\nconnections: [datadog]\n';
    expect(problemsOf(read(text))).toEqual([
      expect.stringMatching(/^InvalidPort: connections.yaml:3:21: `reach.proxyPorts\[1\]`: /),
    ]);
    expect(problemsOf(read('profile: 7\nconnections: [datadog]\n'))).toEqual([
      'InvalidProfile: connections.yaml:1:10: `profile` must be `documented` or `recommended`, got 7',
    ]);
  });

  test('when a list is asked for and the file says more', () => {
    const path = file('profile: recommended\nconnections: [datadog]\n');
    expect(problemsOf(() => Connection.fromFile(path))).toEqual([
      'OptionsInFile: connections.yaml:1:1: `profile` is for a plan and would be lost here; read the file with `Plan.fromFile`',
    ]);
  });

  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      ['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, i) => {
        const before = 'abcdefg'[i]!;
        return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`;
      }),
    )
    .join('\n');

  test.each([
    ['', /^EmptyFile: connections.yaml: the file is empty/],
    ['# nothing\n', /^EmptyFile/],
    ['---\n...\n', /^EmptyFile/],
    ['just words', /^InvalidFile: connections.yaml:1:1: the file must be a list .* got "just words"/],
    ['- [', /^InvalidYaml: connections.yaml:1:\d+: not valid YAML: /],
    ['- a: 1\n  a: 2\n', /^InvalidYaml: connections.yaml:2:3: not valid YAML: Map keys must be unique/],
    ['- datadog\n---\n- jenkins\n', /^InvalidYaml: .*documents/],
    ['- !!js/function datadog\n', /^InvalidYaml: .*[Uu]nresolved tag/],
    ['- *nowhere\n', /^InvalidYaml: .*[Uu]nresolved alias/],
    [bomb, /^InvalidYaml: .*[Ee]xcessive alias count/],
    [
      '- jenkins: { to: ["${Token[TOKEN.1]}"] }',
      /^TokenInText: connections.yaml:1:19: a file holds literal values only/,
    ],
    ['- aws-s3: { buckets: ["${aws_s3_bucket.a.id}"] }', /^TokenInText: connections.yaml:1:23: /],
    ['- jenkins: [10.0.0.0/8]', /^InvalidProp: connections.yaml:1:12: connection `jenkins`: props must be an object/],
    ['- jenkins: { to: yes, ports: [443] }', /^InvalidProp: connections.yaml:1:18: .*`to` must be a list, got "yes"/],
    ['- null\n', /^InvalidEntry: connections.yaml:1:3: .*got null/],
    ['connections: 3\n', /^EmptyList: connections.yaml:1:14: .*got 3/],
    ['profile: recommended\n', /^EmptyList: connections.yaml:1:1: .*got undefined/],
  ])('on %j', (text, message) => {
    const [first] = problemsOf(read(text));
    expect(first).toMatch(message);
    expect(first).not.toContain('\n');
  });

  test('on one that is no list at all in lines that can be read, however long it is', () => {
    const problems = problemsOf(read(`# Title\n\`\`\`sh\nnpm ci: &x ]\n${'some words of prose, '.repeat(2_000)}\n`));
    expect(problems).not.toEqual([]);
    for (const problem of problems) {
      expect(problem).toMatch(/^InvalidYaml: connections.yaml:\d+:\d+: not valid YAML: \S/);
      expect(problem.length).toBeLessThan(300);
    }
  });

  test('on two keys that are one in the plain value, each with its line and column, however many keys there are', () => {
    const keys = Array.from({ length: 900 }, (_, i) => `key${i}: 1\n`).join('');
    expect(problemsOf(read(`${keys}key0: 1\n"key7": 1\n`))).toEqual([
      'InvalidYaml: connections.yaml:901:1: not valid YAML: Map keys must be unique',
      'InvalidYaml: connections.yaml:902:1: not valid YAML: Map keys must be unique',
    ]);
    expect(problemsOf(read('- jenkins: { to: [10.0.3.0/24], "1": 1, 1: 2 }\n'))).toEqual([
      'InvalidYaml: connections.yaml:1:41: not valid YAML: Map keys must be unique',
    ]);
  });

  const many = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n');

  test.each<[string, string, RegExp]>([
    [
      'as the file',
      many(60_000, (i) => `key${i}: 1`),
      /^InvalidFile: connections.yaml:1:1: this map has more than 1000 keys/,
    ],
    [
      'as an entry',
      `- ${many(60_000, (i) => `key${i}: 1`).replaceAll('\n', '\n  ')}`,
      /^InvalidFile: connections.yaml:1:3: this map/,
    ],
    [
      'in one line',
      `- nexus: {${many(60_000, (i) => `k${i}`).replaceAll('\n', ',')}}`,
      /^InvalidFile: connections.yaml:1:10: this map/,
    ],
  ])('on a map of 60,000 keys %s with one problem', (_, text, message) => {
    expect(problemsOf(read(text))).toEqual([expect.stringMatching(message)]);
  });

  test.each([['- '], ['['], ['{a: '], ['? ']])(
    'on %j within itself 100,000 times, which would end the process',
    (part) => {
      expect(problemsOf(read(part.repeat(100_000)))).toEqual([
        expect.stringMatching(/^InvalidFile: connections.yaml:1:\d+: the file is nested more than 100 deep/),
      ]);
    },
  );

  test('on more anchors and aliases than anybody needs, and not on as many as may be', () => {
    const anchors = (count: number): string => many(count, (i) => `- &a${i} x\n- *a${i}`);
    expect(problemsOf(read(anchors(20_000)))).toEqual([
      'InvalidFile: connections.yaml:39000:3: the file has more than 1000 anchors and aliases, and a list of connections has not',
    ]);
    expect(problemsOf(read(anchors(500)))[0]).toMatch(/^UnknownConnection: connections.yaml:1:/);
  });

  test('with the first hundred problems and a count of the rest', () => {
    const last = (text: string): [number, string] => {
      const problems = problemsOf(read(text));
      return [problems.length, problems[problems.length - 1]!];
    };
    expect(last(many(60_000, (i) => `- entry${i}`))).toEqual([
      101,
      'TooManyProblems: connections.yaml:101:3: 59900 more entries were not read: mend the ones before them first',
    ]);
    expect(last(many(900, () => 'key: 1'))).toEqual([
      101,
      'TooManyProblems: connections.yaml:102:1: 799 more places that are wrong from here on, counted only: mend the first ones',
    ]);
    expect(last(many(900, (i) => `key${i}: 1`))).toEqual([
      101,
      'TooManyProblems: connections.yaml:101:1: 800 more keys that a file does not have from here on, counted only: mend the first ones',
    ]);
    expect(last(`- nexus:\n${many(900, (i) => `    key${i}: 1`)}`)).toEqual([
      101,
      'TooManyProblems: connections.yaml:102:5: 800 more problems of this entry from here on, counted only: mend the first ones',
    ]);
    expect(last(many(900, () => '- "${Token[TOKEN.1]}"'))).toEqual([
      101,
      'TooManyProblems: connections.yaml:101:3: 800 more values that are not literal from here on, counted only: mend the first ones',
    ]);
    expect(last(many(100, (i) => `- entry${i}`))).toEqual([
      100,
      expect.stringMatching(/^UnknownConnection: connections.yaml:100:3: /),
    ]);
  });

  test('with the first keys of an entry that has many', () => {
    expect(problemsOf(read(`- { ${many(12, (i) => `k${i}`).replaceAll('\n', ', ')} }`))).toEqual([
      expect.stringMatching(/got the keys "k0", .*, "k9" and 2 more; are the props indented\?$/),
    ]);
  });

  test('when there is none, when it is a folder, and when it is far too large', () => {
    mkdirSync(join(dir, 'folder'));
    const large = file(`- datadog\n${'#'.repeat(10 * 1024 * 1024)}\n`, 'large.yaml');
    expect(problemsOf(() => Plan.fromFile(join(dir, 'none.yaml')))[0]).toMatch(
      /^FileNotFound: there is no file ".*none/,
    );
    expect(problemsOf(() => Plan.fromFile(join(dir, 'folder')))[0]).toMatch(/^NotAFile: ".*folder" is a directory$/);
    expect(problemsOf(() => Plan.fromFile(large))[0]).toMatch(/^FileTooLarge: .*has 10.0 MiB, and at most 1 MiB/);
    expect(problemsOf(() => Plan.fromFile(7 as never))[0]).toMatch(/^FileNotFound: `path` must be/);
  });
});
