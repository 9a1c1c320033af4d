import { AccessError } from '../base';
import type { Connection } from '../connection';
import { Plan, type PlanOptions } from './plan';

/** What every construct of this library needs to know, on every cloud: a list and how to read it, or a plan that is made already. */
export interface DelegatePlanProps extends PlanOptions {
  /** What the delegate connects to. Give this or `plan`. @default - `plan` */
  readonly connections?: readonly Connection[];
  /** A plan that is made already, for instance to share it between stacks. Give this or `connections`. @default - made from `connections` */
  readonly plan?: Plan;
}

const OPTIONS = ['profile', 'reach', 'harness', 'acknowledged', 'asOf'] as const;

/** @throws AccessError `InvalidPlan`, and whatever `Plan.of` throws */
export function planOf(props: DelegatePlanProps): Plan {
  if ((props.connections === undefined) === (props.plan === undefined)) {
    throw AccessError.of(
      'InvalidPlan',
      `give \`connections\` or \`plan\`, got ${props.plan === undefined ? 'neither' : 'both'}`,
    );
  }
  if (props.connections !== undefined) {
    return Plan.of(props.connections, props);
  }
  const lost = OPTIONS.filter((option) => props[option] !== undefined);
  if (lost.length > 0) {
    throw AccessError.of(
      'InvalidPlan',
      `${lost.map((option) => `\`${option}\``).join(', ')} would have no effect beside \`plan\`; give it to \`Plan.of\``,
    );
  }
  return props.plan!;
}
