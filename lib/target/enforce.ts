import { throwIfAny, type Problem } from '../base';
import { Destination, type Enforcement } from '../network';
import type { Flow, Plan } from '../plan';
import type { TargetFacts } from './target';

/** A flow as a platform carries it out. */
export interface TargetFlow {
  /** What was asked for. */
  readonly flow: Flow;
  /** What the platform is told to match. */
  readonly destination: Destination;
  readonly enforcement: Enforcement;
}

/** Every flow with what this platform matches of it. @throws AccessError with every flow that it cannot carry out */
export function enforce(plan: Plan, facts: TargetFacts): TargetFlow[] {
  const problems: Problem[] = plan.flows.flatMap((flow) => problemsOf(flow, facts));
  throwIfAny(unique(problems));
  return plan.flows.flatMap((flow) => carryOut(flow, plan, facts));
}

function problemsOf(flow: Flow, facts: TargetFacts): Problem[] {
  const { destination } = flow;
  if (destination.native !== undefined && destination.native.platform !== facts.platform) {
    return [
      {
        code: 'NativeElsewhere',
        message: `connection \`${flow.connection}\`: ${destination.text} is a destination of ${destination.native.platform} only, which ${facts.title} cannot name; give this platform a destination of its own`,
      },
    ];
  }
  if (destination.kind === 'hostname' && !facts.matchesHostnames && flow.byUser && !flow.unenforceable) {
    return [
      {
        code: 'UnenforceableHostname',
        message: `connection \`${flow.connection}\`: ${facts.title} cannot match the host name \`${destination.text}\`; give its address blocks, or accept any address with \`unenforceable: 'port-only'\``,
      },
    ];
  }
  return [];
}

function carryOut(flow: Flow, plan: Plan, facts: TargetFacts): TargetFlow[] {
  if (flow.destination.kind !== 'hostname') {
    return [{ flow, destination: flow.destination, enforcement: 'address' }];
  }
  if (facts.matchesHostnames) {
    return [{ flow, destination: flow.destination, enforcement: 'host name' }];
  }
  return plan.reach.families.map((family) => ({
    flow,
    destination: family === 'ipv4' ? Destination.anyIpv4() : Destination.anyIpv6(),
    enforcement: 'port-only',
  }));
}

function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
