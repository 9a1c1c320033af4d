import { accessFindings } from './access-findings';
import type { Settled } from './access-props';
import { ciLines, ciSet, type CiSet } from './ci-pods';
import { kubernetesGrants as grants } from './grants';
import { API_LINE, DNS_LINES, linesOf, reservedProblems, type Line } from './lines';
import { metadataOf, type KubernetesManifest } from './manifest';
import { ALLOWS, denial, type Subject } from './policies';
import { ownNamespaceProblems, rbacManifests } from './rbac';
import { labelSelector, rulesOf } from './rules';
import { KINDS } from './targets';
import { AccessError, collect, throwIfAny, type Problem } from '../../base';
import type { Rule } from '../../network';
import { withTraffic, type Finding, type Flow, type Plan } from '../../plan';
import { onLayers, PlanOnTarget, type LayerProps, type OnLayers } from '../../platform';

/** Everything that a delegate needs in its cluster, as objects. */

export interface PolicySet {
  /** The list with the lines of the cluster. */
  readonly plan: Plan;
  readonly layers: OnLayers;
  /** In the order in which they are to be applied: rights, then allows, then denials. */
  readonly manifests: readonly KubernetesManifest[];
  /** Findings on the objects and the cluster. */
  readonly findings: readonly Finding[];
  /** The pods of CI steps, where they have a list. */
  readonly ci?: CiSet;
}

/**
 * @throws AccessError `ReservedName`, `MissingApiServer`, `MissingNodes`, `OwnNamespace`, `BlockInsideCluster`, `PortRangeNotExpressible`,
 * `DuplicateSubject`, and those of the plans
 */
export function policySet(list: Plan, settled: Settled, layered: LayerProps = {}): PolicySet {
  const problems: Problem[] = [...reservedProblems(list), ...ownNamespaceProblems(list, settled)];
  const lines = collect(problems, '', () => linesOf(list, settled));
  const upgrader = collect(problems, '', () => upgraderRules(list, settled));
  throwIfAny([...new Map(problems.map((problem) => [problem.message, problem])).values()]);
  const { policy, name, namespace, scope, serviceAccount } = settled;
  const plan = withLines(list, [...lines!.open, ...ciLines(settled)]);
  const layers = onLayers(plan, KINDS[policy], { grants }, layered);
  const rules = rulesOf(layers.onTarget.flows);
  const delegate: Subject = { name, namespace, selector: labelSelector({ 'harness.io/name': name }) };
  const ci = ciSet(settled, layered);
  const manifests = [
    ...accountOf(settled),
    ...rbacManifests(plan, { name, namespace, serviceAccount }),
    ...ALLOWS[policy](rules, delegate),
    ...(scope === 'namespace' ? ALLOWS[policy](upgrader!, upgraderOf(settled)) : []),
    ...(ci === undefined ? [] : ALLOWS[policy](ci.rules, ci.subject)),
    denial(policy, scope === 'namespace' ? { ...delegate, selector: {} } : delegate),
    ...(ci === undefined ? [] : [denial(policy, ci.subject)]),
  ];
  refuseDuplicates(manifests);
  const findings = accessFindings(settled, {
    rules,
    closed: lines!.closed,
    rights: layers.onTarget.permissions,
    manifests,
  });
  return { plan, layers, manifests, findings, ...(ci === undefined ? {} : { ci }) };
}

/** One of two objects with one name would replace the other. */
function refuseDuplicates(manifests: readonly KubernetesManifest[]): void {
  const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw AccessError.of(
      'DuplicateSubject',
      `two objects would be named ${twice}, and the last one applied would stay; set another \`ciPods.name\``,
    );
  }
}

/** The list and lines of the cluster, each a connection with its reason. */
function withLines(list: Plan, lines: readonly Line[]): Plan {
  return withTraffic(
    list,
    lines.map(({ name, to, ports, reason }) => ({ name, to, ports, reason, unenforceable: 'port-only' as const })),
  );
}

/** Pods of Jobs: those of the upgrader have no other label. https://kubernetes.io/docs/reference/labels-annotations-taints/#batch-kubernetes-io-job-name */
function upgraderOf({ name, namespace }: Settled): Subject {
  const selector = { matchExpressions: [{ key: 'batch.kubernetes.io/job-name', operator: 'Exists' as const }] };
  return { name: `${name}-upgrader`, namespace, selector };
}

/** The upgrader asks the manager for versions, and changes the objects of the delegate; nothing where its pods are not selected. */
function upgraderRules(list: Plan, settled: Settled): readonly Rule<Flow>[] {
  if (settled.scope !== 'namespace' || reservedProblems(list).length > 0) {
    return [];
  }
  const forced = { ...settled, lines: { ...settled.lines, apiServer: true } };
  const why = 'the upgrader changes the Deployment and the CronJob of the delegate';
  const { open } = linesOf(list, settled.lines.apiServer === false ? settled : forced, why);
  const { flows } = new PlanOnTarget(withLines(list, open), KINDS[settled.policy], { grants });
  return rulesOf(
    flows.filter(({ flow: { decision, key } }) => UPGRADER.has(decision.connection) || key.startsWith(MANAGER)),
  );
}

const MANAGER = 'harness:manager';
const UPGRADER: ReadonlySet<string> = new Set([API_LINE, ...DNS_LINES]);

/** The service account, for installations without the chart. */
function accountOf({ createServiceAccount, serviceAccount, namespace, identity }: Settled): KubernetesManifest[] {
  if (!createServiceAccount) {
    return [];
  }
  const { annotations, ...metadata } = metadataOf(serviceAccount, namespace);
  const own = { ...annotations, ...identity.annotations };
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { ...metadata, ...(Object.keys(own).length === 0 ? {} : { annotations: own }) },
    },
  ];
}
