import { throwIfAny, type Problem } from '../base';
import { Destination, isWildcardName, subtreeOf, type Enforcement, type Port } from '../network';
import { showsName, spokenOn, type Flow, type Plan } from '../plan';
import type { TargetFacts } from './platform';

/** A flow as a platform enforces it. */
export interface TargetFlow {
  /** The requested flow. */
  readonly flow: Flow;
  /** The port that the platform matches: that of the flow; of a request to a proxy, that of the host behind it. */
  readonly port: Port;
  /** The destination that the platform matches. */
  readonly destination: Destination;
  readonly enforcement: Enforcement;
}

/** The flows of a plan as a platform enforces them. */
export interface Enforced {
  readonly flows: readonly TargetFlow[];
  /** Flows to names with a wildcard, replaced by the known names of the same port. */
  readonly replaced: readonly Flow[];
  /** Flows that it cannot carry, and closes. */
  readonly closed: readonly Flow[];
  /** Flows to destinations that it cannot match, such as those inside a network, which may never pass it. */
  readonly unmatched: readonly Flow[];
  /** Flows that it does not judge. */
  readonly unfiltered: readonly Flow[];
}

/**
 * Every flow with the destination that this platform matches.
 *
 * @param path targets of all layers on the path, this one among them
 * @throws AccessError with every flow that it cannot enforce, and no other layer can
 */
export function enforce(plan: Plan, facts: TargetFacts, path: readonly TargetFacts[] = [facts]): Enforced {
  throwIfAny(unique(plan.flows.flatMap((flow) => problemOf(flow, facts, path) ?? [])));
  const parts = {
    flows: [] as TargetFlow[],
    replaced: [] as Flow[],
    closed: [] as Flow[],
    unmatched: [] as Flow[],
    unfiltered: [] as Flow[],
  };
  const named = plan.flows.filter((flow) => matchesName(flow, facts));
  const namedKeys = new Set(named.map(({ key }) => key));
  const anyAddress = plan.reach.families.map((family) =>
    family === 'ipv4' ? Destination.anyIpv4() : Destination.anyIpv6(),
  );
  for (const flow of plan.flows) {
    if (!isFiltered(flow, facts)) {
      parts.unfiltered.push(flow);
    } else if (!isNativeHere(flow, facts)) {
      parts.unmatched.push(flow);
    } else if (flow.destination.hostname === undefined || matchesName(flow, facts) || facts.filters === 'requests') {
      const carried = carryOut(flow, facts);
      parts.flows.push(...carried);
      if (carried.length === 0) {
        parts.closed.push(flow);
      }
    } else if (isWildcard(flow) && namedKeys.has(flow.key)) {
      parts.replaced.push(flow);
    } else if (isOpenNameless(flow, facts, named)) {
      parts.flows.push(
        ...anyAddress.map((destination): TargetFlow => ({
          flow,
          port: flow.port,
          destination,
          enforcement: 'port-only',
        })),
      );
    } else {
      parts.closed.push(flow);
    }
  }
  return parts;
}

/** True when a flow whose name is not matched may go to any address of its port. */
function isOpenNameless(
  { port }: Flow,
  { names: { otherwise = 'any address' } }: TargetFacts,
  named: readonly Flow[],
): boolean {
  return (
    otherwise === 'any address' || (otherwise === 'free port' && !named.some((other) => overlap(other.port, port)))
  );
}

/** True when two ranges of one protocol have a port in common. */
export function overlap(a: Port, b: Port): boolean {
  return a.protocol === b.protocol && a.from <= b.to && b.from <= a.to;
}

/** True when the target judges such traffic. */
function isFiltered({ decision, destination, way }: Flow, { filters, isOfPods }: TargetFacts): boolean {
  if (isOfPods === true && decision.statement.opensIt === 'node') {
    return false;
  }
  return filters === 'lookups'
    ? destination.hostname !== undefined
    : filters === 'requests'
      ? way.through === 'proxy'
      : true;
}

function isNativeHere({ destination: { native } }: Flow, { platform, natives, filters }: TargetFacts): boolean {
  return (
    native === undefined ||
    filters === 'requests' ||
    (native.platform === platform && natives?.includes(native.kind) !== false)
  );
}

/** True when the target matches the name of the destination itself. */
function matchesName(flow: Flow, { names, filters }: TargetFacts): boolean {
  const { hostname } = flow.destination;
  if (hostname === undefined || names.match === 'none' || filters === 'requests') {
    return false;
  }
  if (!isWildcardName(hostname) && names.tiesExact === true) {
    return true;
  }
  if (names.only?.test(hostname) === false) {
    return false;
  }
  const isExpressible =
    !isWildcardName(hostname) ||
    names.match === 'one label' ||
    (names.match === 'subtree' && (names.on === 'dns' || /^\*\.[^*]+$/.test(hostname)));
  return isExpressible && (names.on !== 'tls and http' || showsName(flow));
}

function isWildcard({ destination, way }: Flow): boolean {
  return !way.byUser && destination.hostname !== undefined && isWildcardName(destination.hostname);
}

function problemOf(flow: Flow, facts: TargetFacts, path: readonly TargetFacts[]): Problem | undefined {
  const { kind, native, text } = flow.destination;
  const { connection, unenforceable } = flow.decision;
  if (native !== undefined && isPlaced(facts) && path.every(({ platform }) => platform !== native.platform)) {
    return {
      code: 'NativeElsewhere',
      message: `connection \`${connection}\`: ${text} is a destination of ${native.platform} only, which ${facts.title} cannot match; set a destination of this platform`,
      connection,
    };
  }
  if (facts.isOfPods === true && kind === 'hostname' && IN_CLUSTER.test(text)) {
    return {
      code: 'NameInCluster',
      message: `connection \`${connection}\`: \`${text}\` is a name of a service inside the cluster, whose address is that of its pods where ${facts.title} judges; set the pods, such as \`to: [{ pods: { namespace: 'ci', labels: { app: 'jenkins' } } }]\`, with the port of the container`,
      connection,
    };
  }
  return kind === 'hostname' && flow.way.byUser && !unenforceable && !isNamed(flow, path)
    ? {
        code: 'UnenforceableHostname',
        message: `connection \`${connection}\`: ${titles(path)} cannot match the host name \`${text}\`${showsName(flow) || path.every(({ names }) => names.match === 'none') ? '' : `, which ${flow.port.text} does not show`}; ${howToMend(flow, path)}`,
        connection,
      }
    : undefined;
}

/** True for a target that has destinations of its own. */
function isPlaced({ network, isOfPods }: TargetFacts): boolean {
  return network !== undefined || isOfPods === true;
}

/** Names that the DNS of a cluster gives to its services. */
const IN_CLUSTER = /(?:^|\.)(?:svc|svc\.cluster\.local|cluster\.local)$/;

/** True when a layer matches the name, or none of them judges it. */
function isNamed(flow: Flow, path: readonly TargetFacts[]): boolean {
  return path.some((layer) => matchesName(flow, layer)) || path.every(({ filters }) => filters === 'requests');
}

function titles(path: readonly TargetFacts[]): string {
  return path.map(({ title }) => title).join(' and ');
}

function howToMend(flow: Flow, path: readonly TargetFacts[]): string {
  const { via, through } = flow.way;
  if (through === 'proxy') {
    return 'set `to` of the proxy to its address blocks, in `reach.proxy` or where it is set';
  }
  if (via.startsWith('reach.')) {
    return `set its address blocks in \`${via}\``;
  }
  const hasNone = path.every(({ names }) => names.match === 'none');
  const layer = hasNone && showsName(flow) ? ', name the layer behind it that checks names (`behind`, `--target`)' : '';
  return `set its address blocks${layer}, or allow any address with \`unenforceable: 'port-only'\``;
}

function carryOut(flow: Flow, facts: TargetFacts): TargetFlow[] {
  const { port, destination, way } = flow;
  const { names, filters } = facts;
  const { gives = 'host name' } = names;
  if (filters === 'requests') {
    const { statement, port: service } = flow.decision;
    const isTunnelled =
      service.protocol === 'tcp' &&
      spokenOn(statement, service).what.some((word) => word !== 'ssh' && word !== 'starttls');
    return (isTunnelled ? way.hosts : []).map((host) => ({
      flow,
      port: flow.decision.port,
      destination: Destination.hostname(host),
      enforcement: gives,
    }));
  }
  const { hostname } = destination;
  if (hostname === undefined) {
    return [{ flow, port, destination, enforcement: 'address' }];
  }
  if (names.match === 'subtree' && isWildcardName(hostname)) {
    return [{ flow, port, destination: Destination.hostname(subtreeOf(hostname)), enforcement: gives }];
  }
  const isTied = names.tiesExact === true && !isWildcardName(hostname);
  return [{ flow, port, destination, enforcement: isTied ? 'host name' : gives }];
}

function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
