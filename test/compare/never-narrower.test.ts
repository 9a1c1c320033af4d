import { problemsOf } from '../support/errors';
import { readTemplate, type TemplateOptions } from 'harness-delegate-access';

/** What a reader does not understand of a template is said; it is never read as less than it may let out. */

const rule = (fields: object): object => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...fields });
const group = (egress: unknown): object => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { SecurityGroupEgress: egress },
});
const normal = { G: group([rule({ CidrIp: '10.0.0.0/8' })]) };
const own = (fields: object): object => ({ Type: 'AWS::EC2::SecurityGroupEgress', Properties: rule(fields) });

/** A template, and the name of what nobody can tell in it. */
type Case = readonly [title: string, template: object, unknown: string, options?: TemplateOptions];

const CLOUDFORMATION: readonly Case[] = [
  [
    'a group by Fn::If',
    { Resources: { ...normal, R: own({ GroupId: { 'Fn::If': ['C', 1, 2] }, CidrIp: '0.0.0.0/0' }) } },
    'R',
    { groups: ['G'] },
  ],
  [
    'a group by Fn::Join',
    { Resources: { ...normal, R: own({ GroupId: { 'Fn::Join': ['', ['sg']] }, CidrIp: '0.0.0.0/0' }) } },
    'R',
    { groups: ['G'] },
  ],
  ['a module', { Resources: { ...normal, M: { Type: 'Acme::Net::Sg::MODULE' } } }, 'M'],
  ['a macro over the template', { Transform: ['AWS::LanguageExtensions', 'Acme'], Resources: normal }, 'Transform'],
  ['a stack set', { Resources: { ...normal, S: { Type: 'AWS::CloudFormation::StackSet' } } }, 'S'],
  [
    'a product',
    { Resources: { ...normal, P: { Type: 'AWS::ServiceCatalog::CloudFormationProvisionedProduct' } } },
    'P',
  ],
  [
    'properties by a transform',
    { Resources: { G: { Type: 'AWS::EC2::SecurityGroup', Properties: { 'Fn::Transform': {} } } } },
    'G',
  ],
  [
    'a rule without a destination',
    { Resources: { G: group([rule({}), rule({ IpProtocol: 'icmp', FromPort: -1, ToPort: -1 })]) } },
    'G.SecurityGroupEgress[1]',
  ],
  [
    'a second destination that is a parameter',
    { Resources: { G: group([rule({ CidrIp: '10.0.0.0/8', CidrIpv6: { Ref: 'X' } })]) } },
    'G.SecurityGroupEgress[0]',
  ],
  [
    'a prefix list behind a condition',
    {
      Resources: {
        G: group([rule({ DestinationPrefixListId: { Ref: 'L' } })]),
        L: { Type: 'AWS::EC2::PrefixList', Condition: 'C', Properties: { Entries: [{ Cidr: '10.0.0.0/8' }] } },
      },
    },
    'G.SecurityGroupEgress[0]',
  ],
];

const tfGroup = {
  aws_security_group: {
    g: { egress: [{ from_port: 443, to_port: 443, protocol: 'tcp', cidr_blocks: ['10.0.0.0/8'] }] },
  },
};
const tfRule = (fields: object): object => ({ type: 'egress', protocol: '-1', from_port: 0, to_port: 0, ...fields });

const TERRAFORM_AWS: readonly Case[] = [
  [
    'a group by an expression',
    {
      resource: {
        ...tfGroup,
        aws_security_group_rule: { r: tfRule({ security_group_id: '${local.sg}', cidr_blocks: ['0.0.0.0/0'] }) },
      },
    },
    'aws_security_group_rule.r',
    { groups: ['aws_security_group.g'] },
  ],
  [
    'a list with dynamic entries',
    {
      resource: {
        aws_security_group: {
          g: {
            egress: [
              {
                from_port: 443,
                to_port: 443,
                protocol: 'tcp',
                prefix_list_ids: ['${aws_ec2_managed_prefix_list.l.id}'],
              },
            ],
          },
        },
        aws_ec2_managed_prefix_list: { l: { entry: [{ cidr: '10.0.0.0/8' }], dynamic: { entry: {} } } },
      },
    },
    'aws_security_group.g.egress[0]',
  ],
  [
    'a list with entries of their own',
    {
      resource: {
        aws_security_group: {
          g: {
            egress: [
              {
                from_port: 443,
                to_port: 443,
                protocol: 'tcp',
                prefix_list_ids: ['${aws_ec2_managed_prefix_list.l.id}'],
              },
            ],
          },
        },
        aws_ec2_managed_prefix_list: { l: { entry: [{ cidr: '10.0.0.0/8' }] } },
        aws_ec2_managed_prefix_list_entry: { e: { cidr: '0.0.0.0/0' } },
      },
    },
    'aws_security_group.g.egress[0]',
  ],
  ['dynamic rules', { resource: { aws_security_group: { g: { dynamic: { egress: {} } } } } }, 'aws_security_group.g'],
  [
    'another provider of groups',
    { resource: { ...tfGroup, awscc_ec2_security_group: { x: {} } } },
    'awscc_ec2_security_group.x',
  ],
  [
    'a stack of CloudFormation',
    { resource: { ...tfGroup, aws_cloudformation_stack: { x: {} } } },
    'aws_cloudformation_stack.x',
  ],
  [
    'the group itself by an expression',
    {
      resource: {
        aws_security_group: { g: { egress: [{ from_port: 0, to_port: 0, protocol: '-1', self: '${var.self}' }] } },
      },
    },
    'aws_security_group.g.egress[0]',
  ],
  [
    'no destination at all',
    { resource: { aws_vpc_security_group_egress_rule: { r: { security_group_id: 'sg-1', ip_protocol: '-1' } } } },
    'aws_vpc_security_group_egress_rule.r',
  ],
  ['a module in a list', { module: [{ net: {} }], resource: tfGroup }, 'module.net'],
];

const deny = {
  direction: 'EGRESS',
  network: 'n',
  priority: 65534,
  deny: [{ protocol: 'all' }],
  destination_ranges: ['0.0.0.0/0'],
};
const deny6 = { ...deny, destination_ranges: ['::/0'] };
const vpc = (more: object): object => ({ resource: { google_compute_firewall: { d: deny, d6: deny6, ...more } } });
const policyRule = (fields: object): object => ({
  resource: {
    google_compute_firewall: { d: deny, d6: deny6 },
    google_compute_network: { n: { name: 'n', network_firewall_policy_enforcement_order: 'BEFORE_CLASSIC_FIREWALL' } },
    google_compute_network_firewall_policy_rule: {
      p: { direction: 'EGRESS', firewall_policy: 'mine', action: 'allow', priority: 1, ...fields },
    },
    google_compute_network_firewall_policy_association: { a: { firewall_policy: 'mine', attachment_target: 'n' } },
  },
});
const everything = { match: { layer4_configs: [{ ip_protocol: 'all' }] } };

const GOOGLE: readonly Case[] = [
  ['a direction that is an expression', vpc({ x: { ...deny, direction: '${var.d}' } }), 'google_compute_firewall.x'],
  ['a denial that may be off', vpc({ x: { ...deny, disabled: '${var.off}' } }), 'google_compute_firewall.x'],
  ['a denial for some sources', vpc({ x: { ...deny, source_ranges: ['10.0.0.0/8'] } }), 'google_compute_firewall.x'],
  ['a denial without destinations', vpc({ x: { ...deny, destination_ranges: [] } }), 'google_compute_firewall.x'],
  [
    'a denial of ports of SCTP',
    vpc({ x: { ...deny, deny: [{ protocol: 'sctp', ports: ['1'] }] } }),
    'google_compute_firewall.x',
  ],
  ['a denial in any number', vpc({ x: { ...deny, count: '${var.n}' } }), 'google_compute_firewall.x'],
  [
    'a policy whose rules are inside',
    {
      resource: { google_compute_firewall: { d: deny }, google_compute_network_firewall_policy_with_rules: { p: {} } },
    },
    'google_compute_network_firewall_policy_with_rules.p',
  ],
  [
    'an organization security policy',
    { resource: { google_compute_organization_security_policy_rule: { p: {} } } },
    'google_compute_organization_security_policy_rule.p',
  ],
  ['a match that is an expression', policyRule({ match: '${var.m}' }), 'google_compute_network_firewall_policy_rule.p'],
  ['no match', policyRule({}), 'google_compute_network_firewall_policy_rule.p'],
  [
    'a dynamic match',
    policyRule({ match: { dynamic: { layer4_configs: {} } } }),
    'google_compute_network_firewall_policy_rule.p',
  ],
  [
    'sources in a match',
    policyRule({ match: { src_ip_ranges: ['10.0.0.0/8'], layer4_configs: [{ ip_protocol: 'all' }] } }),
    'google_compute_network_firewall_policy_rule.p',
  ],
  [
    'another action',
    policyRule({ ...everything, action: 'apply_security_profile_group' }),
    'google_compute_network_firewall_policy_rule.p',
  ],
  [
    'a hierarchical rule for some networks',
    {
      resource: {
        google_compute_firewall_policy_rule: {
          p: { direction: 'EGRESS', action: 'allow', priority: 1, target_resources: ['n'], ...everything },
        },
      },
    },
    'google_compute_firewall_policy_rule.p',
  ],
  [
    'machines by an expression',
    vpc({
      x: {
        direction: 'EGRESS',
        network: 'n',
        allow: [{ protocol: 'all' }],
        destination_ranges: ['0.0.0.0/0'],
        target_tags: ['${var.tag}'],
      },
      y: { ...deny, priority: 9, target_tags: ['delegate'] },
    }),
    'google_compute_firewall.x',
    { machines: 'delegate' },
  ],
  [
    'the order of a network in another template',
    { resource: { ...(policyRule(everything) as { resource: object }).resource, google_compute_network: {} } },
    'the network',
  ],
];

const CASES = [...CLOUDFORMATION, ...TERRAFORM_AWS, ...GOOGLE];

test.each(CASES.map(([title, ...rest]) => [title, rest] as const))('%s', (_, [template, expected, options]) => {
  const { unknown } = readTemplate(JSON.stringify(template), options);
  expect(unknown.map(({ where }) => where)).toContain(expected);
});

/** What is open, and certainly so. */
function open(template: object, options?: TemplateOptions): string[] {
  return readTemplate(JSON.stringify(template), options).open.map(
    ({ protocol, place, isCertain }) => `${protocol} ${place.text}${isCertain ? '' : ' ?'}`,
  );
}

describe('what is understood is read', () => {
  test('several destinations of one rule', () => {
    expect(open({ Resources: { G: group([rule({ CidrIp: '10.0.0.0/8', CidrIpv6: '::/0' })]) } })).toEqual([
      'tcp 10.0.0.0/8',
      'tcp ::/0',
    ]);
  });

  test('a group by Fn::Sub of its id alone', () => {
    const template = {
      Resources: { ...normal, R: own({ GroupId: { 'Fn::Sub': '${G.GroupId}' }, CidrIp: '0.0.0.0/0' }) },
    };
    expect(open(template, { groups: ['G'] })).toEqual(['tcp 10.0.0.0/8', 'tcp 0.0.0.0/0']);
  });

  test('the same group by its address, by its id in a state, and by an instance', () => {
    const state = {
      format_version: '1.0',
      values: {
        root_module: {
          resources: [
            {
              address: 'aws_security_group.g',
              mode: 'managed',
              type: 'aws_security_group',
              values: { id: 'sg-1', egress: [] },
            },
            {
              address: 'aws_vpc_security_group_egress_rule.r',
              mode: 'managed',
              type: 'aws_vpc_security_group_egress_rule',
              values: {
                security_group_id: 'sg-1',
                ip_protocol: 'tcp',
                from_port: 1,
                to_port: 2,
                cidr_ipv4: '0.0.0.0/0',
              },
            },
          ],
        },
      },
    };
    expect(open(state, { groups: ['aws_security_group.g'] })).toEqual(['tcp 0.0.0.0/0']);
    const instance = {
      resource: {
        ...tfGroup,
        aws_security_group_rule: {
          r: tfRule({
            protocol: 'tcp',
            from_port: 1,
            to_port: 1,
            security_group_id: '${aws_security_group.g[0].id}',
            cidr_blocks: ['0.0.0.0/0'],
          }),
        },
      },
    };
    expect(open(instance, { groups: ['aws_security_group.g'] })).toEqual(['tcp 10.0.0.0/8', 'tcp 0.0.0.0/0']);
  });

  test('blocks of Terraform JSON as lists, and comments', () => {
    const lists = {
      resource: [
        {
          aws_security_group: [
            {
              '//': 'a comment',
              'g': [{ egress: { from_port: 1, to_port: 1, protocol: 'tcp', cidr_blocks: ['0.0.0.0/0'] } }],
            },
          ],
        },
      ],
    };
    expect(open(lists)).toEqual(['tcp 0.0.0.0/0']);
    expect(readTemplate(JSON.stringify(lists)).unknown).toEqual([]);
  });

  test('a group that a plan creates, whose rules are resources of their own', () => {
    const references = ['aws_security_group.g.id', 'aws_security_group.g'];
    const configuration = (expressions: object): object => ({
      root_module: {
        resources: [
          { address: 'aws_security_group.g', expressions },
          { address: 'aws_vpc_security_group_egress_rule.r', expressions: { security_group_id: { references } } },
        ],
      },
    });
    const plan = {
      format_version: '1.2',
      planned_values: {
        root_module: {
          resources: [
            { address: 'aws_security_group.g', mode: 'managed', type: 'aws_security_group', values: {} },
            {
              address: 'aws_vpc_security_group_egress_rule.r',
              mode: 'managed',
              type: 'aws_vpc_security_group_egress_rule',
              values: { ip_protocol: 'tcp', from_port: 443, to_port: 443, cidr_ipv4: '10.0.0.0/8' },
            },
          ],
        },
      },
      resource_changes: [
        { address: 'aws_security_group.g', change: { after_unknown: { egress: true, id: true } } },
        { address: 'aws_security_group.g', deposed: 'x', change: { after_unknown: {} } },
        { address: 'aws_vpc_security_group_egress_rule.r', change: { after_unknown: { security_group_id: true } } },
      ],
      configuration: configuration({ name: {} }),
    };
    expect(readTemplate(JSON.stringify(plan)).unknown).toEqual([]);
    const given = { ...plan, configuration: configuration({ egress: {} }) };
    expect(readTemplate(JSON.stringify(given)).unknown.map(({ where }) => where)).toEqual([
      'aws_security_group.g.egress',
    ]);
  });

  test('a policy before the VPC rules, when the network says so', () => {
    expect(open(policyRule(everything))).toEqual(expect.arrayContaining(['tcp 0.0.0.0/0', 'tcp ::/0']));
  });

  test('a truth value as a text', () => {
    expect(
      open(
        vpc({
          x: {
            direction: 'EGRESS',
            network: 'n',
            disabled: 'true',
            allow: [{ protocol: 'tcp' }],
            destination_ranges: ['10.0.0.0/8'],
          },
        }),
      ),
    ).toEqual([]);
  });

  test('a rule for several targets, one of which is the delegate', () => {
    const allow = {
      direction: 'EGRESS',
      network: 'n',
      allow: [{ protocol: 'tcp' }],
      destination_ranges: ['10.0.0.0/8'],
    };
    const template = vpc({
      x: { ...allow, target_tags: ['delegate', 'web'] },
      y: { ...allow, destination_ranges: ['11.0.0.0/8'], target_tags: ['web'] },
    });
    expect(open(template, { machines: 'delegate' })).toEqual(['tcp 10.0.0.0/8']);
  });
});

describe('one place at a time', () => {
  const allow = { direction: 'EGRESS', allow: [{ protocol: 'tcp' }], destination_ranges: ['10.0.0.0/8'] };

  test('a denial of another network denies nothing', () => {
    const template = vpc({ x: { ...allow, network: 'projects/p/global/networks/prod' } });
    expect(problemsOf(() => open(template))).toEqual([
      'SeveralNetworks: the template has egress rules of several networks; choose the delegate\'s with `network`: "n", "prod"',
    ]);
    expect(open(template, { network: 'prod' })).toEqual(
      expect.arrayContaining(['tcp 10.0.0.0/8', 'udp 0.0.0.0/0', 'tcp ::/0']),
    );
    expect(problemsOf(() => open(template, { network: 'x' }))[0]).toMatch(/^UnknownNetwork: .*it has `n` or `prod`$/);
  });

  test('a denial of another policy denies nothing', () => {
    const rules = (policy: string, action: string): object => ({
      direction: 'EGRESS',
      action,
      priority: 1,
      firewall_policy: policy,
      ...everything,
    });
    const template = {
      resource: {
        google_compute_network_firewall_policy_rule: { a: rules('mine', 'allow'), b: rules('other', 'deny') },
      },
    };
    expect(problemsOf(() => open(template))[0]).toMatch(/^SeveralPolicies: /);
    expect(open(template, { policy: 'mine' })).toContain('tcp 0.0.0.0/0');
  });

  test('a choice that the template does not have is refused', () => {
    expect(problemsOf(() => open({ Resources: normal }, { machines: 'x' }))).toEqual([
      'NotInTemplate: a CloudFormation template has no `machines`; choose its rules with `groups`, `role` or `ruleGroup`',
    ]);
    expect(problemsOf(() => open({ resource: tfGroup }, { policy: 'x' }))[0]).toMatch(/^UnknownPolicy: .*it has none$/);
  });
});

test('fails on a template that is nested too deeply', () => {
  const deep = `{"Resources":{"G":{"Type":"AWS::EC2::SecurityGroup","Properties":{"SecurityGroupEgress":${'['.repeat(50_000)}${']'.repeat(50_000)}}}}}`;
  expect(problemsOf(() => readTemplate(deep))).toEqual([
    'InvalidTemplate: the template is nested too deeply to be read',
  ]);
});
