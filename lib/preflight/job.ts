import { show, throwIfAny } from '../base';
import { isLabel, isSubdomain, LABEL_RULE } from '../network';

/** A Kubernetes Job that runs the script as the delegate: with its label, so that its policies select it, and its service account. */

export interface JobOptions {
  /** Name of the delegate, which is its label `harness.io/name`. */
  readonly name: string;
  readonly namespace: string;
  /** Image of the delegate, or another one with bash, curl, getent and awk. */
  readonly image: string;
  /** @default - the name of the delegate, as the chart names it */
  readonly serviceAccount?: string;
  /** Mounts the token of the service account, which says who the delegate is. @default false */
  readonly mountsToken?: boolean;
}

/** End of the names of both objects. */
const SUFFIX = '-preflight';

/** The script in a ConfigMap, and the Job that runs it, as YAML. @throws AccessError with every problem */
export function preflightJob(script: string, options: JobOptions): string {
  const { name, namespace, image, serviceAccount = options.name, mountsToken = false } = options;
  check(options);
  const own = `${name.slice(0, 63 - SUFFIX.length).replace(/-+$/, '')}${SUFFIX}`;
  const metadata = `metadata:
  name: ${JSON.stringify(own)}
  namespace: ${JSON.stringify(namespace)}`;
  return `apiVersion: v1
kind: ConfigMap
${metadata}
data:
  preflight.sh: |
${script
  .trimEnd()
  .split('\n')
  .map((line) => (line === '' ? '' : `    ${line}`))
  .join('\n')}
---
apiVersion: batch/v1
kind: Job
${metadata}
spec:
  backoffLimit: 0
  ttlSecondsAfterFinished: 3600
  template:
    metadata:
      labels:
        harness.io/name: ${JSON.stringify(name)}
    spec:
      restartPolicy: Never
      serviceAccountName: ${JSON.stringify(serviceAccount)}
      automountServiceAccountToken: ${mountsToken}
      containers:
        - name: preflight
          image: ${JSON.stringify(image)}
          # Policies may start seconds after the pod (aws/aws-network-policy-agent#271).
          command: [bash, -c, "sleep 10; bash /preflight/preflight.sh"]
          volumeMounts:
            - name: script
              mountPath: /preflight
              readOnly: true
      volumes:
        - name: script
          configMap:
            name: ${JSON.stringify(own)}
`;
}

function check({ name, namespace, image, serviceAccount }: JobOptions): void {
  const checks = [
    {
      when: !isLabel(name),
      code: 'InvalidName',
      message: `\`--name\` must be the name of the delegate: ${LABEL_RULE}, got ${show(name)}`,
    },
    {
      when: !isLabel(namespace),
      code: 'InvalidNamespace',
      message: `\`--namespace\` must be a namespace: ${LABEL_RULE}, got ${show(namespace)}`,
    },
    {
      when: !/^[\w][\w./:@-]{0,511}$/.test(image),
      code: 'InvalidName',
      message: `\`--image\` must be an image such as \`harness/delegate:26.02.88404\`, got ${show(image)}`,
    },
    {
      when: serviceAccount !== undefined && !isSubdomain(serviceAccount),
      code: 'InvalidName',
      message: `\`--service-account\` must be the name of a service account: lower-case letters, digits, hyphens and dots, got ${show(serviceAccount)}`,
    },
  ];
  throwIfAny(checks.filter(({ when }) => when).map(({ code, message }) => ({ code, message })));
}
