/** Readable templates for random rules, and everything that a node of one may become. Shares no code with the library. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Rule {
  readonly port: number;
  readonly cidr: string;
}

/** A kind of template: how it is written, and whether a packet gets out. */
export interface Kind {
  readonly name: string;
  /** Values that stand for "everything", by the key under which they stand. */
  readonly everything: Readonly<Record<string, Json>>;
  /** Wrappers of a node whose value is known only later. */
  readonly later: readonly ((node: Json) => Json)[];
  write(rules: readonly Rule[]): Json;
  /** The file that an audit reads, where that is not the template itself. */
  encode?(template: Json): Json;
  /** Of a template whose every value is known. */
  allows(template: Json, port: number, address: string): boolean;
}

type Fields = Readonly<Record<string, Json>>;
const fieldsOf = (value: Json | undefined): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);

function contains(cidr: Json | undefined, address: string): boolean {
  if (typeof cidr !== 'string') {
    return false;
  }
  const number = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const [base = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return cidr.includes('.') && Math.floor(number(base) / size) === Math.floor(number(address) / size);
}

function inRange(from: Json | undefined, to: Json | undefined, port: number): boolean {
  return Number(from) <= port && port <= Number(to);
}

const OPEN_RULE = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

function allowsEc2(rule: Json, port: number, address: string): boolean {
  const { IpProtocol: protocol, FromPort: from, ToPort: to, CidrIp: cidr } = fieldsOf(rule);
  return (protocol === '-1' || (protocol === 'tcp' && inRange(from, to, port))) && contains(cidr, address);
}

const ec2Rule = ({ port, cidr }: Rule): Json => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: cidr });

export const CLOUDFORMATION: Kind = {
  name: 'CloudFormation',
  write: (rules) => ({
    Resources: {
      G: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: 'x', SecurityGroupEgress: rules.slice(1).map(ec2Rule) },
      },
      R: {
        Type: 'AWS::EC2::SecurityGroupEgress',
        Properties: { ...fieldsOf(ec2Rule(rules[0]!)), GroupId: { Ref: 'G' } },
      },
    },
  }),
  allows: (template, port, address) =>
    Object.values(fieldsOf(fieldsOf(template).Resources)).some((resource) => {
      const { Type: type, Properties: properties } = fieldsOf(resource);
      const { SecurityGroupEgress: egress } = fieldsOf(properties);
      if (type === 'AWS::EC2::SecurityGroupEgress') {
        return allowsEc2(properties!, port, address);
      }
      const rules = listOf(egress);
      return (
        type === 'AWS::EC2::SecurityGroup' &&
        (rules.length === 0 || rules.some((rule) => allowsEc2(rule, port, address)))
      );
    }),
  everything: {
    'IpProtocol': '-1',
    'FromPort': 0,
    'ToPort': 65535,
    'CidrIp': '0.0.0.0/0',
    'SecurityGroupEgress': [OPEN_RULE],
    'Properties': { ...OPEN_RULE, GroupDescription: 'x', SecurityGroupEgress: [OPEN_RULE] },
    'Resources': { G: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: [OPEN_RULE] } } },
    'G': { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: [OPEN_RULE] } },
    'R': { Type: 'AWS::EC2::SecurityGroupEgress', Properties: OPEN_RULE },
    '[]': OPEN_RULE,
  },
  later: [
    () => ({ Ref: 'Parameter' }),
    () => ({ 'Fn::ImportValue': 'x' }),
    () => ({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } } }),
    (node) => ({ 'Fn::If': ['C', node, { Ref: 'Parameter' }] }),
    () => ({ 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'k'] }),
    () => ({ 'Fn::Sub': '${Parameter}' }),
    (node) => ({ '<<': node }),
  ],
};

const ALL = { protocol: 'all' };
const OPEN_FIREWALL: Json = {
  name: 'x',
  network: 'prod',
  direction: 'EGRESS',
  priority: 1,
  destination_ranges: ['0.0.0.0/0'],
  allow: [ALL],
};

function firewall(
  rule: Json,
):
  | { readonly deny: boolean; readonly priority: number; readonly matches: (port: number, address: string) => boolean }
  | undefined {
  const {
    direction,
    disabled,
    priority = 1000,
    destination_ranges: ranges = ['0.0.0.0/0'],
    allow,
    deny,
  } = fieldsOf(rule);
  if (direction !== 'EGRESS' || disabled === true || (allow === undefined && deny === undefined)) {
    return undefined;
  }
  const layers = listOf(allow ?? deny);
  const isMatched = (layer: Json, port: number): boolean => {
    const { protocol, ports } = fieldsOf(layer);
    const named = listOf(ports);
    const has = (text: Json): boolean => {
      const [from, to = from] = String(text).split('-');
      return inRange(from!, to!, port);
    };
    return protocol === 'all' || (protocol === 'tcp' && (named.length === 0 || named.some(has)));
  };
  return {
    deny: allow === undefined,
    priority: Number(priority),
    matches: (port, address) =>
      listOf(ranges).some((range) => contains(range, address)) && layers.some((layer) => isMatched(layer, port)),
  };
}

export const GOOGLE: Kind = {
  name: 'Terraform on Google Cloud',
  write: (rules) => ({
    resource: {
      google_compute_firewall: {
        ...Object.fromEntries(
          rules.map(({ port, cidr }, i) => [
            `a${i}`,
            {
              name: `a${i}`,
              network: 'prod',
              direction: 'EGRESS',
              priority: 1000,
              destination_ranges: [cidr],
              allow: [{ protocol: 'tcp', ports: [String(port)] }],
            },
          ]),
        ),
        d4: {
          name: 'd4',
          network: 'prod',
          direction: 'EGRESS',
          priority: 65534,
          destination_ranges: ['0.0.0.0/0'],
          deny: [ALL],
        },
        d6: {
          name: 'd6',
          network: 'prod',
          direction: 'EGRESS',
          priority: 65534,
          destination_ranges: ['::/0'],
          deny: [ALL],
        },
      },
    },
  }),
  allows: (template, port, address) => {
    const rules = Object.values(fieldsOf(fieldsOf(fieldsOf(template).resource).google_compute_firewall))
      .flatMap((rule) => firewall(rule) ?? [])
      .sort((a, b) => a.priority - b.priority || Number(b.deny) - Number(a.deny));
    return rules.find(({ matches }) => matches(port, address))?.deny !== true;
  },
  everything: {
    protocol: 'all',
    ports: ['1-65535'],
    destination_ranges: ['0.0.0.0/0'],
    allow: [ALL],
    priority: 1,
    a0: OPEN_FIREWALL,
    google_compute_firewall: { a0: OPEN_FIREWALL },
    resource: { google_compute_firewall: { a0: OPEN_FIREWALL } },
  },
  later: [
    () => '${var.x}',
    () => '${local.x}',
    () => '${data.http.x.body}',
    () => '${var.on ? var.a : var.b}',
    () => ['${var.x}'],
  ],
};

export const LIVE: Kind = {
  ...CLOUDFORMATION,
  name: 'describe-security-groups',
  write: (rules) => ({
    SecurityGroups: [
      {
        GroupId: 'sg-1',
        GroupName: 'delegate',
        IpPermissionsEgress: rules.map(({ port, cidr }) => ({
          IpProtocol: 'tcp',
          FromPort: port,
          ToPort: port,
          IpRanges: [{ CidrIp: cidr }],
        })),
      },
    ],
  }),
  allows: (template, port, address) =>
    listOf(fieldsOf(template).SecurityGroups).some((group) =>
      listOf(fieldsOf(group).IpPermissionsEgress).some((permission) =>
        listOf(fieldsOf(permission).IpRanges).some((range) =>
          allowsEc2({ ...fieldsOf(permission), CidrIp: fieldsOf(range).CidrIp! }, port, address),
        ),
      ),
    ),
  everything: {
    IpProtocol: '-1',
    FromPort: 0,
    ToPort: 65535,
    CidrIp: '0.0.0.0/0',
    IpRanges: [{ CidrIp: '0.0.0.0/0' }],
    IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  },
  later: [() => null, () => ({ Unknown: 'x' }), () => [{ Unknown: 'x' }]],
};

export const TERRAFORM: Kind = {
  ...GOOGLE,
  name: 'Terraform on AWS',
  write: (rules) => ({
    resource: {
      aws_security_group: {
        g: {
          name: 'x',
          egress: rules.map(({ port, cidr }) => ({
            protocol: 'tcp',
            from_port: port,
            to_port: port,
            cidr_blocks: [cidr],
          })),
        },
      },
    },
  }),
  allows: (template, port, address) =>
    Object.values(fieldsOf(fieldsOf(fieldsOf(template).resource).aws_security_group)).some((group) =>
      listOf(fieldsOf(group).egress).some((rule) => {
        const { protocol, from_port: from, to_port: to, cidr_blocks: blocks } = fieldsOf(rule);
        const isMatched = protocol === '-1' || (protocol === 'tcp' && inRange(from, to, port));
        return isMatched && listOf(blocks).some((block) => contains(block, address));
      }),
    ),
  everything: {
    protocol: '-1',
    from_port: 0,
    to_port: 65535,
    cidr_blocks: ['0.0.0.0/0'],
    egress: [{ protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'] }],
  },
};

const LATER = '(known after apply)';

/** What `terraform show -json` prints of a plan for such a configuration: unknown values are left out, and marked beside. */
function planOf(template: Json): Json {
  const resources = Object.entries(fieldsOf(fieldsOf(template).resource)).flatMap(([type, named]) =>
    Object.entries(fieldsOf(named)).map(([name, values]) => ({ address: `${type}.${name}`, type, name, values })),
  );
  const plan = {
    format_version: '1.2',
    complete: true,
    planned_values: {
      root_module: {
        resources: resources.map((one) => ({ ...one, mode: 'managed', values: knownOf(one.values) ?? {} })),
      },
    },
    resource_changes: resources.map(({ address, type, values }) => ({
      address,
      type,
      mode: 'managed',
      change: { actions: ['create'], after_unknown: unknownOf(values) ?? {} },
    })),
    configuration: {
      root_module: {
        resources: resources.map(({ address, type, values }) => ({
          address,
          type,
          mode: 'managed',
          expressions: Object.fromEntries(
            Object.entries(fieldsOf(values)).map(([key, value]) => [
              key,
              unknownOf(value) === undefined ? { constant_value: value } : { references: ['var.x'] },
            ]),
          ),
        })),
      },
    },
  };
  return JSON.parse(JSON.stringify(plan)) as Json;
}

function knownOf(value: Json): Json | undefined {
  if (value === LATER) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return (value as Json[]).map((item) => knownOf(item) ?? null);
  }
  return typeof value !== 'object' || value === null
    ? value
    : Object.fromEntries(
        Object.entries(value).flatMap(([key, item]) => (item === LATER ? [] : [[key, knownOf(item as Json)!]])),
      );
}

function unknownOf(value: Json): Json | undefined {
  if (value === LATER) {
    return true;
  }
  if (Array.isArray(value)) {
    const marks = (value as Json[]).map(unknownOf);
    return marks.every((mark) => mark === undefined) ? undefined : marks.map((mark) => mark ?? false);
  }
  const marks = Object.entries(fieldsOf(value)).flatMap(([key, item]) => {
    const mark = unknownOf(item);
    return mark === undefined ? [] : [[key, mark] as const];
  });
  return marks.length === 0 ? undefined : Object.fromEntries(marks);
}

/** A list of an unknown entry for lists only: a block stays a block. */
const LATER_IN_PLAN = [() => LATER, (node: Json) => (Array.isArray(node) ? [LATER] : LATER)];
export const GOOGLE_PLAN: Kind = { ...GOOGLE, name: 'a plan on Google Cloud', encode: planOf, later: LATER_IN_PLAN };
export const AWS_PLAN: Kind = { ...TERRAFORM, name: 'a plan on AWS', encode: planOf, later: LATER_IN_PLAN };

export type Path = readonly (string | number)[];

/** Every node of a value but its root. */
export function pathsOf(value: Json, at: Path = []): Path[] {
  const own = at.length === 0 ? [] : [at];
  if (Array.isArray(value)) {
    return [...own, ...(value as Json[]).flatMap((item, i) => pathsOf(item, [...at, i]))];
  }
  return [...own, ...Object.entries(fieldsOf(value)).flatMap(([key, item]) => pathsOf(item, [...at, key]))];
}

export function nodeAt(value: Json, path: Path): Json {
  return path.reduce<Json>((node, key) => (node as Record<string | number, Json>)[key]!, value);
}

/** The value with another node, or without it. */
export function replaced(value: Json, [key, ...rest]: Path, node: Json | undefined): Json {
  if (key === undefined) {
    return node!;
  }
  const isLast = rest.length === 0;
  if (Array.isArray(value)) {
    const items = value as Json[];
    return items.flatMap((item, i) =>
      i !== key ? [item] : isLast && node === undefined ? [] : [replaced(item, rest, node)],
    );
  }
  return Object.fromEntries(
    Object.entries(fieldsOf(value)).flatMap(([name, item]) =>
      name !== key ? [[name, item]] : isLast && node === undefined ? [] : [[name, replaced(item, rest, node)]],
    ),
  );
}
