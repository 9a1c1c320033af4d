import { accessFindings } from './access-findings';
import type { Settled } from './access-props';
import { checkBlocks } from './blocks';
import { ciLines, ciSubject } from './ci-pods';
import { kubernetesGrants as grants } from './grants';
import { API_LINE, DNS_LINES, linesOf, type ClusterLine } from './lines';
import { metadataOf, type KubernetesManifest } from './manifest';
import { ALLOWS, denial, podsWith, type Subject } from './policies';
import { rbacManifests } from './rbac';
import { KINDS } from './targets';
import { mergeSame, minimise, type Rule } from '../../network';
import { compareFlows, withTraffic, type Finding, type Flow, type Plan } from '../../plan';
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
}

/** @throws AccessError `MissingApiServer`, `OwnNamespace`, `BlockInsideCluster`, `PortRangeNotExpressible`, and those of the plan */
export function policySet(list: Plan, settled: Settled, layered: LayerProps = {}): PolicySet {
  const { policy, name, namespace, scope, serviceAccount } = settled;
  const { open, closed } = linesOf(list, settled);
  const plan = withLines(list, [...open, ...ciLines(settled)]);
  const layers = onLayers(plan, KINDS[policy], { grants }, layered);
  const rules = layers.onTarget.minimised;
  const delegate: Subject = { name, namespace, selector: podsWith({ 'harness.io/name': name }) };
  const ci = ciSubject(settled);
  const ciRules = ci === undefined ? [] : new PlanOnTarget(ci.plan, KINDS[policy], { grants }).minimised;
  const allows = [
    ...ALLOWS[policy](rules, delegate),
    ...(scope === 'namespace' ? ALLOWS[policy](upgraderRules(list, settled), upgraderOf(settled)) : []),
    ...(ci === undefined ? [] : ALLOWS[policy](ciRules, ci.subject)),
  ];
  const denials = [
    denial(policy, scope === 'namespace' ? { ...delegate, selector: {} } : delegate),
    ...(ci === undefined ? [] : [denial(policy, ci.subject)]),
  ];
  const manifests = [
    ...accountOf(settled),
    ...rbacManifests(plan, { name, namespace, serviceAccount }),
    ...allows,
    ...denials,
  ];
  const blocks = checkBlocks([...layers.onTarget.rules, ...ciRules], settled);
  return {
    plan,
    layers,
    manifests,
    findings: [...blocks, ...accessFindings(settled, { rules: [...rules, ...ciRules], closed, manifests })],
  };
}

/** The list and lines of the cluster, each a connection with its reason. */
function withLines(list: Plan, lines: readonly ClusterLine[]): Plan {
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

/** The upgrader asks the manager for versions, and changes the objects of the delegate. */
function upgraderRules(list: Plan, settled: Settled): readonly Rule<Flow>[] {
  const forced = { ...settled, lines: { ...settled.lines, apiServer: true } };
  const why = 'the upgrader changes the Deployment and the CronJob of the delegate';
  const { open } = linesOf(list, settled.lines.apiServer === false ? settled : forced, why);
  const { flows } = new PlanOnTarget(withLines(list, open), KINDS[settled.policy], { grants });
  const own = flows.filter(
    ({ flow: { decision, key } }) => UPGRADER.has(decision.connection) || key.startsWith(MANAGER),
  );
  return minimise(
    mergeSame(
      own.map(({ flow, ...rule }) => ({ ...rule, reasons: [flow] })),
      compareFlows,
    ),
    compareFlows,
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
