import { problemsOf } from '../../support/errors';
import { readTemplate, type Outgoing, type TemplateOptions } from 'harness-delegate-access';

/** Answers of the AWS CLI about a live account. */

const read = (answer: object, options?: TemplateOptions): Outgoing => readTemplate(JSON.stringify(answer), options);
const open = (outgoing: Outgoing): string[] =>
  outgoing.open.map(({ protocol, from, to, place }) => `${protocol} ${from}-${to} ${place.text}`);
const what = (outgoing: Outgoing): string[] => outgoing.unknown.map((entry) => `${entry.where}: ${entry.what}`);

const permission = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [], Ipv6Ranges: [], PrefixListIds: [] };
const group = (id: string, name: string, ...IpPermissionsEgress: object[]): object => ({
  GroupId: id,
  GroupName: name,
  IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  IpPermissionsEgress,
});

describe('describe-security-groups', () => {
  const two = {
    SecurityGroups: [
      group('sg-1', 'delegate', {
        ...permission,
        IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'office' }],
        Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
      }),
      group('sg-2', 'delegate', { IpProtocol: '-1', IpRanges: [{ CidrIp: '11.0.0.0/8' }] }),
      group('sg-3', 'other'),
    ],
  };

  test('rules of all groups', () => {
    const outgoing = read(two);
    expect(outgoing.kind).toBe('answer of the AWS CLI');
    expect(outgoing.read).toEqual(['sg-1 (delegate)', 'sg-2 (delegate)', 'sg-3 (other)']);
    expect(open(outgoing)).toEqual([
      'tcp 443-443 10.0.0.0/8',
      'tcp 443-443 2001:db8::/32',
      'tcp 1-65535 11.0.0.0/8',
      'udp 1-65535 11.0.0.0/8',
      'other protocols 1-65535 11.0.0.0/8',
    ]);
    expect(outgoing.open[0]).toMatchObject({ says: 'office', where: 'sg-1.IpPermissionsEgress[0]' });
    expect(outgoing.unknown).toEqual([]);
  });

  test('a group by id, and all groups of one name', () => {
    expect(open(read(two, { groups: ['sg-1'] }))).toHaveLength(2);
    expect(open(read(two, { groups: ['delegate'] }))).toHaveLength(5);
    expect(problemsOf(() => read(two, { groups: ['x'] }))[0]).toMatch(/^UnknownGroup: .*no security group "x"; it has/);
  });

  test('a group without egress rules allows nothing', () => {
    const outgoing = read(two, { groups: ['other'] });
    expect([outgoing.open, outgoing.unknown]).toEqual([[], []]);
  });

  test('the same as YAML', () => {
    const text = `SecurityGroups:
- GroupId: sg-1
  GroupName: delegate
  IpPermissionsEgress:
  - FromPort: 443
    IpProtocol: tcp
    IpRanges:
    - CidrIp: 10.0.0.0/8
    ToPort: 443
`;
    expect(open(readTemplate(text))).toEqual(['tcp 443-443 10.0.0.0/8']);
  });

  test.each<[string, object, string]>([
    [
      'a page of several',
      { ...two, NextToken: 'x' },
      'NextToken: the answer goes on; run the command without `--max-items`',
    ],
    [
      'no rules in the answer',
      { SecurityGroups: [{ GroupId: 'sg-1' }] },
      'sg-1: its egress rules are not in the answer: nothing',
    ],
    [
      'a prefix list',
      { SecurityGroups: [group('sg-1', 'x', { ...permission, PrefixListIds: [{ PrefixListId: 'pl-1' }] })] },
      'sg-1.IpPermissionsEgress[0]: it leads to "pl-1"',
    ],
    [
      'another group',
      { SecurityGroups: [group('sg-1', 'x', { ...permission, UserIdGroupPairs: [{ GroupId: 'sg-2' }] })] },
      'sg-1.IpPermissionsEgress[0]: it leads to "sg-2"',
    ],
    [
      'no destination',
      { SecurityGroups: [group('sg-1', 'x', permission)] },
      'sg-1.IpPermissionsEgress[0]: it names no destination that is read here',
    ],
  ])('%s cannot be told', (_, answer, expected) => {
    expect(what(read(answer))).toEqual([expected]);
  });
});

describe('describe-security-group-rules', () => {
  const rule = {
    SecurityGroupRuleId: 'sgr-1',
    GroupId: 'sg-1',
    IsEgress: true,
    IpProtocol: 'tcp',
    FromPort: 1,
    ToPort: 2,
  };
  const rules = (...SecurityGroupRules: object[]): Outgoing => read({ SecurityGroupRules });

  test('egress rules alone', () => {
    const outgoing = rules({ ...rule, CidrIpv4: '10.0.0.0/8' }, { ...rule, IsEgress: false, CidrIpv4: '0.0.0.0/0' });
    expect(open(outgoing)).toEqual(['tcp 1-2 10.0.0.0/8']);
    expect(outgoing.read).toEqual(['sg-1']);
  });

  test.each<[string, object, string]>([
    ['another group', { ReferencedGroupInfo: { GroupId: 'sg-2' } }, 'sgr-1: it leads to {"GroupId":"sg-2"}'],
    ['a prefix list', { PrefixListId: 'pl-1' }, 'sgr-1: it leads to "pl-1"'],
    [
      'no direction',
      { CidrIpv4: '10.0.0.0/8', IsEgress: undefined },
      'sgr-1: the answer does not say whether it is an egress rule',
    ],
    [
      'no group',
      { CidrIpv4: '10.0.0.0/8', GroupId: undefined },
      'sgr-1: the answer does not say which group it belongs to',
    ],
  ])('%s cannot be told', (_, fields, expected) => {
    expect(what(rules({ ...rule, ...fields }))).toContain(expected);
  });
});

describe('get-template', () => {
  const stack = { Resources: { G: { Type: 'AWS::EC2::SecurityGroup' } } };

  test.each<[string, unknown]>([
    ['an object', stack],
    ['a text of JSON', JSON.stringify(stack)],
    ['a text of YAML', 'Resources:\n  G:\n    Type: AWS::EC2::SecurityGroup\n'],
  ])('the template is %s', (_, TemplateBody) => {
    const outgoing = read({ TemplateBody, StagesAvailable: ['Original'] });
    expect(outgoing.kind).toBe('CloudFormation template');
    expect(open(outgoing)).toHaveLength(6);
  });

  test('fails on a body without resources', () => {
    expect(problemsOf(() => read({ TemplateBody: '{"a":1}' }))).toEqual([
      'UnknownTemplate: the `TemplateBody` of this answer has no `Resources`',
    ]);
  });
});
