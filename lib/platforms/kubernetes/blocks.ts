import type { Settled } from './access-props';
import { isOfCluster } from './lines';
import { throwIfAny, type Problem } from '../../base';
import type { Destination, Rule } from '../../network';
import { finding, recorded, type Finding, type Flow } from '../../plan';

/** Blocks of a list that are addresses of the cluster itself. */

const POLICIES = recorded('https://kubernetes.io/docs/concepts/services-networking/network-policies/');
const CILIUM = recorded('https://docs.cilium.io/en/v1.20/security/policy/language/#cidr-based');
const PODS = "`to: [{ pods: { namespace: 'ci', labels: { app: 'jenkins' } } }]`";

/** A block of one connection. */
interface Block {
  readonly connection: string;
  readonly port: string;
  readonly destination: Destination;
}

/** Findings on addresses of the cluster. @throws AccessError `BlockInsideCluster` for those that Cilium never matches */
export function checkBlocks(rules: readonly Rule<Flow>[], settled: Settled): Finding[] {
  const blocks = rules
    .filter(({ destination }) => destination.cidr !== undefined)
    .flatMap(({ port, destination, reasons }) =>
      [...new Set(reasons.map(({ decision }) => decision.connection))].map((connection) => ({
        connection,
        port: `${port.text}/${destination.text}`,
        destination,
      })),
    );
  if (settled.policy === 'cilium-network-policy') {
    const problems = blocks.flatMap((block) => neverMatched(block, settled));
    throwIfAny([...new Map(problems.map((problem) => [problem.message, problem])).values()]);
    return [...blocks.flatMap((block) => notInBlock(block, settled)), ...onServices(blocks, settled)];
  }
  return onServices(blocks, settled);
}

/** Pods, and resolvers behind a Service, which Cilium sees as their pods. */
function neverMatched({ connection, destination }: Block, { cluster }: Settled): Problem[] {
  const { pods = [], services = [] } = cluster;
  const inside = (isOfCluster(connection) ? [...pods, ...services] : pods).find((block) => block.covers(destination));
  return inside === undefined
    ? []
    : [
        {
          code: 'BlockInsideCluster',
          message: `connection \`${connection}\`: ${destination.text} lies in ${inside.text}, the addresses of ${pods.includes(inside) ? 'pods' : 'Services'}, which Cilium matches by the labels of the pods alone; set the pods, such as ${PODS}`,
          connection,
        },
      ];
}

/** Wider blocks with pods, and blocks with nodes. */
function notInBlock({ connection, port, destination }: Block, { cluster }: Settled): Finding[] {
  const { pods = [], nodes = [] } = cluster;
  const held = pods.find((block) => destination.covers(block));
  const ofNodes = nodes.find((block) => block.covers(destination) || destination.covers(block));
  if (destination.isAny || isOfCluster(connection)) {
    return [];
  }
  return [
    ...(held === undefined
      ? []
      : [
          finding('PodsNotInBlock', connection, {
            port,
            what: `${destination.text} has the pods of ${held.text}, and does not open them`,
            why: 'Cilium matches pods by their labels, and blocks only outside the cluster',
            fix: "add the pods, such as `to: [{ pods: { namespace: 'ci' } }]`, where the delegate needs them",
            source: CILIUM,
          }),
        ]),
    ...(ofNodes === undefined
      ? []
      : [
          finding('NodesNotInBlock', connection, {
            port,
            what: `${destination.text} has nodes of ${ofNodes.text}, and does not open them`,
            why: 'Cilium matches nodes by what they are, unless its agent has `policy-cidr-match-mode: nodes`',
            fix: 'set that mode where the delegate needs the nodes, and acknowledge this with who did',
            source: CILIUM,
          }),
        ]),
  ];
}

function onServices(blocks: readonly Block[], { cluster: { services = [] } }: Settled): Finding[] {
  return blocks.flatMap(({ connection, port, destination }) => {
    const service = services.find(
      (block) => block.covers(destination) || (destination.covers(block) && !destination.isAny),
    );
    return service === undefined || isOfCluster(connection)
      ? []
      : [
          finding('ServiceAddress', connection, {
            port,
            what: `${destination.text} has addresses of Services, in ${service.text}`,
            why: 'whether a policy sees the address of a Service or that of its pods is left to the network plugin',
            fix: `set the pods behind it, such as ${PODS}, with the port of the container`,
            source: POLICIES,
          }),
        ];
  });
}
