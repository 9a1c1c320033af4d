import { AccessError, collect, didYouMean, oneOf, show, throwIfAny, type Problem } from '../base';
import type { DestinationLike, PortLike } from '../connection';
import { choice, destinations, listOf, objectShape, ports } from '../connection/parsers';
import { Destination, type IpFamily, type Port } from '../network';

/** Where each kind of destination is reached from the delegate's network. */
export interface Reach {
  /** Services that you host, for connections without `to`. @default - such connections must say `to` */
  readonly selfHosted?: readonly DestinationLike[];
  /** Your machines, for connections without `machines`. @default - such connections must say `machines` */
  readonly machines?: readonly DestinationLike[];
  /** Vendors' APIs, for instance your proxy. @default - their host names */
  readonly saas?: readonly DestinationLike[];
  /** AWS APIs, for instance your interface endpoints. @default - their host names */
  readonly awsServices?: readonly DestinationLike[];
  /** Google APIs, for instance Private Google Access, 199.36.153.8/30. @default - their host names */
  readonly googleApis?: readonly DestinationLike[];
  /** Harness itself and the delegate's images, for instance your proxy. @default - their host names */
  readonly harness?: readonly DestinationLike[];
  /** Resolvers that a platform does not reach by itself; opens 53, TCP and UDP. @default - the platform's own resolver, no rule */
  readonly dns?: readonly DestinationLike[];
  /**
   * Ports on which `saas` and `harness` are reached when they are a proxy, such as 3128, in place of the service's own.
   *
   * @default - the ports of each service
   */
  readonly proxyPorts?: readonly PortLike[];
  /** What stands in for a host name that a platform cannot match: any address of these families. @default ['ipv4'] */
  readonly families?: readonly IpFamily[];
}

export interface ParsedReach {
  readonly selfHosted?: readonly Destination[];
  readonly machines?: readonly Destination[];
  readonly saas?: readonly Destination[];
  readonly awsServices?: readonly Destination[];
  readonly googleApis?: readonly Destination[];
  readonly harness?: readonly Destination[];
  readonly dns?: readonly Destination[];
  readonly proxyPorts?: readonly Port[];
  readonly families: readonly IpFamily[];
}

/** A kind of destination, as `reach` names it. */
export type ReachKind = Exclude<keyof ParsedReach, 'proxyPorts' | 'families'>;

const PLACES = ['selfHosted', 'machines', 'saas', 'awsServices', 'googleApis', 'harness', 'dns'] as const;
const PROPS = [...PLACES, 'proxyPorts', 'families'];
const FAMILIES: readonly IpFamily[] = ['ipv4', 'ipv6'];

/** What a file may say of it, as JSON Schema has it. */
export const REACH_SHAPE = objectShape({
  ...Object.fromEntries(PLACES.map((place) => [place, destinations])),
  proxyPorts: ports,
  families: listOf(choice(FAMILIES), 1),
});

/** Checked destinations. @throws AccessError with every problem of every kind */
export function parseReach(value: unknown): ParsedReach {
  if (value === undefined) {
    return { families: ['ipv4'] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw AccessError.of('InvalidReach', `\`reach\` must be an object with ${oneOf(PROPS)}, got ${show(value)}`);
  }
  const problems: Problem[] = [];
  const parsed: Record<string, unknown> = { families: ['ipv4'] };
  for (const [prop, entry] of Object.entries(value)) {
    if (prop === 'proxyPorts') {
      parsed.proxyPorts = collect(problems, '', () => ports(entry, 'reach.proxyPorts'), 'reach.proxyPorts');
    } else if (prop === 'families') {
      parsed.families = collect(problems, '', () => parseFamilies(entry), 'reach.families');
    } else if (!(PLACES as readonly string[]).includes(prop)) {
      problems.push({
        code: 'UnknownProp',
        message: `\`reach\` has no ${show(prop)}; allowed: ${oneOf(PROPS)}${didYouMean(prop, PROPS)}`,
        at: `reach.${prop}`,
      });
    } else if (entry !== undefined) {
      parsed[prop] = collect(
        problems,
        `\`reach.${prop}\`: `,
        () => parsePlace(entry, `reach.${prop}`),
        `reach.${prop}`,
      );
    }
  }
  throwIfAny(problems);
  return parsed as unknown as ParsedReach;
}

function parsePlace(value: unknown, at: string): Destination[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw AccessError.of(
      'EmptyList',
      `must be a list with at least one destination, got ${Array.isArray(value) ? 'an empty list' : show(value)}`,
    );
  }
  const problems: Problem[] = [];
  const parsed = Array.from(value as unknown[], (entry, i) =>
    collect(problems, `entry ${i}: `, () => Destination.parse(entry), `${at}[${i}]`),
  );
  throwIfAny(problems);
  return parsed as Destination[];
}

function parseFamilies(value: unknown): IpFamily[] {
  if (
    !Array.isArray(value) ||
    value.length === 0 ||
    !Array.from(value as unknown[]).every((entry) => FAMILIES.includes(entry as IpFamily))
  ) {
    throw AccessError.of(
      'InvalidChoice',
      `\`reach.families\` must be a list of \`ipv4\` and \`ipv6\`, got ${Array.isArray(value) ? Array.from(value as unknown[], show).join(', ') || 'an empty list' : show(value)}`,
    );
  }
  return FAMILIES.filter((family) => value.includes(family));
}
