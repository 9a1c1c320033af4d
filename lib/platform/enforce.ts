import { throwIfAny, type Problem } from '../base';
import { Destination, type Enforcement } from '../network';
import type { Flow, Plan, Way } from '../plan';
import type { TargetFacts } from './platform';

/** A flow as a platform enforces it. */
export interface TargetFlow {
  /** The requested flow. */
  readonly flow: Flow;
  /** The destination that the platform matches. */
  readonly destination: Destination;
  readonly enforcement: Enforcement;
}

/** The flows of a plan as a platform enforces them. */
export interface Enforced {
  readonly flows: readonly TargetFlow[];
  /** Flows to names with a wildcard, replaced by the known names of the same port. */
  readonly replaced: readonly Flow[];
}

/** Every flow with the destination that this platform matches. @throws AccessError with every flow that it cannot enforce */
export function enforce(plan: Plan, facts: TargetFacts): Enforced {
  throwIfAny(unique(plan.flows.flatMap((flow) => problemOf(flow, facts) ?? [])));
  const named = new Set(plan.flows.filter((flow) => matchesName(flow, facts)).map(({ key }) => key));
  const anyAddress = plan.reach.families.map((family) =>
    family === 'ipv4' ? Destination.anyIpv4() : Destination.anyIpv6(),
  );
  const flows: TargetFlow[] = [];
  const replaced: Flow[] = [];
  for (const flow of plan.flows) {
    if (isWildcard(flow) && !matchesName(flow, facts) && named.has(flow.key)) {
      replaced.push(flow);
    } else {
      flows.push(...carryOut(flow, anyAddress, facts));
    }
  }
  return { flows, replaced };
}

function matchesName({ destination: { hostname } }: Flow, { names }: TargetFacts): boolean {
  if (hostname === undefined || names.match === 'none') {
    return false;
  }
  return (
    !hostname.includes('*') ||
    names.match === 'one label' ||
    (names.match === 'subtree' && /^\*\.[^*]+$/.test(hostname))
  );
}

function isWildcard({ destination, way }: Flow): boolean {
  return !way.byUser && destination.hostname !== undefined && destination.hostname.includes('*');
}

function problemOf(flow: Flow, facts: TargetFacts): Problem | undefined {
  const { kind, native, text } = flow.destination;
  const { connection, unenforceable } = flow.decision;
  if (native !== undefined && native.platform !== facts.platform) {
    return {
      code: 'NativeElsewhere',
      message: `connection \`${connection}\`: ${text} is a destination of ${native.platform} only, which ${facts.title} cannot match; set a destination of this platform`,
      connection,
    };
  }
  return kind === 'hostname' && !matchesName(flow, facts) && flow.way.byUser && !unenforceable
    ? {
        code: 'UnenforceableHostname',
        message: `connection \`${connection}\`: ${facts.title} cannot match the host name \`${text}\`; ${howToMend(flow.way)}`,
        connection,
      }
    : undefined;
}

function howToMend({ via, through }: Way): string {
  if (through === 'proxy') {
    return 'set `to` of the proxy to its address blocks, in `reach.proxy` or where it is set';
  }
  return via.startsWith('reach.')
    ? `set its address blocks in \`${via}\``
    : "set its address blocks, or allow any address with `unenforceable: 'port-only'`";
}

function carryOut(flow: Flow, anyAddress: readonly Destination[], facts: TargetFacts): TargetFlow[] {
  if (flow.destination.kind !== 'hostname') {
    return [{ flow, destination: flow.destination, enforcement: 'address' }];
  }
  if (matchesName(flow, facts)) {
    return [{ flow, destination: flow.destination, enforcement: 'host name' }];
  }
  return anyAddress.map((destination) => ({ flow, destination, enforcement: 'port-only' }));
}

function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
