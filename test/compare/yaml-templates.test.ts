import { problemsOf } from '../support/errors';
import { auditOf, auditTable, Connection, Plan, readTemplate, reviewOf, Target } from 'harness-delegate-access';

/** YAML as people have it. */

const group = (lines: string): string =>
  `Resources:\n  G:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: d\n${lines}`;

const open = (text: string): string[] =>
  readTemplate(text).open.map(({ protocol, from, to, place }) => `${protocol} ${from}-${to} ${place.text}`);

const RULE = '{IpProtocol: tcp, FromPort: 1, ToPort: 2, CidrIp: 10.0.0.0/8}';
const ONE = ['tcp 1-2 10.0.0.0/8'];

test.each<[string, string]>([
  ['a quoted text goes on without indentation', `      GroupName: 'a\n  b'\n      SecurityGroupEgress: [${RULE}]\n`],
  ['a map in braces goes on without indentation', `      SecurityGroupEgress: [${RULE.replaceAll(', ', ',\n')}]\n`],
  ['a brace closes at the beginning of a line', `      SecurityGroupEgress:\n      - ${RULE.replace('}', '\n}')}\n`],
  ['lines end as on Windows', `      SecurityGroupEgress:\r\n        - ${RULE}\r\n`],
  ['a port is a text by its tag', `      SecurityGroupEgress: [${RULE.replace('1,', '!!str 1,')}]\n`],
  ['the last of two equal keys counts', `      SecurityGroupEgress: []\n      SecurityGroupEgress: [${RULE}]\n`],
])('%s', (_, lines) => {
  expect(open(group(lines))).toEqual(ONE);
});

test('a byte order mark is no part of the text', () => {
  expect(open(`\ufeff${group(`      SecurityGroupEgress: [${RULE}]`)}`)).toEqual(ONE);
  expect(open('\ufeff{"Resources":{"G":{"Type":"AWS::EC2::SecurityGroup"}}}')).toHaveLength(6);
});

test('a map in braces that is no JSON is YAML', () => {
  expect(
    open(`{Resources: {G: {Type: "AWS::EC2::SecurityGroup", Properties: {SecurityGroupEgress: [${RULE}]}}}}`),
  ).toEqual(ONE);
});

test('a duplicate key is noted with its line, in the audit too', () => {
  const outgoing = readTemplate(group(`      GroupDescription: e\n      SecurityGroupEgress: [${RULE}]\n`));
  const note = 'the key "GroupDescription" at 6:7 is a duplicate: the last one counts';
  expect(outgoing.notes).toEqual([note]);
  const review = reviewOf(Plan.of([Connection.datadog()]).on(Target.AWS_SECURITY_GROUP));
  expect(auditTable(auditOf(review, outgoing), { width: 200 })).toContain(`Note: ${note}`);
});

test('an alias of a short form is that short form', () => {
  const rule = (cidr: string): string => `        - ${RULE.replace('10.0.0.0/8', cidr)}\n`;
  const { unknown } = readTemplate(group(`      SecurityGroupEgress:\n${rule('&c !Ref Cidr')}${rule('*c')}`));
  expect(unknown.map(({ what }) => what)).toEqual(Array(2).fill('it leads to {"Ref":"Cidr"}'));
});

test('an anchor may be used often', () => {
  const aliases = Array(150).fill('*r').join(', ');
  expect(open(group(`      SecurityGroupEgress: [&r ${RULE}, ${aliases}]`))).toHaveLength(151);
});

test('a later document is not read, so nobody can tell', () => {
  const { unknown } = readTemplate(`${group(`      SecurityGroupEgress: [${RULE}]`)}\n---\nResources: {}\n`);
  expect(unknown).toEqual([
    expect.objectContaining({ what: expect.stringMatching(/^a second document begins at 7:1, and only/) as string }),
  ]);
});

test('a key of the prototype is a key', () => {
  expect(open(group(`      SecurityGroupEgress: [{__proto__: ${RULE}, ${RULE.slice(1)}]`))).toEqual(ONE);
});

describe('every refusal has line and column', () => {
  test.each<[string, string, string]>([
    ['10,000 levels', `a:\n  ${'- '.repeat(10_000)}x`, '2:499: nested more than 250 deep'],
    ['10,000 brackets', `a: ${'['.repeat(10_000)}`, '1:252: nested more than 250 deep'],
    ['a tab', 'Resources:\n\tG: 1\n', '2:1: Tabs are not allowed as indentation'],
    ['an alias without an anchor', 'a:\n  - *b\n', '2:5: the alias "b" has no anchor before it'],
    ['an alias inside its anchor', 'a: &a\n  - *a\n', '2:5: the alias "a" is part of itself'],
    ['a key that is a list', 'a:\n  [1]: 2\n', '2:3: a key must be a text, not a list, a map or a short form'],
  ])('fails on %s', (_, text, message) => {
    expect(problemsOf(() => readTemplate(text))).toEqual([
      `InvalidTemplate: the template is neither JSON nor valid YAML: ${message}`,
    ]);
  });
});
