import { ciPodsOf, OPTIONS_OF_CI, type Settled } from './access-props';
import { kubernetesGrants as grants } from './grants';
import { CI_LINE, dnsLines, reservedProblems, type Line } from './lines';
import type { Subject } from './policies';
import { ruleFindings } from './rule-findings';
import { rulesOf } from './rules';
import { KINDS } from './targets';
import { AccessError, throwIfAny } from '../../base';
import type { Rule } from '../../network';
import { DELEGATE_PLAN_PROPS, planOf, recorded, withTraffic, type Finding, type Flow, type Plan } from '../../plan';
import { onLayers, type LayerProps, type OnLayers } from '../../platform';

/** Pods of CI steps: subjects of their own, with a list of their own. */

/** Of harness-core, `ContainerExecutionConstants.java@495a3e8e`. */
const LABEL = 'accountID';
export const CI_PODS = recorded(
  'harness/developer-hub:docs/continuous-integration/use-ci/set-up-build-infrastructure/k8s-build-infrastructure/set-up-a-kubernetes-cluster-build-infrastructure.md@0aa61560',
);

export interface CiSet {
  readonly plan: Plan;
  readonly layers: OnLayers;
  readonly subject: Subject;
  readonly rules: readonly Rule<Flow>[];
  /** Findings on the rules. */
  readonly findings: readonly Finding[];
}

/** Their plan and their policies; `undefined` without `ciPods`. @throws AccessError `InvalidPods`, `ReservedName`, and those of the plan */
export function ciSet(settled: Settled, layered: LayerProps): CiSet | undefined {
  const { ciPods, policy } = settled;
  if (ciPods === undefined) {
    return undefined;
  }
  const list = planOf(ciPods, { ...DELEGATE_PLAN_PROPS, ...OPTIONS_OF_CI });
  throwIfAny(reservedProblems(list));
  refuseInherited(list);
  const plan = withDns(list, settled);
  const layers = onLayers(plan, KINDS[policy], { grants }, layered);
  const rules = rulesOf(layers.onTarget.flows);
  return { plan, layers, rules, subject: subjectOf(settled), findings: ruleFindings(settled, rules) };
}

function refuseInherited({ inOwnCluster: [connection] }: Plan): void {
  if (connection !== undefined) {
    throw AccessError.of(
      'InvalidPods',
      `connection \`${connection}\`: \`inherit\` gives the delegate rights in its cluster, and pods of CI steps get none; leave it to the list of the delegate`,
    );
  }
}

function withDns(list: Plan, { lines, policy: kind, cluster, identity }: Settled): Plan {
  const dns = lines.dns === false ? [] : dnsLines({ kind, cluster, identity });
  return withTraffic(
    list,
    dns.map(({ name, to, ports, reason }) => ({ name, to, ports, reason })),
  );
}

function subjectOf({ ciPods, name }: Settled): Subject {
  const { accountId, namespace, name: own = `${name}-ci` } = ciPods!;
  const selector =
    accountId === undefined
      ? { matchExpressions: [{ key: LABEL, operator: 'Exists' as const }] }
      : { matchLabels: { [LABEL]: accountId } };
  return { name: own, namespace, selector };
}

/** The way of the delegate to them, where its ports are set. */
export function ciLines({ ciPods }: Settled): Line[] {
  return ciPods?.ports === undefined
    ? []
    : [
        {
          name: CI_LINE,
          to: [ciPodsOf(ciPods)],
          ports: ciPods.ports,
          reason: `the delegate starts the steps of a pipeline in their pods, and asks these for the results (${CI_PODS.ref})`,
        },
      ];
}
