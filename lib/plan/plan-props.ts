import { AccessError, oneOf, show } from '../base';
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

/** @throws AccessError `InvalidPlan`, and whatever `Plan.of` throws */
export function planOf(props: DelegatePlanProps): Plan {
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
    return Plan.of(props.connections, Object.fromEntries(options.map((option) => [option, props[option]])));
  }
  if (options.length > 0) {
    throw AccessError.of('InvalidPlan', `${oneOf(options)} has no effect with \`plan\`; set it in \`Plan.of\``);
  }
  if (!(props.plan instanceof Plan)) {
    throw AccessError.of('InvalidPlan', `\`plan\` must be made by \`Plan.of\`, got ${show(props.plan)}`);
  }
  return props.plan;
}
