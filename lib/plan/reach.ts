import { choice, list, object, Schema, throwIfAny, type ObjectOf, type Problem } from '../base';
import { ports, type IpFamily } from '../network';
import { AWS_SERVICES_REACH, type ServiceWays } from './reach-aws';
import { BY_ADDRESS, HTTP_PROXY, REACH_BY, wayOf, type ParsedBy, type ReachWay } from './reach-by';

/** Ways of the delegate's network to each kind of destination, checked. */

const FAMILIES: readonly IpFamily[] = ['ipv4', 'ipv6'];
const ANY_FAMILY = list(choice(FAMILIES).typed('IpFamily'), 1);
/** Each once, IPv4 first. */
const IN_ORDER: Schema<readonly IpFamily[]> = new Schema(
  (value, at, problems) => {
    const given = ANY_FAMILY.read(value, at, problems);
    return FAMILIES.filter((family) => given?.includes(family));
  },
  () => ANY_FAMILY.facts,
  false,
);

export const REACH = object(
  'Reach',
  {
    selfHosted: REACH_BY.doc(
      "Your own services, for connections without `to`; with `'proxy'`, host names in `to` go through it too.",
      '- such connections must set `to`',
    ),
    machines: BY_ADDRESS.doc(
      'Your machines, for connections without `machines`.',
      '- such connections must set `machines`',
    ),
    saas: REACH_BY.doc(
      "Vendors' APIs; with `'proxy'`, host names in `to` of such connections go through it too.",
      '- their host names',
    ),
    awsServices: AWS_SERVICES_REACH.doc(
      'AWS APIs: all of them, or each service by its name and the others by `default`; for instance your endpoints.',
      '- their host names',
    ),
    googleApis: REACH_BY.doc(
      "Google APIs, the delegate's own logging and Google's registry of its images among them; for instance Private Google Access, 199.36.153.8/30.",
      '- their host names',
    ),
    harness: REACH_BY.doc(
      "Harness itself and the delegate's images; not what `googleApis` covers.",
      '- their host names',
    ),
    dns: BY_ADDRESS.doc(
      "Your own resolvers, beside the platform's; opens 53, TCP and UDP.",
      "- the platform's own resolver, no rule",
    ),
    proxy: HTTP_PROXY.doc("HTTP proxy of the network, for kinds that are set to `'proxy'`.", '- none'),
    proxyPorts: ports.doc(
      'Ports on which the blocks of `saas` and `harness` are reached when they are a proxy, such as 3128; `proxy` says the same for every kind.',
      '- the ports of each service',
    ),
    families: IN_ORDER.doc(
      'Families of any address, which is open for a host name that a platform cannot match.',
      "['ipv4']",
    ),
  },
  { code: 'InvalidReach' },
);

type Given = ObjectOf<typeof REACH.props>;

/** A kind of destination, as `reach` names it. */
export type ReachKind = Exclude<keyof Given, 'proxy' | 'proxyPorts' | 'families'>;

/** The kinds of destinations. */
export const REACH_KINDS = Object.keys(REACH.props).filter(
  (name) => !['proxy', 'proxyPorts', 'families'].includes(name),
) as ReachKind[];

/** Checked ways, by kind; `families` is always set. */
export interface ParsedReach extends Readonly<Partial<Record<Exclude<ReachKind, 'awsServices'>, ReachWay>>> {
  readonly awsServices?: ReachWay | ServiceWays;
  readonly families: readonly IpFamily[];
}

/** Checked ways. @throws AccessError with every problem of every kind */
export function parseReach(value: unknown): ParsedReach {
  const problems: Problem[] = [];
  const given = value === undefined ? {} : REACH.read(value, 'reach', problems);
  throwIfAny(problems.map(withProxyPort));
  const { families = ['ipv4'], proxyPorts, proxy, ...kinds } = given!;
  const wayTo = (by: ParsedBy, kind: string): ReachWay => {
    const way = wayOf(by, `reach.${kind}`, proxy, problems);
    const isProxied = ['saas', 'harness'].includes(kind) && way.through !== 'proxy' && proxyPorts !== undefined;
    return isProxied ? { ...way, through: 'proxy', ports: proxyPorts } : way;
  };
  const ways = Object.entries(kinds).flatMap(([kind, by]) =>
    by === undefined
      ? []
      : [
          [
            kind,
            by instanceof Map ? servicesOf(by as Map<string, ParsedBy>, wayTo) : wayTo(by as ParsedBy, kind),
          ] as const,
        ],
  );
  throwIfAny(problems);
  return { ...Object.fromEntries(ways), families };
}

function servicesOf(
  services: ReadonlyMap<string, ParsedBy>,
  wayTo: (by: ParsedBy, kind: string) => ReachWay,
): ServiceWays {
  const entries = [...services].map(([service, by]) => [service, wayTo(by, `awsServices.${service}`)] as const);
  return { services: new Map(entries) };
}

/** Every way of a reach, in the order of its kinds. */
export function waysIn(reach: ParsedReach): readonly ReachWay[] {
  return REACH_KINDS.flatMap((kind) => {
    const way = reach[kind];
    return way === undefined ? [] : 'services' in way ? [...way.services.values()] : [way];
  });
}

/** Only a proxy has ports here; elsewhere the port is that of the connection. */
function withProxyPort(problem: Problem): Problem {
  const isProxy = /^reach\.(?:saas|harness)\b/.test(problem.at ?? '');
  const message = problem.message.replace(/ and set `ports: (\[\d+\])`$/, isProxy ? ' and set `proxyPorts: $1`' : '');
  return { ...problem, message };
}
