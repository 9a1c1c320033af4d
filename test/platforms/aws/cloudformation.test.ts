import { accessErrorOf } from '../../support/errors';
import { readTemplate, readTemplates, type Outgoing } from 'harness-delegate-access';

type Json = Record<string, unknown>;

const rule = (more: Json = {}): Json => ({
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  CidrIp: '10.0.0.1/32',
  ...more,
});
const group = (egress: unknown, more: Json = {}): Json => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'x', SecurityGroupEgress: egress },
  ...more,
});
const own = (GroupId: unknown, more: Json = {}): Json => ({
  Type: 'AWS::EC2::SecurityGroupEgress',
  Properties: { ...rule(more), GroupId },
});
const read = (resources: Json, groups?: string[], more: Json = {}): Outgoing =>
  readTemplate(JSON.stringify({ ...more, Resources: resources }), groups === undefined ? {} : { groups });

describe('a resource that was not understood', () => {
  test.each<[string, Json]>([
    ['whose type is a function', { Type: { 'Fn::Transform': { Name: 'M' } } }],
    ['without a type', { 'Fn::Transform': { Name: 'AWS::Include' } }],
    ['with a merge key', { '<<': { Type: 'AWS::EC2::SecurityGroup' } }],
    ['with a transform beside its type', { 'Type': 'AWS::SQS::Queue', 'Fn::Transform': { Name: 'M' } }],
    [
      'that is a group with properties from a transform',
      { Type: 'AWS::EC2::SecurityGroup', Properties: { 'Fn::Transform': {} } },
    ],
    ['that is a group with properties that are a list', { Type: 'AWS::EC2::SecurityGroup', Properties: [] }],
    [
      'that is a group with a merge key in its properties',
      { Type: 'AWS::EC2::SecurityGroup', Properties: { '<<': {} } },
    ],
    ['that is a group with a later property', { Type: 'AWS::EC2::SecurityGroup', Properties: { EgressMode: 'all' } }],
  ])('is never empty: one %s', (_, resource) => {
    const { unknown } = read({ G: group([rule()]), Other: resource });
    expect(unknown.map(({ where, mayOpen }) => [where, mayOpen?.to])).toContainEqual(['Other', 65535]);
  });

  test.each<[string, Json, Json]>([
    ['in the resources', { 'Fn::Transform': { Name: 'AWS::Include' } }, {}],
    ['beside the resources', {}, { 'Fn::Transform': { Name: 'AWS::Include' } }],
    ['as a loop', { 'Fn::ForEach::Groups': ['X', ['a'], {}] }, {}],
  ])('may be a transform %s', (_, inside, beside) => {
    expect(read({ G: group([rule()]), ...inside }, undefined, beside).unknown).toHaveLength(1);
  });

  test('may be a rule with a property of a later version', () => {
    expect(read({ G: group([rule({ DestinationFqdn: 'x.example' })]) }).unknown[0]!.what).toContain(
      '"DestinationFqdn" is not known here',
    );
  });
});

describe('no value', () => {
  const NOTHING = { Ref: 'AWS::NoValue' };

  test('for the rules of a group is the default of EC2: everything is open', () => {
    expect(read({ G: group(NOTHING) }).open).toHaveLength(6);
    expect(read({ G: group([NOTHING]) }).open.map(({ isCertain }) => isCertain)).toEqual(Array(6).fill(true));
  });

  test('in one branch of a condition leaves both open, and neither certain', () => {
    const { open } = read({ G: group({ 'Fn::If': ['C', [rule()], NOTHING] }) });
    expect(open).toHaveLength(7);
    expect(open.every(({ isCertain }) => !isCertain)).toBe(true);
  });

  test('for a destination is none', () => {
    expect(read({ G: group([rule({ CidrIpv6: NOTHING })]) })).toMatchObject({
      unknown: [],
      open: [{ isCertain: true }],
    });
  });
});

describe('a rule of its own whose group is not known', () => {
  test.each<[string, unknown]>([
    ['a parameter', { Ref: 'GroupParameter' }],
    ['an import', { 'Fn::ImportValue': 'x' }],
    ['a condition', { 'Fn::If': ['C', { Ref: 'A' }, { Ref: 'B' }] }],
    ['a text with more', { 'Fn::Sub': '${A}-x' }],
  ])('may be of the chosen one: %s', (_, GroupId) => {
    const resources = { A: group([rule()]), B: group([rule()]), R: own(GroupId, { CidrIp: '0.0.0.0/0' }) };
    expect(read(resources, ['A']).unknown.map(({ where }) => where)).toEqual(['R']);
    expect(read(resources).open.map(({ place }) => place.text)).toContain('0.0.0.0/0');
  });

  test('is not dropped with one whose group is another', () => {
    const resources = { A: group([rule()]), B: group([rule()]), R: own({ Ref: 'B' }, { CidrIp: '0.0.0.0/0' }) };
    expect(read(resources, ['A'])).toMatchObject({ unknown: [], read: ['A'], about: ['security group A'] });
  });
});

describe('several templates', () => {
  const text = (cidr: string): string => JSON.stringify({ Resources: { G: group([rule({ CidrIp: cidr })]) } });
  const texts = [
    { name: 'a.json', text: text('10.0.0.1/32') },
    { name: 'b.json', text: text('10.0.0.2/32') },
  ];

  test('may have groups of one logical id, which are told apart by their files', () => {
    const [all] = readTemplates(texts);
    expect(all).toMatchObject({
      read: ['a.json: G', 'b.json: G'],
      about: [expect.stringContaining('a.json: G, b.json: G')],
    });
    const [one] = readTemplates(texts, { groups: ['b.json: G'] });
    expect(one!.open.map(({ place }) => place.text)).toEqual(['10.0.0.2/32']);
    const [both] = readTemplates(texts, { groups: ['G'] });
    expect(both!.open).toHaveLength(2);
  });

  test('know a group of any of them', () => {
    expect(accessErrorOf(() => readTemplates(texts, { groups: ['H'] })).code).toBe('UnknownGroup');
  });
});

describe('what is deployed', () => {
  const described = {
    SecurityGroups: [
      {
        GroupId: 'sg-1',
        GroupName: 'delegate',
        IpPermissions: [],
        IpPermissionsEgress: [
          {
            IpProtocol: 'tcp',
            FromPort: 443,
            ToPort: 443,
            IpRanges: [{ CidrIp: '10.0.0.1/32', Description: 'jenkins' }],
            Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
            PrefixListIds: [],
            UserIdGroupPairs: [],
          },
        ],
      },
      {
        GroupId: 'sg-2',
        GroupName: 'other',
        IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      },
      { GroupId: 'sg-3', GroupName: 'closed', IpPermissionsEgress: [] },
    ],
  };
  const live = (value: Json, ...groups: string[]): Outgoing => readTemplate(JSON.stringify(value), { groups });

  test('is read from `describe-security-groups`, by id or by name', () => {
    for (const name of ['sg-1', 'delegate']) {
      const outgoing = live(described, name);
      expect(outgoing.open.map(({ place, says }) => [place.text, says])).toEqual([
        ['10.0.0.1/32', 'jenkins'],
        ['2001:db8::/32', 'jenkins'],
      ]);
      expect(outgoing).toMatchObject({ unknown: [], read: ['sg-1'], kind: 'answer of the AWS CLI' });
    }
    expect(live(described, 'closed')).toMatchObject({ open: [], unknown: [], read: ['sg-3'] });
    expect(accessErrorOf(() => live(described, 'nobody')).problems[0]!.message).toContain('`sg-1`');
  });

  test('is read from `describe-security-group-rules`, inbound rules apart', () => {
    const rules = {
      SecurityGroupRules: [
        {
          SecurityGroupRuleId: 'sgr-1',
          GroupId: 'sg-1',
          IsEgress: true,
          IpProtocol: 'tcp',
          FromPort: 22,
          ToPort: 22,
          CidrIpv4: '10.0.0.1/32',
        },
        { SecurityGroupRuleId: 'sgr-2', GroupId: 'sg-1', IsEgress: false, IpProtocol: '-1', CidrIpv4: '0.0.0.0/0' },
        {
          SecurityGroupRuleId: 'sgr-3',
          GroupId: 'sg-1',
          IsEgress: true,
          IpProtocol: 'tcp',
          FromPort: 1,
          ToPort: 1,
          ReferencedGroupInfo: { GroupId: 'sg-9' },
        },
      ],
    };
    const outgoing = live(rules, 'sg-1');
    expect(outgoing.open.map(({ place }) => place.text)).toEqual(['10.0.0.1/32']);
    expect(outgoing.unknown.map(({ where }) => where)).toEqual(['sgr-3']);
  });

  test('is not complete with a token, an odd group or a key of a later version', () => {
    expect(live({ ...described, NextToken: 'x' }, 'sg-3').unknown).toHaveLength(1);
    expect(live({ SecurityGroups: [{ GroupId: 'sg-1' }] }).unknown).toHaveLength(1);
    const later = { IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.0.1/32' }], Fqdns: [{}] };
    expect(live({ SecurityGroups: [{ GroupId: 'sg-1', IpPermissionsEgress: [later] }] }).unknown[0]!.what).toContain(
      '"Fqdns"',
    );
    expect(live({ SecurityGroups: [] }).read).toEqual([]);
  });

  test('is read from `get-template`, as an object or as a text', () => {
    const body = { Resources: { G: group([rule()]) } };
    for (const TemplateBody of [
      body,
      JSON.stringify(body),
      'Resources:\n  G:\n    Type: AWS::EC2::SecurityGroup\n    Properties: { SecurityGroupEgress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.1/32 }] }\n',
    ]) {
      expect(readTemplate(JSON.stringify({ TemplateBody, StagesAvailable: ['Original'] })).open).toHaveLength(1);
    }
  });
});
