import { compareTexts, visible } from '../../../base';
import { isFields, listOf } from '../../../platform/template';

/** Selectors of labels, and what is known of the labels of pods. */

type Operator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';

export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** Every one of them applies; an empty one selects everything. */
export type Selector = readonly Requirement[];

export type Answer = 'yes' | 'no' | 'unsure';

const OPERATORS: readonly unknown[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** A selector in canonical order; `undefined` for one that is not understood. */
export function selectorOf(value: unknown, keyOf: (key: string) => string = (key) => key): Selector | undefined {
  if (isNothing(value)) {
    return [];
  }
  if (!isFields(value) || Object.keys(value).some((key) => key !== 'matchLabels' && key !== 'matchExpressions')) {
    return undefined;
  }
  const { matchLabels, matchExpressions } = value;
  const isFine =
    (isNothing(matchLabels) || isFields(matchLabels)) &&
    (isNothing(matchExpressions) || Array.isArray(matchExpressions));
  const all = [
    ...Object.entries(isFields(matchLabels) ? matchLabels : {}).map(([key, label]) => required(key, 'In', [label])),
    ...listOf(matchExpressions).map((one) =>
      isFields(one) ? required(one.key, one.operator, listOf(one.values)) : undefined,
    ),
  ];
  return isFine && all.every((one) => one !== undefined)
    ? all
        .map((one) => ({ ...one, key: keyOf(one.key) }))
        .sort((a, b) => compareTexts(JSON.stringify(a), JSON.stringify(b)))
    : undefined;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function required(key: unknown, operator: unknown, values: readonly unknown[]): Requirement | undefined {
  const hasValues = operator === 'In' || operator === 'NotIn';
  const isFine =
    typeof key === 'string' &&
    OPERATORS.includes(operator) &&
    values.every((value) => typeof value === 'string') &&
    values.length > 0 === hasValues;
  return isFine
    ? { key, operator: operator as Operator, values: [...new Set(values as readonly string[])].sort(compareTexts) }
    : undefined;
}

/** The one value that a requirement sets for its label. */
export function valueOf({ operator, values }: Requirement): string | undefined {
  return operator === 'In' && values.length === 1 ? values[0] : undefined;
}

/** Words for a selector: `app=web,tier in (a, b),!canary`. */
export function selectorText(selector: Selector): string {
  return visible(selector.map(requirementText).join(','));
}

function requirementText(one: Requirement): string {
  const { key, operator, values } = one;
  const value = valueOf(one);
  switch (operator) {
    case 'In':
      return value === undefined ? `${key} in (${values.join(', ')})` : `${key}=${value}`;
    case 'NotIn':
      return `${key} not in (${values.join(', ')})`;
    case 'Exists':
      return key;
    default:
      return `!${key}`;
  }
}

/** Labels that only the pods of Jobs have. https://kubernetes.io/docs/reference/labels-annotations-taints/ */
const OF_JOBS: readonly string[] = ['job-name', 'controller-uid'].flatMap((key) => [key, `batch.kubernetes.io/${key}`]);

/** Labels of pods, as far as they are known: from a choice, or from the selector of their policies. */
export class KnownLabels {
  private readonly values: ReadonlyMap<string, string>;
  private readonly facts: ReadonlySet<string>;
  private readonly keys: ReadonlySet<string>;

  public constructor(public readonly selector: Selector) {
    this.values = new Map(
      selector.flatMap((one) => {
        const value = valueOf(one);
        return value === undefined ? [] : [[one.key, value] as const];
      }),
    );
    this.facts = new Set(selector.map((one) => JSON.stringify(one)));
    this.keys = new Set(selector.map(({ key }) => key));
  }

  /** Tells if a selector selects these pods. */
  public answer(selector: Selector): Answer {
    const answers = selector.map((one) => this.ofOne(one));
    return answers.includes('no') ? 'no' : answers.includes('unsure') ? 'unsure' : 'yes';
  }

  private ofOne(one: Requirement): Answer {
    const { key, operator, values } = one;
    if (this.facts.has(JSON.stringify(one))) {
      return 'yes';
    }
    const value = this.values.get(key);
    const isAbsent = !this.keys.has(key) && OF_JOBS.includes(key);
    if (value === undefined && !isAbsent) {
      return 'unsure';
    }
    const isIn = value !== undefined && values.includes(value);
    const isSelected =
      operator === 'In'
        ? isIn
        : operator === 'NotIn'
          ? !isIn
          : operator === 'Exists'
            ? value !== undefined
            : value === undefined;
    return isSelected ? 'yes' : 'no';
  }
}
