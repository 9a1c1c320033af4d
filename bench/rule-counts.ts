import { App, Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup, Peer, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { addressLists, planLists } from './lists';
import { groupBy } from '../lib/base';
import { Connection, Plan, Target, type PlanOnTarget, type TargetFlow } from 'harness-delegate-access';

/** Number of security group rules of a list: one for each pair, by plain calls of the CDK, and ours. */

export interface RuleCount {
  readonly name: string;
  /** Pairs of a port and a block, as written by hand from the list. */
  readonly pairs: number;
  /** `addEgressRule` for each pair; the CDK drops those that it has already. */
  readonly plain: number;
  readonly ours: number;
}

export function ruleCounts(): { readonly source: string; readonly counts: RuleCount[] } {
  const { source, lists } = addressLists();
  const published = lists.map(({ name, cidrs }) =>
    Connection.custom({ name, to: cidrs, ports: [80, 443], reason: 'a list that its owner publishes' }),
  );
  return {
    source,
    counts: [
      ...published.map((connection) => countOf(connection.name, [connection])),
      countOf('all four lists', published),
      countOf('29 rows, 4 blocks each', planLists(29)),
      countOf('29 rows, the same 4 blocks', planLists(29, 'same')),
    ],
  };
}

function countOf(name: string, connections: readonly Connection[]): RuleCount {
  const plan = Plan.of(connections, { asOf: '2026-11-24', reach: { harness: ['10.9.9.9/32'] } });
  const target = plan.on(Target.AWS_SECURITY_GROUP);
  return { name, pairs: target.flows.length, plain: byPlainCalls(target), ours: target.minimised.length };
}

/**
 * The CDK compares a rule with all that its group has already, which takes minutes for 30,000. Rules to different
 * blocks are never the same, so groups by the beginning of the block count the same in seconds.
 */
function byPlainCalls({ flows }: PlanOnTarget): number {
  const beginnings = groupBy(flows, ({ destination }) => destination.text.slice(0, 5));
  return [...beginnings.values()].reduce((sum, part) => sum + inOneGroup(part), 0);
}

function inOneGroup(flows: readonly TargetFlow[]): number {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['us-east-1a'],
  });
  const group = new SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false, allowAllIpv6Outbound: false });
  for (const { flow, destination } of flows) {
    const { port } = flow;
    const text = destination.cidr?.text ?? '0.0.0.0/0';
    const peer = text.includes(':') ? Peer.ipv6(text) : Peer.ipv4(text);
    group.addEgressRule(
      peer,
      port.protocol === 'tcp' ? Port.tcpRange(port.from, port.to) : Port.udpRange(port.from, port.to),
    );
  }
  const { securityGroupEgress } = group.node.defaultChild as CfnSecurityGroup;
  return (stack.resolve(securityGroupEgress) as unknown[]).length;
}
