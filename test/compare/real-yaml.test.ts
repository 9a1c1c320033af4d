import { reindent } from '../../lib/compare/reindent';
import { problemsOf } from '../support/errors';
import { readTemplate, type Outgoing } from 'harness-delegate-access';

const opened = ({ open }: Outgoing): string[] =>
  open.map(({ protocol, from, to, place }) => `${protocol} ${from === to ? from : `${from}-${to}`} ${place.text}`);

const GROUP = `Resources:
  Sg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: a delegate
      SecurityGroupEgress:
        - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.3.7/32 }
`;

describe('YAML as people write it for CloudFormation', () => {
  test.each([
    [
      'a quoted text that goes on at the column of its key',
      GROUP.replace('a delegate', "'a text over\n      two lines'"),
    ],
    ['a quoted text that goes on at the first column', GROUP.replace('a delegate', '"a # text\n\nover lines"')],
    [
      'a flow map that goes on at the column of its key',
      GROUP.replace(
        'GroupDescription: a delegate',
        "GroupDescription: x\n      Tags: [{ Key: a,\n      Value: 'b]' }\n      ]",
      ),
    ],
    ['line ends of Windows and a mark', `\ufeff${GROUP.replace(/\n/g, '\r\n')}`.replace('\ufeff', '')],
    [
      'a literal text with quotes and brackets',
      GROUP.replace('a delegate', "|\n        it's { open\n        and [ so on"),
    ],
  ])('is read: %s', (_, text) => {
    const outgoing = readTemplate(text);
    expect(opened(outgoing)).toEqual(['tcp 443 10.0.3.7/32']);
    expect(outgoing.unknown).toEqual([]);
  });

  test('keeps the last of equal keys, and tells them with line and column', () => {
    const outgoing = readTemplate(
      `${GROUP}        - { IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.1/32, CidrIp: 10.0.0.2/32 }\n`,
    );
    expect(opened(outgoing)).toEqual(['tcp 443 10.0.3.7/32', 'tcp 22 10.0.0.2/32']);
    expect(outgoing.notes).toEqual(['8:77: the key "CidrIp" is a duplicate; the last one counts']);
  });

  test('reads an anchor of a tagged value, and one that is used 150 times', () => {
    const rules = Array.from({ length: 150 }, () => '        - *rule\n').join('');
    const text = GROUP.replace('- { IpProtocol', '- &rule { IpProtocol') + rules;
    expect(readTemplate(text).open).toHaveLength(151);
    const tagged = readTemplate(
      GROUP.replace('10.0.3.7/32', '&c !Ref Cidr').concat(
        '        - { IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: *c }\n',
      ),
    );
    expect(tagged.unknown.map(({ what }) => what)).toEqual(Array(2).fill('it leads to {"Ref":"Cidr"}'));
  });

  test('tells documents behind the first', () => {
    const { unknown } = readTemplate(`${GROUP}---\n${GROUP}`);
    expect(unknown.map(({ what }) => what)).toEqual([
      'the text has several YAML documents, and only the first is read: another begins on line 8',
    ]);
  });

  test.each([
    [
      'a depth that would end the process',
      '- '.repeat(10_000),
      /^InvalidTemplate: 1:\d+: the template is nested more than 400 deep/,
    ],
    [
      'a depth in brackets',
      `a: ${'['.repeat(5000)}`,
      /^InvalidTemplate: 1:\d+: the template is nested more than 400 deep/,
    ],
    ['a key that is a map', 'Resources:\n  ? { a: b }\n  : c\n', /^InvalidTemplate: 2:5: a key must be a text/],
    ['an alias without an anchor', 'Resources:\n  A: *b\n', /^InvalidTemplate: 2:6: /],
    ['a tab', 'Resources:\n\tA: b\n', /^InvalidTemplate: 2:1: the template is neither JSON nor valid YAML/],
  ])('fails with line and column on %s', (_, text, message) => {
    expect(problemsOf(() => readTemplate(text))[0]).toMatch(message);
  });
});

describe('indentation of what goes on', () => {
  test('leaves a text alone that needs none', () => {
    const texts = [GROUP, 'a: "x"\nb: [1, 2]\n', "a: |\n  it's\n  [\nb: 1\n", 'a: b # "c\nd: e\n', "a: it's\nb: {}\n"];
    expect(texts.map(reindent)).toEqual(texts);
  });

  test('keeps every line where it is', () => {
    const text = "a:\n  b: 'x\n  y'\n  c: 1\n";
    expect(reindent(text)).toBe("a:\n  b: 'x\n   y'\n  c: 1\n");
  });
});

describe('texts as they arrive', () => {
  test('a byte order mark is no part of the text', () => {
    expect(readTemplate(`\ufeff${GROUP}`).read).toEqual(readTemplate(GROUP).read);
    expect(readTemplate('\ufeff{"Resources":{"G":{"Type":"AWS::EC2::SecurityGroup"}}}').open).toHaveLength(6);
  });

  test('an empty document behind the first says nothing', () => {
    expect(readTemplate(`${GROUP}---\n`).unknown).toEqual(readTemplate(GROUP).unknown);
  });

  test('thousands of aliases are read in no more time than their text', () => {
    const aliases = `Metadata:\n  - &a [1]\n${'  - *a\n'.repeat(20_000)}`;
    const start = Date.now();
    readTemplate(`${aliases}${GROUP}`);
    expect(Date.now() - start).toBeLessThan(5000);
  });

  test('fails on an alias inside its own anchor', () => {
    expect(problemsOf(() => readTemplate('a: &a\n  - *a\n'))).toEqual([
      'InvalidTemplate: 2:5: the alias "a" is part of itself',
    ]);
  });
});

test('an answer in YAML has a document for each entry of its list', () => {
  const rule = (name: string, more: string): string => `---
kind: compute#firewall
name: ${name}
network: https://www.googleapis.com/compute/v1/projects/p/global/networks/prod
direction: EGRESS
destinationRanges: [${name === 'a' ? '10.0.3.7/32' : '0.0.0.0/0'}]
${more}
`;
  const text =
    rule('a', "priority: 1000\nallowed: [{ IPProtocol: tcp, ports: ['443'] }]") +
    rule('d', 'priority: 65534\ndenied: [{ IPProtocol: all }]');
  const outgoing = readTemplate(text);
  expect(outgoing).toMatchObject({ kind: 'answer of gcloud', unknown: [] });
  expect(outgoing.open.filter(({ place }) => place.family === 'ipv4').map(({ place }) => place.text)).toEqual([
    '10.0.3.7/32',
  ]);
});
