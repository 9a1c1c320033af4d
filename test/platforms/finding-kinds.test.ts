import { App as CdkApp } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnSecurityGroupEgress, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { FederatedPrincipal, ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { App, TerraformStack } from 'cdktf';
import { severitiesIn, severitiesOf } from '../support/severities';
import { newStack, someVpc } from '../support/stacks';
import { Connection, FINDING_KINDS, Profile, type Finding } from 'harness-delegate-access';
import {
  AwsDestination,
  DelegateAccess as AwsAccess,
  DelegateEgress as AwsEgress,
  DelegateNames,
  DelegatePermissions as AwsPermissions,
} from 'harness-delegate-access/aws';
import { DelegateAccess as GoogleAccess, DelegateEgress as GoogleEgress } from 'harness-delegate-access/gcp';
import { KubernetesAccess, KubernetesCluster, KubernetesIdentity } from 'harness-delegate-access/kubernetes';

const jenkins = Connection.jenkins({ to: ['10.0.3.7/32'] });
/** Apart from each other, so that no two become one rule. */
const blocks = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `10.${Math.floor(i / 128)}.${(i % 128) * 2}.0/24`);

function ofAws(): Finding[] {
  const stack = newStack(undefined, 'Stack', new CdkApp());
  const group = (id: string, mutable: boolean): ReturnType<typeof SecurityGroup.fromSecurityGroupId> =>
    SecurityGroup.fromSecurityGroupId(stack, id, 'sg-0123456789abcdef0', { allowAllOutbound: false, mutable });
  const farEnd = AwsDestination.connectable(group('FarEnd', false), { name: 'ci' });
  const access = new AwsAccess(stack, 'Access', {
    vpc: someVpc(stack),
    connections: [Connection.jenkins({ to: [...blocks(800), farEnd] })],
    quotas: { rulesPerGroup: 300, groupsPerInterface: 3 },
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
    review: false,
  });
  const byDefault = new AwsPermissions(stack, 'Default', {
    connections: [Connection.awsS3()],
    assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    review: false,
  });
  (byDefault.role as Role).addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
  new CfnSecurityGroupEgress(stack, 'Sneaky', {
    groupId: access.egress.securityGroups[0]!.securityGroupId,
    ipProtocol: 'tcp',
    fromPort: 22,
    toPort: 22,
    cidrIp: '192.0.2.0/24',
  });
  const tied = new DelegateNames(stack, 'Tied', {
    connections: [jenkins],
    source: { cidrs: ['10.0.1.0/24'] },
    vpc: someVpc(newStack(undefined, 'Other')),
    resolved: true,
    blockOtherNames: true,
    review: false,
  });
  const watched = new DelegateNames(stack, 'Watched', {
    connections: [jenkins],
    source: { cidrs: ['10.0.1.0/24'] },
    action: 'alert',
    review: false,
  });
  const byHand = new AwsPermissions(stack, 'ByHand', {
    connections: [Connection.awsS3()],
    role: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/delegate'),
    attachedByHand: true,
    review: false,
  });
  const elsewhere = new AwsPermissions(
    newStack({ env: { account: '111111111111', region: 'eu-west-1' } }, 'There'),
    'P',
    {
      connections: [
        Connection.awsElbAlbEcs({
          machines: [],
          clusters: ['prod'],
          passRoles: ['arn:aws:iam::222222222222:role/task'],
        }),
        Connection.awsCodeDeploy({ applications: ['shop'] }),
      ],
      profile: Profile.RECOMMENDED,
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      review: false,
    },
  );
  const inChina = new AwsPermissions(
    newStack({ env: { account: '111111111111', region: 'cn-north-1' } }, 'China'),
    'P',
    {
      connections: [Connection.awsCloud({ assumeRoles: ['arn:aws:iam::111111111111:role/target'] })],
      profile: Profile.RECOMMENDED,
      assumedBy: new FederatedPrincipal('arn:aws-cn:iam::111111111111:oidc-provider/x', {}, 'sts:AssumeRole'),
      review: false,
    },
  );
  const withLists = new AwsEgress(stack, 'WithLists', {
    vpc: someVpc(stack, 'Other'),
    connections: [Connection.jenkins({ to: blocks(12), ports: [443, 8443] })],
    managedPrefixLists: { maxEntries: 60, from: 10 },
    review: false,
  });
  const pods = new AwsAccess(stack, 'Pods', {
    vpc: someVpc(stack, 'OfPods'),
    connections: [jenkins],
    assumedBy: new ServicePrincipal('pods.eks.amazonaws.com'),
    cluster: { securityGroup: group('Cluster', true) },
    review: false,
  });
  const standard = new AwsEgress(stack, 'Standard', {
    vpc: someVpc(stack, 'OfStandard'),
    connections: [jenkins],
    cluster: { securityGroup: group('Cluster2', true), enforcingMode: 'standard' },
    review: false,
  });
  const withoutDns = new AwsAccess(stack, 'WithoutDns', {
    vpc: someVpc(stack, 'OfWithoutDns'),
    connections: [jenkins],
    assumedBy: new ServicePrincipal('pods.eks.amazonaws.com'),
    review: false,
  });
  Template.fromStack(stack);
  return [
    ...tied.findings,
    ...watched.findings,
    ...pods.findings,
    ...standard.findings,
    ...withoutDns.findings,
    ...withLists.findings,
    ...byDefault.findings,
    ...access.findings,
    ...byHand.findings,
    ...elsewhere.findings,
    ...inChina.findings,
  ];
}

function ofGoogle(): Finding[] {
  const stack = new TerraformStack(new App({ skipValidation: true }), 'stack');
  const access = new GoogleAccess(stack, 'access', {
    network: 'prod',
    project: 'acme-prod',
    connections: [jenkins, Connection.gcp({ machines: [], gke: 'rbac' })],
    profile: Profile.RECOMMENDED,
    name: 'delegate',
    quotas: { rulesPerProject: 1 },
    review: false,
  });
  const observing = new GoogleEgress(stack, 'observing', {
    name: 'observing',
    network: 'prod',
    connections: [jenkins],
    targetTags: ['delegate'],
    deny: 'observe',
    review: false,
  });
  const inPolicy = new GoogleEgress(stack, 'in-policy', {
    name: 'in-policy',
    network: 'prod',
    connections: [jenkins],
    targetServiceAccounts: ['123456789012-compute@developer.gserviceaccount.com'],
    sharedAccount: true,
    firewallPolicy: { name: 'shared', priorities: { from: 1000, to: 900_000 } },
    quotas: { rulesPerPolicy: 1, namesPerPolicy: 1 },
    review: false,
  });
  return [...access.findings, ...observing.findings, ...inPolicy.findings];
}

function ofKubernetes(): Finding[] {
  const delegate = { name: 'delegate', namespace: 'harness' };
  const names = Array.from({ length: 30 }, (_, i) => `host-${i}.acme.io`);
  const ports = Array.from({ length: 25 }, (_, i) => 20_000 + 2 * i);
  const own = Connection.custom({ name: 'own', to: [...names, '10.1.0.0/16'], ports: [443], reason: 'of a test' });
  const large = new KubernetesAccess({
    ...delegate,
    cluster: KubernetesCluster.eks({ services: ['10.0.0.0/16'] }),
    connections: [
      Connection.jenkins({ to: blocks(8000) }),
      Connection.custom({ name: 'many', to: ['192.0.2.7/32'], ports, reason: 'of a test' }),
      Connection.custom({ name: 'wide', to: ['0.0.0.0/0'], ports: [80], reason: 'of a test' }),
    ],
    lines: { dns: false },
    ciPods: { namespace: 'ci', connections: [jenkins] },
  });
  const named = new KubernetesAccess({ ...delegate, policy: 'gke-fqdn-network-policy', connections: [own] });
  const cilium = new KubernetesAccess({
    ...delegate,
    policy: 'cilium-network-policy',
    scope: 'namespace',
    identity: KubernetesIdentity.gkeDirect(),
    cluster: KubernetesCluster.gke({ pods: ['10.1.2.0/24'], nodes: ['10.1.3.0/24'] }),
    connections: [own],
  });
  const eks = new KubernetesAccess({ ...delegate, policy: 'eks-application-network-policy', connections: [jenkins] });
  return [...large.findings, ...named.findings, ...cilium.findings, ...eks.findings];
}

test('every finding of a construct is as severe as its kind, or a notice where the kind says when', () => {
  const own = [...ofAws(), ...ofGoogle(), ...ofKubernetes()].filter(
    ({ finding }) => FINDING_KINDS[finding].stage === 'construct',
  );
  expect(severitiesOf(own)).toEqual(severitiesIn('construct'));
});
