/** Answers "is this let out?" from a CloudFormation template or Terraform JSON alone; shares no code with the library. */

export interface Opening {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** An address block, or a host name. */
  readonly destination: string;
}

interface Range {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

type Json = Record<string, unknown>;

/** Every egress rule of every security group of a template. */
export function openingsOfTemplate(template: {
  Resources: Record<string, { Type: string; Properties: Json }>;
}): Opening[] {
  const groups = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::EC2::SecurityGroup');
  const rules = groups.flatMap(({ Properties }) => Properties.SecurityGroupEgress as Json[]);
  return rules
    .filter(({ IpProtocol }) => IpProtocol !== 'icmp')
    .map(({ IpProtocol, FromPort, ToPort, CidrIp, CidrIpv6 }) => ({
      protocol: IpProtocol as string,
      from: FromPort as number,
      to: ToPort as number,
      destination: (CidrIp ?? CidrIpv6) as string,
    }));
}

/** What the rules of a Terraform JSON let out, provided that they deny the rest; fails when they do not. */
export function openingsOfTerraform(resources: Record<string, Record<string, Json>>): Opening[] {
  const classic = Object.values(resources.google_compute_firewall ?? {});
  const policy = Object.values(resources.google_compute_network_firewall_policy_rule ?? {});
  const rules = [...classic.map(fromClassic), ...policy.map(fromPolicy)];
  const allow = rules.filter(({ allows }) => allows);
  const deny = rules.filter(({ allows }) => !allows);
  for (const any of ['0.0.0.0/0', '::/0']) {
    const last = deny.find(
      ({ destinations, layers }) => destinations.includes(any) && layers.some(({ protocol }) => protocol === 'all'),
    );
    if (last === undefined || allow.some(({ priority }) => priority >= last.priority)) {
      throw new Error(`nothing denies ${any} after the rules that allow`);
    }
  }
  return allow.flatMap(({ destinations, layers }) =>
    destinations.flatMap((destination) =>
      layers.flatMap(({ protocol, ports }) =>
        ports.map((port) => {
          const [from, to] = port.split('-').map(Number);
          return { protocol, from: from!, to: to ?? from!, destination };
        }),
      ),
    ),
  );
}

interface Parsed {
  readonly allows: boolean;
  readonly priority: number;
  readonly destinations: string[];
  readonly layers: { protocol: string; ports: string[] }[];
}

function fromClassic(rule: Json): Parsed {
  const allow = rule.allow as Json[] | undefined;
  const layers = (allow ?? (rule.deny as Json[])).map(({ protocol, ports }) => ({
    protocol: protocol as string,
    ports: (ports ?? []) as string[],
  }));
  return {
    allows: allow !== undefined,
    priority: rule.priority as number,
    destinations: rule.destination_ranges as string[],
    layers,
  };
}

function fromPolicy(rule: Json): Parsed {
  const match = rule.match as Json;
  const layers = (match.layer4_configs as Json[]).map(({ ip_protocol: protocol, ports }) => ({
    protocol: protocol as string,
    ports: (ports ?? []) as string[],
  }));
  const destinations = [...((match.dest_ip_ranges ?? []) as string[]), ...((match.dest_fqdns ?? []) as string[])];
  return { allows: rule.action === 'allow', priority: rule.priority as number, destinations, layers };
}

/** True when a rule by address lets out this packet. */
export function admits(openings: readonly Opening[], protocol: string, port: number, address: string): boolean {
  const point = parse(`${address}/${address.includes(':') ? 128 : 32}`)!;
  return openings.some((opening) => {
    const range = parse(opening.destination);
    return (
      opening.protocol === protocol &&
      opening.from <= port &&
      port <= opening.to &&
      range !== undefined &&
      range.family === point.family &&
      range.first <= point.first &&
      point.first <= range.last
    );
  });
}

/** True when a rule by host name lets out this port. */
export function admitsByName(openings: readonly Opening[], protocol: string, port: number): boolean {
  return openings.some(
    (opening) =>
      parse(opening.destination) === undefined &&
      opening.protocol === protocol &&
      opening.from <= port &&
      port <= opening.to,
  );
}

/** First, last and the addresses just outside of every block, and every port and its neighbours. */
export function boundaryPoints(openings: readonly Opening[]): { protocol: string; port: number; address: string }[] {
  const addresses = new Set(openings.flatMap(({ destination }) => addressesAround(destination)));
  const ports = new Set(
    openings.flatMap(({ from, to }) => [from - 1, from, to, to + 1]).filter((port) => port > 0 && port < 65536),
  );
  return [...addresses].flatMap((address) =>
    [...ports].flatMap((port) => ['tcp', 'udp'].map((protocol) => ({ protocol, port, address }))),
  );
}

function addressesAround(destination: string): string[] {
  const range = parse(destination);
  if (range === undefined) {
    return [];
  }
  const top = range.family === 4 ? 2n ** 32n : 2n ** 128n;
  return [range.first - 1n, range.first, range.last, range.last + 1n]
    .filter((value) => value >= 0n && value < top)
    .map((value) => format(range.family, value));
}

function parse(text: string): Range | undefined {
  const [address, mask] = text.split('/');
  if (mask === undefined) {
    return undefined;
  }
  const family = address!.includes(':') ? 6 : 4;
  const bits = family === 4 ? 32 : 128;
  const first =
    family === 4 ? address!.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n) : parse6(address!);
  return { family, first, last: first + 2n ** BigInt(bits - Number(mask)) - 1n };
}

function parse6(address: string): bigint {
  const [head, tail] = address.split('::');
  const left = head === '' ? [] : head!.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...middle, ...right].reduce((sum, part) => sum * 65536n + BigInt(parseInt(part, 16)), 0n);
}

function format(family: 4 | 6, value: bigint): string {
  return family === 4
    ? [24n, 16n, 8n, 0n].map((shift) => (value / 2n ** shift) % 256n).join('.')
    : Array.from({ length: 8 }, (_, i) => ((value / 2n ** BigInt(112 - 16 * i)) % 65536n).toString(16)).join(':');
}
