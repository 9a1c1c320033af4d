/** Objects of Kubernetes as plain data. */

/** An object of Kubernetes, as `kubectl apply`, cdk8s and the CDK take it. */
export interface KubernetesManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [part: string]: unknown;
}

/** Selector of the pods of a policy. */
export interface PodSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: 'Exists' | 'DoesNotExist' }[];
}

/** The key under which an object says why it allows what it allows. */
const REASONS = 'harness-delegate-access/reasons';
const LABELS = { 'app.kubernetes.io/managed-by': 'harness-delegate-access' };
/** All annotations of an object may have 256 KiB. https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/ */
const MOST_REASONS = 64 * 1024;

/** The metadata of an object, with its reasons as a text of a line each. */
export function metadataOf(
  name: string,
  namespace: string | undefined,
  reasons: readonly string[] = [],
): KubernetesManifest['metadata'] {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: LABELS,
    ...(reasons.length === 0 ? {} : { annotations: { [REASONS]: fitting(reasons) } }),
  };
}

/** As many lines as an annotation has room for. */
function fitting(lines: readonly string[]): string {
  let length = 0;
  const shown = lines.filter((line) => (length += Buffer.byteLength(line) + 1) <= MOST_REASONS);
  const left = lines.length - shown.length;
  return [...shown, ...(left === 0 ? [] : [`and ${left} more, see the review`])].map((line) => `${line}\n`).join('');
}
