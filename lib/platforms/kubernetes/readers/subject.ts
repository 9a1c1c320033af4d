import { NAMESPACE_KEY } from './cilium-labels';
import { KnownLabels, selectorText, valueOf, type Answer, type Selector } from './labels';
import type { PodPolicy } from './policy';
import { AccessError, collect, groupBy, show, throwIfAny, type Problem } from '../../../base';
import { isLabelKey, isLabelValue } from '../../../network';
import { refuse, type TemplateChoices } from '../../../platform';

/** The pods whose policies count. */

/** Label of the pods of a delegate. */
const DELEGATE = 'harness.io/name';

/** Selector of a policy, and its namespace. */
interface Pair {
  readonly namespace: string | undefined;
  readonly selector: Selector;
}

export class Subject {
  public constructor(
    /** @default - that in which the files are applied */
    public readonly namespace: string | undefined,
    private readonly labels: KnownLabels,
    /** Policies without a namespace are of this one. */
    private readonly hasUnnamed: boolean,
  ) {}

  /** Assumption about policies without a namespace. */
  public notesOn(policies: readonly PodPolicy[]): string[] {
    const isAssumed = this.hasUnnamed && policies.some(({ object }) => object.namespace === undefined);
    return isAssumed ? [`policies without a namespace count as those of ${this.namespace}`] : [];
  }

  /** Words: `pods harness.io/name=delegate in harness`. */
  public get text(): string {
    const { selector } = this.labels;
    const which = selector.length === 0 ? 'every pod' : `pods ${selectorText(selector)}`;
    return `${which} in ${this.namespace ?? 'the namespace in which the files are applied'}`;
  }

  /** True when pods with these labels are the subject, or among them. */
  public isOf(labels: Readonly<Record<string, unknown>>, namespace: string | undefined): boolean {
    const isHere = namespace === undefined || this.namespace === undefined || namespace === this.namespace;
    const { selector } = this.labels;
    return isHere && selector.every((one) => one.key === NAMESPACE_KEY || labels[one.key] === valueOf(one));
  }

  /** The namespace of a policy, as far as it is known. */
  public namespaceOf({ object }: PodPolicy): string | undefined {
    return object.namespace ?? (this.hasUnnamed ? this.namespace : undefined);
  }

  /** Tells if a policy selects these pods. */
  public answer(policy: PodPolicy): Answer {
    const answers = [this.ofNamespace(policy), this.ofLabels(policy)];
    return answers.includes('no') ? 'no' : answers.includes('unsure') ? 'unsure' : 'yes';
  }

  /** The reason why it is not known whether a policy selects them. */
  public doubtOf(policy: PodPolicy): string {
    const { selector } = policy;
    if (selector === undefined) {
      return 'its selector is not understood';
    }
    return this.ofNamespace(policy) === 'unsure'
      ? 'whether it is of the same namespace: one of them is not named; set `podNamespace`'
      : `whether it selects the delegate: it selects ${selectorText(selector)}; set \`podLabels\` with all labels of its pods`;
  }

  private ofNamespace(policy: PodPolicy): Answer {
    const own = this.namespaceOf(policy);
    return policy.isClusterWide === true || own === this.namespace
      ? 'yes'
      : own === undefined || this.namespace === undefined
        ? 'unsure'
        : 'no';
  }

  private ofLabels({ selector }: PodPolicy): Answer {
    if (selector === undefined) {
      return 'unsure';
    }
    const own =
      this.namespace === undefined ? [] : [{ key: NAMESPACE_KEY, operator: 'In', values: [this.namespace] } as const];
    return new KnownLabels([...this.labels.selector, ...own]).answer(selector);
  }
}

/**
 * The pods of the choice, or those of the only selector that policies of egress have.
 *
 * @throws AccessError `InvalidPodLabels`, `SeveralPods`, `SeveralNamespaces`
 */
export function subjectOf(policies: readonly PodPolicy[], choices: TemplateChoices): Subject {
  const { podLabels, podNamespace } = choices as Readonly<Record<string, string | undefined>>;
  const all = policies.flatMap(pairOf);
  const inPlace =
    podNamespace === undefined ? all : all.filter((pair) => [undefined, podNamespace].includes(pair.namespace));
  const chosen = podLabels === undefined ? onlyPair(inPlace) : ofLabels(labelsIn(podLabels), inPlace);
  const labels = new KnownLabels(chosen.selector);
  const namespace = podNamespace ?? chosen.namespace;
  const hasUnnamed = podNamespace !== undefined && !all.some((pair) => pair.namespace === podNamespace);
  return new Subject(namespace, labels, hasUnnamed);
}

/** A requirement on the namespace is no label of the pods. */
function pairOf({ selector, object }: PodPolicy): Pair[] {
  if (selector === undefined) {
    return [];
  }
  const own = selector.find(({ key }) => key === NAMESPACE_KEY);
  return [
    {
      namespace: object.namespace ?? (own === undefined ? undefined : valueOf(own)),
      selector: selector.filter((one) => one !== own),
    },
  ];
}

/** The only pods with a selector of their own; of several, the only delegate. @throws AccessError `SeveralPods` */
function onlyPair(pairs: readonly Pair[]): Pair {
  const distinct = [
    ...groupBy(
      pairs.filter(({ selector }) => selector.length > 0),
      keyOf,
    ).values(),
  ].map(([pair]) => pair!);
  const delegates = distinct.filter(({ selector }) => selector.some(({ key }) => key === DELEGATE));
  const candidates = distinct.length > 1 && delegates.length > 0 ? delegates : distinct;
  const [first, ...others] = candidates;
  const isOneSelector = new Set(candidates.map(({ selector }) => JSON.stringify(selector))).size === 1;
  refuse({
    when: others.length > 0 && !isOneSelector,
    code: 'SeveralPods',
    message: `the template has egress policies for several sets of pods; choose the delegate's with \`podLabels\`: ${candidates.map(pairText).join(', ')}`,
  });
  return first === undefined
    ? { selector: [], namespace: refuseNamespaces(pairs)[0] }
    : { selector: first.selector, namespace: refuseNamespaces(candidates)[0] };
}

/** Pods of the namespace in which policies select these labels, with a selector of their own before those for all pods. */
function ofLabels(wanted: Selector, pairs: readonly Pair[]): Pair {
  const labels = new KnownLabels(wanted);
  const selecting = pairs.filter(({ selector }) => labels.answer(selector) === 'yes');
  const own = selecting.filter(({ selector }) => selector.length > 0);
  const [namespace] = refuseNamespaces(own.length > 0 ? own : selecting.length > 0 ? selecting : pairs);
  return { selector: wanted, namespace };
}

/** @throws AccessError `SeveralNamespaces` */
function refuseNamespaces(pairs: readonly Pair[]): readonly string[] {
  const names = [...new Set(pairs.flatMap(({ namespace }) => namespace ?? []))];
  refuse({
    when: names.length > 1,
    code: 'SeveralNamespaces',
    message: `the template has egress policies of several namespaces; choose the delegate's with \`podNamespace\`: ${names.map(show).join(', ')}`,
  });
  return names;
}

function keyOf({ namespace, selector }: Pair): string {
  return JSON.stringify([namespace, selector]);
}

function pairText({ namespace, selector }: Pair): string {
  return `${show(selectorText(selector))}${namespace === undefined ? '' : ` in ${namespace}`}`;
}

/** Labels as a choice has them: `a=b,c=d`. @throws AccessError `InvalidPodLabels` with every problem */
function labelsIn(text: string): Selector {
  const problems: Problem[] = [];
  const pairs = text.split(',').map((part) => part.trim().split('='));
  for (const [key, value, ...rest] of pairs) {
    collect(problems, '', () => {
      if (!isLabelKey(key) || !isLabelValue(value) || rest.length > 0) {
        throw AccessError.of(
          'InvalidPodLabels',
          `\`podLabels\` must be labels such as \`harness.io/name=my-delegate,app=delegate\`, got ${show(text)}`,
        );
      }
    });
  }
  throwIfAny(problems.slice(0, 1));
  return pairs.map(([key, value]) => ({ key: key!, operator: 'In', values: [value!] }));
}
