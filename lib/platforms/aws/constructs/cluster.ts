import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnSecurityGroupIngress, Port as Ec2Port, type ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { AwsDestination } from './aws-destination';
import { pathOf } from './names';
import { describeReasons } from './render-egress';
import { isGroup, isImmutable } from './security-groups';
import { nameOfToken } from './token-names';
import { podTrust } from './trust';
import { show, throwIfAny, unknownProp, type Problem } from '../../../base';
import { EKS } from '../../../catalog';
import { Port } from '../../../network';
import { finding, withTraffic, type Finding, type Plan } from '../../../plan';
import type { PlanOnTarget } from '../../../platform';
import type { Inbound } from '../../../review';

/** Groups of an EKS cluster, for a delegate in a pod with security groups of its own. */

/** Mode of the VPC CNI, `POD_SECURITY_GROUP_ENFORCING_MODE`. */
export type EnforcingMode = 'strict' | 'standard';

/** Security groups of an EKS cluster whose pods have security groups of their own. */
export interface ClusterGroups {
  /** The cluster security group: of the control plane, of managed nodes, and so of CoreDNS. */
  readonly securityGroup: ISecurityGroup;
  /** Group of the nodes, whose kubelets probe the delegate. @default - `securityGroup`, as managed nodes have it */
  readonly nodes?: ISecurityGroup;
  /** Group of the pods of CoreDNS, or of their nodes. @default - `securityGroup` */
  readonly dns?: ISecurityGroup;
  /** `POD_SECURITY_GROUP_ENFORCING_MODE` of the VPC CNI. @default 'strict' */
  readonly enforcingMode?: EnforcingMode;
}

const PROPS: readonly (keyof ClusterGroups)[] = ['securityGroup', 'nodes', 'dns', 'enforcingMode'];
const MODES: readonly EnforcingMode[] = ['strict', 'standard'];
/** Name of its DNS in the plan. */
const DNS_NAME = 'cluster-dns';
/** Health of the delegate, which its chart probes at startup and while it lives: `EKS.delegateHealth`. */
const HEALTH_PORT = 3460;

/** The plan with the DNS of the cluster. @throws AccessError `InvalidCluster`, `UnknownProp`, `InvalidSecurityGroup` */
export function withClusterDns(plan: Plan, cluster: ClusterGroups | undefined, own?: ISecurityGroup): Plan {
  if (cluster === undefined) {
    return plan;
  }
  throwIfAny(clusterProblems(cluster, own));
  const { securityGroup, dns = securityGroup } = cluster;
  return withTraffic(plan, [
    {
      name: DNS_NAME,
      to: [AwsDestination.connectable(dns, { name: `CoreDNS, ${nameOfToken(dns, dns.securityGroupId)}` })],
      ports: [53, '53/udp'],
      reason: `pods ask CoreDNS, which has the group of its nodes (${EKS.podGroups.ref})`,
    },
  ]);
}

function clusterProblems(cluster: unknown, own: ISecurityGroup | undefined): Problem[] {
  if (typeof cluster !== 'object' || cluster === null || Array.isArray(cluster)) {
    const message = `\`cluster\` must be an object with \`securityGroup\`, the cluster security group, got ${show(cluster)}`;
    return [{ code: 'InvalidCluster', message }];
  }
  const given = cluster as Readonly<Record<string, unknown>>;
  const known: readonly string[] = PROPS;
  const groups = known.slice(0, 3).filter((name) => name === 'securityGroup' || given[name] !== undefined);
  const { enforcingMode: mode } = given;
  return [
    ...Object.keys(given)
      .filter((key) => !known.includes(key))
      .map((key) => unknownProp('`cluster` has no', key, known, `cluster.${key}`)),
    ...groups.flatMap((name) => groupProblems(name, given[name], own)),
    ...(mode === undefined || MODES.includes(mode as EnforcingMode)
      ? []
      : [
          {
            code: 'InvalidCluster',
            message: `\`cluster.enforcingMode\` must be \`strict\` or \`standard\`, as POD_SECURITY_GROUP_ENFORCING_MODE of the VPC CNI is, got ${show(mode)}`,
          },
        ]),
  ];
}

function groupProblems(name: string, group: unknown, own: ISecurityGroup | undefined): Problem[] {
  if (!isGroup(group)) {
    const message = `\`cluster.${name}\` must be a security group of the CDK, such as \`cluster.clusterSecurityGroup\`, got ${show(group)}`;
    return [{ code: 'InvalidSecurityGroup', message }];
  }
  return own !== undefined && group.securityGroupId === own.securityGroupId
    ? [
        {
          code: 'InvalidCluster',
          message: `\`cluster.${name}\` is the delegate's own \`securityGroup\`: a pod in the cluster security group has all of its egress; give the delegate a group of its own, or leave \`securityGroup\` out`,
        },
      ]
    : [];
}

/** Allows the kubelets on the health port, the only inbound that there is; a resource of its own. */
export function createProbes(scope: Construct, group: ISecurityGroup, cluster: ClusterGroups): Inbound {
  const { securityGroup, nodes = securityGroup } = cluster;
  const description = describeReasons([`kubelet:${HEALTH_PORT}`], pathOf(scope));
  if (!isOpenAlready(scope, group, nodes)) {
    new CfnSecurityGroupIngress(scope, 'Probes', {
      groupId: group.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: HEALTH_PORT,
      toPort: HEALTH_PORT,
      sourceSecurityGroupId: nodes.securityGroupId,
      description,
    });
  }
  // Nothing where the nodes may reach everything; for others the CDK puts the rule where no stack needs the other twice.
  nodes.addEgressRule(group, Ec2Port.tcp(HEALTH_PORT), description, true);
  return {
    port: `${HEALTH_PORT}`,
    from: nameOfToken(scope, nodes.securityGroupId),
    why: `the kubelets probe the health of the delegate (/api/health, ${EKS.delegateHealth.ref}), from the group of their nodes`,
    source: EKS.podGroups,
  };
}

/** Another delegate of this stack on the same existing group has the rule; EC2 refuses a second one. */
function isOpenAlready(scope: Construct, group: ISecurityGroup, nodes: ISecurityGroup): boolean {
  const stack = Stack.of(scope);
  const same = (one: unknown, other: unknown): boolean =>
    JSON.stringify(stack.resolve(one)) === JSON.stringify(stack.resolve(other));
  return stack.node
    .findAll()
    .some(
      (node) =>
        CfnResource.isCfnResource(node) &&
        node.cfnResourceType === CfnSecurityGroupIngress.CFN_RESOURCE_TYPE_NAME &&
        (node as CfnSecurityGroupIngress).fromPort === HEALTH_PORT &&
        same((node as CfnSecurityGroupIngress).groupId, group.securityGroupId) &&
        same((node as CfnSecurityGroupIngress).sourceSecurityGroupId, nodes.securityGroupId),
    );
}

/** Findings on a delegate in a pod with security groups of its own. */
export function clusterFindings({
  securityGroup,
  nodes = securityGroup,
  enforcingMode = 'strict',
}: ClusterGroups): Finding[] {
  const isStrict = enforcingMode === 'strict';
  return [
    ...(isImmutable(nodes) && !nodes.allowAllOutbound
      ? [
          finding('FarEndUnchanged', 'egress', {
            port: 'nodes',
            what: `the group of the nodes gets no egress rule to the delegate on ${HEALTH_PORT}`,
            why: 'it was imported with `mutable: false`, and does not allow all outbound traffic',
            fix: 'let its owner add the rule, or import it as mutable',
          }),
        ]
      : []),
    finding('PodGroupsByHand', 'cluster', {
      what: `manual step: apply \`securityGroupPolicy()\`, set ENABLE_POD_ENI=true${isStrict ? ' and DISABLE_TCP_EARLY_DEMUX=true' : ''} on the VPC CNI, attach AmazonEKSVPCResourceController to the role of the cluster, and start the pods again`,
      why: 'a pod gets its groups when it is scheduled, on an instance type with trunk interfaces',
      fix: 'check with `kubectl describe pod` that the pod has the annotation vpc.amazonaws.com/pod-eni',
      source: EKS.podGroupsDeployment,
    }),
    ...(isStrict
      ? []
      : [
          finding('NodeGroupsDecide', 'cluster', {
            what: 'in the mode `standard` traffic that leaves the VPC has the groups of the node, not those of the delegate',
            why: 'its source address is translated to that of the node, unless AWS_VPC_K8S_CNI_EXTERNALSNAT is true',
            fix: 'set POD_SECURITY_GROUP_ENFORCING_MODE=strict and leave `enforcingMode` out, or set AWS_VPC_K8S_CNI_EXTERNALSNAT=true, and acknowledge this with that',
            source: EKS.podGroupsModes,
          }),
        ]),
  ];
}

/** Findings on the role of a pod, given what the delegate reaches. */
export function podFindings(role: IRole | undefined, { rules }: PlanOnTarget, cluster?: ClusterGroups): Finding[] {
  const { podIdentity, provider } = podTrust(role);
  const dns = Port.udp(53);
  const isReached = rules.some(({ port }) => port.key === dns.key);
  return [
    ...((podIdentity || provider) && !isReached
      ? [
          finding('NoDnsForPods', 'role', {
            what: `the role is assumed by ${podIdentity ? 'EKS Pod Identity' : 'the identity provider of a cluster'}, and no rule leads to a resolver on 53`,
            why: 'a pod asks CoreDNS, which has the group of its nodes; without DNS it reaches nothing',
            fix: "set `cluster: { securityGroup }` to the cluster security group, or `reach.dns` to the cluster's resolvers",
            source: EKS.podGroups,
          }),
        ]
      : []),
    ...(podIdentity && cluster !== undefined && cluster.enforcingMode !== 'standard'
      ? [
          finding('PodIdentityNotReached', 'role', {
            what: 'a pod with security groups of its own does not reach the agent of EKS Pod Identity (169.254.170.23) in strict mode, whatever its rules',
            why: 'its traffic bypasses the interface of the node on which the agent listens',
            fix: 'use the identity provider of the cluster (`iam.OpenIdConnectPrincipal`), or the mode `standard`',
            source: EKS.podIdentity,
          }),
        ]
      : []),
  ];
}

/** Pods that get the groups. */
export interface SecurityGroupPolicyOptions {
  /** Namespace of the delegate. */
  readonly namespace: string;
  /** Name of the delegate, which its pods have in the label `harness.io/name`. */
  readonly delegateName: string;
}

/** Groups of a pod. aws/amazon-vpc-resource-controller-k8s:config/crd/bases/vpcresources.k8s.aws_securitygrouppolicies.yaml@fc80a4cc */
const MAX_POD_GROUPS = 5;

/** The `SecurityGroupPolicy` of EKS for the pods of a delegate. @throws AccessError `InvalidName`, `QuotaExceeded` */
export function securityGroupPolicy(
  groups: readonly ISecurityGroup[],
  options: SecurityGroupPolicyOptions,
): Record<string, unknown> {
  const { namespace, delegateName } = checkNames(options);
  if (groups.length > MAX_POD_GROUPS) {
    throwIfAny([
      {
        code: 'QuotaExceeded',
        message: `a pod takes ${MAX_POD_GROUPS} security groups, got ${groups.length}; set \`reach\` to a proxy or endpoints, use wider blocks, or use a prefix list`,
      },
    ]);
  }
  return {
    apiVersion: 'vpcresources.k8s.aws/v1beta1',
    kind: 'SecurityGroupPolicy',
    metadata: { name: delegateName, namespace },
    spec: {
      podSelector: { matchLabels: { 'harness.io/name': delegateName } },
      securityGroups: { groupIds: groups.map(({ securityGroupId }) => securityGroupId) },
    },
  };
}

/** A label of DNS: RFC 1123. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function checkNames(options: unknown): SecurityGroupPolicyOptions {
  const { namespace, delegateName } = (options ?? {}) as Partial<SecurityGroupPolicyOptions>;
  throwIfAny(
    Object.entries({ namespace, delegateName })
      .filter(([, value]) => typeof value !== 'string' || !LABEL.test(value))
      .map(([name, value]) => ({
        code: 'InvalidName',
        message: `\`${name}\` must be 1 to 63 lower-case letters, digits and hyphens, as Kubernetes has it, got ${show(value)}`,
      })),
  );
  return options as SecurityGroupPolicyOptions;
}
