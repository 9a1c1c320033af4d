import { ciPodsOf, OPTIONS_OF_CI, type Settled } from './access-props';
import { dnsLines, type ClusterLine } from './lines';
import type { Subject } from './policies';
import { DELEGATE_PLAN_PROPS, planOf, withTraffic, type Plan } from '../../plan';

/** Pods of CI steps: subjects of their own, with a list of their own. */

/** Source of their labels: harness-core, `ContainerExecutionConstants.java`, read 2026-11-25. */
const LABEL = 'accountID';

/** Their plan and their policies; `undefined` without `ciPods`. @throws AccessError those of the plan */
export function ciSubject(settled: Settled): { readonly plan: Plan; readonly subject: Subject } | undefined {
  const { ciPods, name, policy, cluster, identity, lines } = settled;
  if (ciPods === undefined) {
    return undefined;
  }
  const list = planOf(ciPods, { ...DELEGATE_PLAN_PROPS, ...OPTIONS_OF_CI });
  const dns = lines.dns === false ? [] : dnsLines({ kind: policy, cluster, identity });
  const plan = withTraffic(
    list,
    dns.map(({ name: line, to, ports, reason }) => ({ name: line, to, ports, reason })),
  );
  const { accountId, namespace } = ciPods;
  const selector =
    accountId === undefined
      ? { matchExpressions: [{ key: LABEL, operator: 'Exists' as const }] }
      : { matchLabels: { [LABEL]: accountId } };
  return { plan, subject: { name: ciPods.name ?? `${name}-ci`, namespace, selector } };
}

/** The way of the delegate to them, where its ports are set. */
export function ciLines({ ciPods }: Settled): ClusterLine[] {
  return ciPods?.ports === undefined
    ? []
    : [
        {
          name: 'ci-pods',
          line: 'ciPods',
          to: [ciPodsOf(ciPods)],
          ports: ciPods.ports,
          reason: 'the delegate starts the steps of a pipeline in their pods, and asks these for the results',
        },
      ];
}
