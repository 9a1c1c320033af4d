import { KubernetesCluster } from './cluster';
import { KubernetesIdentity } from './identity';
import { LINE_SWITCHES, type ClusterLines } from './line-switches';
import { KINDS, type PolicyKind } from './targets';
import { oneOf, show, throwIfAny, unknownProp, type Problem } from '../../base';
import { isLabel, isLabelValue, isSubdomain, LABEL_RULE, labelProblems, parsePods, type PortLike } from '../../network';
import type { DelegatePlanProps } from '../../plan';
import type { LayerProps } from '../../platform';

/** The delegate and its cluster, beside its list. */

export interface CiPods extends DelegatePlanProps {
  /** Namespace in which Harness starts the pods of pipeline steps. */
  readonly namespace: string;
  /** Your account id of Harness, which their label `accountID` has. @default - every pod with such a label */
  readonly accountId?: string;
  /** Beginning of the names of their policies. @default - the name of the delegate and `-ci` */
  readonly name?: string;
  /** Ports on which the delegate reaches them; Harness documents none. @default - closed, with a finding */
  readonly ports?: readonly PortLike[];
}

export interface KubernetesOptions {
  /** Name of the delegate: its label `harness.io/name`, and the beginning of the names of all objects. At most 63 characters. */
  readonly name: string;
  /** Namespace of the delegate. */
  readonly namespace: string;
  /** Kind of the policies, as your cluster enforces them. @default 'kubernetes-network-policy' */
  readonly policy?: PolicyKind;
  /** Facts of your cluster. @default - KubernetesCluster.custom(): CoreDNS in kube-system */
  readonly cluster?: KubernetesCluster;
  /** Cloud identity of the pods. @default - none */
  readonly identity?: KubernetesIdentity;
  /**
   * `namespace` closes every pod of the namespace, and opens for the pods of Jobs what the upgrader needs: its pods carry no label of
   * their own. `delegate` selects the pods of the delegate alone.
   *
   * @default 'delegate'
   */
  readonly scope?: 'delegate' | 'namespace';
  /** Service account of the pods. @default - the name of the delegate, as the chart names it */
  readonly serviceAccount?: string;
  /** Make the service account too, for installations without the chart, which makes its own. @default false */
  readonly createServiceAccount?: boolean;
  /** Switches of the lines that pods need of their cluster. @default - each as the cluster and the identity need it */
  readonly lines?: ClusterLines;
  /** Policies for the pods of CI steps, with a list of their own. @default - none: no policy selects them */
  readonly ciPods?: CiPods;
}

export interface KubernetesAccessProps extends DelegatePlanProps, LayerProps, KubernetesOptions {}

/** Options with what is assumed where they are not set. */
export type Settled = Required<Omit<KubernetesOptions, 'ciPods'>> & Pick<KubernetesOptions, 'ciPods'>;

/** Names of the options, for the list of props that are known. */
export const OPTIONS: Readonly<Record<keyof KubernetesOptions, true>> = {
  name: true,
  namespace: true,
  policy: true,
  cluster: true,
  identity: true,
  scope: true,
  serviceAccount: true,
  createServiceAccount: true,
  lines: true,
  ciPods: true,
};

/** Props of CI pods beside their list. */
export const OPTIONS_OF_CI: Readonly<Record<'namespace' | 'accountId' | 'name' | 'ports', true>> = {
  namespace: true,
  accountId: true,
  name: true,
  ports: true,
};

/** Namespaces that others share, or that the cluster itself needs. */
const SHARED = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** The options, checked. @throws AccessError with every problem */
export function settle(options: KubernetesOptions): Settled {
  throwIfAny(problemsOf(options));
  const { name } = options;
  return {
    policy: 'kubernetes-network-policy',
    cluster: KubernetesCluster.custom(),
    identity: KubernetesIdentity.none(),
    scope: 'delegate',
    serviceAccount: name,
    createServiceAccount: false,
    lines: {},
    ...(Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as KubernetesOptions),
  };
}

function problemsOf(options: KubernetesOptions): Problem[] {
  const { name, namespace, policy, cluster, identity, scope, serviceAccount, createServiceAccount, lines, ciPods } =
    options;
  const kinds = Object.keys(KINDS);
  const checks = [
    {
      when: !isLabel(name),
      code: 'InvalidName',
      message: `\`name\` must be the name of the delegate: ${LABEL_RULE}, got ${show(name)}`,
    },
    {
      when: !isLabel(namespace),
      code: 'InvalidNamespace',
      message: `\`namespace\` must be a namespace: ${LABEL_RULE}, got ${show(namespace)}`,
    },
    {
      when: policy !== undefined && !kinds.includes(policy),
      code: 'InvalidChoice',
      message: `\`policy\` must be ${oneOf(kinds)}, got ${show(policy)}`,
    },
    {
      when: scope !== undefined && scope !== 'delegate' && scope !== 'namespace',
      code: 'InvalidChoice',
      message: `\`scope\` must be \`delegate\` or \`namespace\`, got ${show(scope)}`,
    },
    {
      when: scope === 'namespace' && SHARED.includes(namespace),
      code: 'SharedNamespace',
      message: `\`scope: 'namespace'\` closes every pod of \`${namespace}\`, where others run; give the delegate a namespace of its own`,
    },
    {
      when: cluster !== undefined && !(cluster instanceof KubernetesCluster),
      code: 'InvalidCluster',
      message: `\`cluster\` must be a \`KubernetesCluster\`, such as \`KubernetesCluster.eks()\`, got ${show(cluster)}`,
    },
    {
      when: identity !== undefined && !(identity instanceof KubernetesIdentity),
      code: 'InvalidIdentity',
      message: `\`identity\` must be a \`KubernetesIdentity\`, such as \`KubernetesIdentity.eksPodIdentity()\`, got ${show(identity)}`,
    },
    {
      when: serviceAccount !== undefined && !isSubdomain(serviceAccount),
      code: 'InvalidName',
      message: `\`serviceAccount\` must be the name of a service account: lower-case letters, digits, hyphens and dots, got ${show(serviceAccount)}`,
    },
    {
      when: createServiceAccount !== undefined && typeof createServiceAccount !== 'boolean',
      code: 'InvalidChoice',
      message: `\`createServiceAccount\` must be true or false, got ${show(createServiceAccount)}`,
    },
  ];
  const wrong = checks.filter(({ when }) => when).map(({ code, message }) => ({ code, message }));
  return [...wrong, ...lineProblems(lines), ...ciProblems(ciPods, name)];
}

function lineProblems(lines: unknown): Problem[] {
  if (lines === undefined) {
    return [];
  }
  if (typeof lines !== 'object' || lines === null || Array.isArray(lines)) {
    return [
      { code: 'InvalidChoice', message: `\`lines\` must be an object of ${oneOf(LINE_SWITCHES)}, got ${show(lines)}` },
    ];
  }
  return Object.entries(lines).flatMap(([key, value]) =>
    !(LINE_SWITCHES as readonly string[]).includes(key)
      ? [unknownProp('there is no line', key, LINE_SWITCHES, `lines.${key}`)]
      : value === undefined || typeof value === 'boolean'
        ? []
        : [{ code: 'InvalidChoice', message: `\`lines.${key}\` must be true or false, got ${show(value)}` }],
  );
}

function ciProblems(ciPods: unknown, name: unknown): Problem[] {
  if (ciPods === undefined) {
    return [];
  }
  if (typeof ciPods !== 'object' || ciPods === null || Array.isArray(ciPods)) {
    return [
      {
        code: 'InvalidPods',
        message: `\`ciPods\` must be an object with \`namespace\` and a list, got ${show(ciPods)}`,
      },
    ];
  }
  const { namespace, accountId, name: own, ports } = ciPods as Partial<CiPods>;
  return [
    ...(ports !== undefined && accountId === undefined
      ? [
          {
            code: 'InvalidPods',
            message:
              '`ciPods.ports` needs `ciPods.accountId`: without it, the ports would be open to every pod of that namespace',
          },
        ]
      : []),
    ...(isLabel(namespace)
      ? []
      : [
          {
            code: 'InvalidNamespace',
            message: `\`ciPods.namespace\` must be a namespace: ${LABEL_RULE}, got ${show(namespace)}`,
          },
        ]),
    ...(accountId === undefined || (accountId !== '' && isLabelValue(accountId))
      ? []
      : [
          {
            code: 'InvalidPods',
            message: `\`ciPods.accountId\`: ${labelProblems({ accountID: accountId })[0] ?? 'it must not be empty'}`,
          },
        ]),
    ...(own === undefined || isLabel(own)
      ? []
      : [
          {
            code: 'InvalidName',
            message: `\`ciPods.name\` must be ${LABEL_RULE}, got ${show(own)}`,
          },
        ]),
    ...(own !== undefined && own === name
      ? [
          {
            code: 'DuplicateSubject',
            message: `the delegate and its CI pods are both named \`${own}\`, and their policies would have the same names; set another \`ciPods.name\``,
          },
        ]
      : []),
  ];
}

/** Pods of CI steps as a destination. */
export function ciPodsOf({ namespace, accountId }: CiPods): { readonly pods: ReturnType<typeof parsePods> } {
  return { pods: parsePods({ namespace, labels: accountId === undefined ? {} : { accountID: accountId } }) };
}
