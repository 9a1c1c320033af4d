import { cli, folder } from '../support/cli';
import { accessErrorOf, problemsOf, withoutFolders } from '../support/errors';
import { AccessError, Connection, differenceOf, parseReview, Plan, reviewOf, Target } from 'harness-delegate-access';

/** Everything that is wrong with a file in one run, each at its place; and findings at theirs. */

const files = folder();
const AS_OF = { asOf: '2026-11-24' };
const planOf = (text: string, name = 'list.yaml'): Plan => Plan.fromFile(files.write(name, text), AS_OF);
const placesOf = (text: string): string[] =>
  accessErrorOf(() => planOf(text)).problems.map(({ code, message }) =>
    withoutFolders(`${code} ${message.split(': ')[0]}`),
  );

describe('a file fails in one run', () => {
  test('with every problem of id, prop and value of every entry', () => {
    const text = `- jenkns: { To: 10.0.3.7, prots: [0], naem: CI }
- bamboo: { to: ['a.corp.example:80', 'b:c'], port: https }
- aws-s3: { buckets: [{ nam: X, acces: raed }], region: [eu-west1] }
- custom: { to: [10.0.0.1] }
- sssh: { to: [10.0.0.1/32], ports: 22 }
- datadog
- nexus
- datadog: { sit: mars }
`;
    expect(placesOf(text)).toEqual([
      'UnknownConnection list.yaml:1:3',
      'UnknownProp list.yaml:1:13',
      'InvalidProp list.yaml:1:17',
      'UnknownProp list.yaml:1:27',
      'InvalidPort list.yaml:1:35',
      'UnknownProp list.yaml:1:39',
      'InvalidName list.yaml:1:45',
      'InvalidCidr list.yaml:2:18',
      'InvalidCidr list.yaml:2:39',
      'UnknownProp list.yaml:2:47',
      'InvalidProp list.yaml:2:53',
      'InvalidPort list.yaml:2:53',
      'UnknownProp list.yaml:3:25',
      'InvalidBucket list.yaml:3:30',
      'UnknownProp list.yaml:3:33',
      'InvalidChoice list.yaml:3:40',
      'UnknownProp list.yaml:3:49',
      'InvalidRegion list.yaml:3:58',
      'MissingMask list.yaml:4:18',
      'MissingProp list.yaml:4:11',
      'MissingProp list.yaml:4:11',
      'MissingProp list.yaml:4:11',
      'UnknownConnection list.yaml:5:3',
      'InvalidProp list.yaml:5:37',
      'UnknownProp list.yaml:8:14',
      'InvalidChoice list.yaml:8:19',
      'MissingDestination list.yaml:7:3',
      'DuplicateName list.yaml:8:3',
    ]);
  });

  test('with what only the list shows at each connection, two of one name included', () => {
    expect(placesOf('- nexus\n- jenkins\n- jenkins\n- datadog: { sit: x }\n')).toEqual([
      'UnknownProp list.yaml:4:14',
      'InvalidChoice list.yaml:4:19',
      'MissingDestination list.yaml:2:3',
      'MissingDestination list.yaml:3:3',
      'MissingDestination list.yaml:1:3',
      'DuplicateName list.yaml:3:3',
    ]);
  });

  test('without what follows from options that cannot be read', () => {
    expect(placesOf('reach: { selfHosted: [10.0.0.1] }\nconnections: [jenkins, nexus, nexus]\n')).toEqual([
      'MissingMask list.yaml:1:23',
      'DuplicateName list.yaml:2:31',
    ]);
  });

  test('with misspelt keys of the file and with what is under them', () => {
    expect(placesOf('reech: { saas: [10.0.0.1] }\nconections: [datadgo]\nharnes: { cluster: prod9 }\n')).toEqual([
      'UnknownProp list.yaml:1:1',
      'UnknownProp list.yaml:2:1',
      'UnknownProp list.yaml:3:1',
      'UnknownConnection list.yaml:2:14',
      'MissingMask list.yaml:1:17',
      'InvalidChoice list.yaml:3:20',
    ]);
  });

  test('on a map for a list, with every problem of its connections', () => {
    expect(problemsOf(() => planOf('jenkns: { To: 10.0.3.7 }\ndatadog:\n'))).toEqual([
      'UnknownProp: list.yaml:1:1: each connection must be an entry of a list, got the key "jenkns"; write `- jenkns:`, with its props indented below',
      'UnknownProp: list.yaml:2:1: each connection must be an entry of a list, got the key "datadog"; write `- datadog`',
      expect.stringMatching(/^UnknownConnection: list\.yaml:1:1: .*did you mean `jenkins`\?$/),
      expect.stringMatching(/^UnknownProp: list\.yaml:1:11: /),
      'InvalidProp: list.yaml:1:15: connection `jenkins`: `to` must be a list, got "10.0.3.7"; write `to: [10.0.3.7/32]`',
    ]);
    expect(problemsOf(() => planOf('connections:\n  jenkins: { to: [10.0.3.7] }\n'))).toEqual([
      expect.stringMatching(/^EmptyList: list\.yaml:2:3: .*; write `- jenkins: \{ to: \[10\.0\.3\.7\] \}`$/),
      expect.stringMatching(/^MissingMask: list\.yaml:2:19: /),
    ]);
    expect(problemsOf(() => Connection.fromFile(files.write('map.yaml', 'datadog: {}')))).toEqual([
      'UnknownProp: map.yaml:1:1: each connection must be an entry of a list, got the key "datadog"; write `- datadog`',
    ]);
    expect(problemsOf(() => planOf('datadog'))).toEqual([expect.stringMatching(/; write `- datadog`$/)]);
  });

  test('on a map for a list without showing what may be secret', () => {
    const text =
      'aws-cloud: { assumeRoles: [{ role: x, externalId: swordfish }] }\njenkins: { to: [bob:swordfish@a.example] }\n';
    const [first, second] = problemsOf(() => planOf(text));
    expect(first).toMatch(/write `- aws-cloud:`, with its props indented below$/);
    expect(second).toMatch(/write `- jenkins:`, with its props indented below$/);
  });

  test.each([
    ['- jenkins: { to: [{{ .Values.jenkins }}] }', '1:19'],
    ['{{- if .Values.jenkins }}\n- jenkins: { to: [10.0.0.1/32] }\n{{- end }}\n', '1:1'],
    ['# {{ a comment }}\n- datadog\n{% for host in hosts %}\n- nexus\n{% endfor %}\n', '3:1'],
    ['- jenkins: { to: [<%= jenkins %>:] }\n- nexus: { to: ["x"\n', '1:19'],
    ['- jenkins: { to: [${{ vars.JENKINS }}] }', '1:19'],
    ['- jenkins: { to: ["{{ jenkins }}/32"] }', '1:19'],
  ])('on %j as a template that has not been rendered', (text, place) => {
    expect(problemsOf(() => planOf(text))).toEqual([
      expect.stringMatching(new RegExp(`^TokenInText: list.yaml:${place}: the file is a template that has not been`)),
    ]);
  });

  test('on keys that are no texts, and on aliases that lead nowhere, each at its place', () => {
    expect(problemsOf(() => planOf('- ? [a]\n  : 1\n- *b\n- &b datadog\n- *b\n'))).toEqual([
      'InvalidYaml: list.yaml:1:5: not valid YAML: a key must be a text, not a list, a map or an alias',
      "InvalidYaml: list.yaml:3:3: not valid YAML: Unresolved alias; quote a text that begins with `*`, such as `'*.example.com'`",
    ]);
  });

  test('on ten thousand lines that cannot be read, quickly', () => {
    const start = performance.now();
    expect(accessErrorOf(() => planOf('- datadog\n-x: 1\n'.repeat(10_000))).problems).toHaveLength(101);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('no warning of Node is written', () => {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  afterAll(() => warn.mockRestore());

  test.each([
    '- jenkins: { to: [{{ .Values.jenkins }}] }',
    '- {a: 1}: 2',
    '- ? {a: 1}\n  : 2',
    '- &k {a: 1}\n- *k : 2',
    '- jenkins: { to: ["jenkins.corp.example:8443"] }',
    '- jenkins: { to: [jenkins.corp.example] }',
    'jenkins: { to: [10.0.3.7/32] }',
    '- jenkins: { to: [sg-0123456789abcdef0] }',
    '- jenkins: { To: 10.0.3.7 }',
    '%YAML 1.9\n---\n- datadog',
    '%FOO bar\n---\n- datadog',
    '- !!binary aGk=\n',
    '- <<: { a: 1 }\n  jenkins: {}\n',
    '- jenkins: { to: [10.0.3.7/32], 1: x, null: y, true: z }',
  ])('for %j', (text) => {
    cli('review', files.write('warn.yaml', text));
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('a file is read', () => {
  const wanted = [Connection.jenkins({ to: ['10.0.3.7/32'] }), Connection.datadog()];

  test.each([
    ['with line ends of Windows', '- jenkins:\r\n    to:\r\n      - 10.0.3.7/32\r\n- datadog\r\n'],
    ['with a mark of UTF-8', '\ufeff- jenkins: { to: [10.0.3.7/32] }\n- datadog\n'],
    ['with blanks at the end of its lines', '- jenkins:   \n    to: [10.0.3.7/32]  \n- datadog \n'],
    [
      'with braces in a comment',
      '# {{ not a template }}\n- jenkins: { to: [10.0.3.7/32] } # {% nor this %}\n- datadog\n',
    ],
    ['with an anchor', '- jenkins: { to: [&a 10.0.3.7/32] }\n- datadog\n'],
  ])('%s', (_, text) => {
    expect(Connection.fromFile(files.write('fine.yaml', text))).toEqual(wanted);
  });

  test('with line ends of Windows, and its problems stand at their lines', () => {
    expect(placesOf('- jenkins:\r\n    to:\r\n      - 10.0.3.7\r\n')).toEqual(['MissingMask list.yaml:3:9']);
  });
});

describe('a finding of a file', () => {
  const TEXT = `reach:
  saas: [0.0.0.0/0]
acknowledged:
  - { finding: MissingPort, connection: gone, reason: it was there }
connections:
  - datadog
  - jenkins: { to: [0.0.0.0/1] }
`;
  const at = (plan: Plan): Record<string, string | undefined> =>
    Object.fromEntries(
      plan.findings.map(({ key, at: place }) => [key, place && `${place.file}:${place.line}:${place.column}`]),
    );

  test('stands at its connection, its kind of `reach`, or its acknowledgement, under the path that was given', () => {
    const path = files.write('places.yaml', TEXT);
    expect(at(Plan.fromFile(path, AS_OF))).toMatchObject({
      'ChoiceAssumed:datadog': `${path}:6:5`,
      'BroadDestination:jenkins': `${path}:7:5`,
      'BroadDestination:reach.saas': `${path}:2:3`,
      'UnusedAcknowledgement:gone:MissingPort:gone': `${path}:4:5`,
      'HarnessAssumed:harness': undefined,
    });
    expect(at(Plan.fromFile('examples/one-list/connections.yaml', AS_OF))['LeftOpen:prometheus:9090']).toBe(
      'examples/one-list/connections.yaml:30:3',
    );
  });

  test('of an option that an argument overrides has no place', () => {
    const path = files.write('overridden.yaml', TEXT);
    const plan = Plan.fromFile(path, { ...AS_OF, reach: { saas: ['0.0.0.0/2'] }, acknowledged: [] });
    expect(at(plan)).toHaveProperty(['BroadDestination:reach.saas'], undefined);
    expect(at(plan)['BroadDestination:jenkins']).toBe(`${path}:7:5`);
  });

  test('of a target stands there too, in the review and in what is read back', () => {
    const path = files.write(
      'target.yaml',
      '- custom:\n    { name: x, to: [a.example.com], ports: [1], reason: y, unenforceable: port-only }\n',
    );
    const review = reviewOf(Plan.fromFile(path, AS_OF).on(Target.AWS_SECURITY_GROUP));
    const [found] = review.findings.filter(({ connection }) => connection === 'x');
    expect(found?.at).toEqual({ file: path, line: 1, column: 3 });
    expect(parseReview(JSON.stringify(review)).findings.find(({ key }) => key === found?.key)?.at).toEqual(found?.at);
  });

  test('has no place when the list is code, and the place is no difference between two reviews', () => {
    const list = [Connection.datadog()];
    const code = reviewOf(Plan.of(list, AS_OF).on(Target.AWS_SECURITY_GROUP));
    const file = reviewOf(planOf('\n\n- datadog\n').on(Target.AWS_SECURITY_GROUP));
    const moved = reviewOf(planOf('- datadog\n', 'other.yaml').on(Target.AWS_SECURITY_GROUP));
    expect(JSON.stringify(code)).not.toContain('"at"');
    expect(JSON.stringify(file)).toContain('"line":3');
    for (const [before, after] of [
      [code, file],
      [file, moved],
    ] as const) {
      expect(differenceOf(before, after)).toMatchObject({ findingsAdded: [], findingsGone: [], isWider: false });
    }
  });
});

test('an error of a file begins its stack with the line of its caller', () => {
  const error = accessErrorOf(() => planOf('- nexus'));
  expect(error).toBeInstanceOf(AccessError);
  expect(error.stack).toContain('whole-file.test.ts');
});
