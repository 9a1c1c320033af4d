import { collect, throwIfAny, type Problem } from '../../../base';
import { DELEGATE_PLAN_PROPS, planOf, type Finding, type Plan } from '../../../plan';
import {
  reviewName,
  reviewOf,
  toSummary,
  toTable,
  writeReview,
  type ReviewDocument,
  type ReviewWhere,
  type SummaryOptions,
  type TableOptions,
} from '../../../review';
import { OPTIONS, settle, type KubernetesAccessProps, type KubernetesOptions, type Settled } from '../access-props';
import { helmValuesOf, type HelmValues } from '../helm-values';
import { judged } from '../judged';
import type { KubernetesManifest } from '../manifest';
import { policySet, type PolicySet } from '../policy-set';
import { CiPodsAccess } from './ci-pods-access';
import { manifestsYaml } from '../to-yaml';

const KNOWN: Readonly<Record<keyof KubernetesAccessProps, true>> = { ...DELEGATE_PLAN_PROPS, ...OPTIONS, behind: true };

/**
 * Egress policies, rights and identity of a delegate that runs in a cluster, as plain objects of Kubernetes: for cdk8s, for
 * `cluster.addManifest` of the CDK, for CDKTF, and for `kubectl apply --server-side`.
 *
 * Makes no Deployment: Harness's chart does, with `helmValues()`. Nothing tells whether the cluster enforces policies: a finding says how
 * to find out. Where the delegate is no pod, use the constructs of its cloud.
 *
 * @example
 * ```ts
 * const access = new KubernetesAccess({
 *   name: 'my-delegate',
 *   namespace: 'harness-delegate-ng',
 *   policy: 'cilium-network-policy',
 *   scope: 'namespace',
 *   connections: [Connection.datadog({ site: 'datadoghq.eu' })],
 * });
 * const yaml = access.toYaml();
 * ```
 */
export class KubernetesAccess {
  /** The list with the lines of the cluster. */
  public readonly plan: Plan;
  /** The pods of CI steps, where they have a list of their own. */
  public readonly ciPods?: CiPodsAccess;
  readonly #settled: Settled;
  readonly #set: PolicySet;

  /**
   * @throws AccessError `InvalidName`, `InvalidNamespace`, `SharedNamespace`, `DuplicateSubject`, `MissingApiServer`, `OwnNamespace`,
   * `BlockInsideCluster`, `PortRangeNotExpressible`, and those of the plan
   */
  public constructor(props: KubernetesAccessProps) {
    const problems: Problem[] = [];
    const list = collect(problems, '', () => planOf(props, KNOWN));
    const settled = collect(problems, '', () => settle(optionsOf(props)));
    throwIfAny(problems);
    this.#settled = settled!;
    this.#set = policySet(list!, settled!, props);
    this.plan = this.#set.plan;
    const { ci } = this.#set;
    if (ci !== undefined) {
      this.ciPods = new CiPodsAccess(ci);
    }
  }

  /** Objects, in the order in which they are to be applied: rights, then allows, then what closes the rest. */
  public manifests(): KubernetesManifest[] {
    return structuredClone(this.#set.manifests) as KubernetesManifest[];
  }

  /** The same as one stream of YAML. */
  public toYaml(): string {
    return manifestsYaml(this.#set.manifests);
  }

  /** Values of Harness's chart `harness-delegate-ng`: the service account, the labels of the pods, and a Role that we make. */
  public helmValues(): HelmValues {
    return helmValuesOf(this.#settled);
  }

  /** Findings on names, ports, destinations and the cluster, with their acknowledgements; by key. */
  public get findings(): readonly Finding[] {
    return judged(this.#set);
  }

  /** The review as plain data. */
  public toReview(): ReviewDocument {
    return reviewOf(this.#set.layers.whole, { findings: this.findings, where: this.where });
  }

  /** The review in one block for a terminal. */
  public summary(options: SummaryOptions = {}): string {
    return toSummary(this.toReview(), options);
  }

  /** The review as a table for a terminal or a log. */
  public table(options: TableOptions = {}): string {
    return toTable(this.toReview(), options);
  }

  /** Writes the reviews into a folder as Markdown, HTML and JSON; returns the paths of the files. */
  public writeReview(folder: string): string[] {
    const { name, namespace } = this.#settled;
    const { ciPods } = this;
    return [
      ...writeReview(folder, reviewName(`${namespace}/${name}`), this.toReview()),
      ...(ciPods === undefined ? [] : writeReview(folder, reviewName(ciPods.path), ciPods.toReview())),
    ];
  }

  private get where(): ReviewWhere {
    const { name, namespace, serviceAccount } = this.#settled;
    return { name, namespace, serviceAccount, targets: `pods with harness.io/name=${name}` };
  }
}

/** The part of the props that is not about the list. */
function optionsOf(props: KubernetesAccessProps): KubernetesOptions {
  return Object.fromEntries(
    Object.keys(OPTIONS).map((key) => [key, props[key as keyof KubernetesOptions]]),
  ) as unknown as KubernetesOptions;
}
