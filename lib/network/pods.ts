import { compareTexts, show, throwIfAny, type Problem } from '../base';
import { LABEL_RULE, isLabel, isLabelKey, isLabelValue } from './kubernetes-names';

/** Pods of a cluster as a destination: by the name of their namespace and by their labels. */

/** Pods of one namespace: those that have every one of these labels, or all of them. */
export interface Pods {
  /** Name of the namespace, a label of at most 63 characters. */
  readonly namespace: string;
  /** Labels that the pods have. @default - every pod of the namespace */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Pods as a list may write them, in a file too. */
export interface PodsLike {
  readonly pods: Pods;
}

const KNOWN = ['namespace', 'labels'];

/** Checked pods, labels in the order of their keys. @throws AccessError `InvalidPods` with every problem */
export function parsePods(value: unknown): Required<Pods> {
  const problems: Problem[] = [];
  const wrong = (message: string): void => void problems.push({ code: 'InvalidPods', message });
  const given = (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined) as
    Partial<Record<string, unknown>> | undefined;
  if (given === undefined) {
    wrong(`\`pods\` must be an object such as \`{ namespace: 'ci', labels: { app: 'jenkins' } }\`, got ${show(value)}`);
  } else {
    if (!isLabel(given.namespace)) {
      wrong(`\`namespace\` of pods must be ${LABEL_RULE}, got ${show(given.namespace)}`);
    }
    Object.keys(given)
      .filter((key) => !KNOWN.includes(key))
      .forEach((key) => wrong(`pods have no ${show(key)}; allowed: \`namespace\`, \`labels\``));
    labelProblems(given.labels ?? {}).forEach(wrong);
  }
  throwIfAny(problems);
  const { namespace, labels = {} } = value as Pods;
  return { namespace, labels: sorted(labels) };
}

/** Words for each label that Kubernetes would refuse. */
export function labelProblems(labels: unknown): string[] {
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) {
    return [`\`labels\` must be an object such as \`{ app: 'jenkins' }\`, got ${show(labels)}`];
  }
  return Object.entries(labels).flatMap(([key, value]) => [
    ...(isLabelKey(key) ? [] : [`a label key must be a name such as \`app\` or \`example.com/app\`, got ${show(key)}`]),
    ...(typeof value === 'number' || typeof value === 'boolean'
      ? [`the label ${show(key)} must be a text, got ${value}; write \`${key}: "${value}"\``]
      : isLabelValue(value)
        ? []
        : [
            `the label ${show(key)} must be at most 63 letters, digits, \`-\`, \`_\` and \`.\`, with a letter or digit at both ends, got ${show(value)}`,
          ]),
  ]);
}

/** Words for pods: `pods ci/app=jenkins`, `pods ci/*`. */
export function podsText({ namespace, labels = {} }: Pods): string {
  const entries = Object.entries(sorted(labels)).map(([key, value]) => `${key}=${value}`);
  return `pods ${namespace}/${entries.length === 0 ? '*' : entries.join(',')}`;
}

function sorted(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => compareTexts(a, b)));
}
