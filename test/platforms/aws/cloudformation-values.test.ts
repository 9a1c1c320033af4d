import {
  auditOf,
  Connection,
  Plan,
  readTemplate,
  reviewOf,
  Target,
  type Outgoing,
  type TemplateOptions,
} from 'harness-delegate-access';

/** What the text of a CloudFormation template decides, and what it does not. */

const read = (template: object, options?: TemplateOptions): Outgoing => readTemplate(JSON.stringify(template), options);
const open = (outgoing: Outgoing): string[] => [
  ...new Set(outgoing.open.map(({ place, isCertain }) => `${place.text}${isCertain ? '' : ' ?'}`)),
];
const rule = (fields: object): object => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...fields });
const group = (egress?: unknown, more: object = {}): object => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'd', ...(egress === undefined ? {} : { SecurityGroupEgress: egress }), ...more },
});
const own = (fields: object): object => ({ Type: 'AWS::EC2::SecurityGroupEgress', Properties: rule(fields) });
const TEN = rule({ CidrIp: '10.0.0.0/8' });
const NOTHING = { Ref: 'AWS::NoValue' };
const EVERYTHING = ['0.0.0.0/0', '::/0'];
const G = group([TEN]);

describe('no rules are the default of AWS, which allows everything', () => {
  test.each<[string, unknown, string[]]>([
    ['no value', NOTHING, EVERYTHING],
    ['a list of no value', [NOTHING], EVERYTHING],
    ['no value beside a rule is only the rule', [TEN, NOTHING], ['10.0.0.0/8']],
    ['a branch without a value', { 'Fn::If': ['C', [TEN], NOTHING] }, ['10.0.0.0/8 ?', '0.0.0.0/0 ?', '::/0 ?']],
    ['a branch with an empty list', { 'Fn::If': ['C', [TEN], []] }, ['10.0.0.0/8 ?', '0.0.0.0/0 ?', '::/0 ?']],
    ['one rule that may be nothing', [{ 'Fn::If': ['C', TEN, NOTHING] }], ['10.0.0.0/8 ?', '0.0.0.0/0 ?', '::/0 ?']],
    [
      'a rule that may be nothing beside another',
      [TEN, { 'Fn::If': ['C', TEN, NOTHING] }],
      ['10.0.0.0/8', '10.0.0.0/8 ?'],
    ],
  ])('%s', (_, egress, expected) => {
    const outgoing = read({ Resources: { G: group(egress) } });
    expect(open(outgoing)).toEqual(expected);
    expect(outgoing.unknown).toEqual([]);
  });
});

describe('values', () => {
  const withCidr = (cidr: unknown, more: object = {}): Outgoing =>
    read({ ...more, Resources: { G: group([rule({ CidrIp: cidr })]) } });
  const parameter = (fields: object): object => ({ Parameters: { P: { Type: 'String', ...fields } } });
  const map = { Mappings: { M: { a: { b: '10.0.0.0/8' } } } };
  const find = (...keys: unknown[]): object => ({ 'Fn::FindInMap': keys });

  test.each<[string, unknown, object]>([
    ['a parameter that allows one value', { Ref: 'P' }, parameter({ AllowedValues: ['10.0.0.0/8'] })],
    ['a mapping by literal keys', find('M', 'a', 'b'), map],
    ['a text without variables', { 'Fn::Sub': '10.0.0.0/8' }, {}],
  ])('%s is known', (_, cidr, more) => {
    expect(open(withCidr(cidr, more))).toEqual(['10.0.0.0/8']);
  });

  test.each<[string, unknown, object]>([
    ['a parameter with a default', { Ref: 'P' }, parameter({ Default: '10.0.0.0/8' })],
    ['a parameter without one', { Ref: 'P' }, parameter({})],
    [
      'a parameter of the parameter store',
      { Ref: 'P' },
      parameter({ Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: ['x'] }),
    ],
    ['a mapping by the region', find('M', { Ref: 'AWS::Region' }, 'b'), map],
    ['a mapping that is included', find('M', 'a', 'b'), { Mappings: { ...map.Mappings, 'Fn::Transform': {} } }],
    ['a key that no mapping has', find('M', 'toString', 'b'), map],
    ['an import', { 'Fn::ImportValue': 'x' }, {}],
    ['a branch', { 'Fn::If': ['C', '10.0.0.0/8', '11.0.0.0/8'] }, {}],
  ])('%s is not', (_, cidr, more) => {
    const outgoing = withCidr(cidr, more);
    expect(open(outgoing)).toEqual([]);
    expect(outgoing.unknown.map(({ where }) => where)).toEqual(['G.SecurityGroupEgress[0]']);
  });
});

describe('a rule of a group that is not known may belong to each group', () => {
  const cases: [string, unknown][] = [
    ['a parameter', { Ref: 'P' }],
    ['an import', { 'Fn::ImportValue': 'x' }],
    ['a branch', { 'Fn::If': ['C', { Ref: 'G' }, { Ref: 'H' }] }],
    ['a text with more', { 'Fn::Sub': '${G}-x' }],
    ['an attribute of another resource', { 'Fn::GetAtt': ['Custom', 'GroupId'] }],
    ['nothing', undefined],
  ];

  test.each(cases)('%s', (_, id) => {
    const template = { Resources: { G, H: group([TEN]), R: own({ GroupId: id, CidrIp: '0.0.0.0/0' }) } };
    expect(open(read(template))).toEqual(['10.0.0.0/8', '0.0.0.0/0 ?']);
    for (const name of ['G', 'H']) {
      const chosen = read(template, { groups: [name] });
      expect(chosen.unknown.map(({ where }) => where)).toEqual(['R']);
    }
  });

  test('a rule whose properties are included', () => {
    const R = own({ 'GroupId': { Ref: 'H' }, 'CidrIp': '10.0.0.0/8', 'Fn::Transform': {} });
    const { unknown } = read({ Resources: { G, H: group([TEN]), R } }, { groups: ['G'] });
    expect(unknown.map(({ where }) => where)).toContain('R');
  });

  test('a group without rules may have its default', () => {
    const R = own({ GroupId: { Ref: 'P' }, CidrIp: '10.0.0.0/8' });
    expect(open(read({ Resources: { G: group(), R } }))).toEqual(['0.0.0.0/0 ?', '::/0 ?', '10.0.0.0/8 ?']);
  });
});

test('a connection is not allowed for certain by a rule whose group is not known', () => {
  const R = own({ GroupId: { Ref: 'P' }, CidrIp: '10.0.3.7/32' });
  const connections = [Connection.jenkins({ to: ['10.0.3.7/32'] })];
  const audit = auditOf(reviewOf(Plan.of(connections).on(Target.AWS_SECURITY_GROUP)), read({ Resources: { G, R } }));
  expect(audit.isClean).toBe(false);
  expect(audit.cannotTell.map(({ where }) => where)).toContain('R');
});

test('a rule of a live account without a group is of any', () => {
  const live = { IsEgress: true, IpProtocol: 'tcp', FromPort: 1, ToPort: 2, CidrIpv4: '10.0.0.0/8' };
  const outgoing = read({ SecurityGroupRules: [{ ...live, GroupId: 'sg-1' }, live] });
  expect(open(outgoing)).toEqual(['10.0.0.0/8', '10.0.0.0/8 ?']);
  expect(outgoing.unknown.map(({ what }) => what)).toEqual(['which group it belongs to: nothing']);
});
