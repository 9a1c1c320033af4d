import { App, Stack } from 'aws-cdk-lib';
import { SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnPodIdentityAssociation } from 'aws-cdk-lib/aws-eks';
import { OpenIdConnectPrincipal, OpenIdConnectProvider, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { writeManifest } from './manifest';
import { Connection, HarnessPlatform, Profile } from 'harness-delegate-access';
import { DelegateAccess, DelegatePermissions } from 'harness-delegate-access/aws';

/**
 * A delegate in a pod on an existing EKS cluster, twice: with security groups of its own and an identity provider (IRSA),
 * and with Pod Identity under the groups of its node.
 */

const REGION = 'eu-west-1';
const ISSUER = `oidc.eks.${REGION}.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E`;
const NAMESPACE = 'harness-delegate-ng';

const list = {
  profile: Profile.RECOMMENDED,
  harness: HarnessPlatform.of({ cluster: 'prod1' }),
  connections: [
    Connection.awsS3({ regions: [REGION], buckets: ['release-artifacts'] }),
    Connection.jenkins({ to: ['10.0.3.7/32'] }),
  ],
};

const app = new App();
const stack = new Stack(app, 'EksDelegate', { env: { account: '111111111111', region: REGION } });
const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: [`${REGION}a`, `${REGION}b`],
});
// `aws eks describe-cluster --query cluster.resourcesVpcConfig.clusterSecurityGroupId`; a cluster of this app has it as
// `cluster.clusterSecurityGroup`.
const clusterGroup = SecurityGroup.fromSecurityGroupId(stack, 'ClusterGroup', 'sg-0123456789abcdef0');

// 1. Security groups for pods, and an identity provider.
const provider = OpenIdConnectProvider.fromOpenIdConnectProviderArn(
  stack,
  'Issuer',
  `arn:aws:iam::111111111111:oidc-provider/${ISSUER}`,
);
const access = new DelegateAccess(stack, 'Access', {
  ...list,
  vpc,
  connections: [
    ...list.connections,
    // The API of the cluster, for a connector that uses the service account of the delegate.
    Connection.kubernetesCluster({ to: [clusterGroup], ports: [443] }),
  ],
  cluster: { securityGroup: clusterGroup },
  assumedBy: new OpenIdConnectPrincipal(provider, {
    StringEquals: {
      [`${ISSUER}:sub`]: `system:serviceaccount:${NAMESPACE}:build`,
      [`${ISSUER}:aud`]: 'sts.amazonaws.com',
    },
  }),
});
// With a cluster of this app: cluster.addManifest('DelegateGroups', access.egress.securityGroupPolicy({ … })).
writeManifest(stack, access, { namespace: NAMESPACE, delegateName: 'build' });

// 2. Pod Identity, whose agent a pod with groups of its own does not reach; its egress is that of the node.
const permissions = new DelegatePermissions(stack, 'Permissions', {
  ...list,
  assumedBy: new ServicePrincipal('pods.eks.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  }).withSessionTags(),
});
new CfnPodIdentityAssociation(stack, 'PodIdentity', {
  clusterName: 'prod',
  namespace: NAMESPACE,
  serviceAccount: 'deploy',
  roleArn: permissions.role!.roleArn,
});
app.synth();
