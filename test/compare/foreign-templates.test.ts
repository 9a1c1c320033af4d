import { problemsOf } from '../support/errors';
import {
  auditMarkdown,
  auditOf,
  auditTable,
  Connection,
  Plan,
  readTemplate,
  reviewOf,
  Target,
  type Audit,
  type Outgoing,
  type TemplateOptions,
} from 'harness-delegate-access';

/** Templates that this library did not write. */

const read = (template: unknown, options?: TemplateOptions): Outgoing =>
  readTemplate(typeof template === 'string' ? template : JSON.stringify(template), options);

/** `protocol ports place` of everything that is open; `?` when it is not certain. */
function open(outgoing: Outgoing): string[] {
  return outgoing.open.map(
    ({ protocol, from, to, place, isCertain }) =>
      `${protocol} ${from === to ? from : `${from}-${to}`} ${place.text}${isCertain ? '' : ' ?'}`,
  );
}

const unknown = (outgoing: Outgoing): string[] => outgoing.unknown.map(({ where, what }) => `${where}: ${what}`);

const EVERYTHING = ['tcp', 'udp', 'other protocols'].flatMap((protocol) =>
  ['0.0.0.0/0', '::/0'].map((place) => `${protocol} 1-65535 ${place}`),
);

describe('CloudFormation', () => {
  const group = (egress?: unknown, more: object = {}): object => ({
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'x', ...(egress === undefined ? {} : { SecurityGroupEgress: egress }) },
    ...more,
  });
  const rule = (properties: object): object => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...properties });
  const template = (resources: object): object => ({ Resources: resources });

  test.each<[string, object, string[], string[]]>([
    ['one rule', { G: group([rule({ CidrIp: '10.0.0.0/8' })]) }, ['tcp 443 10.0.0.0/8'], []],
    [
      'IPv6, and ports as texts',
      { G: group([rule({ CidrIpv6: '2001:DB8::/32', FromPort: '1', ToPort: '9' })]) },
      ['tcp 1-9 2001:db8::/32'],
      [],
    ],
    ['host bits, as EC2 drops them', { G: group([rule({ CidrIp: '10.1.2.3/8' })]) }, ['tcp 443 10.0.0.0/8'], []],
    [
      'every protocol',
      { G: group([rule({ IpProtocol: '-1', CidrIp: '10.0.0.0/8' })]) },
      ['tcp 1-65535 10.0.0.0/8', 'udp 1-65535 10.0.0.0/8', 'other protocols 1-65535 10.0.0.0/8'],
      [],
    ],
    ['protocols by number', { G: group([rule({ IpProtocol: 17, CidrIp: '10.0.0.0/8' })]) }, ['udp 443 10.0.0.0/8'], []],
    [
      'ports from 0',
      { G: group([rule({ FromPort: 0, ToPort: 65535, CidrIp: '10.0.0.0/8' })]) },
      ['tcp 1-65535 10.0.0.0/8'],
      [],
    ],
    [
      'ICMP',
      { G: group([rule({ IpProtocol: 'icmp', FromPort: -1, ToPort: -1, CidrIp: '0.0.0.0/0' })]) },
      ['icmp 1-65535 0.0.0.0/0'],
      [],
    ],
    ['no rules at all: EC2 lets everything out', { G: group() }, EVERYTHING, []],
    ['an empty list of rules: the same', { G: group([]) }, EVERYTHING, []],
    [
      "CDK's rule for nothing",
      { G: group([rule({ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' })]) },
      [],
      [],
    ],
    [
      'a prefix list of the template',
      {
        L: { Type: 'AWS::EC2::PrefixList', Properties: { Entries: [{ Cidr: '10.0.0.0/8' }, { Cidr: '10.0.0.0/9' }] } },
        G: group([rule({ DestinationPrefixListId: { 'Fn::GetAtt': ['L', 'PrefixListId'] } })]),
      },
      ['tcp 443 10.0.0.0/8', 'tcp 443 10.0.0.0/9'],
      [],
    ],
    [
      'a prefix list of elsewhere',
      { G: group([rule({ DestinationPrefixListId: 'pl-1' })]) },
      [],
      ['G.SecurityGroupEgress[0]: it leads to "pl-1"'],
    ],
    [
      'a parameter',
      { G: group([rule({ CidrIp: { Ref: 'Cidr' } })]) },
      [],
      ['G.SecurityGroupEgress[0]: it leads to {"Ref":"Cidr"}'],
    ],
    [
      'another group',
      { G: group([rule({ DestinationSecurityGroupId: 'sg-1' })]) },
      [],
      ['G.SecurityGroupEgress[0]: it leads to "sg-1"'],
    ],
    [
      'a port of a parameter',
      { G: group([rule({ FromPort: { Ref: 'P' }, CidrIp: '10.0.0.0/8' })]) },
      [],
      ['G.SecurityGroupEgress[0]: its ports are {"Ref":"P"} to 443'],
    ],
    [
      'a protocol of a parameter',
      { G: group([rule({ IpProtocol: { Ref: 'P' }, CidrIp: '10.0.0.0/8' })]) },
      [],
      ['G.SecurityGroupEgress[0]: its protocol is {"Ref":"P"}'],
    ],
    [
      'a block that is none',
      { G: group([rule({ CidrIp: '10.0.0.0/33' })]) },
      [],
      ['G.SecurityGroupEgress[0]: it leads to "10.0.0.0/33"'],
    ],
    [
      'rules behind a condition',
      { G: group({ 'Fn::If': ['C', [rule({ CidrIp: '10.0.0.0/8' })], [rule({ CidrIp: '11.0.0.0/8' })]] }) },
      ['tcp 443 10.0.0.0/8 ?', 'tcp 443 11.0.0.0/8 ?'],
      [],
    ],
    [
      'one rule behind a condition',
      { G: group([{ 'Fn::If': ['C', 1, 2] }]) },
      [],
      ['G.SecurityGroupEgress[0]: it is 1', 'G.SecurityGroupEgress[0]: it is 2'],
    ],
    [
      'a group behind a condition',
      { G: group([rule({ CidrIp: '10.0.0.0/8' })], { Condition: 'C' }) },
      ['tcp 443 10.0.0.0/8 ?'],
      [],
    ],
    [
      'a rule of its own',
      {
        G: group([rule({ CidrIp: '10.0.0.0/8' })]),
        R: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: rule({ GroupId: { Ref: 'G' }, CidrIp: '11.0.0.0/8' }) },
      },
      ['tcp 443 10.0.0.0/8', 'tcp 443 11.0.0.0/8'],
      [],
    ],
    [
      'inbound rules',
      {
        G: group([rule({ CidrIp: '10.0.0.0/8' })]),
        I: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: rule({ GroupId: { Ref: 'G' }, CidrIp: '0.0.0.0/0' }) },
      },
      ['tcp 443 10.0.0.0/8'],
      [],
    ],
    [
      'a nested stack',
      { G: group([rule({ CidrIp: '10.0.0.0/8' })]), S: { Type: 'AWS::CloudFormation::Stack', Properties: {} } },
      ['tcp 443 10.0.0.0/8'],
      ['S: a resource of type "AWS::CloudFormation::Stack" has a template of its own'],
    ],
    [
      'a loop',
      { 'G': group([rule({ CidrIp: '10.0.0.0/8' })]), 'Fn::ForEach::X': ['a', [], {}] },
      ['tcp 443 10.0.0.0/8'],
      ['Fn::ForEach::X: its resources are known only when CloudFormation expands it'],
    ],
    [
      'nothing of the kind',
      { Q: { Type: 'AWS::SQS::Queue' } },
      [],
      [
        'the template: it has no security group, so that of the delegate is unknown; the default group of a VPC allows all outbound traffic',
        'the template: it has no security group, no egress rule and no policy of pods, so its egress is unknown',
      ],
    ],
  ])('%s', (_, resources, expected, doubts) => {
    const outgoing = read(template(resources));
    expect(open(outgoing)).toEqual(expected);
    expect(unknown(outgoing)).toEqual(doubts);
  });

  test('a group whose rules are all resources of their own: nobody knows about the rule that EC2 adds', () => {
    const outgoing = read(
      template({
        G: group(),
        R: {
          Type: 'AWS::EC2::SecurityGroupEgress',
          Properties: rule({ GroupId: { 'Fn::GetAtt': 'G.GroupId' }, CidrIp: '10.0.0.0/8' }),
        },
      }),
    );
    expect(open(outgoing)).toEqual(['tcp 443 10.0.0.0/8']);
    expect(unknown(outgoing)).toEqual([
      expect.stringContaining('EC2 may keep its default rule, which allows all outbound traffic'),
    ]);
  });

  test('only the groups that are asked for', () => {
    const two = template({ A: group([rule({ CidrIp: '10.0.0.0/8' })]), B: group() });
    expect(open(read(two, { groups: ['A'] }))).toEqual(['tcp 443 10.0.0.0/8']);
    expect(read(two).read).toEqual(['A', 'B']);
    expect(problemsOf(() => read(two, { groups: ['C'] }))).toEqual([
      'UnknownGroup: the template has no security group "C"; it has `A` or `B`',
    ]);
  });

  test('YAML with the short forms', () => {
    const outgoing = read(`
AWSTemplateFormatVersion: '2010-09-09'
Parameters: { Cidr: { Type: String } }
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: !Sub '\${AWS::StackName} delegate'
      SecurityGroupEgress:
        - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8 }
        - { IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref Cidr }
        - !If [Open, { IpProtocol: '-1', CidrIp: 0.0.0.0/0 }, !Ref 'AWS::NoValue']
  Rule:
    Type: AWS::EC2::SecurityGroupEgress
    Properties: { GroupId: !GetAtt Group.GroupId, IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 11.0.0.0/8 }
`);
    expect(open(outgoing)).toEqual([
      'tcp 443 10.0.0.0/8',
      'tcp 1-65535 0.0.0.0/0 ?',
      'udp 1-65535 0.0.0.0/0 ?',
      'other protocols 1-65535 0.0.0.0/0 ?',
      'tcp 80 11.0.0.0/8',
    ]);
    expect(outgoing.read).toEqual(['Group']);
    expect(outgoing.unknown.map(({ where }) => where)).toEqual(['Group.SecurityGroupEgress[1]']);
  });
});

describe('Terraform on AWS', () => {
  const resource = {
    aws_security_group: {
      delegate: {
        egress: [
          {
            from_port: 443,
            to_port: 443,
            protocol: 'tcp',
            cidr_blocks: ['10.0.0.0/8', '${var.cidr}'],
            ipv6_cidr_blocks: ['2001:db8::/32'],
          },
        ],
      },
      other: {},
    },
    aws_vpc_security_group_egress_rule: {
      one: { security_group_id: '${aws_security_group.delegate.id}', ip_protocol: '-1', cidr_ipv4: '12.0.0.0/8' },
      list: {
        security_group_id: '${aws_security_group.other.id}',
        ip_protocol: 'tcp',
        from_port: 1,
        to_port: 2,
        prefix_list_id: '${aws_ec2_managed_prefix_list.l.id}',
      },
    },
    aws_security_group_rule: {
      out: {
        type: 'egress',
        security_group_id: 'sg-1',
        protocol: 'udp',
        from_port: 53,
        to_port: 53,
        cidr_blocks: ['13.0.0.0/8'],
      },
      in: {
        type: 'ingress',
        security_group_id: 'sg-1',
        protocol: 'udp',
        from_port: 53,
        to_port: 53,
        cidr_blocks: ['0.0.0.0/0'],
      },
    },
    aws_ec2_managed_prefix_list: { l: { entry: [{ cidr: '14.0.0.0/8' }] } },
  };

  test('a configuration', () => {
    const outgoing = read({ resource });
    expect(open(outgoing)).toEqual([
      'tcp 443 10.0.0.0/8',
      'tcp 443 2001:db8::/32',
      'tcp 1-65535 12.0.0.0/8',
      'udp 1-65535 12.0.0.0/8',
      'other protocols 1-65535 12.0.0.0/8',
      'tcp 1-2 14.0.0.0/8',
      'udp 53 13.0.0.0/8',
    ]);
    expect(unknown(outgoing)).toEqual([
      'sg-1: it is made elsewhere, so its other rules are unknown; a new group allows all outbound traffic until its default rule is removed',
      'aws_security_group.delegate: it has inline rules and rules of their own, which overwrite each other',
      'aws_security_group.delegate.egress[0]: it leads to "${var.cidr}"',
    ]);
    expect(outgoing.read).toEqual(['aws_security_group.delegate', 'aws_security_group.other', 'sg-1']);
    expect(open(read({ resource }, { groups: ['sg-1'] }))).toEqual(['udp 53 13.0.0.0/8']);
  });

  test('a group without rules lets nothing out, as Terraform makes it', () => {
    const outgoing = read({ resource: { aws_security_group: { g: {} } } });
    expect(open(outgoing)).toEqual([]);
    expect(unknown(outgoing)).toEqual([]);
  });

  test('modules, loops and counts cannot be told', () => {
    const outgoing = read({
      module: { net: { source: './net' } },
      resource: { aws_security_group: { g: { count: 2, egress: [] } } },
    });
    expect(outgoing.unknown.map(({ where }) => where)).toEqual(['module.net', 'aws_security_group.g']);
  });

  test('a plan, with modules and values that are known after apply', () => {
    const outgoing = read({
      format_version: '1.2',
      planned_values: {
        root_module: {
          resources: [
            {
              address: 'aws_security_group.g',
              mode: 'managed',
              type: 'aws_security_group',
              values: { egress: [{ from_port: 443, to_port: 443, protocol: 'tcp', cidr_blocks: ['10.0.0.0/8'] }] },
            },
            {
              address: 'data.x.y',
              mode: 'data',
              type: 'aws_security_group',
              values: { egress: [{ protocol: '-1', cidr_blocks: ['0.0.0.0/0'] }] },
            },
          ],
          child_modules: [
            {
              resources: [
                {
                  address: 'module.m.aws_vpc_security_group_egress_rule.r',
                  mode: 'managed',
                  type: 'aws_vpc_security_group_egress_rule',
                  values: { ip_protocol: 'tcp', from_port: 22, to_port: 22 },
                },
              ],
            },
          ],
        },
      },
      resource_changes: [
        {
          address: 'module.m.aws_vpc_security_group_egress_rule.r',
          change: { after_unknown: { cidr_ipv4: true, security_group_id: true } },
        },
      ],
    });
    expect(outgoing.kind).toBe('Terraform plan or state');
    expect(open(outgoing)).toEqual(['tcp 443 10.0.0.0/8']);
    expect(unknown(outgoing)).toEqual(['module.m.aws_vpc_security_group_egress_rule.r: it leads to known after apply']);
  });
});

describe('Terraform on Google Cloud', () => {
  const vpc = (name: string, fields: object): object => ({ [name]: { direction: 'EGRESS', network: 'n', ...fields } });
  const allow = (ports: string[], ...ranges: string[]): object => ({
    allow: [{ protocol: 'tcp', ports }],
    ...(ranges.length === 0 ? {} : { destination_ranges: ranges }),
  });
  const denyAll = (priority: number, ...ranges: string[]): object => ({
    priority,
    deny: [{ protocol: 'all' }],
    ...(ranges.length === 0 ? {} : { destination_ranges: ranges }),
  });
  const firewall = (...rules: object[]): object => ({
    resource: { google_compute_firewall: Object.assign({}, ...rules) as object },
  });
  const policy = (rules: Record<string, object>): object => ({
    resource: {
      google_compute_network_firewall_policy_association: { a: { attachment_target: 'prod' } },
      google_compute_network_firewall_policy_rule: Object.fromEntries(
        Object.entries(rules).map(([name, fields]) => [name, { direction: 'EGRESS', ...fields }]),
      ),
    },
  });
  const match = (ports: string[], fields: object): object => ({
    match: { layer4_configs: [{ ip_protocol: 'tcp', ports }], ...fields },
  });
  const end = { ...vpc('end', denyAll(65534, '0.0.0.0/0')), ...vpc('end6', denyAll(65534, '::/0')) };

  test.each<[string, object, string[]]>([
    [
      'an allow before the denial of all',
      firewall(vpc('a', allow(['443'], '10.0.0.0/8')), end),
      ['tcp 443 10.0.0.0/8'],
    ],
    [
      'ranges of ports',
      firewall(vpc('a', allow(['80-90', '443'], '10.0.0.0/8')), end),
      ['tcp 80-90 10.0.0.0/8', 'tcp 443 10.0.0.0/8'],
    ],
    [
      'a denial of a part that comes first',
      firewall(vpc('a', allow(['443'], '10.0.0.0/31')), vpc('d', { ...denyAll(10, '10.0.0.1/32') }), end),
      ['tcp 443 10.0.0.0/32'],
    ],
    [
      'a denial of a part that comes later',
      firewall(vpc('a', allow(['443'], '10.0.0.0/31')), vpc('d', denyAll(2000, '10.0.0.1/32')), end),
      ['tcp 443 10.0.0.0/31'],
    ],
    [
      'at equal priority the denial wins',
      firewall(vpc('a', allow(['443'], '10.0.0.0/31')), vpc('d', denyAll(1000, '10.0.0.1/32')), end),
      ['tcp 443 10.0.0.0/32'],
    ],
    [
      'a rule that is off, and an inbound one',
      firewall(
        vpc('a', { ...allow(['443'], '10.0.0.0/8'), disabled: true }),
        { i: { ...allow(['22']), network: 'n' } },
        end,
      ),
      [],
    ],
    [
      'no denial: everything is open',
      firewall(vpc('a', allow(['443'], '10.0.0.0/8'))),
      ['tcp 443 10.0.0.0/8', ...EVERYTHING],
    ],
    [
      'a denial of IPv4 alone',
      firewall(vpc('d', denyAll(65534, '0.0.0.0/0'))),
      EVERYTHING.filter((line) => line.endsWith('::/0')),
    ],
    [
      'a denial of TCP alone',
      firewall(
        vpc('d', { priority: 1, deny: [{ protocol: 'tcp' }], destination_ranges: ['0.0.0.0/0'] }),
        vpc('d6', { priority: 1, deny: [{ protocol: 'tcp' }], destination_ranges: ['::/0'] }),
      ),
      EVERYTHING.filter((line) => !line.startsWith('tcp')),
    ],
    [
      'ICMP is one of the other protocols',
      firewall(
        vpc('a', { allow: [{ protocol: 'icmp' }], destination_ranges: ['10.0.0.0/8'] }),
        vpc('d', denyAll(10, '10.0.0.0/9')),
        end,
      ),
      ['icmp 1-65535 10.128.0.0/9'],
    ],
    [
      'host names of a policy',
      policy({
        a: { action: 'allow', priority: 1, ...match(['443'], { dest_fqdns: ['API.example.com'] }) },
        d: { action: 'deny', priority: 2, match: { layer4_configs: [{ ip_protocol: 'all' }] } },
      }),
      ['tcp 443 api.example.com'],
    ],
    [
      'what goes to the next level is not decided here',
      policy({
        g: { action: 'goto_next', priority: 1, ...match(['443'], { dest_ip_ranges: ['10.0.0.0/31'] }) },
        a: { action: 'allow', priority: 2, ...match(['443'], { dest_ip_ranges: ['10.0.0.0/30'] }) },
        d: { action: 'deny', priority: 3, match: { layer4_configs: [{ ip_protocol: 'all' }] } },
      }),
      ['tcp 443 10.0.0.2/31', 'tcp 443 10.0.0.0/31'],
    ],
  ])('%s', (_, template, expected) => {
    const outgoing = read(template);
    expect(open(outgoing)).toEqual(expected);
    expect(outgoing.unknown).toEqual([]);
  });

  test('VPC rules come before a policy of the network', () => {
    const both = {
      resource: {
        google_compute_network: { n: {} },
        ...(firewall(end) as { resource: object }).resource,
        ...(
          policy({ a: { action: 'allow', priority: 1, ...match(['443'], { dest_ip_ranges: ['10.0.0.0/8'] }) } }) as {
            resource: object;
          }
        ).resource,
      },
    };
    expect(open(read(both))).toEqual([]);
  });

  test('what nobody can tell makes what follows uncertain, and denies nothing', () => {
    const outgoing = read(firewall(vpc('d', denyAll(10, '${var.range}')), vpc('a', allow(['443'], '10.0.0.0/8')), end));
    expect(open(outgoing)).toEqual(['tcp 443 10.0.0.0/8 ?']);
    expect(unknown(outgoing)).toEqual(['google_compute_firewall.d: it leads to "${var.range}"']);
    const priority = read(firewall(vpc('d', { ...denyAll(10), priority: '${var.p}' }), end));
    expect(unknown(priority)).toEqual(['google_compute_firewall.d: its priority is "${var.p}"']);
    const groups = read(
      policy({ a: { action: 'allow', priority: 1, ...match(['443'], { dest_address_groups: ['g'] }) } }),
    );
    expect(unknown(groups)).toEqual(['google_compute_network_firewall_policy_rule.a: it leads to "g"']);
  });

  test('several sets of machines must be told apart', () => {
    const two = firewall(
      vpc('a', { ...allow(['443'], '10.0.0.0/8'), target_tags: ['delegate'] }),
      vpc('b', { ...allow(['22'], '11.0.0.0/8'), target_tags: ['other'] }),
      end,
    );
    expect(problemsOf(() => read(two))).toEqual([
      'SeveralMachines: the template has egress rules for several sets of machines; choose the delegate\'s with `machines`: "delegate", "other"',
    ]);
    expect(open(read(two, { machines: 'delegate' }))).toEqual(['tcp 443 10.0.0.0/8']);
    const elsewhere = read(two, { machines: 'x' });
    expect(open(elsewhere)).toEqual([]);
    expect(elsewhere.about).toEqual(['network n', 'machines x, which no rule targets']);
  });
});

describe('against a list', () => {
  const review = reviewOf(
    Plan.of([Connection.jenkins({ to: ['10.0.3.7/32'] }), Connection.datadog({ site: 'datadoghq.eu' })], {
      asOf: '2026-11-24',
      reach: { harness: ['10.9.9.9/32'] },
    }).on(Target.AWS_SECURITY_GROUP),
  );
  const audit = (egress: unknown[], more: object = {}): Audit =>
    auditOf(
      review,
      read({
        Resources: { G: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: egress } }, ...more },
      }),
    );
  const https = (CidrIp: unknown): object => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp });

  test('what is open without need, in part and as a whole, and where', () => {
    const { surplus, lacking, isClean } = audit([
      https('0.0.0.0/0'),
      { ...https('0.0.0.0/0'), FromPort: 440, Description: 'legacy' },
      { ...https('10.0.0.0/8'), FromPort: 22, ToPort: 22 },
    ]);
    expect(lacking).toEqual([]);
    expect(isClean).toBe(false);
    expect(surplus).toMatchObject([
      { from: 440, to: 443, isWhole: false, parts: [{ from: 440, to: 442, destination: '0.0.0.0/0' }], says: 'legacy' },
      { from: 22, destination: '10.0.0.0/8', isWhole: true, where: 'G.SecurityGroupEgress[2]' },
    ]);
  });

  test('what is needed and not open, and for what', () => {
    const found = audit([]);
    expect(found.surplus).toHaveLength(6);
    const closed = audit([{ ...https('10.0.3.7/32'), FromPort: 1, ToPort: 1 }]);
    expect(closed.lacking.map(({ destination, reasons }) => [destination, reasons.map(({ key }) => key)])).toEqual([
      ['0.0.0.0/0', ['datadog:443']],
      ['10.0.3.7/32', ['jenkins:443']],
      ['10.9.9.9/32', expect.arrayContaining(['harness:manager/443']) as unknown],
    ]);
  });

  test('never guesses: host names in blocks, parameters, conditions, nested stacks', () => {
    const some = audit([https('10.0.0.0/8'), https('3.233.144.0/20')]);
    expect(some.lacking).toEqual([]);
    expect(some.cannotTell).toEqual([
      {
        where: 'datadog:443',
        what: 'tcp 443 to 0.0.0.0/0: required for host names; the port is open to 10.0.0.0/8, 3.233.144.0/20, which may not contain their addresses',
      },
    ]);
    const parameter = audit([https({ Ref: 'Cidr' })]);
    expect(parameter.lacking).toEqual([]);
    expect(parameter.cannotTell.map(({ what }) => what)).toContain(
      'tcp 443 to 10.0.3.7/32: G.SecurityGroupEgress[0] may allow it',
    );
    const nested = audit([{ ...https('10.0.3.7/32'), FromPort: 1, ToPort: 1 }], {
      S: { Type: 'AWS::CloudFormation::Stack' },
    });
    expect(nested.lacking).toEqual([]);
    expect(nested.cannotTell).toHaveLength(4);
  });

  test('in words', () => {
    const text = auditTable(
      audit([https('0.0.0.0/0'), { ...https('10.0.0.0/8'), FromPort: 22, Description: 'ssh \u001b[31m' }]),
    );
    expect(text).toMatch(
      /^Audit of a CloudFormation template; taken to be the delegate's: .*\nAgainst the documented profile on AWS security group/,
    );
    expect(text).toContain(
      'Read: G\nPermissions are not judged: no role and no grant was read.\n1 × excess, 0 × missing, 0 × cannot tell.',
    );
    expect(text).toContain('  - tcp 22-443 to 10.0.0.0/8');
    expect(text).toContain('only in part: tcp 22-442 to 10.0.0.0/8');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    expect(auditMarkdown(audit([https('0.0.0.0/0')]))).toContain('Exactly what the connections need is open.');
  });
});

describe('what is no template', () => {
  test.each<[string, string, string]>([
    ['nothing', ' \n', 'EmptyFile: the template is empty'],
    ['broken JSON', '{"Resources":', 'InvalidTemplate: the template is not valid JSON: '],
    ['broken YAML', 'a: [b', 'InvalidTemplate: 1:6: the template is neither JSON nor valid YAML: '],
    ['a list', '[]', 'UnknownTemplate: this is a list of connections, not a template; set it as the first argument'],
    ['a number', '7', 'UnknownTemplate: this is no template: it has neither `Resources`'],
    ['something else', '{"a":1}', 'UnknownTemplate: this is no template: it has neither `Resources`'],
    [
      'a bomb of aliases',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
        .split('')
        .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
        .join('\n')}`,
      'InvalidTemplate: 7:29: aliases make more than 5000000 values',
    ],
  ])('fails on %s', (_, text, message) => {
    expect(problemsOf(() => readTemplate(text))[0]).toContain(message);
  });
});
