import { choice, list, object, Schema, throwIfAny, type ObjectOf, type Problem } from '../base';
import { destinations, ports, type IpFamily } from '../network';

/** Destinations of each kind, as the delegate's network reaches them, checked. */

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
    selfHosted: destinations.doc(
      'Your own services, for connections without `to`.',
      '- such connections must set `to`',
    ),
    machines: destinations.doc(
      'Your machines, for connections without `machines`.',
      '- such connections must set `machines`',
    ),
    saas: destinations.doc("Vendors' APIs, for instance your proxy.", '- their host names'),
    awsServices: destinations.doc('AWS APIs, for instance your interface endpoints.', '- their host names'),
    googleApis: destinations.doc(
      "Google APIs, the delegate's own logging and Google's registry of its images among them; for instance Private Google Access, 199.36.153.8/30.",
      '- their host names',
    ),
    harness: destinations.doc(
      "Harness itself and the delegate's images, for instance your proxy; not what `googleApis` covers.",
      '- their host names',
    ),
    dns: destinations.doc(
      "Your own resolvers, beside the platform's; opens 53, TCP and UDP.",
      "- the platform's own resolver, no rule",
    ),
    proxyPorts: ports.doc(
      'Ports on which `saas` and `harness` are reached when they are a proxy, such as 3128; override the ports of the service.',
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

/** Checked destinations; `families` is always set. */
export interface ParsedReach extends Omit<Given, 'families'> {
  readonly families: readonly IpFamily[];
}

/** A kind of destination, as `reach` names it. */
export type ReachKind = Exclude<keyof Given, 'proxyPorts' | 'families'>;

/** The kinds of destinations. */
export const REACH_KINDS = Object.keys(REACH.props).filter(
  (name) => name !== 'proxyPorts' && name !== 'families',
) as ReachKind[];

/** Checked destinations. @throws AccessError with every problem of every kind */
export function parseReach(value: unknown): ParsedReach {
  const problems: Problem[] = [];
  const given = value === undefined ? {} : REACH.read(value, 'reach', problems);
  throwIfAny(problems.map(withProxyPort));
  const { families = ['ipv4'], ...places } = given!;
  return { ...places, families };
}

/** Only a proxy has ports here; elsewhere the port is that of the connection. */
function withProxyPort(problem: Problem): Problem {
  const isProxy = /^reach\.(?:saas|harness)\b/.test(problem.at ?? '');
  const message = problem.message.replace(/ and set `ports: (\[\d+\])`$/, isProxy ? ' and set `proxyPorts: $1`' : '');
  return { ...problem, message };
}
