import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, type ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  FederatedPrincipal,
  OpenIdConnectPrincipal,
  OpenIdConnectProvider,
  ServicePrincipal,
  type IPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { problemsOf } from '../../support/errors';
import { ENV, newStack, resourcesOf, someVpc } from '../../support/stacks';
import { Connection, differenceOf, toHtml, toMarkdown, toTable } from 'harness-delegate-access';
import { DelegateAccess, DelegateEgress, type DelegateAccessProps } from 'harness-delegate-access/aws';

const jenkins = Connection.jenkins({ to: ['10.0.3.7/32'] });
const pods = new ServicePrincipal('pods.eks.amazonaws.com', {
  conditions: { StringEquals: { 'aws:SourceAccount': ENV.account } },
});

function groupOf(stack: Stack, id: string, options: object = {}): ISecurityGroup {
  return SecurityGroup.fromSecurityGroupId(stack, id, `sg-0000000000000${id.toLowerCase().padStart(4, '0')}`, options);
}

function made(
  props: (stack: Stack) => Partial<DelegateAccessProps> = (stack) => ({
    cluster: { securityGroup: groupOf(stack, 'C1') },
  }),
): { stack: Stack; access: DelegateAccess; template: Template } {
  const stack = newStack({ env: ENV }, 'Stack', new App());
  const access = new DelegateAccess(stack, 'Access', {
    vpc: someVpc(stack),
    connections: [jenkins],
    review: false,
    asOf: '2026-11-24',
    ...props(stack),
  });
  return { stack, access, template: Template.fromStack(stack) };
}

/** An identity provider, as IRSA has it. */
function issuer(stack: Stack, arn: string): IPrincipal {
  const provider = OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, 'Issuer', arn);
  const host = arn.slice(arn.indexOf('/') + 1);
  return new OpenIdConnectPrincipal(provider, {
    StringEquals: { [`${host}:sub`]: 'system:serviceaccount:harness:build', [`${host}:aud`]: 'sts.amazonaws.com' },
  });
}

const findings = ({ access }: ReturnType<typeof made>): string[] =>
  access.findings.map(({ key }) => key).filter((key) => /Pod|Dns|Node/.test(key));

describe('a delegate in a pod', () => {
  test('reaches the DNS of the cluster, which lets it in', () => {
    const { template } = made();
    const of = (type: string): unknown[] =>
      Object.values(resourcesOf(template, type)).map(({ Properties: { IpProtocol, FromPort, ToPort, ...rest } }) =>
        [IpProtocol, FromPort, ToPort, rest.DestinationSecurityGroupId ?? rest.SourceSecurityGroupId].map((part) =>
          typeof part === 'object' ? 'own' : part,
        ),
      );
    expect(of('AWS::EC2::SecurityGroupEgress')).toEqual([
      ['tcp', 53, 53, 'sg-000000000000000c1'],
      ['udp', 53, 53, 'sg-000000000000000c1'],
    ]);
    expect(of('AWS::EC2::SecurityGroupIngress').sort()).toEqual([
      ['tcp', 3460, 3460, 'sg-000000000000000c1'],
      ['tcp', 53, 53, 'own'],
      ['udp', 53, 53, 'own'],
    ]);
  });

  test('is probed by the nodes alone, in a resource of its own that the review shows', () => {
    const { access, template } = made((stack) => ({
      cluster: { securityGroup: groupOf(stack, 'C1'), nodes: groupOf(stack, 'B2', { allowAllOutbound: false }) },
    }));
    const [probes, ...more] = Object.entries(resourcesOf(template, 'AWS::EC2::SecurityGroupIngress')).filter(
      ([, { Properties }]) => Properties.FromPort === 3460,
    );
    expect(more).toEqual([]);
    expect(probes).toEqual([
      expect.stringMatching(/^AccessEgressProbes/),
      expect.objectContaining({
        Properties: {
          GroupId: { 'Fn::GetAtt': [expect.stringMatching(/^AccessEgress/), 'GroupId'] },
          IpProtocol: 'tcp',
          FromPort: 3460,
          ToPort: 3460,
          SourceSecurityGroupId: 'sg-000000000000000b2',
          Description: 'kubelet:3460 (Stack/Access/Egress)',
        },
      }),
    ]);
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      GroupId: 'sg-000000000000000b2',
      FromPort: 3460,
      IpProtocol: 'tcp',
    });
    const review = access.toReview();
    expect(review.inbound).toEqual([
      {
        port: '3460',
        from: 'sg-000000000000000b2',
        why: expect.stringContaining('/api/health') as string,
        source: expect.objectContaining({ text: expect.stringContaining('sg-pods-example-deployment') as string }),
      },
    ]);
    expect(toTable(review)).toMatch(/INBOUND \(1\)[\s\S]*3460 +sg-000000000000000b2 /);
    expect(toMarkdown(review)).toMatch(/## Inbound \(1\)[\s\S]*\| 3460 \|/);
    expect(toHtml(review)).toContain('id="inbound"');
    expect(access.egress.toReview().inbound).toEqual(review.inbound);
  });

  test('has nothing inbound without a cluster, and an inbound rule more is a wider review', () => {
    const [without, within] = [made(() => ({})), made()];
    without.template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    expect(without.access.toReview().inbound).toBeUndefined();
    const difference = differenceOf(without.access.toReview(), within.access.toReview());
    expect(difference).toMatchObject({ isWider: true, inboundAdded: [{ port: '3460' }], inboundRemoved: [] });
    expect(differenceOf(within.access.toReview(), without.access.toReview())).toMatchObject({
      inboundAdded: [],
      inboundRemoved: [{ port: '3460' }],
      isWider: false,
    });
  });

  test('gets its groups by the label that the chart and the manifest share', () => {
    const { access, stack } = made();
    const policy = access.egress.securityGroupPolicy({ namespace: 'harness', delegateName: 'build' });
    expect(stack.resolve(policy)).toEqual({
      apiVersion: 'vpcresources.k8s.aws/v1beta1',
      kind: 'SecurityGroupPolicy',
      metadata: { name: 'build', namespace: 'harness' },
      spec: {
        podSelector: { matchLabels: { 'harness.io/name': 'build' } },
        securityGroups: { groupIds: [{ 'Fn::GetAtt': [expect.stringMatching(/^AccessEgress/), 'GroupId'] }] },
      },
    });
  });

  test('CoreDNS may have a group of its own', () => {
    const { template } = made((stack) => ({
      cluster: { securityGroup: groupOf(stack, 'C1'), dns: groupOf(stack, 'D5') },
    }));
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      FromPort: 53,
      DestinationSecurityGroupId: 'sg-000000000000000d5',
    });
  });
});

describe('findings', () => {
  test('on what is done by hand, and on the mode that leaves the rest to the groups of the nodes', () => {
    expect(findings(made())).toEqual(['PodGroupsByHand:cluster']);
    expect(
      findings(made((stack) => ({ cluster: { securityGroup: groupOf(stack, 'C1'), enforcingMode: 'standard' } }))),
    ).toEqual(['NodeGroupsDecide:cluster', 'PodGroupsByHand:cluster']);
  });

  test.each<[string, (stack: Stack) => Partial<DelegateAccessProps>, string[]]>([
    ['Pod Identity without DNS', () => ({ assumedBy: pods }), ['NoDnsForPods:role']],
    ['Pod Identity with resolvers', () => ({ assumedBy: pods, reach: { dns: ['172.20.0.10/32'] } }), []],
    [
      'Pod Identity with groups for pods',
      (stack) => ({ assumedBy: pods, cluster: { securityGroup: groupOf(stack, 'C1') } }),
      ['PodGroupsByHand:cluster', 'PodIdentityNotReached:role'],
    ],
    [
      'Pod Identity in the mode `standard`',
      (stack) => ({ assumedBy: pods, cluster: { securityGroup: groupOf(stack, 'C1'), enforcingMode: 'standard' } }),
      ['NodeGroupsDecide:cluster', 'PodGroupsByHand:cluster'],
    ],
    [
      'the provider of a cluster without DNS',
      (stack) => ({
        assumedBy: issuer(stack, 'arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC'),
      }),
      ['NoDnsForPods:role'],
    ],
    [
      'the provider of a cluster with groups for pods',
      (stack) => ({
        assumedBy: issuer(stack, 'arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC'),
        cluster: { securityGroup: groupOf(stack, 'C1') },
      }),
      ['PodGroupsByHand:cluster'],
    ],
    [
      'the provider of no cluster',
      (stack) => ({
        assumedBy: issuer(stack, 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com'),
      }),
      [],
    ],
    [
      'the provider of something else',
      () => ({
        assumedBy: new FederatedPrincipal(
          'accounts.google.com',
          { StringEquals: { 'accounts.google.com:sub': '1' } },
          'sts:AssumeRoleWithWebIdentity',
        ),
      }),
      [],
    ],
    [
      'a wide rule that holds 53 beside other ports',
      () => ({
        assumedBy: pods,
        connections: [
          jenkins,
          Connection.custom({ name: 'wide', to: ['10.9.9.9/32'], ports: ['1-1000/udp'], reason: 'x' }),
        ],
      }),
      ['NoDnsForPods:role'],
    ],
    ['a service that is no pod', () => ({ assumedBy: new ServicePrincipal('ec2.amazonaws.com') }), []],
  ])('%s', (_, props, expected) => {
    expect(findings(made(props))).toEqual(expected);
  });

  test('on DNS is acknowledged like any other', () => {
    const { access } = made(() => ({
      assumedBy: pods,
      acknowledged: [{ finding: 'NoDnsForPods', connection: 'role', reason: 'the resolver is on the node' }],
    }));
    const [found] = access.findings.filter(({ finding }) => finding === 'NoDnsForPods');
    expect(found?.acknowledged?.reason).toBe('the resolver is on the node');
    expect(access.findings.map(({ finding }) => finding)).not.toContain('UnusedAcknowledgement');
  });
});

describe('groups of other people', () => {
  const delegate = (stack: Stack, id: string, props: Partial<DelegateAccessProps>): DelegateEgress =>
    new DelegateEgress(stack, id, {
      ...(props.securityGroup === undefined ? { vpc: someVpc(stack, `${id}Vpc`) } : {}),
      connections: [jenkins],
      review: false,
      ...props,
    });

  test('of a cluster in another stack that limits its own egress make no circle of stacks', () => {
    const app = new App();
    const [theirs, own] = [newStack({ env: ENV }, 'Theirs', app), newStack({ env: ENV }, 'Own', app)];
    const group = new SecurityGroup(theirs, 'Cluster', { vpc: someVpc(theirs), allowAllOutbound: false });
    delegate(own, 'Egress', { cluster: { securityGroup: group } });
    const [mine, others] = [Template.fromStack(own), Template.fromStack(theirs)];
    const probes = [...Object.values(resourcesOf(mine, 'AWS::EC2::SecurityGroupEgress'))].filter(
      ({ Properties }) => Properties.FromPort === 3460,
    );
    expect(probes).toHaveLength(1);
    expect(JSON.stringify(others.toJSON())).not.toContain('3460');
  });

  test('have one probe rule for two delegates, as EC2 takes it', () => {
    const stack = newStack({ env: ENV }, 'Stack', new App());
    const securityGroup = groupOf(stack, 'A0', { allowAllOutbound: false });
    const cluster = { securityGroup: groupOf(stack, 'C1') };
    const [one, other] = [
      delegate(stack, 'One', { securityGroup, cluster }),
      delegate(stack, 'Other', { securityGroup, cluster }),
    ];
    const rules = Object.values(resourcesOf(Template.fromStack(stack), 'AWS::EC2::SecurityGroupIngress'));
    expect(rules.filter(({ Properties }) => Properties.FromPort === 3460)).toHaveLength(1);
    expect(other.toReview().inbound).toEqual(one.toReview().inbound);
  });

  test('that are immutable and limit their egress are a finding', () => {
    const nodes =
      (options: object) =>
      (stack: Stack): Partial<DelegateAccessProps> => ({
        cluster: { securityGroup: groupOf(stack, 'C1'), nodes: groupOf(stack, 'B2', { mutable: false, ...options }) },
      });
    const found = (options: object): string[] =>
      made(nodes(options))
        .access.findings.map(({ key }) => key)
        .filter((key) => key.startsWith('FarEnd'));
    expect(found({ allowAllOutbound: false })).toEqual(['FarEndUnchanged:egress:nodes']);
    expect(found({ allowAllOutbound: true })).toEqual([]);
  });

  test('get descriptions that EC2 takes, whatever the path', () => {
    const stack = newStack({ env: ENV }, 'Stack', new App());
    delegate(stack, "Ünï'é", { cluster: { securityGroup: groupOf(stack, 'C1') } });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 3460,
      Description: 'kubelet:3460 (Stack/_n___)',
    });
  });
});

test('every problem of a cluster is named at once', () => {
  expect(
    problemsOf(() =>
      made((stack) => {
        const own = groupOf(stack, 'A0', { allowAllOutbound: false });
        return {
          securityGroup: own,
          cluster: { securityGroup: own, nodes: 'sg-1' as never, node: 1 as never, enforcingMode: 'lax' as never },
        };
      }),
    ),
  ).toEqual([
    expect.stringContaining('UnknownProp: `cluster` has no "node"; allowed: `securityGroup`, `nodes`'),
    expect.stringContaining("InvalidCluster: `cluster.securityGroup` is the delegate's own `securityGroup`"),
    expect.stringContaining(
      'InvalidSecurityGroup: `cluster.nodes` must be a security group of the CDK, such as `cluster.clusterSecurityGroup`, got "sg-1"',
    ),
    expect.stringContaining('InvalidCluster: `cluster.enforcingMode` must be `strict` or `standard`'),
  ]);
});
