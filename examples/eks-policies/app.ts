import { App, Stack } from 'aws-cdk-lib';
import { CfnPodIdentityAssociation, Cluster } from 'aws-cdk-lib/aws-eks';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Connection, HarnessPlatform, Plan, Profile } from 'harness-delegate-access';
import { DelegatePermissions } from 'harness-delegate-access/aws';
import { KubernetesAccess, KubernetesCluster, KubernetesIdentity } from 'harness-delegate-access/kubernetes';

/** A delegate on EKS from one list: its role with Pod Identity, its policies, and its rights in the cluster. */

const REGION = 'eu-west-1';
const DELEGATE = { name: 'my-delegate', namespace: 'harness-delegate-ng' };

const app = new App();
const stack = new Stack(app, 'EksPolicies', { env: { account: '111111111111', region: REGION } });
const plan = Plan.of(
  [
    Connection.awsS3({ regions: [REGION], buckets: ['release-artifacts'] }),
    Connection.kubernetesCluster({ inherit: true, namespaces: ['shop'] }),
    Connection.jenkins({ to: ['10.0.3.7/32'] }),
  ],
  {
    profile: Profile.RECOMMENDED,
    harness: HarnessPlatform.of({ cluster: 'prod1' }),
    region: REGION,
  },
);

// 1. What the delegate may do on AWS.
const permissions = new DelegatePermissions(stack, 'Permissions', {
  plan,
  assumedBy: new ServicePrincipal('pods.eks.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  }).withSessionTags(),
});
new CfnPodIdentityAssociation(stack, 'PodIdentity', {
  clusterName: 'prod',
  namespace: DELEGATE.namespace,
  serviceAccount: DELEGATE.name,
  roleArn: permissions.role!.roleArn,
});

// 2. What its pods may reach, and do in the cluster.
const access = new KubernetesAccess({
  ...DELEGATE,
  plan,
  policy: 'kubernetes-network-policy',
  scope: 'namespace',
  cluster: KubernetesCluster.eks({ apiServer: ['172.20.0.1/32', '10.0.40.0/28'], services: ['172.20.0.0/16'] }),
  identity: KubernetesIdentity.eksPodIdentity(),
});
// A cluster of this app has `addManifest` as it is.
const cluster = Cluster.fromClusterAttributes(stack, 'Cluster', {
  clusterName: 'prod',
  kubectlRoleArn: 'arn:aws:iam::111111111111:role/eks-kubectl',
  kubectlLayer: LayerVersion.fromLayerVersionArn(
    stack,
    'Kubectl',
    `arn:aws:lambda:${REGION}:111111111111:layer:kubectl:1`,
  ),
});
const policies = cluster.addManifest('DelegateAccess', ...access.manifests());

// 3. The delegate itself, once its policies are there.
const chart = cluster.addHelmChart('Delegate', {
  chart: 'harness-delegate-ng',
  repository: 'https://app.harness.io/storage/harness-download/delegate-helm-chart/',
  release: DELEGATE.name,
  namespace: DELEGATE.namespace,
  values: { ...access.helmValues(), accountId: 'your account id', managerEndpoint: 'https://app.harness.io' },
});
chart.node.addDependency(policies);
app.synth();
access.writeReview(process.env.CDK_OUTDIR ?? 'cdk.out');
