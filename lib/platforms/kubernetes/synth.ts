import { settle, type Settled } from './access-props';
import { KubernetesCluster, type ClusterOptions, type ClusterType } from './cluster';
import { helmValuesOf } from './helm-values';
import { KubernetesIdentity } from './identity';
import { policySet, type PolicySet } from './policy-set';
import { KINDS, type PolicyKind } from './targets';
import { manifestsYaml, toYaml } from './to-yaml';
import { AccessError, isExpressionText, oneOf, show } from '../../base';
import { parseBlocks } from '../../network';
import type { Plan } from '../../plan';
import type { ReviewedTarget, SynthFiles, SynthFlags } from '../../platform';

/** Policies as files, for `kubectl apply --server-side` and the chart. */

const CLUSTERS: readonly ClusterType[] = ['eks', 'gke', 'aks', 'openshift', 'custom'];

/** @throws AccessError `MissingName`, `InvalidChoice`, and those of `KubernetesAccess` */
export function policyFiles(kind: PolicyKind, plan: Plan, flags: SynthFlags): SynthFiles {
  const { settled, set } = setOf(kind, plan, flags);
  return {
    'policies.yaml': manifestsYaml(set.manifests),
    'values.yaml': `# Values of the chart harness-delegate-ng, beside yours.\n${toYaml(helmValuesOf(settled))}`,
  };
}

/** The review of these files. */
export function reviewedPolicies(kind: PolicyKind, plan: Plan, flags: SynthFlags): ReviewedTarget {
  const { settled, set } = setOf(kind, plan, flags);
  const { name, namespace, serviceAccount } = settled;
  return {
    facts: KINDS[kind],
    plan: set.plan,
    findings: set.findings,
    where: { name, namespace, serviceAccount, targets: `pods with harness.io/name=${name}` },
  };
}

function setOf(
  kind: PolicyKind,
  plan: Plan,
  flags: SynthFlags,
): { readonly settled: Settled; readonly set: PolicySet } {
  const { name, namespace, scope, cluster = 'custom', identity, serviceAccount } = flags;
  const missing = (['name', 'namespace'] as const).filter((flag) => flags[flag] === undefined);
  if (missing.length > 0) {
    throw AccessError.of(
      'MissingName',
      `policies select the pods of one delegate: set ${missing.map((flag) => `\`--${flag}\``).join(' and ')}, such as \`--name my-delegate --namespace harness-delegate-ng\``,
    );
  }
  if (!CLUSTERS.includes(cluster as ClusterType)) {
    throw AccessError.of('InvalidChoice', `\`--cluster\` must be ${oneOf(CLUSTERS)}, got ${show(cluster)}`);
  }
  const settled = settle({
    name: name!,
    namespace: namespace!,
    policy: kind,
    scope: scope as Settled['scope'] | undefined,
    cluster: KubernetesCluster.of(cluster as ClusterType, clusterOptions(flags)),
    ...(serviceAccount === undefined ? {} : { serviceAccount }),
    ...(identity === undefined ? {} : { identity: identityOf(identity) }),
  });
  return { settled, set: policySet(plan, settled) };
}

/** Options of the cluster, and the flags that set them. */
const BLOCKS = {
  apiServer: ['apiServer', '--api-server'],
  dns: ['dns', '--dns'],
  nodes: ['nodes', '--nodes'],
  pods: ['podBlocks', '--pod-blocks'],
  services: ['serviceBlocks', '--service-blocks'],
} as const;

function clusterOptions(flags: SynthFlags): ClusterOptions {
  const lists = Object.entries(BLOCKS).flatMap(([option, [name, flag]]) => {
    const text = flags[name];
    return text === undefined ? [] : [[option, blocksOf(text, flag)]];
  });
  return {
    ...(Object.fromEntries(lists) as ClusterOptions),
    ...(flags.nodeLocalDns === undefined ? {} : { nodeLocalDns: true }),
  };
}

function blocksOf(text: string, flag: string): string[] {
  return parseBlocks(text.split(','), () => flag).map((block) => block.text);
}

const IDENTITIES: Readonly<Record<string, (value: string) => KubernetesIdentity>> = {
  'none': () => KubernetesIdentity.none(),
  'eks-pod-identity': () => KubernetesIdentity.eksPodIdentity(),
  'irsa': (value) => {
    const [region = '', ...role] = value.split(',');
    return KubernetesIdentity.irsa({ region, roleArn: role.join(',') });
  },
  'gke-direct': () => KubernetesIdentity.gkeDirect(),
  'gke-service-account': (value) => KubernetesIdentity.gkeServiceAccount(value),
  'aks': (value) => KubernetesIdentity.aks(value),
};

/** An identity as the flag has it: its type, and after `=` what it is of. */
function identityOf(text: string): KubernetesIdentity {
  const [type = '', ...value] = text.split('=');
  const make = Object.hasOwn(IDENTITIES, type) ? IDENTITIES[type] : undefined;
  if (make === undefined || value.some(isExpressionText)) {
    throw AccessError.of(
      'InvalidChoice',
      `\`--identity\` must be ${oneOf(Object.keys(IDENTITIES))}, got ${show(text)}`,
    );
  }
  return make(value.join('='));
}
