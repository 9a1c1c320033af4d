import { AccessError, collect, oneOf, show, throwIfAny, unknownProp, type Problem } from '../base';
import type { Connection } from '../connection';
import { PLAN_OPTIONS, type PlanOptions } from './options';
import { Plan } from './plan';

/** Props that the constructs of every cloud share: a list with its options, or a finished plan. */
export interface DelegatePlanProps extends PlanOptions {
  /** Connections of the delegate. Set this or `plan`. @default - `plan` */
  readonly connections?: readonly Connection[];
  /** A finished plan, for instance to share it between stacks. Set this or `connections`. @default - the plan of `connections` */
  readonly plan?: Plan;
}

/** Each of them, for the list of props that a construct knows. */
export const DELEGATE_PLAN_PROPS: Readonly<Record<keyof DelegatePlanProps, true>> = {
  connections: true,
  plan: true,
  profile: true,
  reach: true,
  harness: true,
  acknowledged: true,
  asOf: true,
  region: true,
  published: true,
  probes: true,
};

/**
 * The plan of a construct's props, of which these are known; `defaults` are for a list, and never for a finished plan.
 *
 * @throws AccessError `InvalidPlan`, `UnknownProp`, and whatever `Plan.of` throws
 */
export function planOf(
  props: DelegatePlanProps,
  known: Readonly<Record<string, true>>,
  defaults: PlanOptions = {},
): Plan {
  const problems: Problem[] = unknownProps(props, known);
  const plan = collect(problems, '', () => planOfKnown(props, defaults));
  throwIfAny(problems);
  return plan!;
}

function unknownProps(props: unknown, known: Readonly<Record<string, true>>): Problem[] {
  const given = typeof props === 'object' && props !== null ? Object.entries(props) : [];
  return given
    .filter(([key, value]) => value !== undefined && !Object.hasOwn(known, key))
    .map(([key]) => unknownProp('there is no prop', key, Object.keys(known), key));
}

function planOfKnown(props: DelegatePlanProps, defaults: PlanOptions): Plan {
  if (typeof props !== 'object' || props === null) {
    throw AccessError.of('InvalidPlan', `props must be an object with \`connections\` or \`plan\`, got ${show(props)}`);
  }
  if ((props.connections === undefined) === (props.plan === undefined)) {
    throw AccessError.of(
      'InvalidPlan',
      `set \`connections\` or \`plan\`, got ${props.plan === undefined ? 'neither' : 'both'}`,
    );
  }
  const options = PLAN_OPTIONS.filter((option) => props[option] !== undefined);
  if (props.connections !== undefined) {
    const given = Object.fromEntries(options.map((option) => [option, props[option]]));
    return Plan.of(props.connections, { ...defaults, ...given });
  }
  if (options.length > 0) {
    throw AccessError.of('InvalidPlan', `${oneOf(options)} has no effect with \`plan\`; set it in \`Plan.of\``);
  }
  if (!(props.plan instanceof Plan)) {
    throw AccessError.of('InvalidPlan', `\`plan\` must be made by \`Plan.of\`, got ${show(props.plan)}`);
  }
  return props.plan;
}
