import type { Settled } from './access-props';
import { throwIfAny, type Problem } from '../../base';
import type { Destination, Rule } from '../../network';
import { finding, recorded, type Finding, type Flow } from '../../plan';

/** Blocks of a list that are addresses of the cluster itself. */

const POLICIES = 'https://kubernetes.io/docs/concepts/services-networking/network-policies/';
const CILIUM = 'https://docs.cilium.io/en/v1.20/security/policy/language/#cidr-based';

/** Findings on blocks of Services and pods. @throws AccessError `BlockInsideCluster` for pods that Cilium would never match */
export function checkBlocks(
  rules: readonly Rule<Flow>[],
  { policy, cluster: { pods = [], services = [] } }: Settled,
): Finding[] {
  const isCilium = policy === 'cilium-network-policy';
  const problems: Problem[] = [];
  const findings: Finding[] = [];
  for (const { port, destination, reasons } of rules.filter(isBlock)) {
    const inside = pods.find((block) => block.covers(destination));
    const partly = pods.find((block) => destination.covers(block));
    for (const { decision } of reasons) {
      const { connection } = decision;
      if (isCilium && inside !== undefined) {
        problems.push({
          code: 'BlockInsideCluster',
          message: `connection \`${connection}\`: ${destination.text} lies in ${inside.text}, the addresses of pods, which Cilium matches by their labels alone; set the pods, such as \`to: [{ pods: { namespace: 'ci', labels: { app: 'jenkins' } } }]\``,
          connection,
        });
      } else if (isCilium && partly !== undefined && !destination.isAny) {
        findings.push(
          finding('PodsNotInBlock', connection, {
            port: `${port.text}/${destination.text}`,
            what: `${destination.text} has the pods of ${partly.text}, and does not open them`,
            why: 'Cilium matches pods by their labels, and blocks only outside the cluster',
            fix: "add the pods, such as `to: [{ pods: { namespace: 'ci' } }]`, where the delegate needs them",
            source: recorded(CILIUM),
          }),
        );
      }
      const service = services.find(
        (block) => block.covers(destination) || (destination.covers(block) && !destination.isAny),
      );
      if (service !== undefined && !isOfCluster(decision.connection)) {
        findings.push(
          finding('ServiceAddress', connection, {
            port: `${port.text}/${destination.text}`,
            what: `${destination.text} has addresses of Services, in ${service.text}`,
            why: 'whether a policy sees the address of a Service or that of its pods is left to the network plugin',
            fix: "set the pods behind it, such as `to: [{ pods: { namespace: 'ci', labels: { app: 'jenkins' } } }]`, with the port of the container",
            source: recorded(POLICIES),
          }),
        );
      }
    }
  }
  throwIfAny([...new Map(problems.map((problem) => [problem.message, problem])).values()]);
  return findings;
}

function isBlock({ destination }: { readonly destination: Destination }): boolean {
  return destination.cidr !== undefined;
}

/** Lines of the cluster know what they lead to. */
function isOfCluster(connection: string): boolean {
  return connection.startsWith('cluster-');
}
