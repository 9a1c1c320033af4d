import { App, CfnParameter, Fn, Stack, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import {
  CfnSecurityGroupEgress,
  Connections,
  Instance,
  InstanceClass,
  InstanceSize,
  InstanceType,
  LaunchTemplate,
  MachineImage,
  Peer,
  Port as Ec2Port,
  SecurityGroup,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { accessErrorOf } from '../../support/errors';
import { everyRow } from '../../support/every-row';
import { ENV, newStack, resourcesOf, someVpc } from '../../support/stacks';
import { Connection, Destination, Profile } from 'harness-delegate-access';
import { AwsDestination, DelegateEgress } from 'harness-delegate-access/aws';

const jenkins = Connection.jenkins({ to: ['10.0.3.7/32'] });
const reach = { harness: ['10.9.9.9/32'], saas: ['10.9.9.9/32'] };

function egress(stack: Stack, connections: Connection[], props = {}): DelegateEgress {
  return new DelegateEgress(stack, 'Egress', { vpc: someVpc(stack), connections, asOf: '2026-11-24', ...props });
}

describe('a group of our own', () => {
  test('has exactly the rules of the plan, inline, each with its reasons', () => {
    const stack = newStack();
    egress(
      stack,
      [
        jenkins,
        Connection.custom({ name: 'vault', to: ['10.0.3.7/32', '2001:db8::/64'], ports: [443, '53/udp'], reason: 'x' }),
      ],
      { reach },
    );
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 0);
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Egress of a Harness Delegate',
      VpcId: 'vpc-0123456789abcdef0',
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          CidrIp: '10.0.3.7/32',
          Description: 'jenkins:443, vault:443 (Stack/Egress)',
        },
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          CidrIp: '10.9.9.9/32',
          Description:
            'harness:google-logging/443, harness:image-registry/443, harness:log-streaming/443, harness:manager/443 (Stack/Egress)',
        },
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          CidrIpv6: '2001:db8::/64',
          Description: 'vault:443 (Stack/Egress)',
        },
        {
          IpProtocol: 'udp',
          FromPort: 53,
          ToPort: 53,
          CidrIp: '10.0.3.7/32',
          Description: 'vault:53/udp (Stack/Egress)',
        },
        {
          IpProtocol: 'udp',
          FromPort: 53,
          ToPort: 53,
          CidrIpv6: '2001:db8::/64',
          Description: 'vault:53/udp (Stack/Egress)',
        },
      ],
    });
  });

  test.each([true, false])('has them inline whatever the feature flag on inline rules says (%s)', (disabled) => {
    const stack = newStack(
      { env: ENV },
      'Stack',
      new App({ context: { '@aws-cdk/aws-ec2.securityGroupDisableInlineRules': disabled } }),
    );
    egress(stack, [jenkins], { reach });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: Match.arrayWith([Match.objectLike({ CidrIp: '10.0.3.7/32' })]),
    });
  });

  test('lets nothing out when every rule is a resource of its own', () => {
    const stack = newStack();
    const target = new SecurityGroup(stack, 'Target', { vpc: someVpc(stack), description: 'x' });
    const to = [AwsDestination.connectable(target, { name: 'ci' })];
    new DelegateEgress(stack, 'Egress', {
      vpc: Vpc.fromVpcAttributes(stack, 'V2', { vpcId: 'vpc-1', availabilityZones: ['a'] }),
      connections: [Connection.jenkins({ to })],
      reach: { harness: to },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Egress of a Harness Delegate',
      SecurityGroupEgress: [
        {
          CidrIp: '255.255.255.255/32',
          IpProtocol: 'icmp',
          FromPort: 252,
          ToPort: 86,
          Description: 'Disallow all traffic',
        },
      ],
    });
  });

  test('carries the keys of the reasons, the profile and the edition of the facts in its metadata, and no whole text', () => {
    const stack = newStack();
    egress(
      stack,
      [Connection.custom({ name: 'vault', to: ['10.0.9.0/24'], ports: [8200], reason: 'secrets of the pipelines' })],
      { reach },
    );
    const [group] = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::EC2::SecurityGroup'));
    expect(group!.Metadata!['harness-delegate-access']).toEqual({
      catalog: '1.1.0',
      profile: 'documented',
      reasons: {
        'tcp:443 10.9.9.9/32': [
          'harness:google-logging/443',
          'harness:image-registry/443',
          'harness:log-streaming/443',
          'harness:manager/443',
        ],
        'tcp:8200 10.0.9.0/24': ['vault:8200'],
      },
    });
    expect(JSON.stringify(group)).not.toContain('secrets of the pipelines');
  });

  test('keeps to 255 characters and to the characters of EC2 in every description', () => {
    const stack = newStack();
    egress(stack, everyRow(), { profile: Profile.RECOMMENDED });
    const [group] = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::EC2::SecurityGroup'));
    const descriptions = (group!.Properties.SecurityGroupEgress as { Description: string }[]).map(
      ({ Description }) => Description,
    );
    descriptions.forEach((description) => expect(description).toMatch(/^[a-zA-Z0-9 ._\-:/()#,@[\]+=;{}!$*]{1,255}$/));
    expect(descriptions.some((description) => / and \d+ more \(Stack\/Egress\)$/.test(description))).toBe(true);
  });

  test.each([
    [undefined, 'Stack/Egress'],
    ['ours', 'ours'],
  ])('has its path as name, unless the app has %s', (name, expected) => {
    const stack = newStack();
    if (name !== undefined) {
      Tags.of(stack).add('Name', name);
    }
    egress(stack, [jenkins], { reach });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      Tags: [{ Key: 'Name', Value: expected }],
    });
  });

  test('has the end of a long path in descriptions', () => {
    const scope = new Construct(newStack(), 'x'.repeat(200));
    new DelegateEgress(scope, 'Egress', { vpc: someVpc(Stack.of(scope)), connections: [jenkins], reach });
    Template.fromStack(Stack.of(scope)).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: Match.arrayWith([
        Match.objectLike({ Description: `jenkins:443 (...${'x'.repeat(90)}/Egress)` }),
      ]),
    });
  });

  test('fails without a VPC', () => {
    expect(accessErrorOf(() => new DelegateEgress(newStack(), 'E', { connections: [jenkins] }))).toMatchObject({
      code: 'MissingVpc',
      message:
        '`vpc` is required for new security groups, got undefined; set it, or set `securityGroup` to an existing group (MissingVpc)',
    });
  });

  test('is an IConnectable: others may open their side to it', () => {
    const stack = newStack();
    const delegate = egress(stack, [jenkins], { reach });
    const target = new SecurityGroup(stack, 'Target', {
      vpc: Vpc.fromVpcAttributes(stack, 'V2', { vpcId: 'vpc-1', availabilityZones: ['a'] }),
    });
    target.connections.allowFrom(delegate, Ec2Port.tcp(443));
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 443,
      SourceSecurityGroupId: Match.anyValue(),
    });
  });
});

describe('a group that was brought', () => {
  const imported = (stack: Stack, options = {}): ReturnType<typeof SecurityGroup.fromSecurityGroupId> =>
    SecurityGroup.fromSecurityGroupId(stack, 'Mine', 'sg-0123456789abcdef0', { allowAllOutbound: false, ...options });

  test('gets a resource of its own for each rule, and no group is created', () => {
    const stack = newStack();
    egress(stack, [jenkins], { reach, vpc: undefined, securityGroup: imported(stack) });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 2);
    template.hasResource('AWS::EC2::SecurityGroupEgress', {
      Properties: {
        GroupId: 'sg-0123456789abcdef0',
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        CidrIp: '10.0.3.7/32',
        Description: 'jenkins:443 (Stack/Egress)',
      },
      Metadata: { 'harness-delegate-access': { catalog: '1.1.0', profile: 'documented', reasons: ['jenkins:443'] } },
    });
  });

  test('may be created by the same app', () => {
    const stack = newStack();
    const group = new SecurityGroup(stack, 'Group', { vpc: someVpc(stack), allowAllOutbound: false });
    new DelegateEgress(stack, 'Egress', { connections: [jenkins], reach, securityGroup: group });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Group'), 'GroupId'] },
    });
  });

  test('fails when it lets everything out', () => {
    const stack = newStack();
    for (const group of [
      imported(stack, { allowAllOutbound: true }),
      new SecurityGroup(stack, 'All', { vpc: someVpc(stack) }),
    ]) {
      expect(
        accessErrorOf(
          () => new DelegateEgress(stack, `E${group.node.id}`, { connections: [jenkins], securityGroup: group }),
        ),
      ).toMatchObject({
        code: 'AllowsAllOutbound',
        message: expect.stringContaining('create or import it with `allowAllOutbound: false`'),
      });
    }
  });

  test('fails when it must not be changed', () => {
    const stack = newStack();
    const securityGroup = imported(stack, { mutable: false });
    expect(accessErrorOf(() => new DelegateEgress(stack, 'E', { connections: [jenkins], securityGroup })).code).toBe(
      'ImmutableSecurityGroup',
    );
  });
});

describe('a destination that only AWS can name', () => {
  test('a prefix list counts as its weight and stands in the rule by its id', () => {
    const stack = newStack();
    const s3 = AwsDestination.prefixList('pl-63a5400a', { weight: 1 });
    egress(stack, [Connection.awsS3()], { reach: { ...reach, awsServices: [s3] } });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: Match.arrayWith([
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          DestinationPrefixListId: 'pl-63a5400a',
          Description: 'aws-s3:443 (Stack/Egress)',
        },
      ]),
    });
  });

  test('a security group opens both ends, within a stack', () => {
    const stack = newStack();
    const target = new SecurityGroup(stack, 'Target', { vpc: someVpc(stack), allowAllOutbound: false });
    new DelegateEgress(stack, 'Egress', {
      vpc: Vpc.fromVpcAttributes(stack, 'V', { vpcId: 'v', availabilityZones: ['a'] }),
      connections: [Connection.jenkins({ to: [AwsDestination.connectable(target, { name: 'ci' })] })],
      reach,
    });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      IpProtocol: 'tcp',
      FromPort: 443,
      Description: 'jenkins:443 (Stack/Egress)',
      DestinationSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Target'), 'GroupId'] },
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      IpProtocol: 'tcp',
      FromPort: 443,
      Description: 'jenkins:443 (Stack/Egress)',
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Target'), 'GroupId'] },
    });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('UnplannedEgress'));
  });

  test('a security group of another stack opens both ends without a cycle', () => {
    const app = new App();
    const other = new Stack(app, 'Other', { env: ENV });
    const target = new SecurityGroup(other, 'Target', { vpc: someVpc(other), allowAllOutbound: false });
    const stack = new Stack(app, 'Mine', { env: ENV });
    egress(stack, [Connection.jenkins({ to: [AwsDestination.connectable(target, { name: 'ci' })] })], { reach });
    const [mine, theirs] = [Template.fromStack(stack), Template.fromStack(other)];
    expect(stack.dependencies.map(({ stackName }) => stackName)).toEqual(['Other']);
    expect(other.dependencies).toEqual([]);
    const count = (type: string): number =>
      [mine, theirs].map((template) => Object.keys(template.findResources(type)).length).reduce((a, b) => a + b);
    expect([count('AWS::EC2::SecurityGroupEgress'), count('AWS::EC2::SecurityGroupIngress')]).toEqual([1, 1]);
  });

  test('a value known at deployment stands in the rule as it is', () => {
    const stack = newStack();
    const value = new CfnParameter(stack, 'CiCidr').valueAsString;
    egress(stack, [Connection.jenkins({ to: [Destination.deployTime(value, { name: 'the CI network' })] })], { reach });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: Match.arrayWith([
        Match.objectLike({ CidrIp: { Ref: 'CiCidr' }, Description: 'jenkins:443 (Stack/Egress)' }),
      ]),
    });
  });

  test.each([
    [
      () => AwsDestination.prefixList('sg-1', { weight: 1 }),
      'InvalidPrefixList',
      '`id` must be the id of a prefix list',
    ],
    [
      () => AwsDestination.prefixList('pl-63a5400a', { weight: 0 }),
      'InvalidPrefixList',
      '`weight` must be the number of rules',
    ],
    [() => AwsDestination.prefixList('${Token[TOKEN.1]}', { weight: 1 }), 'InvalidPrefixList', 'set `name`'],
    [
      () => AwsDestination.connectable({} as never, { name: 'x' }),
      'InvalidDestination',
      'must be a security group or another IConnectable',
    ],
  ])('fails when it is misused (%#)', (act, code, message) => {
    expect(accessErrorOf(act)).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

describe('several groups', () => {
  const many = Connection.custom({
    name: 'many',
    to: Array.from({ length: 100 }, (_, i) => `10.${i}.0.0/24`),
    ports: [443],
    reason: 'x',
  });

  test('take what one cannot hold; the first keeps its logical id, and a warning asks to attach all', () => {
    const [small, large] = [[jenkins], [jenkins, many]].map((connections) => {
      const stack = newStack();
      return { stack, delegate: egress(stack, connections, { reach }), template: Template.fromStack(stack) };
    });
    const ids = (template: Template): string[] => Object.keys(template.findResources('AWS::EC2::SecurityGroup'));
    expect(ids(large!.template)[0]).toBe(ids(small!.template)[0]);
    expect(large!.delegate.securityGroups).toHaveLength(ids(large!.template).length);
    expect(ids(large!.template).length).toBeGreaterThan(1);
    Annotations.fromStack(large!.stack).hasWarning(
      '*',
      Match.stringLikeRegexp('GroupsGrew:egress: the rules need \\d security groups'),
    );
    Annotations.fromStack(small!.stack).hasNoWarning('*', Match.stringLikeRegexp('GroupsGrew'));
  });

  test('are all attached by attachTo, and can be pinned', () => {
    const stack = newStack();
    const delegate = egress(stack, [jenkins], { reach, groups: 3 });
    const attached: unknown[] = [];
    delegate.attachTo({ addSecurityGroup: (group) => attached.push(group) });
    expect(attached).toEqual(delegate.securityGroups);
    expect(attached).toHaveLength(3);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('GroupsGrew'));
  });

  test('are on an instance and on a launch template once each, and no other group with them', () => {
    const stack = newStack();
    const vpc = new Vpc(stack, 'Vpc');
    const delegate = new DelegateEgress(stack, 'Delegate', { vpc, connections: [jenkins], reach, groups: 3 });
    const [securityGroup] = delegate.securityGroups;
    const instanceType = InstanceType.of(InstanceClass.M7I, InstanceSize.LARGE);
    const machineImage = MachineImage.latestAmazonLinux2023();
    delegate.attachTo(new Instance(stack, 'Instance', { vpc, securityGroup, instanceType, machineImage }));
    delegate.attachTo(new LaunchTemplate(stack, 'Template', { securityGroup, instanceType, machineImage }));
    const template = Template.fromStack(stack);
    const groups = Object.keys(template.findResources('AWS::EC2::SecurityGroup'));
    const ids = groups.map((id) => ({ 'Fn::GetAtt': [id, 'GroupId'] }));
    expect(ids).toHaveLength(3);
    template.hasResourceProperties('AWS::EC2::Instance', { SecurityGroupIds: ids });
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', { LaunchTemplateData: { SecurityGroupIds: ids } });
  });

  test('fail where even they cannot hold the rules', () => {
    const stack = newStack();
    expect(
      accessErrorOf(() => egress(stack, [many], { reach, quotas: { rulesPerGroup: 10, groupsPerInterface: 2 } })).code,
    ).toBe('QuotaExceeded');
    expect(
      accessErrorOf(
        () =>
          new DelegateEgress(stack, 'B', {
            connections: [many],
            reach,
            securityGroup: SecurityGroup.fromSecurityGroupId(stack, 'G', 'sg-1', { allowAllOutbound: false }),
          }),
      ).message,
    ).toContain('`groups: 1` of 60 rules');
  });
});

describe('the far end of a rule', () => {
  test('must have a security group', () => {
    const stack = newStack();
    const to = [AwsDestination.connectable({ connections: new Connections({}) }, { name: 'nlb' })];
    expect(accessErrorOf(() => egress(stack, [Connection.jenkins({ to })], { reach })).message).toBe(
      'the destination "nlb" has no security group for a rule; set its address blocks instead (ConnectableWithoutGroup)',
    );
  });

  test('that cannot be changed is a warning', () => {
    const stack = newStack();
    const far = SecurityGroup.fromSecurityGroupId(stack, 'Far', 'sg-0123456789abcdef0', { mutable: false });
    egress(stack, [Connection.jenkins({ to: [AwsDestination.connectable(far, { name: 'ci' })] })], { reach });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('FarEndUnchanged:egress:ci'));
  });

  test('may get further groups later, which is no surprise', () => {
    const stack = newStack();
    const groups = ['One', 'Two'].map(
      (id) => new SecurityGroup(stack, id, { vpc: someVpc(stack, `Vpc${id}`), allowAllOutbound: false }),
    );
    const far = new Connections({ securityGroups: [groups[0]!] });
    egress(stack, [Connection.jenkins({ to: [AwsDestination.connectable({ connections: far }, { name: 'ci' })] })], {
      reach,
    });
    far.addSecurityGroup(groups[1]!);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupEgress', 2);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('UnplannedEgress'));
  });
});

test('a deploy-time value that is no token of the CDK fails', () => {
  const to = [Destination.deployTime('${var.cidr}', { name: 'ci' })];
  expect(accessErrorOf(() => egress(newStack(), [Connection.jenkins({ to })], { reach })).code).toBe('NotAToken');
});

test('what is no VPC and no security group fails', () => {
  const stack = newStack();
  expect(
    accessErrorOf(() => new DelegateEgress(stack, 'A', { connections: [jenkins], vpc: 'vpc-1' as never })).code,
  ).toBe('MissingVpc');
  expect(
    accessErrorOf(() => new DelegateEgress(stack, 'B', { connections: [jenkins], securityGroup: 'sg-1' as never }))
      .code,
  ).toBe('InvalidSecurityGroup');
});

describe('a rule of other code', () => {
  test('inline on a group that was brought is named', () => {
    const stack = newStack();
    const group = new SecurityGroup(stack, 'Group', { vpc: someVpc(stack), allowAllOutbound: false });
    group.addEgressRule(Peer.anyIpv4(), Ec2Port.tcp(8080));
    const delegate = new DelegateEgress(stack, 'Egress', { connections: [jenkins], reach, securityGroup: group });
    Template.fromStack(stack);
    expect(delegate.findings.map(({ key }) => key)).toContain(
      'UnplannedEgress:egress:Stack/Group/Resource tcp 8080-8080 to 0.0.0.0/0',
    );
  });

  test('that names the group by an attribute is named', () => {
    const stack = newStack();
    const delegate = egress(stack, [jenkins], { reach });
    const id = stack.getLogicalId(delegate.node.findChild('Resource') as never);
    new CfnSecurityGroupEgress(stack, 'Sneaky', {
      groupId: Fn.getAtt(id, 'GroupId').toString(),
      ipProtocol: '-1',
      cidrIp: '0.0.0.0/0',
    });
    Annotations.fromStack(stack).hasWarning(
      '*',
      Match.stringLikeRegexp('UnplannedEgress:egress:Stack/Sneaky everything to 0.0.0.0/0'),
    );
  });

  test('that is the same as one of ours fails the synth, since EC2 refuses duplicates', () => {
    const stack = newStack();
    const group = new SecurityGroup(stack, 'Group', { vpc: someVpc(stack), allowAllOutbound: false });
    group.addEgressRule(Peer.ipv4('10.0.3.7/32'), Ec2Port.tcp(443));
    new DelegateEgress(stack, 'Egress', { connections: [jenkins], reach, securityGroup: group });
    expect(() => Template.fromStack(stack)).toThrow(
      /Group\/Resource allows tcp 443-443 to 10\.0\.3\.7\/32, a duplicate of a planned rule on the same group; EC2 refuses duplicates/,
    );
  });

  describe('of a second delegate on the same imported group', () => {
    const other = Connection.custom({ name: 'vault', to: ['10.0.3.7/32'], ports: [443], reason: 'x' });
    const both = (stack: Stack, ids: readonly string[], scopeOf = (): Stack => stack): DelegateEgress[] => {
      const securityGroup = SecurityGroup.fromSecurityGroupId(stack, 'Mine', 'sg-0123456789abcdef0', {
        allowAllOutbound: false,
      });
      return ids.map(
        (id) =>
          new DelegateEgress(scopeOf(), id, { connections: [id === 'One' ? jenkins : other], reach, securityGroup }),
      );
    };

    test('is shared when it is equal, with the reasons of both and under one logical id', () => {
      const stack = newStack();
      both(stack, ['One', 'Two']);
      const rules = resourcesOf(Template.fromStack(stack), 'AWS::EC2::SecurityGroupEgress');
      expect(
        Object.values(rules).map(({ Properties, Metadata }) => [
          Properties.CidrIp,
          Properties.Description,
          (Metadata!['harness-delegate-access'] as { reasons: string[] }).reasons[0],
        ]),
      ).toEqual([
        ['10.0.3.7/32', 'jenkins:443, vault:443 (Stack/One, Stack/Two)', 'jenkins:443'],
        ['10.9.9.9/32', expect.stringMatching(/^harness:.* \(Stack\/One, Stack\/Two\)$/), 'harness:google-logging/443'],
      ]);
      Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('UnplannedEgress'));
      const alone = newStack();
      both(alone, ['Two']);
      // The first one can go, and its rules stay where they are.
      expect(Object.keys(resourcesOf(Template.fromStack(alone), 'AWS::EC2::SecurityGroupEgress'))).toEqual(
        Object.keys(rules),
      );
    });

    test('is shared by two imports of one group', () => {
      const stack = newStack();
      ['One', 'Two'].forEach((id) => {
        const securityGroup = SecurityGroup.fromSecurityGroupId(stack, `Import${id}`, 'sg-0123456789abcdef0', {
          allowAllOutbound: false,
        });
        new DelegateEgress(stack, id, { connections: [jenkins], reach, securityGroup });
      });
      Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupEgress', 2);
      Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('UnplannedEgress'));
    });

    test('fails the synth when it is in another stack', () => {
      const app = new App();
      const stacks = [newStack(undefined, 'A', app), newStack(undefined, 'B', app)];
      both(stacks[0]!, ['One', 'Two'], () => stacks.shift()!);
      expect(() => app.synth()).toThrow(/EC2 refuses duplicates/);
    });
  });
});

describe('findings', () => {
  test('become warnings with a stable id, and none when they are acknowledged', () => {
    const stack = newStack();
    egress(stack, [Connection.datadog()], {
      acknowledged: [{ finding: 'PortOnlyEgress', connection: 'datadog', reason: 'names only' }],
    });
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Egress',
      Match.stringLikeRegexp('PortOnlyEgress:harness:443: .*\\[ack: harness-delegate-access:PortOnlyEgress\\]'),
    );
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('PortOnlyEgress:datadog'));
  });

  test('name a rule that other code put on the group', () => {
    const stack = newStack();
    const delegate = egress(stack, [jenkins], { reach });
    delegate.connections.allowTo(Peer.ipv4('192.0.2.0/24'), Ec2Port.tcp(22), 'sneaky');
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Egress',
      Match.stringLikeRegexp('UnplannedEgress:egress:.* allows tcp 22-22 to 192.0.2.0/24, which is not in the plan'),
    );
  });

  test('name a rule that other code put on a group that was brought', () => {
    const stack = newStack();
    const securityGroup = SecurityGroup.fromSecurityGroupId(stack, 'Mine', 'sg-0123456789abcdef0', {
      allowAllOutbound: false,
    });
    egress(stack, [jenkins], { reach, vpc: undefined, securityGroup });
    new CfnSecurityGroupEgress(stack, 'Sneaky', {
      groupId: 'sg-0123456789abcdef0',
      ipProtocol: '-1',
      cidrIp: '0.0.0.0/0',
    });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('UnplannedEgress:egress:Stack/Sneaky'));
  });

  test('say nothing of rules on other groups', () => {
    const stack = newStack();
    egress(stack, [jenkins], { reach });
    new CfnSecurityGroupEgress(stack, 'Other', {
      groupId: 'sg-0000000000000000f',
      ipProtocol: '-1',
      cidrIp: '0.0.0.0/0',
    });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('UnplannedEgress'));
  });
});

describe('the size of the template', () => {
  const blocks = (count: number): Connection[] => [
    Connection.custom({
      name: 'far',
      to: Array.from({ length: count }, (_, i) => `10.${Math.floor(i / 128)}.${2 * (i % 128)}.0/24`),
      ports: [443],
      reason: 'x',
    }),
  ];
  const quotas = { rulesPerGroup: 500, groupsPerInterface: 2 };

  test('is a finding when the rules alone must go through S3', () => {
    const stack = newStack();
    egress(stack, blocks(700), { reach, quotas });
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Egress',
      Match.stringLikeRegexp('the rules alone take \\d+ bytes of 51200, so the template must go through S3'),
    );
    expect(JSON.stringify(Template.fromStack(stack).toJSON()).length).toBeGreaterThan(51_200);
  });

  test('is a finding when a rule each is more resources than a stack may have', () => {
    const stack = newStack();
    const securityGroup = SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123456789abcdef0', {
      allowAllOutbound: false,
    });
    const { findings } = egress(stack, blocks(600), {
      reach,
      securityGroup,
      quotas: { rulesPerGroup: 700, groupsPerInterface: 1 },
    });
    expect(findings.filter((entry) => entry.finding === 'LargeTemplate').map(({ what }) => what)).toEqual([
      expect.stringMatching(/60\d resources of 500/),
    ]);
  });

  test('is none when they are small', () => {
    const stack = newStack();
    egress(stack, blocks(150), { reach, quotas });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('LargeTemplate'));
  });
});
