import type { Settled } from './access-props';
import { checkBlocks } from './blocks';
import { isOfCluster } from './lines';
import { groupBy } from '../../base';
import { Destination, Port, type Rule } from '../../network';
import { finding, recorded, type Finding, type Flow } from '../../plan';

/** Findings on the rules of some pods. */

/** Subject of findings on the cluster. */
export const CLUSTER = 'cluster';
/** Of every cloud; its IPv6 address is that of EC2. */
const METADATA = ['169.254.169.254/32', 'fd00:ec2::254/128'];
const IMDS = recorded('https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html');
export const VPC_CNI = recorded('https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html');
/** Ports of one block over all policies, on the VPC CNI. https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html */
const MOST_PORTS = 24;

/** @throws AccessError `BlockInsideCluster` */
export function ruleFindings(settled: Settled, rules: readonly Rule<Flow>[]): Finding[] {
  return [...checkBlocks(rules, settled), ...vpcCni(settled, rules), ...metadataReachable(rules)];
}

function vpcCni({ policy, cluster }: Settled, rules: readonly Rule<Flow>[]): Finding[] {
  if (!isOnVpcCni({ cluster, policy })) {
    return [];
  }
  const blocks = groupBy(
    rules.filter(({ destination: { cidr } }) => cidr !== undefined),
    ({ destination }) => destination.text,
  );
  return [...blocks]
    .map(([block, same]) => [block, [...new Set(same.map(({ port }) => port.key))]] as const)
    .filter(([, same]) => same.length > MOST_PORTS)
    .map(([block, same]) =>
      finding('PortCombinations', CLUSTER, {
        port: block,
        what: `${block} has ${same.length} ports and protocols, and the VPC CNI takes ${MOST_PORTS} for a block over all policies of a pod`,
        why: 'what is more than that is not enforced as it is written',
        fix: 'set `reach` to a proxy, match names, or set the blocks of the services',
        source: VPC_CNI,
      }),
    );
}

/** Rules beside those of the cluster by which pods reach the metadata server of every cloud. */
function metadataReachable(rules: readonly Rule<Flow>[]): Finding[] {
  const servers = METADATA.map((block) => Destination.parse(block));
  const port = Port.tcp(80);
  return rules
    .filter((rule) => rule.port.contains(port) && servers.some((server) => rule.destination.covers(server)))
    .flatMap(({ destination, reasons }) => {
      const own = [...new Set(reasons.map(({ decision }) => decision.connection))];
      return own
        .filter((connection) => !isOfCluster(connection))
        .map((connection) =>
          finding('MetadataReachable', connection, {
            port: `80/${destination.text}`,
            what: `80 to ${destination.text} opens the metadata server of the node as well`,
            why: 'it gives the credentials of the node to whoever asks, unless the cluster hides it from pods',
            fix: 'use a kind of policy that matches names, set the blocks of the services, or limit the hop count of the metadata server to 1',
            source: IMDS,
          }),
        );
    });
}

/** True where the VPC CNI enforces the policies. */
export function isOnVpcCni({ cluster, policy }: Pick<Settled, 'cluster' | 'policy'>): boolean {
  return (
    policy === 'eks-application-network-policy' || (cluster.type === 'eks' && policy === 'kubernetes-network-policy')
  );
}
