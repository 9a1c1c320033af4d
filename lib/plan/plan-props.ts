import { AccessError, oneOf, show } from '../base';
import type { Connection } from '../connection';
import { PLAN_OPTIONS, type PlanOptions } from './options';
import { Plan } from './plan';

/** What every construct of this library needs to know, on every cloud: a list and how to read it, or a plan that is made already. */
export interface DelegatePlanProps extends PlanOptions {
  /** What the delegate connects to. Give this or `plan`. @default - `plan` */
  readonly connections?: readonly Connection[];
  /** A plan that is made already, for instance to share it between stacks. Give this or `connections`. @default - made from `connections` */
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
      `give \`connections\` or \`plan\`, got ${props.plan === undefined ? 'neither' : 'both'}`,
    );
  }
  const options = PLAN_OPTIONS.filter((option) => props[option] !== undefined);
  if (props.connections !== undefined) {
    return Plan.of(props.connections, Object.fromEntries(options.map((option) => [option, props[option]])));
  }
  if (options.length > 0) {
    throw AccessError.of(
      'InvalidPlan',
      `${oneOf(options)} would have no effect beside \`plan\`; give it to \`Plan.of\``,
    );
  }
  if (!(props.plan instanceof Plan)) {
    throw AccessError.of('InvalidPlan', `\`plan\` must be made by \`Plan.of\`, got ${show(props.plan)}`);
  }
  return props.plan;
}
